import Events
import Foundation
import Stage

/// A log in memory that can be away for some appends.
final class MemoryLog: EventLog, @unchecked Sendable {
    struct Record: Equatable {
        var topic: Topic
        var partition: Int32
        var key: [UInt8]
        var value: [UInt8]
    }

    private let lock = NSLock()
    private var stored: [Record] = []
    private var appends = 0
    private var awayFor: Int
    private let partitions: Int

    init(partitions: Int = 4, awayFor: Int = 0) {
        self.partitions = partitions
        self.awayFor = awayFor
    }

    var records: [Record] { lock.withLock { stored } }
    var appendCount: Int { lock.withLock { appends } }

    /// The facts of a topic, with their partitions, in the order of the appends.
    func facts(_ topic: Topic) throws -> [(fact: Fact, partition: Int32, key: [UInt8])] {
        try records.filter { $0.topic == topic }.map { record in
            (
                try record.value.withUnsafeBytes { try Fact(wire: $0) }, record.partition,
                record.key
            )
        }
    }

    /// The rejections, in the order of the appends.
    func rejections() throws -> [Rejection] {
        try records.filter { $0.topic == .rejections }.map { record in
            try record.value.withUnsafeBytes { try Rejection(wire: $0) }
        }
    }

    func partitionCount(of topic: Topic) throws -> Int {
        topic.isPartitionedByPerson ? partitions : 1
    }

    func append(_ batch: RecordBatch) throws {
        try lock.withLock {
            appends += 1
            if awayFor > 0 {
                awayFor -= 1
                throw LogProblem.unavailable("the log is away")
            }
            stored += batch.places.map { place in
                let key = batch.key(of: place)
                let partition =
                    place.partition >= 0
                    ? place.partition : Partitioner.partition(of: key, count: partitions)
                return Record(
                    topic: place.topic,
                    partition: partition,
                    key: Array(key),
                    value: Array(batch.value(of: place))
                )
            }
        }
    }

    func consumer(group: String, topics: [Topic]) throws -> any LogConsumer {
        throw LogProblem.unusable("nobody reads here")
    }

    func read(
        topic: Topic,
        partition: Int32,
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch
    ) throws {
        batch.removeAll()
        for (index, record) in records(topic, partition).enumerated().dropFirst(Int(offset)) {
            record.key.withUnsafeBytes { key in
                record.value.withUnsafeBytes { value in
                    batch.append(
                        topic: topic,
                        partition: partition,
                        offset: Int64(index),
                        key: key,
                        value: value
                    )
                }
            }
        }
    }

    func endOffset(topic: Topic, partition: Int32) throws -> Int64 {
        Int64(records(topic, partition).count)
    }

    private func records(_ topic: Topic, _ partition: Int32) -> [Record] {
        records.filter { $0.topic == topic && $0.partition == partition }
    }

    func committed(group: String, topic: Topic, partition: Int32) throws -> Int64 { 0 }

    func close() throws {}
}
