/// The pseudonym under which a person goes through every stage after `validate`: the first 16 bytes
/// of HMAC-SHA-256 over the identity number, keyed with the season key.
public struct PersonKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Bytes 0–7, big endian.
    public var high: UInt64
    /// Bytes 8–15, big endian.
    public var low: UInt64

    /// Creates a key of its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 16 bytes; nil when there are more or fewer.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// Calls `body` with the 16 bytes.
    @inlinable
    public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        var pair = (high.bigEndian, low.bigEndian)
        return try withUnsafeBytes(of: &pair, body)
    }

    /// Orders by bytes.
    public static func < (lhs: PersonKey, rhs: PersonKey) -> Bool {
        (lhs.high, lhs.low) < (rhs.high, rhs.low)
    }

    /// The key is uniform already: its low half is its hash.
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// 32 hexadecimal digits.
    public var description: String {
        func hex(_ value: UInt64) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }
        return hex(high) + hex(low)
    }
}
