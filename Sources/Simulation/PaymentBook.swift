/// The payment lines of a season, in the order in which the tax side sends them.
///
/// A line is a pure function of person and step, so that only its place in time is kept: eight
/// bytes a line.
struct PaymentBook {
    private let population: Population
    private let faulty: [FaultyRow]
    private var entries: [UInt64] = []
    private let origin: Int

    /// Lines that are sent a second time.
    private(set) var redelivered = 0

    init(_ population: Population, faulty: [FaultyRow]) {
        self.population = population
        self.faulty = faulty
        origin = population.script.timetable.origin.startSecond
        entries.reserveCapacity(population.people.count + population.people.count / 16)
        let stories = population.script.stories.map(\.steps.count)
        for index in 0..<population.strangers.lowerBound {
            for step in 0..<stories[Int(population.people[index].story)] {
                enter(index, step)
            }
        }
        for (index, row) in faulty.enumerated() {
            entries.append(Entry(row.second - origin, index, faulty: true).bits)
        }
        entries.sort()
    }

    /// Lines, redeliveries and faulty rows among them.
    var count: Int { entries.count }

    /// Writes the lines to `payments.csv`.
    func write(to writer: ByteWriter, progress: (String, Int, Int) -> Void) {
        let lines = PaymentLines(population: population, writer: writer)
        for (done, bits) in entries.enumerated() {
            let entry = Entry(bits: bits)
            if entry.isFaulty {
                lines.append(faulty[entry.index], number: entry.index)
            } else {
                // A redelivery stands later in the file and tells the time of the first.
                let paidAt =
                    entry.isRedelivery
                    ? second(entry.index, entry.step) : origin + entry.second
                lines.append(entry.index, entry.step, paidAt: paidAt)
            }
            if done & 0xFFFF == 0 { progress("payments", done, entries.count) }
        }
        progress("payments", entries.count, entries.count)
    }

    /// Tells person, step and second of each payment that is taken in, in order of time.
    func forEachPayment(_ body: (_ index: Int, _ step: Int, _ paidAt: Int) -> Void) {
        for bits in entries {
            let entry = Entry(bits: bits)
            if entry.isFaulty || entry.isRedelivery { continue }
            body(entry.index, entry.step, origin + entry.second)
        }
    }

    private mutating func enter(_ index: Int, _ step: Int) {
        let second = self.second(index, step)
        entries.append(Entry(second - origin, index, step: step).bits)
        var random = Random(seed: population.seed, .redelivery, index << 2 | step)
        // Some in every season, however small.
        guard random.happens(population.habits.redelivered) || (index + step) % 1009 == 7 else {
            return
        }
        let later = second + random.within(600...432_000)
        entries.append(Entry(later - origin, index, step: step, redelivery: true).bits)
        redelivered += 1
    }

    /// The second at which a step is paid.
    private func second(_ index: Int, _ step: Int) -> Int {
        let script = population.script
        let person = population.people[index]
        let moment = script.stories[Int(person.story)].steps[step].moment
        if moment == .withPrevious { return second(index, step - 1) }
        let span = script.timetable.span(of: moment, born: person.number.birth)
        if moment.isExact { return span.lowerBound }
        var random = Random(seed: population.seed, .payTime, index << 2 | step)
        return day(moment, span, &random) * 86_400 + random.within(27_000...79_199)
    }

    /// A day of the span; within the whole window most of those of the concentrated
    /// collection, else more at the beginning and at the end.
    private func day(
        _ moment: Moment,
        _ span: ClosedRange<Int>,
        _ random: inout Random
    ) -> Int {
        guard moment == .window else { return random.within(span) }
        if let days = population.script.timetable.concentrated,
            random.happens(population.habits.concentrated)
        {
            return random.within(days.lowerBound.number...days.upperBound.number)
        }
        if random.happens(population.habits.firstWeeks) {
            return span.lowerBound + random.below(21)
        }
        if random.happens(population.habits.lastWeeks) {
            return span.upperBound - random.below(14)
        }
        return random.within(span)
    }
}

/// A payment line's place in time: second since the origin (28 bits), index (32), step, marks.
private struct Entry {
    let bits: UInt64

    init(bits: UInt64) { self.bits = bits }

    init(_ second: Int, _ index: Int, step: Int = 0, redelivery: Bool = false, faulty: Bool = false)
    {
        precondition(second >= 0 && second < 1 << 28 && step < 4)
        bits =
            UInt64(second) << 36 | UInt64(index) << 4 | UInt64(step) << 2
            | (redelivery ? 2 : 0) | (faulty ? 1 : 0)
    }

    var second: Int { Int(bits >> 36) }
    var index: Int { Int(bits >> 4 & 0xFFFF_FFFF) }
    var step: Int { Int(bits >> 2 & 3) }
    var isRedelivery: Bool { bits & 2 != 0 }
    var isFaulty: Bool { bits & 1 != 0 }
}
