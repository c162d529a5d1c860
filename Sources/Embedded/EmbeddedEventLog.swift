import Events
import Stage
import Synchronization

/// The log of one machine: one SQLite file, and beside it a folder of locks and bells.
///
/// Several processes, and several threads of each, use the same file at the same time. A batch is
/// one transaction, on the disk when ``append(_:)`` returns (WAL, `synchronous = FULL`). A
/// partition is owned through a kernel file lock, which is free however its owner ends, and an epoch
/// in the file. Readers are woken by a bell (inotify), at the latest after a second.
///
/// The file must stand on a local disk: SQLite's WAL and the locks do not work on a network share.
public final class EmbeddedEventLog: EventLog {
    /// How long a call waits for other writers before it is ``LogProblem/unavailable(_:)``.
    public static let patienceMsDefault = 10_000

    let layout: LogLayout
    let folder: LogFolder
    let writer: LogWriter
    private let path: String
    private let patienceMs: Int64
    private let writing: LogConnection
    private let reading: LogConnection
    private let consumers = Mutex<[WeakConsumer]>([])

    /// Opens a log; creates it when there is no file.
    ///
    /// - Parameters:
    ///   - path: The file. Its folder must exist; `<path>-wal`, `<path>-shm` and the folder
    ///     `<path>.locks` stand beside it.
    ///   - partitions: Partitions of the topics that are partitioned by person, 1 to 1,024. Nil takes
    ///     what the log has, and 4 for a new one.
    ///   - patienceMs: How long a call waits for other writers, in milliseconds.
    ///   - clock: Dates the batches, for people who watch.
    /// - Throws: ``LogProblem/unusable(_:)`` when the log has another number of partitions, is no
    ///   event log, or cannot be written; ``LogProblem/unavailable(_:)`` when others keep it busy.
    public init(
        path: String,
        partitions: Int? = nil,
        patienceMs: Int = EmbeddedEventLog.patienceMsDefault,
        clock: WallClock = .system
    ) throws {
        self.path = path
        self.patienceMs = Int64(patienceMs)
        folder = try LogFolder(besides: path)
        // Two processes that both make the file WAL would be told that it is busy, at once.
        let lock = try FileLock(path: folder.creationLock, waiting: .untilFree)
        defer { lock?.release() }
        writing = try LogConnection(path: path, patienceMs: self.patienceMs)
        layout = try writing.create(partitions: partitions)
        reading = try LogConnection(path: path, patienceMs: self.patienceMs)
        writer = LogWriter(
            connection: writing,
            layout: layout,
            bells: try LogBells(folder),
            path: path,
            clock: clock
        )
    }

    /// Number of partitions of a topic.
    public func partitionCount(of topic: Topic) throws -> Int { try layout.span(of: topic).count }

    /// Stores a batch in one transaction and wakes who waits for its topics.
    ///
    /// - Throws: ``LogProblem/unavailable(_:)`` when others keep the file busy or the disk is full:
    ///   nothing is stored then.
    public func append(_ batch: RecordBatch) throws {
        if batch.isEmpty { return }
        try writer.write(batch) { _ in }
    }

    /// Joins a group; the first poll brings partitions.
    ///
    /// - Parameter group: 1 to 100 letters, digits, `-`, `_` and `.`.
    public func consumer(group: String, topics: [Topic]) throws -> any LogConsumer {
        let consumer = try EmbeddedConsumer(
            log: self,
            group: group,
            topics: topics,
            reader: try LogConnection(path: path, patienceMs: patienceMs)
        )
        consumers.withLock { known in
            known.removeAll { $0.consumer == nil }
            known.append(WeakConsumer(consumer))
        }
        return consumer
    }

    /// Reads whole stored batches, the first from `offset` on, until `maxRecords` or 32 MiB are
    /// there.
    public func read(
        topic: Topic,
        partition: Int32,
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch
    ) throws {
        batch.removeAll()
        var cursor = StreamCursor(
            topic: topic,
            partition: partition,
            stream: try layout.stream(topic, partition),
            position: max(0, offset)
        )
        try reading.run("read the log") { statements in
            try statements.reading {
                _ = try statements.read(
                    &cursor,
                    until: maxRecords,
                    byteLimit: EmbeddedConsumer.byteLimit,
                    into: batch
                )
            }
        }
    }

    /// The offset that the next record of a partition will have.
    public func endOffset(topic: Topic, partition: Int32) throws -> Int64 {
        let stream = try layout.stream(topic, partition)
        return try reading.run("read the log") { try $0.endOffset(stream: stream) }
    }

    /// The committed position of a group in a partition; 0 when it never committed there.
    public func committed(group: String, topic: Topic, partition: Int32) throws -> Int64 {
        let stream = try layout.stream(topic, partition)
        return try reading.run("read the log") { try $0.position(group: group, stream: stream) }
    }

    /// Leaves the groups and closes the file.
    ///
    /// To be called when no thread is inside a call of a consumer of this log.
    public func close() throws {
        let open = consumers.withLock { known in
            defer { known = [] }
            return known
        }
        for entry in open { try entry.consumer?.close() }
        try reading.close()
        try writing.close()
    }
}

/// Lets a log close the consumers that are left, without keeping them alive.
///
/// Unchecked: the reference is only followed in ``EmbeddedEventLog/close()``, which must not run
/// beside a call of a consumer.
private struct WeakConsumer: @unchecked Sendable {
    weak var consumer: EmbeddedConsumer?

    init(_ consumer: EmbeddedConsumer) { self.consumer = consumer }
}
