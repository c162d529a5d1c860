/// The latencies of one schedule.
struct LatencyReport {
    private let step: Step
    private let due: Int
    private var latencies: [Int64] = []
    private var counted = 0
    private var countedInTime = 0

    /// Finds for each payment the first ranking that counts it.
    ///
    /// - Parameter before: Persons counted by partition when the schedule began.
    init(feed: Feed, deck: Deck, before: [Int64], _ samples: [Witness.Sample]) {
        step = feed.step
        due = deck.count
        latencies.reserveCapacity(deck.count)
        let first = feed.start + Int64(Feed.warmSeconds) * 1_000_000_000
        for (partition, payments) in deck.ofPartition.enumerated() {
            var next = 0
            for sample in samples {
                let reached = min(Int(sample.counts[partition] - before[partition]), payments.count)
                if reached > next, sample.seen <= feed.end { countedInTime += reached - next }
                while next < reached {
                    let due = feed.due(payments[next])
                    if due >= first { latencies.append(sample.seen - due) }
                    next += 1
                }
            }
            counted += next
        }
        latencies.sort()
    }

    /// The row of the table, parts separated by tabs.
    var row: String {
        let milliseconds = [500, 990, 999, 1_000].map { text(of: perMille($0)) }
        let figures = [step.rate, step.seconds, due, counted, countedInTime / step.seconds]
        return (figures.map(String.init) + milliseconds).joined(separator: "\t")
    }

    /// The latency that so many of a thousand payments do not exceed; nil without any.
    private func perMille(_ share: Int) -> Int64? {
        if latencies.isEmpty { return nil }
        return latencies[min(latencies.count - 1, latencies.count * share / 1_000)]
    }

    private func text(of nanoseconds: Int64?) -> String {
        guard let nanoseconds else { return "-" }
        let tenths = nanoseconds / 100_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
