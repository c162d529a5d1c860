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
        let retry = Retry(stop: stop, status: status, pause: options.pause)
        while !stop.isRequested {
            do {
                if try runAsMember(retry: retry, stop: stop) { return }
            } catch LogProblem.fenced {
                // Another member owns a partition: what was not committed is theirs to do again.
                status.update { $0.fenced += 1 }
            } catch let error as any Transient where error.isTransient {
                if stop.isRequested { return }
                status.update {
                    $0.retries += 1
                    $0.trouble = "\(error)"
                }
                options.pause(200)
            }
        }
    }

    /// One membership of the group.
    ///
    /// Returns true when the work is done.
    private func runAsMember(retry: Retry, stop: StopSignal) throws -> Bool {
        let consumer = try log.consumer(group: group, topics: topics)
        var owned: Set<Int32> = []
        defer {
            handler.revoked(Array(owned))
            status.update { $0.isReady = false }
            // Whatever ended the membership, its partitions must be free for others at once.
            try? consumer.close()
        }
        let batch = RecordBatch(capacity: 1 << 20)
        while !stop.isRequested {
            let outcome = try retry.run {
                try consumer.poll(
                    maxRecords: options.batchRecordsMax,
                    timeoutMs: options.idleMs,
                    into: batch
                )
            }
            status.update {
                $0.lastRound = DispatchTime.now().uptimeNanoseconds
                $0.trouble = nil
            }
            switch outcome {
            case .rebalanced(let revoked, let assigned):
                handler.revoked(revoked)
                owned.subtract(revoked)
                owned.formUnion(assigned)
                try retry.run {
                    try handler.assigned(assigned, consumer: consumer, log: log)
                }
                status.update {
                    $0.partitions = owned.sorted()
                    $0.isReady = true
                }
            case .records:
                let out = try handler.handle(
                    batch,
                    consumer: consumer,
                    log: log,
                    retry: retry
                )
                status.update { $0.count(batch, out: out) }
            case .idle:
                try retry.run { try handler.rest() }
                if let isDrained = options.isDrained, try retry.run(isDrained) { return true }
            }
        }
        return true
    }
}

extension WorkerStatus.Snapshot {
    mutating func count(_ batch: RecordBatch, out: Int) {
        recordsIn += Int64(batch.count)
        recordsOut += Int64(out)
        batches += 1
        for position in batch.nextPositions {
            positions.removeAll {
                $0.topic == position.topic && $0.partition == position.partition
            }
            positions.append(position)
        }
    }
}
