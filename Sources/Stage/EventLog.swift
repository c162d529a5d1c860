import Events

/// A durable, partitioned, ordered log: what every stage reads from and writes to.
///
/// Promises, proved by the conformance suite on every adapter:
/// - Records of a partition are read in the order they were written, each at one offset for ever.
/// - A record is visible to readers only when the batch that wrote it is committed.
/// - ``LogConsumer/commit(outputs:upTo:)`` makes outputs and input positions durable together, or neither.
/// - At most one consumer of a group owns a partition; one that has lost it cannot commit.
public protocol EventLog: AnyObject, Sendable {
    /// Number of partitions of a topic.
    func partitionCount(of topic: Topic) throws -> Int

    /// Appends records and returns when they are durable; all of them or none.
    ///
    /// Records without a partition go where ``Partitioner`` says.
    func append(_ batch: RecordBatch) throws

    /// Joins a group of consumers.
    ///
    /// - Parameters:
    ///   - group: Name of the group (`validate`).
    ///   - topics: Input topics; partition *n* of all of them is owned together.
    func consumer(group: String, topics: [Topic]) throws -> any LogConsumer

    /// Reads committed records of one partition, without joining a group.
    ///
    /// - Parameters:
    ///   - offset: First offset wanted.
    ///   - maxRecords: At most about so many (whole stored batches may exceed it).
    ///   - batch: Receives the records, after being emptied.
    func read(
        topic: Topic,
        partition: Int32,
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch
    ) throws

    /// The offset that the next record of a partition will have.
    func endOffset(topic: Topic, partition: Int32) throws -> Int64

    /// The committed position of a group in a partition; 0 when it never committed there.
    func committed(group: String, topic: Topic, partition: Int32) throws -> Int64

    /// Figures of the log itself in Prometheus' text form; empty where it has none.
    var metricsText: String { get }

    /// Releases files and threads. No consumer may be used afterwards.
    func close() throws
}

/// One member of a group of consumers.
///
/// Used from one thread.
public protocol LogConsumer: AnyObject {
    /// Waits for something to do.
    ///
    /// - Parameters:
    ///   - maxRecords: At most about so many records are gathered.
    ///   - timeoutMs: Longest wait, in milliseconds, when there is nothing.
    ///   - batch: Receives the records, after being emptied. Records of one topic partition are in
    ///     offset order.
    /// - Returns: What happened. Assignments are told before any record of them is delivered;
    ///   reading begins at the committed position as it was at some moment of the assignment, so
    ///   whoever must know where it begins seeks.
    func poll(maxRecords: Int, timeoutMs: Int, into batch: RecordBatch) throws -> PollOutcome

    /// The committed position of a partition: the first offset not yet done.
    func committed(topic: Topic, partition: Int32) throws -> Int64

    /// Moves the next read of a partition of this member to an offset (a position kept elsewhere).
    func seek(topic: Topic, partition: Int32, to offset: Int64) throws

    /// Writes outputs and positions together.
    ///
    /// - Parameter positions: Next offset per input topic partition.
    /// - Throws: ``LogProblem/fenced`` when another member owns one of the partitions now.
    func commit(outputs: RecordBatch, upTo positions: [LogPosition]) throws

    /// Who tells the time that handing over outputs takes from that of their commit; set by who
    /// watches the member.
    var meter: PhaseMeter? { get set }

    /// What the member tells of itself: cheap, asked for about once a second.
    func figures() throws -> ConsumerFigures

    /// Leaves the group and frees its partitions.
    func close() throws
}

/// What ``LogConsumer/poll(maxRecords:timeoutMs:into:)`` brings.
public enum PollOutcome: Equatable, Sendable {
    /// Records are in the batch (at least one).
    case records
    /// Nothing came in time.
    case idle
    /// Partitions were taken from or given to this member; the batch is empty.
    case rebalanced(revoked: [Int32], assigned: [Int32])
}

/// A position in a topic partition.
public struct LogPosition: Hashable, Sendable {
    /// The topic.
    public var topic: Topic
    /// The partition.
    public var partition: Int32
    /// The next offset.
    public var offset: Int64

    /// Creates a position.
    public init(topic: Topic, partition: Int32, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }
}

/// An operating error of a log.
public enum LogProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another member owns the partition: discard what is not committed, poll again.
    case fenced
    /// Infrastructure is away or busy: the same call may succeed later.
    case unavailable(String)
    /// There is no room: the same call may succeed when there is some.
    case full(String)
    /// Configuration or stored data is not usable: a person must act.
    case unusable(String)

    /// The problem in one sentence or two.
    public var description: String {
        switch self {
        case .fenced: "another member owns the partition"
        case .unavailable(let text), .full(let text), .unusable(let text): text
        }
    }
}
