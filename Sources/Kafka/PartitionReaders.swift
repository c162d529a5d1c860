import CLibrdkafka
import Events
import Glibc
import Stage
import Synchronization

/// The reading of a log without a group, for all threads of a process.
///
/// Where a partition ends: Kafka's transactions write markers into the partitions, and a marker has
/// an offset of its own. What this type calls the end is the offset after the last committed
/// RECORD, whatever markers and aborted records follow: so a stage that has taken the last record
/// and committed has the end as its position, and a loop that reads up to the end always finds a
/// record at or after the offset where it is.
///
/// Unchecked: readers are touched under the lock only.
final class PartitionReaders: @unchecked Sendable {
    /// Readers that fetch ahead at the same time; each keeps up to 8 MiB.
    private static let runningMax = 4
    /// Time without use after which a reader stops fetching ahead, in milliseconds.
    private static let idleMs: Int64 = 3_000
    /// Longest wait for a transaction that was open when the end was asked for, in milliseconds.
    private static let openTransactionMs: Int64 = 5_000

    private let layout: TopicLayout
    /// Sees what is decided.
    private let client: KafkaClient
    /// Sees what is written.
    private let admin: KafkaClient
    private let topics: TopicHandles
    private let drain = RecordDrain()
    private let lock = Mutex<Void>(())
    private var readers: [Int: PartitionReader] = [:]
    /// The last record before an end of what is decided, by topic partition.
    private var ends: [Int: (stable: Int64, end: Int64)] = [:]
    private var isClosed = false

    init(
        settings: KafkaSettings,
        layout: TopicLayout,
        admin: KafkaClient,
        log: @escaping @Sendable (KafkaLogLine) -> Void
    ) throws {
        self.layout = layout
        self.admin = admin
        client = try KafkaClient(.reader, settings: settings, log: log)
        do {
            topics = try TopicHandles(client, layout: layout, isWarm: true)
        } catch {
            client.close()
            throw error
        }
    }

    /// Reads committed records; at the end of the partition nothing is waited for.
    func read(
        _ topic: Topic,
        _ partition: Int32,
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch
    ) throws {
        try lock.withLock { _ in
            try reader(topic, partition).read(
                from: max(0, offset),
                maxRecords: max(1, maxRecords),
                into: batch,
                stableEnd: { try end(topic, partition, seenBy: client) }
            )
        }
    }

    /// The offset after the last committed record.
    ///
    /// A commit that has returned may not have reached every partition yet: its markers are on the
    /// way. So what was written when this was called is waited for, until it is decided.
    /// - Throws: ``LogProblem/unavailable(_:)`` when a transaction stays open.
    func endOffset(_ topic: Topic, _ partition: Int32) throws -> Int64 {
        let written = try end(topic, partition, seenBy: admin)
        let deadline = Monotonic.milliseconds + Self.openTransactionMs
        var stable = try end(topic, partition, seenBy: client)
        while stable < written {
            if Monotonic.milliseconds > deadline {
                throw LogProblem.unavailable(
                    "Cannot tell the end of \(topic.rawValue)/\(partition): a transaction is open "
                        + "there. Try again."
                )
            }
            usleep(2_000)
            stable = try end(topic, partition, seenBy: client)
        }
        if stable == 0 { return 0 }
        return try lock.withLock { _ in
            let key = key(topic, partition)
            if let known = ends[key], known.stable == stable { return known.end }
            let last = try reader(topic, partition).lastOffset(before: stable)
            let end = last.map { $0 + 1 } ?? 0
            ends[key] = (stable, end)
            return end
        }
    }

    /// Serves log lines, and stops who reads ahead for nobody.
    func serve() {
        _ = lock.withLockIfAvailable { _ in
            if isClosed { return }
            client.serve()
            let now = Monotonic.milliseconds
            for reader in readers.values where now - reader.usedMs > Self.idleMs { reader.stop() }
        }
    }

    func close() {
        lock.withLock { _ in
            if isClosed { return }
            isClosed = true
            for reader in readers.values { reader.destroy() }
            readers = [:]
            topics.destroy()
            client.close()
        }
    }

    /// Where a partition ends for a client: after what is decided, or after what is written.
    ///
    /// While a partition changes its leader, or has just been created, it is asked again.
    private func end(
        _ topic: Topic,
        _ partition: Int32,
        seenBy client: KafkaClient
    ) throws -> Int64 {
        let deadline = Monotonic.milliseconds + Int64(KafkaClient.patienceMs)
        while true {
            let list = PartitionList(capacity: 1)
            // The time −1 stands for the end.
            list.add(layout.name(of: topic), partition, offset: Int64(RD_KAFKA_OFFSET_END))
            let code = rd_kafka_offsets_for_times(client.handle, list.list, KafkaClient.patienceMs)
            let failure = code == RD_KAFKA_RESP_ERR_NO_ERROR ? list.firstError : code
            guard let failure else { return max(0, list[0].offset) }
            guard Self.isLeaderless(failure), Monotonic.milliseconds < deadline else {
                throw LogProblem.kafka(failure, "ask where the log ends")
            }
            usleep(20_000)
        }
    }

    private static func isLeaderless(_ code: rd_kafka_resp_err_t) -> Bool {
        code == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION
            || code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE
            || code == RD_KAFKA_RESP_ERR_OFFSET_NOT_AVAILABLE
            || code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART
    }

    private func reader(_ topic: Topic, _ partition: Int32) throws -> PartitionReader {
        if isClosed { throw LogProblem.unusable("The log is closed.") }
        let key = key(topic, partition)
        let running = readers.filter { $0.value.isRunning && $0.key != key }
        if running.count >= Self.runningMax {
            running.min { $0.value.usedMs < $1.value.usedMs }?.value.stop()
        }
        if let known = readers[key] { return known }
        let made = PartitionReader(
            topic,
            partition,
            client: client,
            topics: topics,
            drain: drain
        )
        guard let made else { throw LogProblem.unavailable("No memory for a reader.") }
        readers[key] = made
        return made
    }

    private func key(_ topic: Topic, _ partition: Int32) -> Int {
        topic.ordinal * layout.partitions + Int(partition)
    }
}
