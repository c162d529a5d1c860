/// A stream of pseudo-random numbers: splitmix64 (Steele, Lea, Flood 2014).
///
/// Each person, household and payment has a stream of its own, named by purpose and index, so that
/// what is drawn for one does not depend on how many numbers another has used.
struct Random {
    /// What a stream is drawn for.
    enum Purpose: UInt64 {
        case household = 1
        case person, name, unit, payTime, payChannel, redelivery, extra, badRow
        case unitSize, approval, strayRow
    }

    private var state: UInt64

    init(seed: UInt64, _ purpose: Purpose, _ index: Int) {
        // Two rounds of mixing keep streams of neighbouring indexes apart.
        let start = Random.mix(seed &+ purpose.rawValue &* 0xA076_1D64_78BD_642F)
        state = Random.mix(start ^ (UInt64(bitPattern: Int64(index)) &* 0x9E37_79B9_7F4A_7C15))
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Random.mix(state)
    }

    /// The next 32 bits.
    mutating func next32() -> UInt32 { UInt32(truncatingIfNeeded: next() >> 32) }

    /// A number in `0..<bound`; `bound` is above zero and below 2³².
    mutating func below(_ bound: Int) -> Int {
        Int((UInt64(next32()) &* UInt64(bound)) >> 32)
    }

    /// A number in `range`.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// Whether something of the given share happens this time.
    mutating func happens(_ share: Share) -> Bool { UInt64(next32()) < share.threshold }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A part of the whole, as a threshold on 32 random bits: no floating point.
struct Share {
    /// 2³² is the whole.
    let threshold: UInt64

    /// `value` of `scale`.
    init(_ value: Int, of scale: Int) {
        threshold = (UInt64(value) << 32) / UInt64(scale)
    }
}

/// A choice among outcomes by their shares; what is left over is no outcome.
struct Wheel {
    private var ends: [UInt64] = []
    private var outcomes: [Int] = []

    /// Creates a wheel.
    ///
    /// - Throws: ``SimulationError/ratesDoNotAddUp(_:)`` when the shares exceed the whole, or fall
    ///   short of it although `complete`.
    init(
        _ name: String,
        _ parts: [(outcome: Int, rate: Rate)],
        complete: Bool = false
    ) throws {
        var sum = 0
        for part in parts {
            // Summed before scaling, so that shares that add up to the whole reach it exactly.
            sum += part.rate.perMillion
            ends.append(Share(sum, of: 1_000_000).threshold)
            outcomes.append(part.outcome)
        }
        guard sum <= 1_000_000, !complete || sum == 1_000_000 else {
            throw SimulationError.ratesDoNotAddUp(name)
        }
    }

    /// Draws an outcome; nil for the part that no outcome claims.
    func spin(_ random: inout Random) -> Int? {
        let draw = UInt64(random.next32())
        guard let last = ends.last, draw < last else { return nil }
        for index in ends.indices where draw < ends[index] { return outcomes[index] }
        return nil
    }
}
