import Events

/// Watches one membership of a worker in its group, and writes down what people may want to know.
///
/// A few clock readings for each batch; nothing for each record but the look at its date. Used by
/// the thread of its worker.
final class WorkerWatch {
    private static let second: UInt64 = 1_000_000_000
    /// Time over which idleness is told.
    private static let idleSpan = 10 * second

    private let consumer: any LogConsumer
    private let log: any EventLog
    private let topics: [Topic]
    private let status: WorkerStatus
    private let meter: PhaseMeter
    private let clock: WallClock
    private let lag: LagMeter
    private let joined = Nanoseconds.now
    private var asked: UInt64 = 0
    /// Where the partitions end, as far as is known.
    private var ends: [LogPosition] = []
    private var counted = ConsumerFigures()
    /// The moment from which polls and their waits are summed.
    private var spanStart = Nanoseconds.now
    private var spanPolling: UInt64 = 0
    private var pollStart: UInt64 = 0
    private var takeover: (partitions: Set<Int32>, figures: TakeoverFigures, start: UInt64)?
    private var hasTaken = false

    init(
        consumer: any LogConsumer,
        log: any EventLog,
        topics: [Topic],
        status: WorkerStatus,
        meter: PhaseMeter,
        clock: WallClock
    ) {
        (self.consumer, self.log, self.topics) = (consumer, log, topics)
        (self.status, self.meter, self.clock) = (status, meter, clock)
        lag = LagMeter(clock: clock)
        let count = topics.compactMap { try? log.partitionCount(of: $0) }.max() ?? 0
        status.update { $0.partitionCount = count }
    }

    /// The worker begins a round.
    func beginPoll() {
        _ = meter.take()
        pollStart = Nanoseconds.now
    }

    /// The worker has heard from its log.
    func endPoll() {
        let now = Nanoseconds.now
        spanPolling += now &- pollStart
        let span = now &- spanStart
        guard span >= Self.idleSpan else { return }
        let perMille = Int64(spanPolling * 1_000 / span)
        status.update { $0.idlePerMille = perMille }
        (spanStart, spanPolling) = (now, 0)
    }

    /// Partitions are given and restored.
    func rebalanced(revoked: [Int32], assigned: [Int32], restore: UInt64) {
        lag.forget(revoked)
        var positions: [LogPosition] = []
        for partition in assigned {
            for topic in topics {
                let known = try? consumer.committed(topic: topic, partition: partition)
                if let known {
                    positions.append(
                        LogPosition(topic: topic, partition: partition, offset: known)
                    )
                }
            }
        }
        lag.take(positions)
        let rebalance = (try? consumer.figures().rebalance) ?? 0
        let now = Nanoseconds.now
        if !assigned.isEmpty {
            var figures = TakeoverFigures()
            figures.restore = restore
            figures.rebalance = hasTaken ? rebalance : max(rebalance, now &- restore &- joined)
            takeover = (Set(assigned), figures, now &- restore)
            hasTaken = true
        }
        status.update {
            if !assigned.isEmpty { $0.rebalances.assigned += 1 }
            if !revoked.isEmpty { $0.rebalances.revoked += 1 }
            $0.lags.removeAll { revoked.contains($0.partition) }
            $0.positions.removeAll { revoked.contains($0.partition) }
            $0.standingSince = 0
        }
        look(isDue: true)
    }

    /// Records are there and will be worked on.
    ///
    /// They wait until they are done, whatever the log has last said of its ends.
    func beginBatch(_ batch: RecordBatch) {
        look(isDue: false)
        for position in batch.nextPositions {
            let known = ends.firstIndex {
                $0.partition == position.partition && $0.topic == position.topic
            }
            if let known {
                ends[known].offset = max(ends[known].offset, position.offset)
            } else {
                ends.append(position)
            }
        }
        showLag()
    }

    /// A batch is done.
    func endBatch(_ batch: RecordBatch, out: Int) {
        let times = meter.take()
        let positions = batch.nextPositions
        lag.count(batch, upTo: positions)
        let now = clock.milliseconds()
        let taken = noteTakeover(batch, now)
        status.update {
            $0.count(batch, out: out, positions: positions)
            $0.batch.count(batch, times, nowMs: now)
            $0.standingSince = 0
            if let taken { $0.takeover = taken }
        }
        look(isDue: false)
        showLag()
    }

