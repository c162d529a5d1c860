/// What a worker tells of snapshots and of bringing its state back.
public struct SnapshotFigures: Sendable {
    /// Snapshots written.
    public var written: Int64 = 0
    /// Snapshots that could not be written.
    public var failed: Int64 = 0
    /// Snapshots that a partition was restored from.
    public var used: Int64 = 0
    /// Snapshots that were not used, by reason.
    public var refused: [SnapshotRefusal: Int64] = [:]

    /// Creates figures of nothing.
    public init() {}
}

/// How a worker's state was brought back.
public struct RestoreFigures: Sendable {
    /// Partitions brought back.
    public var partitions: Int64 = 0
    /// Records read again for it.
    public var replayed: Int64 = 0
    /// Nanoseconds that it took, from snapshots and log together.
    public var nanoseconds: UInt64 = 0
    /// Nanoseconds that the last time took.
    public var last: UInt64 = 0

    /// Creates figures of nothing.
    public init() {}
}

extension MetricsText {
    static func renderRestoring(_ all: [WorkerStatus.Snapshot], in out: inout Exposition) {
        let counters: [(String, String, (WorkerStatus.Snapshot) -> Int64)] = [
            ("worker_restored_partitions_total", "Partitions restored.", { $0.restore.partitions }),
            (
                "worker_replayed_records_total", "Records read again to restore state.",
                { $0.restore.replayed }
            ),
            ("worker_snapshots_written_total", "Snapshots written.", { $0.snapshots.written }),
            ("worker_snapshots_failed_total", "Snapshots not written.", { $0.snapshots.failed }),
            ("worker_snapshots_used_total", "Snapshots restored from.", { $0.snapshots.used }),
        ]
        for (name, help, value) in counters { out.counter(name, help, each(all, value)) }
        out.counter(
            "worker_snapshots_refused_total",
            "Snapshots not used, by reason.",
            labelled(all, "reason") { it in
                SnapshotRefusal.allCases.compactMap { reason in
                    it.snapshots.refused[reason].map { (reason.rawValue, $0) }
                }
            }
        )
        out.counter(
            "worker_restore_seconds_total",
            "Time taken to restore state.",
            all.map { ([stage($0)], seconds($0.restore.nanoseconds)) }
        )
        out.gauge(
            "worker_state_restore_seconds",
            "Duration of the last restore of state.",
            all.map { ([stage($0)], seconds($0.restore.last)) }
        )
    }
}
