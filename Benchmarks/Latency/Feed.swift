import Events
import Foundation
import Kafka
import Stage

/// Sends payments when they are due: all that are, in one append, then looks at the clock again.
final class Feed {
    /// The beginning of a schedule that no latency is taken of.
    static let warmSeconds = 3
    /// Least time between two appends, as of a source that gathers rows for a moment.
    private static let pause: Int64 = 10_000_000
    /// Payments of one append at most.
    private static let batch = 20_000

    let step: Step
    private let log: KafkaEventLog
    private let deck: Deck
    /// When the schedule began, and when it was over, in nanoseconds of the clock.
    private(set) var start: Int64 = 0
    var end: Int64 { start + Int64(step.seconds) * 1_000_000_000 }

    init(log: KafkaEventLog, deck: Deck, step: Step) {
        (self.log, self.deck, self.step) = (log, deck, step)
    }

    /// When a payment is due.
    func due(_ payment: Int) -> Int64 {
        start + Int64(payment) * 1_000_000_000 / Int64(step.rate)
    }

    /// Goes through the schedule, and on until all is sent.
    func run() throws {
        let batch = RecordBatch(capacity: 1 << 20)
        var sent = 0
        start = Clock.now + 50_000_000
        var next = start
        while sent < deck.count {
            let now = Clock.now
            if now < next {
                usleep(UInt32((next - now) / 1_000 + 1))
                continue
            }
            next = now + Feed.pause
            let due = min(deck.count, Int((now - start) * Int64(step.rate) / 1_000_000_000) + 1)
            let until = min(due, sent + Feed.batch)
            guard until > sent else { continue }
            batch.removeAll()
            deck.copy(sent..<until, into: batch)
            try log.append(batch)
            sent = until
        }
    }
}

/// Waits until every stage has done all that the log holds.
struct Drain {
    let log: KafkaEventLog
    private let stages: [(group: String, topics: [Topic])] = [
        ("validate", Topic.received), ("classify", [.factsValidated]),
        ("ledger", [.assessmentsClassified]), ("ranking", [.ledgerPosted]),
    ]
    private static let patience: Int64 = 600_000_000_000

    init(log: KafkaEventLog) { self.log = log }

    func wait() throws {
        let deadline = Clock.now + Drain.patience
        while !isDone() {
            if Clock.now > deadline {
                throw Failure(description: "the workers have not taken the roster in ten minutes")
            }
            usleep(200_000)
        }
    }

    /// What is being written just now is not done.
    private func isDone() -> Bool {
        stages.allSatisfy { stage in
            stage.topics.allSatisfy { topic in
                let count = (try? log.partitionCount(of: topic)) ?? 0
                return count > 0
                    && (0..<Int32(count)).allSatisfy { isDone(stage.group, topic, $0) }
            }
        }
    }

    private func isDone(_ group: String, _ topic: Topic, _ partition: Int32) -> Bool {
        guard let end = try? log.endOffset(topic: topic, partition: partition),
            let done = try? log.committed(group: group, topic: topic, partition: partition)
        else { return false }
        return done >= end
    }
}
