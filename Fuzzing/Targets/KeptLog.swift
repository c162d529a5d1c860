import Events
import Stage

/// A log that keeps what producers append until it is emptied.
///
/// Used from one thread.
final class KeptLog: EventLog, @unchecked Sendable {
    private(set) var records: [(topic: Topic, value: [UInt8], headers: RecordHeaders)] = []

    /// Forgets all records.
    func removeAll() { records.removeAll(keepingCapacity: true) }

    func partitionCount(of topic: Topic) throws -> Int { 2 }

    func append(_ batch: RecordBatch) throws {
        for place in batch.places {
            records.append(
                (place.topic, Array(batch.value(of: place)), batch.headers(of: place))
            )
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
    ) throws { batch.removeAll() }

    func endOffset(topic: Topic, partition: Int32) throws -> Int64 { 0 }

    func committed(group: String, topic: Topic, partition: Int32) throws -> Int64 { 0 }

    func close() throws {}
}
