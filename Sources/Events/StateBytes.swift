extension ByteBuffer {
    /// Appends a number, little endian.
    @inlinable
    public func append(little value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }

    /// Appends a byte: 1 for true.
    public func append(flag: Bool) { append(byte: flag ? 1 : 0) }

    /// Appends the length (4 bytes) and the bytes.
    public func append(counted bytes: UnsafeRawBufferPointer) {
        append(little: UInt32(bytes.count))
        append(bytes)
    }

    /// Appends the length (4 bytes) and the bytes.
    public func append(counted bytes: [UInt8]) { bytes.withUnsafeBytes { append(counted: $0) } }

    /// Appends the length (4 bytes) and the UTF-8 bytes of a text.
    public func append(counted text: String) {
        var text = text
        text.withUTF8 { append(counted: UnsafeRawBufferPointer($0)) }
    }
}

/// Reads what ``ByteBuffer``'s little endian writers wrote, from bytes that it does not own.
///
/// Never reads beyond the end, and never believes a count that the rest cannot hold.
public struct StateReader {
    private let bytes: UnsafeRawBufferPointer
    private var cursor = 0

    /// Creates a reader of `bytes`, which must outlive it.
    public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Bytes not yet read.
    public var rest: Int { bytes.count - cursor }

    /// Reads a number.
    @inline(__always)
    public mutating func number<T: FixedWidthInteger & BitwiseCopyable>(
        _ type: T.Type = T.self
    ) throws(StateProblem) -> T {
        let width = MemoryLayout<T>.size
        guard rest >= width else { throw .malformed }
        let value = bytes.loadUnaligned(fromByteOffset: cursor, as: T.self)
        cursor += width
        return T(littleEndian: value)
    }

    /// Reads a byte that is 0 or 1.
    public mutating func flag() throws(StateProblem) -> Bool {
        switch try number(UInt8.self) {
        case 0: return false
        case 1: return true
        default: throw .malformed
        }
    }

    /// Reads a count of items (4 bytes), each of which takes at least so many bytes.
    public mutating func count(ofAtLeast width: Int) throws(StateProblem) -> Int {
        let count = Int(try number(UInt32.self))
        guard count <= rest / max(1, width) else { throw .malformed }
        return count
    }

    /// Reads so many bytes, in place.
    public mutating func take(_ count: Int) throws(StateProblem) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= rest else { throw .malformed }
        let slice = UnsafeRawBufferPointer(rebasing: bytes[cursor..<cursor + count])
        cursor += count
        return slice
    }

    /// Reads counted bytes, in place.
    public mutating func counted() throws(StateProblem) -> UnsafeRawBufferPointer {
        try take(try count(ofAtLeast: 1))
    }

    /// Reads a counted text.
    public mutating func text() throws(StateProblem) -> String {
        guard let text = String(validating: try counted(), as: UTF8.self) else {
            throw .malformed
        }
        return text
    }

    /// - Throws: When something is left.
    public func end() throws(StateProblem) {
        if rest != 0 { throw .malformed }
    }
}
