import Events
import Foundation
import Stage

/// A log in memory to which a story is sent.
final class StoryLog: EventLog, @unchecked Sendable {
    struct Record {
        var topic: Topic
        var key: [UInt8]
        var value: [UInt8]

        init(_ batch: RecordBatch, _ place: RecordPlace) {
            topic = place.topic
            key = Array(batch.key(of: place))
            value = Array(batch.value(of: place))
        }

        func append(to batch: RecordBatch, as topic: Topic, offset: Int64) {
            key.withUnsafeBytes { key in
                value.withUnsafeBytes { value in
                    batch.append(
                        topic: topic,
                        partition: 0,
                        offset: offset,
                        key: key,
                        value: value
                    )
                }
            }
        }
    }

    private let lock = NSLock()
    private var stored: [Record] = []

    var records: [Record] { lock.withLock { stored } }

    func partitionCount(of topic: Topic) throws -> Int { 1 }

    func append(_ batch: RecordBatch) throws {
        lock.withLock { stored += batch.places.map { Record(batch, $0) } }
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
    ) throws { batch.removeAll() }

    func endOffset(topic: Topic, partition: Int32) throws -> Int64 { 0 }

    func committed(group: String, topic: Topic, partition: Int32) throws -> Int64 { 0 }

    func close() throws {}
}
