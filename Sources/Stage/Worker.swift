import Events
import Foundation

/// The loop of a stage: gather, work, commit; until it is asked to stop or its input has ended.
public final class Worker {
    /// What each process may choose.
    public struct Options: Sendable {
        /// Records gathered into one batch at most.
        public var batchRecordsMax = 10_000
        /// Longest wait for records, in milliseconds.
        public var idleMs = 500
        /// Stop when this says that the input has ended; nil runs on.
        public var isDrained: (@Sendable () throws -> Bool)?
        /// How to wait while infrastructure is away, in milliseconds.
        public var pause: @Sendable (UInt32) -> Void = Retry.sleep
        /// The clock on the wall, which dates are compared with.
        public var clock = WallClock.system

        /// Creates the default options.
        public init() {}
    }

    private let log: any EventLog
    private let group: String
    private let topics: [Topic]
    private let handler: any BatchHandler
    private let status: WorkerStatus
    private let options: Options

    /// Creates a worker.
    ///
    /// - Parameters:
    ///   - group: Consumer group, the stage's name.
    ///   - topics: Input topics.
    public init(
        log: any EventLog,
        group: String,
        topics: [Topic],
        handler: any BatchHandler,
        status: WorkerStatus,
        options: Options = Options()
    ) {
        self.log = log
        self.group = group
        self.topics = topics
        self.handler = handler
        self.status = status
        self.options = options
    }

    /// Runs on the calling thread.
    ///
    /// - Throws: What a person must act on; infrastructure errors are retried in place.
    public func run(until stop: StopSignal) throws {
        let meter = PhaseMeter()
        let retry = Retry(stop: stop, status: status, meter: meter, pause: options.pause)
        var wall = ClockWatch(options.clock)
        while !stop.isRequested {
            do {
                if try runAsMember(retry, meter, &wall, until: stop) { return }
            } catch LogProblem.fenced {
                // Another member owns a partition: what was not committed is theirs to do again.
                status.update { $0.fenced += 1 }
                status.tell(
                    .warning,
                    "fenced",
                    cause: "another worker owns a partition of this one",
                    next: "None, unless it happens again and again: then run fewer workers."
                )
            } catch let error as any Transient where error.isTransient {
                if stop.isRequested { return }
                status.wait(for: error)
                options.pause(200)
            }
        }
    }

    /// One membership of the group.
    ///
    /// Returns true when the work is done.
    private func runAsMember(
        _ retry: Retry,
        _ meter: PhaseMeter,
        _ wall: inout ClockWatch,
        until stop: StopSignal
    ) throws -> Bool {
        let member = Member(
            consumer: try log.consumer(group: group, topics: topics),
            log: log,
            topics: topics,
            status: status,
            meter: meter,
            clock: options.clock
        )
        var isFenced = false
        defer {
            handler.revoked(member.owned.sorted())
            status.update { $0.isReady = false }
            member.watch.left(wasFenced: isFenced)
            // Whatever ended the membership, its partitions must be free for others at once.
            try? member.consumer.close()
        }
        do {
            while !stop.isRequested {
                let isDone = try goRound(member, retry)
                if let step = wall.stepBack() { tellStepBack(step) }
                if isDone { return true }
            }
        } catch LogProblem.fenced {
            isFenced = true
            throw LogProblem.fenced
        }
        return true
    }

    /// Asks for what there is to do, and does it.
    ///
    /// Returns true when nothing is left to do.
    private func goRound(_ member: Member, _ retry: Retry) throws -> Bool {
        member.watch.beginPoll()
        // Partitions are lost while the brokers are away, too.
        let isBack = { (outcome: PollOutcome) in
            if case .rebalanced(_, let assigned) = outcome { return !assigned.isEmpty }
            return !member.isRestWaiting
        }
        let outcome = try retry.run(.gather, isBack: isBack) {
            try member.consumer.poll(
                maxRecords: options.batchRecordsMax,
                timeoutMs: options.idleMs,
                into: member.batch
            )
        }
        member.watch.endPoll()
        switch outcome {
        case .rebalanced(let revoked, let assigned):
            try takeUp(assigned, insteadOf: revoked, member, retry)
        case .records:
            member.watch.beginBatch(member.batch)
            let out = try handler.handle(
                member.batch,
                consumer: member.consumer,
                log: log,
                retry: retry
            )
            member.watch.endBatch(member.batch, out: out)
        case .idle:
            member.watch.idle()
            try rest(member)
            // Before it has joined it cannot know what of the input is its own.
            guard let isDrained = options.isDrained, member.hasJoined else { return false }
            return try retry.run { try !handler.isBehind(log) && isDrained() }
        }
        return false
    }

    /// Does what may wait; when that fails the worker goes on listening, and tries again when it
    /// rests again.
    private func rest(_ member: Member) throws {
        do {
            try handler.rest()
            if member.isRestWaiting { status.goOn() }
            member.isRestWaiting = false
        } catch let error as any Transient where error.isTransient {
            member.isRestWaiting = true
            status.wait(for: error)
        }
    }

    private func takeUp(
        _ assigned: [Int32],
        insteadOf revoked: [Int32],
        _ member: Member,
        _ retry: Retry
    ) throws {
        handler.revoked(revoked)
        member.owned.subtract(revoked)
        member.owned.formUnion(assigned)
        let start = Nanoseconds.now
        try retry.run(isBack: { _ in !assigned.isEmpty }) {
            try handler.assigned(assigned, consumer: member.consumer, log: log)
        }
        let took = Nanoseconds.now &- start
        member.watch.rebalanced(revoked: revoked, assigned: assigned, restore: took)
        let owned = member.owned.sorted()
        member.hasJoined = true
        status.update {
            $0.partitions = owned
            $0.isReady = true
        }
    }

    private func tellStepBack(_ milliseconds: Int64) {
        status.update { $0.clockSteps += 1 }
        status.tell(
            .warning,
            "clock_set_back",
            cause: "the clock of this machine went back by \(milliseconds / 1_000) s",
            next: "Check its time service; ages and dates of log lines are off, nothing else is."
        )
    }
}

/// A worker's membership in its group.
private final class Member {
    let consumer: any LogConsumer
    let watch: WorkerWatch
    let batch = RecordBatch(capacity: 1 << 20)
    /// The partitions owned.
    var owned: Set<Int32> = []
    /// Whether the group has said what the member owns, be it nothing.
    var hasJoined = false
    /// Whether what the worker does when it rests has failed for want of infrastructure.
    var isRestWaiting = false

    init(
        consumer: any LogConsumer,
        log: any EventLog,
        topics: [Topic],
        status: WorkerStatus,
        meter: PhaseMeter,
        clock: WallClock
    ) {
        self.consumer = consumer
        consumer.meter = meter
        watch = WorkerWatch(
            consumer: consumer,
            log: log,
            topics: topics,
            status: status,
            meter: meter,
            clock: clock
        )
    }
}
