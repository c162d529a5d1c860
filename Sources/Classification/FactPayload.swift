/// Up to 48 bytes on the stack: numbers one after the other, small ones in few bytes.
struct FactPayload {
    private var words = (
        UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0), UInt64(0)
    )
    private(set) var count = 0

    /// Days and seconds are kept as distances from the start of 2022, in days and seconds since 1970.
    fileprivate static let (dayZero, secondZero) = (Int64(18_993), Int64(18_993 * 86_400))

    /// Adds a base-128 varint.
    mutating func put(_ value: UInt64) {
        withUnsafeMutableBytes(of: &words) {
            var rest = value
            while rest >= 0x80 {
                $0[count] = UInt8(truncatingIfNeeded: rest) | 0x80
                count += 1
                rest >>= 7
            }
            $0[count] = UInt8(truncatingIfNeeded: rest)
            count += 1
        }
    }

    /// Adds a number of a symbol or a list.
    mutating func put(_ value: UInt32) { put(UInt64(value)) }

    /// Adds a number that may be negative.
    mutating func put(signed value: Int64) {
        put(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Adds a time in seconds.
    mutating func put(second: Int64) { put(signed: second &- Self.secondZero) }

    /// Adds a day; `Int32.min` stands for none.
    mutating func put(day: Int32) {
        if day == Int32.min { return put(UInt64(0)) }
        let distance = Int64(day) - Self.dayZero
        put(UInt64(bitPattern: (distance << 1) ^ (distance >> 63)) + 1)
    }

    /// Adds a hash, which is never small: 8 bytes.
    mutating func put(hash: UInt64) {
        precondition(count + 8 <= 48)
        withUnsafeMutableBytes(of: &words) {
            $0.storeBytes(of: hash.littleEndian, toByteOffset: count, as: UInt64.self)
        }
        count += 8
    }

    /// Calls `body` with the bytes.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeBytes(of: words) { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
}

/// Reads what ``FactPayload`` wrote, in place and in the same order; behind the end stand zeros.
struct PayloadReader {
    private var cursor: UnsafeRawPointer
    private let end: UnsafeRawPointer

    init(_ start: UnsafeRawPointer, count: Int) {
        cursor = start
        end = start + count
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { cursor >= end }

    /// Reads a varint.
    @inline(__always)
    mutating func number() -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while cursor < end {
            let byte = cursor.load(as: UInt8.self)
            cursor += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { break }
            shift += 7
        }
        return value
    }

    /// Reads a number of a symbol or a list.
    @inline(__always)
    mutating func symbol() -> UInt32 { UInt32(truncatingIfNeeded: number()) }

    /// Reads a number that may be negative.
    @inline(__always)
    mutating func signed() -> Int64 {
        let value = number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// Reads a time in seconds.
    @inline(__always)
    mutating func second() -> Int64 { signed() &+ FactPayload.secondZero }

    /// Reads a day; `Int32.min` stands for none.
    @inline(__always)
    mutating func day() -> Int32 {
        let value = number()
        if value == 0 { return Int32.min }
        let distance = Int64(bitPattern: (value - 1) >> 1) ^ -Int64(bitPattern: (value - 1) & 1)
        return Int32(truncatingIfNeeded: distance &+ FactPayload.dayZero)
    }

    /// Reads a hash.
    @inline(__always)
    mutating func hash() -> UInt64 {
        guard end - cursor >= 8 else {
            cursor = end
            return 0
        }
        defer { cursor += 8 }
        return UInt64(littleEndian: cursor.loadUnaligned(as: UInt64.self))
    }
}
