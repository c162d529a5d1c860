/// Reads the Protocol Buffers wire format as ``ByteBuffer`` writes it: fields of numbers below 64 and
/// of type 0 or 2, in order, each once.
///
/// It does not throw: what it cannot read is empty, and ``isPlain`` says so in the end.
struct PlainReader {
    private var cursor: UnsafeRawPointer
    private let end: UnsafeRawPointer
    /// Whether everything so far was as it must be.
    private(set) var isPlain = true
    /// The fields so far: bit *n* = field *n*.
    private(set) var fields: UInt64 = 0
    private var wireType: UInt8 = 0

    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) {
        cursor = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        end = cursor + bytes.count
    }

    /// The number of the next field; nil at the end, or when it is not plain.
    @inline(__always)
    mutating func nextField() -> Int? {
        guard isPlain, cursor < end else { return nil }
        let tag = varint()
        wireType = UInt8(truncatingIfNeeded: tag & 7)
        let field = tag >> 3
        guard field > 0, field < 64, fields >> field == 0 else {
            isPlain = false
            return nil
        }
        fields |= 1 << field
        return Int(field)
    }

    /// The value of a varint field.
    @inline(__always)
    mutating func number() -> UInt64 {
        if wireType != 0 { isPlain = false }
        return varint()
    }

    /// The value of a varint field that fits in 32 bits.
    @inline(__always)
    mutating func number32() -> UInt32 {
        let value = number()
        if value > UInt64(UInt32.max) { isPlain = false }
        return UInt32(truncatingIfNeeded: value)
    }

    /// The value of a `sint64` field.
    @inline(__always)
    mutating func zigzag() -> Int64 {
        let value = number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// The value of a date that may be absent; see `ByteBuffer.put(_:optional:)`.
    @inline(__always)
    mutating func optionalDay() -> CivilDate? {
        let value = zigzag()
        if value == 0 { return nil }
        guard let day = Int32(exactly: value > 0 ? value - 1 : value) else {
            isPlain = false
            return nil
        }
        return CivilDate(day: day)
    }

    /// The bytes of a length-delimited field, in place.
    @inline(__always)
    mutating func bytes() -> UnsafeRawBufferPointer {
        let length = varint()
        guard wireType == 2, length <= UInt64(end - cursor) else {
            isPlain = false
            cursor = end
            return PlainFact.none
        }
        defer { cursor += Int(length) }
        return UnsafeRawBufferPointer(start: cursor, count: Int(length))
    }

    /// The text of a string field, in place.
    @inline(__always)
    mutating func text() -> UnsafeRawBufferPointer {
        let run = bytes()
        if !run.isPlainText { isPlain = false }
        return run
    }

    @inline(__always)
    private mutating func varint() -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while cursor < end, shift < 64 {
            let byte = cursor.load(as: UInt8.self)
            cursor += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        isPlain = false
        return 0
    }
}
