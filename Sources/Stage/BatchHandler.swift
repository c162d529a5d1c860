import Dispatch
import Events

/// What a worker does with the partitions that it is given and the records that come.
public protocol BatchHandler: AnyObject {
    /// Takes partitions: restores what is known of them.
    func assigned(_ partitions: [Int32], consumer: any LogConsumer, log: any EventLog) throws

    /// Gives partitions up.
    func revoked(_ partitions: [Int32])

    /// Works on a batch and makes the result durable together with its positions.
    ///
    /// An error leaves the handler as it was before the partitions were assigned; the worker joins
    /// anew.
    /// - Returns: Records put out.
    func handle(
        _ batch: RecordBatch,
        consumer: any LogConsumer,
        log: any EventLog,
        retry: Retry
    ) throws -> Int

    /// Does a little of what may wait, when nothing has come for a while.
    func rest() throws

    /// Whether the log holds records that are not in what the handler keeps, whatever position the
    /// log itself has noted.
    func isBehind(_ log: any EventLog) throws -> Bool
}

extension BatchHandler {
    /// Nothing waits.
    public func rest() throws {}

    /// The log's own position is the only one.
    public func isBehind(_ log: any EventLog) throws -> Bool { false }
}

/// Runs a ``StageCore`` over a log: outputs and positions are committed together.
public final class CoreHandler: BatchHandler {
    private let core: any StageCore
    private let topics: [Topic]
    private let isStateful: Bool
    private let status: WorkerStatus?
    private let snapshots: SnapshotKeeper?
    private let traces: TraceRelay
    private let output = RecordBatch(capacity: 1 << 20)
    /// Whether the core has done nothing that is not committed.
    private var isSettled = false

    /// Creates a handler.
    ///
    /// - Parameters:
    ///   - topics: The input topics.
    ///   - isStateful: Whether the core's state is rebuilt from the log before it works.
    ///   - status: Receives how long that took.
    ///   - snapshots: Keeps the state of a ``RestorableCore``; nil reads the whole log.
    ///   - traces: Numbers of the spans of its batches.
    public init(
        core: any StageCore,
        topics: [Topic],
        isStateful: Bool,
        status: WorkerStatus? = nil,
        snapshots: SnapshotKeeper? = nil,
        traces: TraceSource = TraceSource()
    ) {
        self.traces = TraceRelay(source: traces)
        self.core = core
        self.topics = topics
        self.isStateful = isStateful
        self.status = status
        self.snapshots = isStateful ? snapshots : nil
    }

    /// Assigns partitions to the core and replays what they had already done.
    public func assigned(
        _ partitions: [Int32],
        consumer: any LogConsumer,
        log: any EventLog
    ) throws {
        isSettled = false
        snapshots?.forget(partitions)
        let start = DispatchTime.now().uptimeNanoseconds
        for partition in partitions {
            core.assign(partition: partition)
            guard isStateful else { continue }
            let ends = try topics.map { topic in
                LogPosition(
                    topic: topic,
                    partition: partition,
                    offset: try consumer.committed(topic: topic, partition: partition)
                )
            }
            try restore(partition, upTo: ends, log: log)
            // A member that stood still may be given records from elsewhere: what it puts out
            // must come from the state that it has restored, or from nothing.
            for end in ends {
                try consumer.seek(topic: end.topic, partition: partition, to: end.offset)
            }
            try resume(partition, log: log)
            status?.update { $0.restore.partitions += 1 }
        }
        output.removeAll()
        isSettled = true
        let took = DispatchTime.now().uptimeNanoseconds - start
        guard isStateful, !partitions.isEmpty else { return }
        status?.update {
            $0.restore.nanoseconds += took
            $0.restore.last = took
        }
    }

    /// Takes partitions from the core.
    public func revoked(_ partitions: [Int32]) {
        if let snapshots, let core = core as? any RestorableCore {
            snapshots.leave(partitions, core, isSettled: isSettled)
        }
        for partition in partitions { core.revoke(partition: partition) }
    }

