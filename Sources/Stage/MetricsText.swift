import Events

/// The figures of the workers of a process in Prometheus' text form.
///
/// No key, person or village stands in a label. The names are those of `Docs/metrics.md`.
public enum MetricsText {
    /// Writes the figures.
    ///
    /// - Parameters:
    ///   - statuses: One for each worker of the process.
    ///   - now: Nanoseconds of the monotonic clock.
    ///   - clock: The clock that dates of records are compared with.
    public static func render(
        _ statuses: [WorkerStatus],
        now: UInt64,
        clock: WallClock = .system
    ) -> String {
        let all = statuses.map(\.snapshot)
        if all.isEmpty { return "" }
        var out = Exposition()
        renderFlow(all, in: &out)
        renderLag(all, nowMs: clock.milliseconds(), in: &out)
        renderGroup(all, in: &out)
        renderFaults(all, now: now, in: &out)
        renderRestoring(all, in: &out)
        renderLedger(all, in: &out)
        return out.text
    }

    private static func renderFlow(_ all: [WorkerStatus.Snapshot], in out: inout Exposition) {
        let prefix = "messaging_client_"
        out.counter(
            "\(prefix)consumed_messages_total",
            "Records taken in.",
            each(all) { $0.recordsIn }
        )
        out.counter("\(prefix)sent_messages_total", "Records put out.", each(all) { $0.recordsOut })
        out.counter("worker_batches_total", "Batches committed.", each(all) { $0.batches })
        out.histogram(
            "messaging_process_duration_seconds",
            "One batch from its gathering to its commit.",
            all.map { ([stage($0)], $0.batch.seconds) },
            show: { seconds(UInt64(clamping: $0)) }
        )
        out.histogram(
            "worker_hop_duration_seconds",
            "The parts of a batch.",
            all.flatMap { it in
                HopPhase.allCases.map {
                    ([stage(it), ("phase", $0.name)], it.batch.hops[$0.rawValue])
                }
            },
            show: { seconds(UInt64(clamping: $0)) }
        )
        out.counter(
            "worker_cpu_seconds_total",
            "CPU of the worker's thread.",
            all.flatMap { it in
                HopPhase.allCases.map {
                    ([stage(it), ("phase", $0.name)], seconds(it.batch.cpu[$0.rawValue]))
                }
            }
        )
        out.histogram(
            "worker_batch_events",
            "Records of a batch.",
            all.map { ([stage($0)], $0.batch.events) },
            show: { "\($0)" }
        )
        out.histogram(
            "worker_batch_bytes",
            "Bytes of keys and values of a batch.",
            all.map { ([stage($0)], $0.batch.bytes) },
            show: { "\($0)" }
        )
        out.histogram(
            "worker_event_age_seconds",
            "Age of a record in its topic when its batch is committed.",
            all.map { ([stage($0)], $0.batch.ages) },
            show: { thousandths($0) }
        )
    }

    private static func renderLag(
        _ all: [WorkerStatus.Snapshot],
        nowMs: Int64,
        in out: inout Exposition
    ) {
        out.gauge(
            "worker_lag_events",
            "Records that wait, of partitions owned.",
            lags(all) { "\($0.events)" }
        )
        out.gauge(
            "worker_lag_seconds",
            "How long the oldest record that waits has waited.",
            lags(all) { $0.sinceMs == 0 ? "0" : thousandths(max(0, nowMs - $0.sinceMs)) }
        )
        out.gauge(
            "worker_next_offset",
            "Next offset to take.",
            all.flatMap { it in
                it.positions.map { (place(it, $0.topic, $0.partition), "\($0.offset)") }
            }
        )
    }

    private static func lags(
        _ all: [WorkerStatus.Snapshot],
        _ show: (LagFigure) -> String
    ) -> [(Exposition.Labels, String)] {
        all.flatMap { it in it.lags.map { (place(it, $0.topic, $0.partition), show($0)) } }
    }

    private static func renderGroup(_ all: [WorkerStatus.Snapshot], in out: inout Exposition) {
        out.gauge(
            "worker_partitions_owned",
            "Partitions that this worker owns.",
            each(all) { Int64($0.partitions.count) }
        )
        out.gauge(
            "worker_partitions",
            "Partitions that the stage's input has.",
            each(all) { Int64($0.partitionCount) }
        )
        out.counter(
            "worker_rebalances_total",
            "Changes of what is owned.",
            labelled(all, "kind") {
                [
                    ("assign", $0.rebalances.assigned), ("revoke", $0.rebalances.revoked),
                    ("lost", $0.rebalances.lost),
                ]
            }
        )
        out.counter(
            "worker_txn_total",
            "Transactions of the log.",
            labelled(all, "outcome") {
                [
                    ("committed", $0.transactions.committed), ("aborted", $0.transactions.aborted),
                    ("fenced", $0.transactions.fenced),
                ]
            }
        )
        out.counter(
            "worker_fenced_total",
            "Times a lost partition was noticed.",
            each(all) { $0.fenced }
        )
        out.gauge(
            "worker_takeover_seconds",
            "How the partitions last taken over came into work.",
            all.flatMap { it -> [(Exposition.Labels, String)] in
                guard let last = it.takeover else { return [] }
                return [
                    ("rebalance", last.rebalance), ("restore", last.restore),
                    ("first_batch", last.firstBatch), ("oldest_record", last.oldestRecord),
                ].map { ([stage(it), ("part", $0.0)], seconds($0.1)) }
            }
        )
    }

