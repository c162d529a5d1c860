import Events

/// How far a worker is behind in one topic partition that it owns.
public struct LagFigure: Sendable, Equatable {
    /// The topic.
    public var topic: Topic
    /// The partition.
    public var partition: Int32
    /// Records between what is done and the end.
    public var events: Int64
    /// Since when the oldest of them has waited, in milliseconds since 1970; 0 when none waits.
    public var sinceMs: Int64

    /// Creates a figure.
    public init(topic: Topic, partition: Int32, events: Int64, sinceMs: Int64) {
        self.topic = topic
        self.partition = partition
        self.events = events
        self.sinceMs = sinceMs
    }
}

/// Changes of what a worker owns.
public struct RebalanceFigures: Sendable {
    /// Partitions were given.
    public var assigned: Int64 = 0
    /// Partitions were taken.
    public var revoked: Int64 = 0
    /// Partitions were another's before it was told.
    public var lost: Int64 = 0
}

/// What became of transactions of the log.
public struct TransactionFigures: Sendable, Equatable {
    /// Committed.
    public var committed: Int64 = 0
    /// Aborted, or left to the coordinator to abort.
    public var aborted: Int64 = 0
    /// Refused because another owns the partition.
    public var fenced: Int64 = 0

    /// Creates figures of nothing.
    public init() {}
}

/// How the partitions last taken over came into work, in nanoseconds.
public struct TakeoverFigures: Sendable {
    /// Until the group had said who owns them.
    public var rebalance: UInt64 = 0
    /// Until their state was there.
    public var restore: UInt64 = 0
    /// From the group's word to the commit of their first batch.
    public var firstBatch: UInt64 = 0
    /// How long the oldest record of that batch had waited by then.
    public var oldestRecord: UInt64 = 0

    /// Creates figures of nothing.
    public init() {}
}

/// How the batches of a worker went.
public struct BatchFigures: Sendable {
    /// Records of a batch.
    public var events = Histogram.events
    /// Bytes of a batch.
    public var bytes = Histogram.bytes
    /// One batch from its gathering to its commit, in nanoseconds.
    public var seconds = Histogram.durations
    /// The parts of a batch, in nanoseconds.
    public var hops = Array(repeating: Histogram.durations, count: HopPhase.allCases.count)
    /// Age of a record when it is committed, in milliseconds.
    public var ages = Histogram.ages
    /// CPU of the thread by part, in nanoseconds.
    public var cpu: [UInt64] = Array(repeating: 0, count: HopPhase.allCases.count)
}
