import Crypto

/// A digest of a set: the sum of the members' digests, which no order changes.
///
/// - Source: Bellare, Micciancio, «A New Paradigm for Collision-free Hashing» (AdHash); four sums
///   modulo 2⁶⁴ guard against faults, not against a forger.
struct DigestSum {
    private var lanes = SIMD4<UInt64>(repeating: 0)

    mutating func add(_ digest: SHA256.Digest) {
        digest.withUnsafeBytes { bytes in
            for lane in 0..<4 {
                lanes[lane] &+= bytes.loadUnaligned(fromByteOffset: lane * 8, as: UInt64.self)
            }
        }
    }

    var text: String { (0..<4).map { String(lanes[$0], radix: 16) }.joined(separator: "-") }
}
