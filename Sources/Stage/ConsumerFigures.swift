import Events

/// What a member of a group tells of itself, for people who watch.
public struct ConsumerFigures: Sendable {
    /// Where the topic partitions end that the member owns, as last known.
    public var ends: [LogPosition] = []
    /// Transactions since the member was made.
    public var transactions = TransactionFigures()
    /// Times that partitions were lost before the member was told.
    public var lost: Int64 = 0
    /// How long the last change of the group took, in nanoseconds; 0 where that is not known.
    public var rebalance: UInt64 = 0

    /// Creates figures of nothing.
    public init() {}
}

extension LogConsumer {
    /// A member that counts all of a commit as one part.
    public var meter: PhaseMeter? {
        get { nil }
        set {}
    }

    /// Nothing: a member that nobody watches.
    public func figures() throws -> ConsumerFigures { ConsumerFigures() }
}

extension EventLog {
    /// Nothing: a log without figures of its own.
    public var metricsText: String { "" }
}
