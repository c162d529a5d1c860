import Events
import Foundation
import Stage

/// A consumer that remembers what it owns and what it has read.
final class TestConsumer {
    let consumer: any LogConsumer
    private(set) var owned: Set<Int32> = []
    private(set) var values: [String] = []
    /// What the rebalances said, in order.
    private(set) var changes: [PollOutcome] = []
    let batch = RecordBatch()

    init(_ log: any EventLog, group: String, topics: [Topic] = [.paymentsReceived]) throws {
        consumer = try log.consumer(group: group, topics: topics)
    }

    @discardableResult
    func poll(maxRecords: Int = 1_000, timeoutMs: Int = 20) throws -> PollOutcome {
        let outcome = try consumer.poll(maxRecords: maxRecords, timeoutMs: timeoutMs, into: batch)
        if case .rebalanced(let revoked, let assigned) = outcome {
            owned.subtract(revoked)
            owned.formUnion(assigned)
            changes.append(outcome)
        }
        for place in batch.places {
            values.append(String(decoding: batch.value(of: place), as: UTF8.self))
        }
        return outcome
    }

    /// Polls until `isDone`; false when that takes longer than `limit` seconds.
    func poll(limit: Double = 10, until isDone: (TestConsumer) throws -> Bool) throws -> Bool {
        let deadline = Date(timeIntervalSinceNow: limit)
        while try !isDone(self) {
            if Date() > deadline { return false }
            try poll()
        }
        return true
    }

    /// The positions behind the records of the last poll.
    var positions: [LogPosition] {
        var next: [Int32: LogPosition] = [:]
        for place in batch.places {
            next[place.partition] = LogPosition(
                topic: place.topic,
                partition: place.partition,
                offset: place.offset + 1
            )
        }
        return Array(next.values)
    }

    /// Writes the records of the last poll to another topic and commits.
    func relay(to topic: Topic) throws {
        let outputs = RecordBatch()
        for place in batch.places {
            outputs.append(topic: topic, partition: place.partition, key: batch.key(of: place)) {
                $0.append(batch.value(of: place))
            }
        }
        try consumer.commit(outputs: outputs, upTo: positions)
    }
}

extension EventLog {
    func append(_ topic: Topic, _ partition: Int32?, _ values: [String]) throws {
        let batch = RecordBatch()
        for value in values {
            batch.append(topic: topic, partition: partition, key: "") { $0.append(text: value) }
        }
        try append(batch)
    }

    func values(_ topic: Topic, _ partition: Int32) throws -> [String] {
        let batch = RecordBatch()
        try read(
            topic: topic,
            partition: partition,
            from: 0,
            maxRecords: 1_000_000,
            into: batch
        )
        return batch.places.map { String(decoding: batch.value(of: $0), as: UTF8.self) }
    }
}

/// Whether an error asks for a person.
func isUnusable(_ error: any Error) -> Bool {
    if case LogProblem.unusable = error { return true }
    return false
}

/// Whether an error may pass by itself.
func isUnavailable(_ error: any Error) -> Bool {
    if case LogProblem.unavailable = error { return true }
    return false
}
