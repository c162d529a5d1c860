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
        /// How they went.
        public var batch = BatchFigures()
        /// Retries of infrastructure errors, by what was away.
        public var retries: [WaitCause: Int64] = [:]
        /// Times that the worker found itself fenced.
        public var fenced: Int64 = 0
        /// Changes of what it owns.
        public var rebalances = RebalanceFigures()
        /// Transactions of the log.
        public var transactions = TransactionFigures()
        /// Business rejects by code.
        public var rejected: [String: Int64] = [:]
        /// Records that could not be decoded, by code.
        public var poison: [String: Int64] = [:]
        /// Records already taken, dropped without effect.
        public var duplicates: Int64 = 0
        /// Messages that wait in the ledger's outbox, by partition; nil for other stages.
        public var outbox: [Int32: Int64]?
        /// Journals that no seal covers yet, by partition; nil for other stages.
        public var unsealed: [Int32: Int64]?
        /// Partitions that the stage's input has.
        public var partitionCount = 0
        /// Partitions owned.
        public var partitions: [Int32] = []
        /// Next offset per input topic partition.
        public var positions: [LogPosition] = []
        /// How far behind it is, per input topic partition.
        public var lags: [LagFigure] = []
        /// Share of its time that the worker waits for records, in thousandths.
        public var idlePerMille: Int64 = 0
        /// Times that the clock on the wall was seen to step back.
        public var clockSteps: Int64 = 0
        /// Why the worker waits for infrastructure; nil when it does not.
        public var trouble: String?
        /// What it waits for.
        public var waiting: WaitCause?
        /// Nanoseconds of the monotonic clock since when a call that writes has been under way; 0
        /// when none is.
        var callSince: UInt64 = 0
        /// What that call needs.
        var callCause = WaitCause.broker
        /// Nanoseconds of the monotonic clock since when it waits.
        var waitingSince: UInt64 = 0
        /// Whether people have been told.
        var isWaitTold = false
        /// Nanoseconds of the monotonic clock when the worker last came round its loop.
        public var lastRound: UInt64 = 0
        /// Nanoseconds of the monotonic clock since when a record waits and none is delivered; 0
        /// when that is not so.
        public var standingSince: UInt64 = 0
        /// Whether the worker has joined and restored its state.
        public var isReady = false
        /// Why the worker ended with an error; nil otherwise.
        public var failure: String?
        /// The trace of the batch in work, or of the last one; nil when records told of none.
        public var trace: TraceContext?
        /// How state was brought back.
        public var restore = RestoreFigures()
        /// How the last partitions came into work; nil before the first.
        public var takeover: TakeoverFigures?
        /// What became of snapshots.
        public var snapshots = SnapshotFigures()
    }

    /// How long a worker waits before people are told, in nanoseconds: what passes at once is no
    /// news.
    private static let tellAfter: UInt64 = 1_000_000_000

    private let state: Mutex<Snapshot>
    private let stage: String
    private let log: OperatorLog

    /// Creates the status of a stage.
    ///
    /// - Parameter log: Takes what people should know.
    public init(stage: String, log: OperatorLog = .silent) {
        var snapshot = Snapshot()
        snapshot.stage = stage
        state = Mutex(snapshot)
        self.stage = stage
        self.log = log
    }

    /// The figures now.
    public var snapshot: Snapshot { state.withLock { $0 } }

    /// Changes the figures.
    public func update(_ body: (inout Snapshot) -> Void) { state.withLock { body(&$0) } }

    /// Tells people of something, with the trace of the batch in work.
    public func tell(
        _ level: OperatorLog.Level,
        _ event: String,
        cause: String,
        next: String,
        figures: [(String, String)] = []
    ) {
        let trace = state.withLock { $0.trace }
        log.write(
            OperatorLog.Line(
                level: level,
                stage: stage,
                event: event,
                cause: cause,
                next: next,
                trace: trace,
                figures: figures
            )
        )
    }

    /// Takes in that a call that writes begins: it may not come back for long, as when a broker
    /// stands still in the midst of a transaction.
    func beginCall(_ cause: WaitCause) {
        let now = Nanoseconds.now
        state.withLock {
            $0.callSince = now
            $0.callCause = cause
        }
    }

    /// Takes in that a call failed because something is away.
    func wait(for error: any Transient) {
        let now = Nanoseconds.now
        let isNews = state.withLock { state in
            state.retries[error.waitCause, default: 0] += 1
            state.callSince = 0
            state.trouble = "\(error)"
            if state.waiting == nil { state.waitingSince = now }
            state.waiting = error.waitCause
            if state.isWaitTold || now &- state.waitingSince < Self.tellAfter { return false }
            state.isWaitTold = true
            return true
        }
        if isNews {
            tell(.warning, "waiting", cause: "\(error)", next: error.waitCause.nextStep)
        }
    }

    /// Takes in that a call succeeded: the worker goes its round and waits for nothing.
    func goOn() {
        let now = Nanoseconds.now
        let waited: (WaitCause, UInt64)? = state.withLock { state in
            state.lastRound = now
            state.callSince = 0
            guard let cause = state.waiting else { return nil }
            state.trouble = nil
            state.waiting = nil
            defer { state.isWaitTold = false }
            return state.isWaitTold ? (cause, now &- state.waitingSince) : nil
        }
        if let (cause, time) = waited {
            tell(
                .info,
                "resumed",
                cause: "\(cause.rawValue) is back",
                next: "None.",
                figures: [("waited_seconds", MetricsText.seconds(time))]
            )
        }
    }
}

extension WorkerStatus.Snapshot {
    /// A call that writes and takes so many nanoseconds waits for what it needs.
    private static let callMax: UInt64 = 8_000_000_000

    /// What the worker waits for at a moment of the monotonic clock; nil when it works.
    ///
    /// It has been told so by an error, or a call that writes has not come back for 8 s.
    public func awaited(at now: UInt64) -> WaitCause? {
        if let waiting { return waiting }
        guard callSince > 0 else { return nil }
        let since = max(callSince, lastRound)
        return now > since && now - since > Self.callMax ? callCause : nil
    }
}
