import Dispatch
import Events

/// The figures of the workers of a process in Prometheus' text form.
///
/// No key, person or village stands in a label.
public enum MetricsText {
    /// Writes the figures.
    ///
    /// - Parameters:
    ///   - statuses: One for each worker of the process.
    ///   - now: Nanoseconds of the monotonic clock.
    public static func render(_ statuses: [WorkerStatus], now: UInt64) -> String {
        let snapshots = statuses.map(\.snapshot)
        var text = ""
        counter("messaging_client_consumed_messages_total", "Records taken in.", in: &text)
        for it in snapshots {
            line("messaging_client_consumed_messages_total", it, it.recordsIn, in: &text)
        }
        counter("messaging_client_sent_messages_total", "Records put out.", in: &text)
        for it in snapshots {
            line("messaging_client_sent_messages_total", it, it.recordsOut, in: &text)
        }
        counter("worker_batches_total", "Batches committed.", in: &text)
        for it in snapshots { line("worker_batches_total", it, it.batches, in: &text) }
        counter("worker_retries_total", "Retries of infrastructure errors.", in: &text)
        for it in snapshots { line("worker_retries_total", it, it.retries, in: &text) }
        counter("worker_fenced_total", "Times a lost partition was noticed.", in: &text)
        for it in snapshots { line("worker_fenced_total", it, it.fenced, in: &text) }
        text += "# HELP worker_next_offset Next offset to take.\n# TYPE worker_next_offset gauge\n"
        for it in snapshots {
            for position in it.positions {
                text +=
                    "worker_next_offset{stage=\"\(it.stage)\",topic=\"\(position.topic.rawValue)\","
                text += "partition=\"\(position.partition)\"} \(position.offset)\n"
            }
        }
        text += "# HELP worker_watchdog_age_seconds Since the worker last came round its loop.\n"
        text += "# TYPE worker_watchdog_age_seconds gauge\n"
        for it in snapshots where it.lastRound > 0 {
            let age = (now &- it.lastRound) / 1_000_000_000
            text += "worker_watchdog_age_seconds{stage=\"\(it.stage)\"} \(age)\n"
        }
        renderRestoring(snapshots, in: &text)
        return text
    }

    static func counter(_ name: String, _ help: String, in text: inout String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) counter\n"
    }

    static func line(
        _ name: String,
        _ it: WorkerStatus.Snapshot,
        _ value: Int64,
        in text: inout String
    ) {
        text += "\(name){stage=\"\(it.stage)\"} \(value)\n"
    }
}
