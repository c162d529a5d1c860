import Events
import Foundation
import Stage
import Testing

@testable import Kafka

/// A consumer that remembers what it owns and what it has read.
final class TestMember {
    let consumer: KafkaConsumer
    private(set) var owned: Set<Int32> = []
    private(set) var values: [String] = []
    /// What the rebalances said, in order.
    private(set) var changes: [PollOutcome] = []
    let batch = RecordBatch()

    init(_ log: KafkaEventLog, group: String, topics: [Topic] = [.paymentsReceived]) throws {
        let consumer = try log.consumer(group: group, topics: topics)
        self.consumer = try #require(consumer as? KafkaConsumer)
    }

    @discardableResult
    func poll(maxRecords: Int = 1_000, timeoutMs: Int = 50) throws -> PollOutcome {
        let outcome = try consumer.poll(maxRecords: maxRecords, timeoutMs: timeoutMs, into: batch)
        if case .rebalanced(let revoked, let assigned) = outcome {
            owned.subtract(revoked)
            owned.formUnion(assigned)
            changes.append(outcome)
        }
        values += batch.values
        return outcome
    }

    /// Polls until `isDone`.
    func poll(limit: Double = 60, until isDone: (TestMember) throws -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: limit)
        while try !isDone(self) {
            try #require(Date() < deadline, "owned \(owned.sorted()), read \(values)")
            try poll()
        }
    }

    /// The records of the last poll, once more for another topic.
    func relayed(to topic: Topic) -> RecordBatch {
        let outputs = RecordBatch()
        for place in batch.places {
            outputs.append(topic: topic, partition: place.partition, key: batch.key(of: place)) {
                $0.append(batch.value(of: place))
            }
        }
        return outputs
    }
}

/// Polls members in turn until `isDone`.
func poll(_ members: [TestMember], limit: Double = 60, until isDone: () -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: limit)
    while !isDone() {
        try #require(Date() < deadline, "owned \(members.map { $0.owned.sorted() })")
        for member in members { try member.poll(timeoutMs: 20) }
    }
}

extension RecordBatch {
    /// The values as texts.
    var values: [String] {
        places.map { String(decoding: value(of: $0), as: UTF8.self) }
    }

    /// A batch of texts for one partition.
    static func texts(_ topic: Topic, _ partition: Int32, _ values: [String]) -> RecordBatch {
        let batch = RecordBatch()
        for value in values {
            batch.append(topic: topic, partition: partition, key: value) { $0.append(text: value) }
        }
        return batch
    }
}

extension EventLog {
    /// All committed values of a partition.
    ///
    /// - Parameter isSettled: Whether to wait until nothing is open in it.
    func values(
        _ topic: Topic,
        _ partition: Int32,
        isSettled: Bool = true
    ) throws -> [String] {
        let batch = RecordBatch()
        if isSettled { _ = try endOffset(topic: topic, partition: partition) }
        try read(topic: topic, partition: partition, from: 0, maxRecords: 100_000, into: batch)
        return batch.values
    }
}

/// Whether an error may pass by itself.
func isUnavailable(_ error: any Error) -> Bool {
    if case LogProblem.unavailable = error { return true }
    return false
}

/// Whether an error asks for a person.
func isUnusable(_ error: any Error) -> Bool {
    if case LogProblem.unusable = error { return true }
    return false
}
