import Events
import Foundation
import Stage
import Synchronization

/// A log whose consumers can be made to deliver nothing, or not to come back.
final class MuteLog: EventLog {
    private let inner: any EventLog
    private let state = Mutex((isMute: false, isHanging: false, mutePolls: 0))

    init(_ inner: any EventLog) { self.inner = inner }

    /// Whether polls bring nothing, whatever waits.
    var isMute: Bool {
        get { state.withLock { $0.isMute } }
        set { state.withLock { $0.isMute = newValue } }
    }
    /// Makes polls bring nothing, and waits until no earlier one is under way.
    func mute() {
        let before = state.withLock { state in
            state.isMute = true
            return state.mutePolls
        }
        while state.withLock({ $0.mutePolls }) == before { Thread.sleep(forTimeInterval: 0.01) }
    }

    /// Whether a poll has to bring nothing.
    func takesMutePoll() -> Bool {
        state.withLock { state in
            if state.isMute { state.mutePolls += 1 }
            return state.isMute
        }
    }

    /// Whether polls do not return.
    var isHanging: Bool {
        get { state.withLock { $0.isHanging } }
        set { state.withLock { $0.isHanging = newValue } }
    }

    func partitionCount(of topic: Topic) throws -> Int { try inner.partitionCount(of: topic) }

    func append(_ batch: RecordBatch) throws { try inner.append(batch) }

    func consumer(group: String, topics: [Topic]) throws -> any LogConsumer {
        MuteConsumer(self, try inner.consumer(group: group, topics: topics))
    }

    func read(
        topic: Topic,
        partition: Int32,
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch
    ) throws {
        try inner.read(
            topic: topic,
            partition: partition,
            from: offset,
            maxRecords: maxRecords,
            into: batch
        )
    }

    func endOffset(topic: Topic, partition: Int32) throws -> Int64 {
        try inner.endOffset(topic: topic, partition: partition)
    }

    func committed(group: String, topic: Topic, partition: Int32) throws -> Int64 {
        try inner.committed(group: group, topic: topic, partition: partition)
    }

    func close() throws { try inner.close() }
}

private final class MuteConsumer: LogConsumer {
    private let log: MuteLog
    private let inner: any LogConsumer

    init(_ log: MuteLog, _ inner: any LogConsumer) { (self.log, self.inner) = (log, inner) }

    func poll(maxRecords: Int, timeoutMs: Int, into batch: RecordBatch) throws -> PollOutcome {
        while log.isHanging { Thread.sleep(forTimeInterval: 0.02) }
        if log.takesMutePoll() {
            batch.removeAll()
            Thread.sleep(forTimeInterval: Double(timeoutMs) / 1_000)
            return .idle
        }
        return try inner.poll(maxRecords: maxRecords, timeoutMs: timeoutMs, into: batch)
    }

    func committed(topic: Topic, partition: Int32) throws -> Int64 {
        try inner.committed(topic: topic, partition: partition)
    }

    func seek(topic: Topic, partition: Int32, to offset: Int64) throws {
        try inner.seek(topic: topic, partition: partition, to: offset)
    }

    func commit(outputs: RecordBatch, upTo positions: [LogPosition]) throws {
        try inner.commit(outputs: outputs, upTo: positions)
    }

    func figures() throws -> ConsumerFigures { try inner.figures() }

    func close() throws { try inner.close() }
}