    /// Runs the core and commits, in several commits where one record puts out a great deal.
    ///
    /// Until such a record is done its position stays; after a crash it is worked on anew, and only
    /// what is not out yet goes out (decision record 0008).
    public func handle(
        _ batch: RecordBatch,
        consumer: any LogConsumer,
        log: any EventLog,
        retry: Retry
    ) throws -> Int {
        isSettled = false
        let trace = traces.context(of: batch)
        let headers = RecordHeaders(trace)
        status?.update { $0.trace = trace }
        var refusals = RefusalCount()
        var (done, written) = (0, 0)
        repeat {
            output.removeAll()
            done = core.process(batch, from: done, into: output)
            output.openingHeaders = headers
            let positions = batch.positions(done: done)
            try retry.run { try consumer.commit(outputs: output, upTo: positions) }
            refusals.count(output)
            written += output.count
        } while done < batch.count
        isSettled = true
        status?.update { refusals.add(to: &$0) }
        if let snapshots, let core = core as? any RestorableCore {
            snapshots.note(batch)
            snapshots.saveIfDue(core)
        }
        return written
    }

    /// Tells the core how much of the record in work its predecessor has put out.
    private func resume(_ partition: Int32, log: any EventLog) throws {
        guard let topic = core.slicedOutput else { return }
        let tail = try log.tail(topic: topic, partition: partition)
        if let last = tail.places.last {
            core.resume(partition: partition, after: tail.value(of: last))
        }
    }

    /// Takes the newest snapshot, if one can be used, and replays what was done after it.
    private func restore(
        _ partition: Int32,
        upTo ends: [LogPosition],
        log: any EventLog
    ) throws {
        guard let snapshots, let core = core as? any RestorableCore else {
            for end in ends {
                try replay(end.topic, partition, from: 0, upTo: end.offset, log: log)
            }
            return
        }
        let starts = try snapshots.restore(core, partition, upTo: ends, log: log)
        for (start, end) in zip(starts, ends) {
            try replay(end.topic, partition, from: start, upTo: end.offset, log: log)
        }
        snapshots.saveIfDue(core)
    }

    /// Feeds committed records through the core again; what it puts out is out already.
    private func replay(
        _ topic: Topic,
        _ partition: Int32,
        from start: Int64,
        upTo end: Int64,
        log: any EventLog
    ) throws {
        guard end <= (try log.endOffset(topic: topic, partition: partition)) else {
            throw LogProblem.unusable(
                "\(topic.rawValue)/\(partition) ends before the committed offset \(end)"
            )
        }
        let batch = RecordBatch(capacity: 1 << 20)
        var offset = start
        while offset < end {
            try log.read(
                topic: topic,
                partition: partition,
                from: offset,
                maxRecords: Int(min(20_000, end - offset)),
                into: batch
            )
            // Offsets of a log may have holes at its end, where nothing is to be read.
            guard let last = batch.places.last else { return }
            batch.removeAll(from: end)
            var done = 0
            repeat {
                output.removeAll()
                done = core.process(batch, from: done, into: output)
            } while done < batch.count
            snapshots?.note(batch)
            let count = Int64(batch.count)
            status?.update {
                $0.restore.replayed += count
                $0.lastRound = Nanoseconds.now
            }
            offset = last.offset + 1
        }
    }
}

extension RecordBatch {
    /// The position after the last record of each topic partition in the batch.
    public var nextPositions: [LogPosition] { positions(done: count) }

    /// The position of each topic partition after so many records; that of the record in work, if
    /// there is one, stands at it, so that a commit proves who owns its partition.
    public func positions(done: Int) -> [LogPosition] {
        var next: [LogPosition] = []
        for place in places.prefix(done) {
            let known = next.lastIndex {
                $0.partition == place.partition && $0.topic == place.topic
            }
            if let known {
                next[known].offset = place.offset + 1
            } else {
                next.append(
                    LogPosition(
                        topic: place.topic,
                        partition: place.partition,
                        offset: place.offset + 1
                    )
                )
            }
        }
        guard done < count else { return next }
        let current = places[done]
        if !next.contains(where: {
            $0.partition == current.partition && $0.topic == current.topic
        }) {
            next.append(
                LogPosition(
                    topic: current.topic,
                    partition: current.partition,
                    offset: current.offset
                )
            )
        }
        return next
    }
}
