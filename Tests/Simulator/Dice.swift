/// The only source of chance in a simulation, so that a seed is a whole story.
///
/// - Source: Steele, Lea, Flood, «Fast Splittable Pseudorandom Number Generators» (SplitMix64).
final class Dice {
    private var state: UInt64

    /// The seed is mixed first: else the dice of neighbouring seeds would fall alike, one throw later.
    init(seed: UInt64) { state = Dice.mixed(seed ^ 0x2545_F491_4F6C_DD1D) }

    func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Dice.mixed(state)
    }

    private static func mixed(_ state: UInt64) -> UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `count` − 1.
    func below(_ count: Int) -> Int { Int(truncatingIfNeeded: next() >> 33) % count }

    func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    func chance(_ perMille: Int) -> Bool { below(1_000) < perMille }

    /// One of the items; there must be one.
    func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

    func shuffled<Item>(_ items: [Item]) -> [Item] {
        var items = items
        for index in items.indices.dropFirst() { items.swapAt(index, below(index + 1)) }
        return items
    }
}
