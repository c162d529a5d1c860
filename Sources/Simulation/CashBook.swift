/// The cash that each village took, day by day.
struct CashBook {
    /// Payments of a day.
    struct Cash {
        var fen = 0
        var heads = 0

        static func += (sum: inout Cash, other: Cash) {
            sum.fen += other.fen
            sum.heads += other.heads
        }
    }

    private var units: [[Day: Cash]]
    /// What was taken back, in fen, by unit.
    private(set) var takenBack: [Int]

    /// Adds up the payments through one channel; redelivered and faulty lines count for nothing.
    init(_ population: Population, _ book: PaymentBook, channel: String) {
        units = Array(repeating: [:], count: population.units.names.count)
        takenBack = Array(repeating: 0, count: units.count)
        guard !channel.isEmpty else { return }
        let stories = population.script.stories
        let hasReversals = stories.map { story in story.steps.contains { $0.reverses >= 0 } }
        // Cash that may be taken back: a reversal takes it from where it was paid, though its own
        // line may come through another channel.
        var mayReturn: Set<Int> = []
        book.forEachPayment { index, step, paidAt in
            let person = population.people[index]
            guard person.unit != Person.noUnit else { return }
            let unit = Int(person.unit)
            let line = stories[Int(person.story)].steps[step]
            if line.reverses >= 0 {
                if mayReturn.contains(index << 2 | line.reverses) { takenBack[unit] += line.fen }
                return
            }
            guard population.route(of: index, step, paidAt: paidAt).channel.id == channel
            else { return }
            let day = Day(number: paidAt / 86_400)
            units[unit][day, default: Cash()] += Cash(fen: line.fen, heads: 1)
            if hasReversals[Int(person.story)] { mayReturn.insert(index << 2 | step) }
        }
    }

    /// The days on which a unit took cash, in order.
    func days(of unit: Int) -> [(day: Day, cash: Cash)] {
        units[unit].sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
