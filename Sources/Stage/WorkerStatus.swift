import Events
import Synchronization

/// What a worker tells of itself: read by the health endpoints, written by the worker's thread.
public final class WorkerStatus: Sendable {
    /// The figures at one moment.
    public struct Snapshot: Sendable {
        /// Name of the stage.
        public var stage = ""
        /// Records taken in.
        public var recordsIn: Int64 = 0
        /// Records put out.
        public var recordsOut: Int64 = 0
        /// Batches committed.
        public var batches: Int64 = 0
        /// Retries of infrastructure errors.
        public var retries: Int64 = 0
        /// Times that the worker found itself fenced.
        public var fenced: Int64 = 0
        /// Partitions owned.
        public var partitions: [Int32] = []
        /// Next offset per input topic partition.
        public var positions: [LogPosition] = []
        /// Why the worker waits for infrastructure; nil when it does not.
        public var trouble: String?
        /// Nanoseconds of the monotonic clock when the worker last came round its loop.
        public var lastRound: UInt64 = 0
        /// Whether the worker has joined and restored its state.
        public var isReady = false
        /// Why the worker ended with an error; nil otherwise.
        public var failure: String?
        /// How state was brought back.
        public var restore = RestoreFigures()
        /// What became of snapshots.
        public var snapshots = SnapshotFigures()
    }

    private let state: Mutex<Snapshot>

    /// Creates the status of a stage.
    public init(stage: String) {
        var snapshot = Snapshot()
        snapshot.stage = stage
        state = Mutex(snapshot)
    }

    /// The figures now.
    public var snapshot: Snapshot { state.withLock { $0 } }

    /// Changes the figures.
    public func update(_ body: (inout Snapshot) -> Void) { state.withLock { body(&$0) } }
}