    /// Nothing came.
    func idle() {
        look(isDue: false)
        let state = status.snapshot
        if state.standingSince > 0, state.lags.allSatisfy({ $0.events == 0 }) {
            status.update { $0.standingSince = 0 }
        }
        guard let isStanding = try? lag.isStanding(state.lags, log: log) else { return }
        if !isStanding { look(isDue: true) }
        let now = Nanoseconds.now
        status.update {
            if !isStanding {
                $0.standingSince = 0
            } else if $0.standingSince == 0 {
                $0.standingSince = now
            }
        }
    }

    /// The membership ends.
    func left(wasFenced: Bool) {
        countFigures()
        status.update {
            if wasFenced { $0.rebalances.lost += 1 }
            $0.lags = []
            $0.partitions = []
            $0.standingSince = 0
        }
    }

    /// Asks where the partitions end: once a second at most.
    private func look(isDue: Bool) {
        let now = Nanoseconds.now
        guard isDue || now &- asked >= Self.second else { return }
        asked = now
        guard let ends = countFigures() else { return }
        self.ends = ends
        showLag()
    }

    private func showLag() {
        let figures = lag.figures(ends)
        status.update { $0.lags = figures }
    }

    /// Adds what the member has counted since the last time.
    @discardableResult
    private func countFigures() -> [LogPosition]? {
        guard let figures = try? consumer.figures() else { return nil }
        let before = counted
        counted = figures
        status.update {
            $0.transactions.committed +=
                figures.transactions.committed - before.transactions.committed
            $0.transactions.aborted += figures.transactions.aborted - before.transactions.aborted
            $0.transactions.fenced += figures.transactions.fenced - before.transactions.fenced
            $0.rebalances.lost += figures.lost - before.lost
        }
        return figures.ends
    }

    /// Tells how partitions that were taken over came into work, at their first batch.
    private func noteTakeover(_ batch: RecordBatch, _ nowMs: Int64) -> TakeoverFigures? {
        guard let (partitions, known, start) = takeover,
            batch.places.contains(where: { partitions.contains($0.partition) })
        else { return nil }
        takeover = nil
        var figures = known
        figures.firstBatch = Nanoseconds.now &- start
        let dates = batch.places.lazy.filter { partitions.contains($0.partition) }.map(\.writtenMs)
        if let oldest = dates.filter({ $0 > 0 }).min(), oldest < nowMs {
            figures.oldestRecord = UInt64(nowMs - oldest) * 1_000_000
        }
        let restored = status.snapshot.restore.replayed
        status.tell(
            .info,
            "taken_over",
            cause: "partitions \(partitions.sorted().map(String.init).joined(separator: ",")) "
                + "came to this worker",
            next: "None.",
            figures: [
                ("rebalance_seconds", MetricsText.seconds(figures.rebalance)),
                ("restore_seconds", MetricsText.seconds(figures.restore)),
                ("replayed_records", "\(restored)"),
                ("first_batch_seconds", MetricsText.seconds(figures.firstBatch)),
                ("oldest_record_seconds", MetricsText.seconds(figures.oldestRecord)),
            ]
        )
        return figures
    }
}

extension WorkerStatus.Snapshot {
    mutating func count(_ batch: RecordBatch, out: Int, positions new: [LogPosition]) {
        recordsIn += Int64(batch.count)
        recordsOut += Int64(out)
        batches += 1
        for position in new {
            positions.removeAll {
                $0.topic == position.topic && $0.partition == position.partition
            }
            positions.append(position)
        }
    }
}

extension BatchFigures {
    mutating func count(_ batch: RecordBatch, _ times: HopTimes, nowMs: Int64) {
        events.observe(Int64(batch.count))
        bytes.observe(Int64(batch.byteCount))
        var total: UInt64 = 0
        for phase in HopPhase.allCases {
            hops[phase.rawValue].observe(Int64(times.wall[phase.rawValue]))
            cpu[phase.rawValue] += times.cpu[phase.rawValue]
            total += times.wall[phase.rawValue]
        }
        seconds.observe(Int64(total))
        // Records of one append bear one date: looked up once.
        var (date, run): (Int64, Int64) = (0, 0)
        for place in batch.places {
            if place.writtenMs == date {
                run += 1
                continue
            }
            if run > 0, date > 0 { ages.observe(max(0, nowMs - date), times: run) }
            (date, run) = (place.writtenMs, 1)
        }
        if run > 0, date > 0 { ages.observe(max(0, nowMs - date), times: run) }
    }
}
