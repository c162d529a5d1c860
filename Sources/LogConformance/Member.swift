import Events
import Foundation
import Stage

/// A consumer with a memory of what it was told.
final class Member {
    let consumer: any LogConsumer
    /// The partitions owned.
    private(set) var owned: Set<Int32> = []
    /// Records polled and not committed, in the order of delivery.
    private(set) var pending: [SeenRecord] = []
    private let batch = RecordBatch()

    init(_ log: any EventLog, group: String, topics: [Topic] = [.paymentsReceived]) throws {
        consumer = try log.consumer(group: group, topics: topics)
    }

    /// Polls once and keeps the books; checks that a rebalance brings no records and that records
    /// come only of owned partitions.
    @discardableResult
    func poll(maxRecords: Int = 1_000, timeoutMs: Int = 50) throws -> PollOutcome {
        let outcome = try consumer.poll(maxRecords: maxRecords, timeoutMs: timeoutMs, into: batch)
        switch outcome {
        case .records:
            try require(!batch.isEmpty, "a poll said records and brought none")
            for record in batch.seen {
                try require(
                    owned.contains(record.partition),
                    "a record of partition \(record.partition), which was not assigned"
                )
                pending.append(record)
            }
        case .idle: try require(batch.isEmpty, "an idle poll brought records")
        case .rebalanced(let revoked, let assigned):
            try require(batch.isEmpty, "a rebalance brought records")
            try require(owned.isSuperset(of: revoked), "\(revoked) revoked, \(owned) were owned")
            owned.subtract(revoked)
            pending.removeAll { revoked.contains($0.partition) }
            try require(owned.isDisjoint(with: assigned), "\(assigned) assigned, owned already")
            owned.formUnion(assigned)
        }
        return outcome
    }

    /// Polls until `isDone`.
    func poll(within patienceMs: Int, until isDone: (Member) -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: Double(patienceMs) / 1_000)
        while !isDone(self) {
            if Date() > deadline {
                throw ConformanceViolation(
                    "after \(patienceMs) ms: partitions \(owned.sorted()), "
                        + "\(pending.count) records"
                )
            }
            try poll()
        }
    }

    /// The next position of each topic partition of which records are pending.
    var positions: [LogPosition] {
        var next: [LogPosition] = []
        for record in pending {
            next.removeAll { $0.topic == record.topic && $0.partition == record.partition }
            next.append(
                LogPosition(
                    topic: record.topic,
                    partition: record.partition,
                    offset: record.offset + 1
                )
            )
        }
        return next
    }

    /// Commits what is pending, each record written once more to `topic`, same key and partition.
    func relay(to topic: Topic) throws {
        let outputs = RecordBatch()
        for record in pending {
            outputs.add(topic, record.partition, key: record.key, record.value)
        }
        try consumer.commit(outputs: outputs, upTo: positions)
        pending = []
    }

    /// Commits the positions of what is pending, without outputs.
    func commit() throws {
        try consumer.commit(outputs: RecordBatch(), upTo: positions)
        pending = []
    }

    /// Discards what is pending, as after ``LogProblem/fenced``.
    func discard() { pending = [] }
}
