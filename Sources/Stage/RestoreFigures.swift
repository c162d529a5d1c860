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

    /// Creates figures of nothing.
    public init() {}
}

extension MetricsText {
    static func renderRestoring(_ snapshots: [WorkerStatus.Snapshot], in text: inout String) {
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
        for (name, help, value) in counters {
            counter(name, help, in: &text)
            for it in snapshots { line(name, it, value(it), in: &text) }
        }
        let refused = "worker_snapshots_refused_total"
        counter(refused, "Snapshots not used, by reason.", in: &text)
        for it in snapshots {
            for reason in SnapshotRefusal.allCases {
                guard let count = it.snapshots.refused[reason] else { continue }
                text += "\(refused){stage=\"\(it.stage)\",reason=\"\(reason.rawValue)\"} \(count)\n"
            }
        }
        counter("worker_restore_seconds_total", "Time taken to restore state.", in: &text)
        for it in snapshots {
            let milliseconds = it.restore.nanoseconds / 1_000_000
            let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
            text += "worker_restore_seconds_total{stage=\"\(it.stage)\"} "
            text += "\(milliseconds / 1_000).\(fraction)\n"
        }
    }
}
