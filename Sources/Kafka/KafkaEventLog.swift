import Events
import Stage
import Synchronization

/// A log on a Kafka cluster (2.8 to 4.x), over librdkafka 2.0.2 or later.
///
/// - Every call blocks the thread it is made on, for milliseconds as a rule: not one of Swift's
///   cooperative pool.
/// - Offsets rise and have gaps: each transaction leaves a marker of its own.
///   ``endOffset(topic:partition:)`` is the offset after the last committed record, so that it is
///   the position of a stage that has taken everything.
/// - `exactly-once`: ``append(_:)`` and a consumer's commit are transactions. When the answer to
///   an append is lost it fails and may yet have been written, as a whole. `effectively-once`: a
///   batch whose append fails may have been written in part, and outputs whose commit fails may
///   come twice. Every consumer looks at identities, so that none of it changes anything.
/// - The partition of a record is the one that ``Partitioner`` gives, whatever librdkafka would do.
public final class KafkaEventLog: EventLog {
    let settings: KafkaSettings
    let layout: TopicLayout
    private let admin: KafkaAdmin
    private let appender: LogAppender
    private let readers: PartitionReaders
    private let board = LagBoard()
    private let tender = HandleTender()
    private let consumers = Mutex<[WeakConsumer]>([])
    private let isClosed = Mutex(false)
    private let log: @Sendable (KafkaLogLine) -> Void

    /// Opens a log.
    ///
    /// - Parameters:
    ///   - url: `kafka://host:port[,host:port…][?…]`, see ``KafkaSettings``.
    ///   - partitions: Partitions of the topics that are partitioned by person, 1 to 1,024; missing
    ///     topics are created. Nil takes what the cluster has, and creates nothing.
    ///   - log: Gets librdkafka's warnings and errors; may be called on any thread.
    /// - Throws: ``LogProblem/unusable(_:)`` when the topics are missing or have other numbers of
    ///   partitions, or a setting is wrong; ``LogProblem/unavailable(_:)`` when no broker answers.
    public convenience init(
        url: String,
        partitions: Int? = nil,
        log: @escaping @Sendable (KafkaLogLine) -> Void = { _ in }
    ) throws {
        try self.init(settings: KafkaSettings(url: url), partitions: partitions, log: log)
    }

    /// Opens a log by its settings.
    public init(
        settings: KafkaSettings,
        partitions: Int? = nil,
        log: @escaping @Sendable (KafkaLogLine) -> Void = { _ in }
    ) throws {
        self.settings = settings
        self.log = log
        let admin = try KafkaAdmin(settings: settings, log: log)
        do {
            layout = try TopicLayout(ensuredBy: admin, settings: settings, partitions: partitions)
            readers = try PartitionReaders(
                settings: settings,
                layout: layout,
                admin: admin.client,
                log: log
            )
        } catch {
            admin.close()
            throw error
        }
        self.admin = admin
        appender = LogAppender(settings: settings, layout: layout, log: log)
        tender.start { [admin, appender, readers] in
            admin.client.serve()
            appender.serve()
            readers.serve()
        }
    }

    deinit { try? close() }

    /// Number of partitions of a topic.
    public func partitionCount(of topic: Topic) throws -> Int { layout.count(of: topic) }

    /// Writes a batch: in one transaction, or idempotently, see ``KafkaSettings/Delivery``.
    public func append(_ batch: RecordBatch) throws { try appender.append(batch) }

    /// Joins a group; the first polls bring partitions.
    ///
    /// - Parameter group: 1 to 100 letters, digits, `-`, `_` and `.`.
    public func consumer(group: String, topics: [Topic]) throws -> any LogConsumer {
        guard KafkaSettings.isName(group), !group.isEmpty else {
            throw LogProblem.unusable(
                "A group is named with 1 to 100 letters, digits, '-', '_' and '.'."
            )
        }
        let consumer = try KafkaConsumer(
            settings: settings,
            layout: layout,
            group: group,
            topics: topics,
            board: board,
            log: log
        )
        consumers.withLock { known in
            known.removeAll { $0.consumer == nil }
            known.append(WeakConsumer(consumer))
        }
        return consumer
    }

    /// Reads committed records, until `maxRecords` or 32 MiB are there, or the end.
    ///
    /// What was committed a moment ago may not be seen yet: its markers are on the way. Whoever
    /// needs it asks for ``endOffset(topic:partition:)`` first, which waits for them.
    public func read(
        topic: Topic,
        partition: Int32,
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch
    ) throws {
        batch.removeAll()
        try layout.check(topic, partition)
        try readers.read(topic, partition, from: offset, maxRecords: maxRecords, into: batch)
    }

    /// The offset after the last committed record.
    ///
    /// What is being written when it is asked for is waited for until it is decided.
    /// - Throws: ``LogProblem/unavailable(_:)`` when a transaction stays open, as that of a worker
    ///   that was killed, until the coordinator ends it.
    public func endOffset(topic: Topic, partition: Int32) throws -> Int64 {
        try layout.check(topic, partition)
        return try readers.endOffset(topic, partition)
    }

    /// The committed position of a group in a partition; 0 when it never committed there.
    public func committed(group: String, topic: Topic, partition: Int32) throws -> Int64 {
        try layout.check(topic, partition)
        return try admin.committed(
            group: settings.prefix + group,
            topic: layout.name(of: topic),
            partition: partition
        )
    }

    /// How far the members of this process are behind.
    public var lags: [KafkaLag] { board.lags }

    /// The last statistics of librdkafka's handles in Prometheus' text form.
    public var metricsText: String {
        var all = appender.statistics.map { [$0] } ?? []
        all += board.statistics
        return KafkaStatistics.render(all)
    }

    /// Leaves the groups and ends the connections.
    ///
    /// To be called when no thread is inside a call of a consumer of this log.
    public func close() throws {
        let open = consumers.withLock { known in
            defer { known = [] }
            return known
        }
        for entry in open { try entry.consumer?.close() }
        let wasClosed = isClosed.withLock { value in
            defer { value = true }
            return value
        }
        if wasClosed { return }
        tender.stop()
        appender.close()
        readers.close()
        admin.close()
    }
}

/// Lets a log close the consumers that are left, without keeping them alive.
///
/// Unchecked: the reference is only followed in ``KafkaEventLog/close()``, which must not run
/// beside a call of a consumer.
private struct WeakConsumer: @unchecked Sendable {
    weak var consumer: KafkaConsumer?

    init(_ consumer: KafkaConsumer) { self.consumer = consumer }
}
