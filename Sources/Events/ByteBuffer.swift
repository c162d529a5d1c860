/// A growing run of bytes with a writer of the Protocol Buffers wire format on top.
///
/// One buffer holds a whole batch: it is emptied and filled again, so that the steady state of a
/// stage allocates nothing per record. One thread uses it, so its fields are not checked for
/// exclusive access at run time: that would cost as much as the writing itself.
/// - Source: Protocol Buffers, «Encoding» (varint, length-delimited, field number << 3 | wire type).
public final class ByteBuffer {
    /// The bytes written; valid up to ``count`` until the next write.
    @exclusivity(unchecked) public private(set) var base: UnsafeMutableRawPointer
    /// Bytes written.
    @exclusivity(unchecked) public private(set) var count = 0
    @exclusivity(unchecked) private var capacity: Int

    /// Creates an empty buffer.
    ///
    /// - Parameter capacity: Bytes reserved at first; the buffer doubles when they are used up.
    public init(capacity: Int = 4096) {
        self.capacity = max(64, capacity)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// The bytes written so far.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// A copy of the bytes written so far.
    public var array: [UInt8] { Array(bytes) }

    /// Forgets everything written, keeps the memory.
    public func removeAll() { count = 0 }

    /// Forgets what was written after `count` bytes.
    public func truncate(to count: Int) {
        precondition(count <= self.count)
        self.count = count
    }

    /// Makes room for `extra` bytes.
    @inline(__always)
    public func reserve(_ extra: Int) {
        if count + extra > capacity { grow(extra) }
    }

    private func grow(_ extra: Int) {
        capacity = max(capacity * 2, count + extra)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }

    /// Appends bytes as they are.
    public func append(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(bytes.count)
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    /// Appends bytes as they are.
    public func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    /// Puts bytes in the place of as many that are written, from `start` on.
    public func replace(_ start: Int, with bytes: UnsafeRawBufferPointer) {
        precondition(start >= 0 && start + bytes.count <= count)
        if let source = bytes.baseAddress {
            (base + start).copyMemory(from: source, byteCount: bytes.count)
        }
    }

    /// Appends one byte.
    public func append(byte: UInt8) {
        reserve(1)
        base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Appends the UTF-8 bytes of a text.
    public func append(text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends a base-128 varint.
    public func append(varint value: UInt64) {
        reserve(10)
        put(varint: value)
    }

    /// Appends a varint where there is room for it.
    @inline(__always)
    private func put(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            base.storeBytes(
                of: UInt8(truncatingIfNeeded: rest) | 0x80,
                toByteOffset: count,
                as: UInt8.self
            )
            count += 1
            rest >>= 7
        }
        base.storeBytes(of: UInt8(rest), toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Writes an unsigned integer field; zero is left out (proto3).
    public func put(_ field: Int, _ value: UInt64) {
        if value == 0 { return }
        reserve(20)
        put(varint: UInt64(field << 3))
        put(varint: value)
    }

    /// Writes an `int64` field (two's complement varint); zero is left out.
    public func put(_ field: Int, _ value: Int64) { put(field, UInt64(bitPattern: value)) }

    /// Writes a `sint64` field (zigzag); zero is left out.
    public func put(_ field: Int, zigzag value: Int64) {
        put(field, UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Writes a `bool` field; false is left out.
    public func put(_ field: Int, _ value: Bool) { put(field, value ? UInt64(1) : 0) }

    /// Writes a `string` field; an empty text is left out.
    public func put(_ field: Int, _ text: String) {
        if text.isEmpty { return }
        var text = text
        text.withUTF8 { put(field, UnsafeRawBufferPointer($0)) }
    }

    /// Writes a `bytes` field; empty is left out.
    public func put(_ field: Int, _ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(20 + bytes.count)
        put(varint: UInt64(field << 3 | 2))
        put(varint: UInt64(bytes.count))
        (base + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    /// Writes a `bytes` field; empty is left out.
    public func put(_ field: Int, _ bytes: [UInt8]) { bytes.withUnsafeBytes { put(field, $0) } }

    /// Writes an embedded message, present even when `body` writes nothing.
    public func put(_ field: Int, _ body: (ByteBuffer) -> Void) {
        reserve(11)
        put(varint: UInt64(field << 3 | 2))
        base.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
        count += 1
        let start = count
        body(self)
        closeLength(from: start)
    }

    /// Sets the length byte before `start`, moving the bytes when one byte is not enough.
    private func closeLength(from start: Int) {
        let length = count - start
        if length < 0x80 {
            base.storeBytes(of: UInt8(length), toByteOffset: start - 1, as: UInt8.self)
            return
        }
        var width = 1
        while length >> (7 * width) != 0 { width += 1 }
        reserve(width - 1)
        (base + start + width - 1).copyMemory(from: base + start, byteCount: length)
        count = start - 1
        append(varint: UInt64(length))
        count += length
    }
}

/// Why bytes are not the message that they should be.
public enum WireProblem: Error, Sendable, Equatable {
    /// The bytes end in the middle of a field.
    case truncated
    /// A wire type, field number or text that the format does not allow.
    case malformed
    /// A version that this build does not know.
    case unknownVersion(UInt64)
}

/// Reads the Protocol Buffers wire format from bytes that it does not own.
public struct WireReader {
    private var cursor: UnsafeRawPointer
    private let end: UnsafeRawPointer
    /// Wire type of the field last announced by ``nextField()``.
    public private(set) var wireType = 0

    /// Creates a reader of `bytes`, which must outlive it.
    public init(_ bytes: UnsafeRawBufferPointer) {
        cursor = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        end = cursor + bytes.count
    }

    /// The number of the next field; nil at the end.
    ///
    /// - Throws: ``WireProblem`` when the tag is cut or not allowed.
    public mutating func nextField() throws(WireProblem) -> Int? {
        if cursor == end { return nil }
        let tag = try rawVarint()
        wireType = Int(tag & 7)
        let field = Int(truncatingIfNeeded: tag >> 3)
        guard field > 0, field < 1 << 29 else { throw .malformed }
        return field
    }

    /// The value of a varint field.
    public mutating func varint() throws(WireProblem) -> UInt64 {
        guard wireType == 0 else { throw .malformed }
        return try rawVarint()
    }

    /// The value of an `int64` field.
    public mutating func int64() throws(WireProblem) -> Int64 { Int64(bitPattern: try varint()) }

    /// The value of a `sint64` field.
    public mutating func zigzag() throws(WireProblem) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// The bytes of a length-delimited field, in place.
    public mutating func bytes() throws(WireProblem) -> UnsafeRawBufferPointer {
        guard wireType == 2 else { throw .malformed }
        let length = try rawVarint()
        guard length <= UInt64(end - cursor) else { throw .truncated }
        let slice = UnsafeRawBufferPointer(start: cursor, count: Int(length))
        cursor += Int(length)
        return slice
    }

    /// The text of a string field.
    public mutating func text() throws(WireProblem) -> String {
        let slice = try bytes()
        // What nearly all texts are is seen quickly.
        if slice.isPlainText { return String(decoding: slice, as: UTF8.self) }
        guard let text = String(validating: slice, as: UTF8.self) else { throw .malformed }
        return text
    }

    /// Passes over the field last announced (a field of a later version).
    public mutating func skip() throws(WireProblem) {
        switch wireType {
        case 0: _ = try rawVarint()
        case 1: try advance(8)
        case 2: _ = try bytes()
        case 5: try advance(4)
        default: throw .malformed
        }
    }

    private mutating func advance(_ count: Int) throws(WireProblem) {
        guard end - cursor >= count else { throw .truncated }
        cursor += count
    }

    @inline(__always)
    private mutating func rawVarint() throws(WireProblem) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while cursor < end {
            let byte = cursor.load(as: UInt8.self)
            cursor += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift > 63 { throw .malformed }
        }
        throw .truncated
    }
}