    private static func renderFaults(
        _ all: [WorkerStatus.Snapshot],
        now: UInt64,
        in out: inout Exposition
    ) {
        out.counter(
            "worker_retries_total",
            "Retries of infrastructure errors.",
            labelled(all, "cause") { it in
                WaitCause.allCases.map { ($0.rawValue, it.retries[$0] ?? 0) }
            }
        )
        out.gauge(
            "worker_waiting",
            "1 while the worker waits for it.",
            labelled(all, "cause") { it in
                let awaited = it.awaited(at: now)
                return WaitCause.allCases.map { ($0.rawValue, awaited == $0 ? 1 : 0) }
            }
        )
        out.counter(
            "worker_rejected_total",
            "Business rejects, by code.",
            labelled(all, "reason") { $0.rejected.sorted { $0.key < $1.key }.map { ($0, $1) } }
        )
        out.counter(
            "worker_dlq_total",
            "Records that could not be decoded, by code.",
            labelled(all, "reason") { $0.poison.sorted { $0.key < $1.key }.map { ($0, $1) } }
        )
        out.counter(
            "worker_duplicates_total",
            "Records already taken, dropped without effect.",
            each(all) { $0.duplicates }
        )
        out.gauge(
            "worker_poll_idle_ratio",
            "Share of its time that the worker waits for records.",
            all.map { ([stage($0)], thousandths($0.idlePerMille)) }
        )
        out.gauge(
            "worker_watchdog_age_seconds",
            "Since the worker last came round its loop.",
            all.filter { $0.lastRound > 0 }.map {
                ([stage($0)], seconds(now > $0.lastRound ? now - $0.lastRound : 0))
            }
        )
        out.counter(
            "worker_clock_back_total",
            "Times the wall clock stepped back.",
            each(all) { $0.clockSteps }
        )
    }

    private static func renderLedger(_ all: [WorkerStatus.Snapshot], in out: inout Exposition) {
        let figures: [(String, String, (WorkerStatus.Snapshot) -> [Int32: Int64]?)] = [
            ("ledger_outbox_events", "Messages in the outbox, not published yet.", { $0.outbox }),
            ("ledger_unsealed_journals", "Journals that no seal covers yet.", { $0.unsealed }),
        ]
        for (name, help, value) in figures where all.contains(where: { value($0) != nil }) {
            out.gauge(
                name,
                help,
                all.flatMap { it in
                    (value(it) ?? [:]).sorted { $0.key < $1.key }.map {
                        ([stage(it), ("partition", "\($0.key)")], "\($0.value)")
                    }
                }
            )
        }
    }
}

extension MetricsText {
    /// Nanoseconds as seconds, to the microsecond.
    public static func seconds(_ nanoseconds: UInt64) -> String {
        fraction(nanoseconds / 1_000, of: 1_000_000)
    }

    /// Thousandths as a decimal number.
    static func thousandths(_ number: Int64) -> String {
        fraction(UInt64(max(0, number)), of: 1_000)
    }

    private static func fraction(_ number: UInt64, of unit: UInt64) -> String {
        var digits = String(number % unit + unit).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return digits.isEmpty ? "\(number / unit)" : "\(number / unit).\(digits)"
    }

    static func stage(_ it: WorkerStatus.Snapshot) -> (String, String) { ("stage", it.stage) }

    static func each(
        _ all: [WorkerStatus.Snapshot],
        _ value: (WorkerStatus.Snapshot) -> Int64
    ) -> [(Exposition.Labels, String)] {
        all.map { ([stage($0)], "\(value($0))") }
    }

    static func labelled(
        _ all: [WorkerStatus.Snapshot],
        _ label: String,
        _ values: (WorkerStatus.Snapshot) -> [(String, Int64)]
    ) -> [(Exposition.Labels, String)] {
        all.flatMap { it in
            values(it).map { ([stage(it), (label, $0.0)], "\($0.1)") }
        }
    }

    private static func place(
        _ it: WorkerStatus.Snapshot,
        _ topic: Topic,
        _ partition: Int32
    ) -> Exposition.Labels {
        [stage(it), ("topic", topic.rawValue), ("partition", "\(partition)")]
    }
}
