import Stage
import Synchronization

/// The figures of the board in Prometheus' text form, under the names of `Docs/metrics.md`.
///
/// Labels are routes, methods, statuses and scheme ids: nothing that anybody typed.
public final class BoardMetrics: Sendable {
    private struct Key: Hashable {
        var route: String
        var method: String
        var status: Int
    }

    private struct Figures {
        var requests: [Key: Int64] = [:]
        var durations = Histogram.durations
        var signInFailures: Int64 = 0
    }

    /// What the board knows at the moment of a scrape.
    struct State {
        /// Seconds since 1970 at which what is shown of a scheme was read.
        var readAt: [String: Int64] = [:]
        /// Sessions open; nil while their store cannot be read.
        var sessions: Int64?
        /// End of the certificate, seconds since 1970; nil without TLS.
        var certificateEnd: Int64?
    }

    private let figures = Mutex(Figures())

    init() {}

    func count(route: String, method: String, status: Int, nanoseconds: Int64) {
        let known = ["GET", "HEAD", "POST"].contains(method) ? method : "other"
        figures.withLock {
            $0.requests[Key(route: route, method: known, status: status), default: 0] += 1
            $0.durations.observe(nanoseconds)
        }
    }

    func countSignInFailure() { figures.withLock { $0.signInFailures += 1 } }

    func text(_ state: State, now: Int64) -> String {
        let figures = figures.withLock { $0 }
        var out = Exposition()
        out.counter(
            "board_requests_total",
            "Requests answered.",
            figures.requests.map { key, count -> (Exposition.Labels, String) in
                let labels = [
                    ("route", key.route), ("method", key.method), ("code", "\(key.status)"),
                ]
                return (labels, "\(count)")
            }.sorted { "\($0.0)" < "\($1.0)" }
        )
        out.histogram(
            "board_request_duration_seconds",
            "From the request to its answer.",
            [([], figures.durations)],
            show: { MetricsText.seconds(UInt64(clamping: $0)) }
        )
        out.counter(
            "board_sign_in_failures_total",
            "Sign-ins refused.",
            [([], "\(figures.signInFailures)")]
        )
        out.gauge(
            "board_age_seconds",
            "Since what is shown was read.",
            state.readAt.sorted { $0.key < $1.key }
                .map { ([("scheme", $0.key)], "\(max(0, now - $0.value))") }
        )
        if let sessions = state.sessions {
            out.gauge("board_sessions", "Sessions open.", [([], "\(sessions)")])
        }
        if let end = state.certificateEnd {
            out.gauge(
                "board_tls_certificate_not_after_seconds",
                "End of the certificate, seconds since 1970.",
                [([], "\(end)")]
            )
        }
        return out.text
    }
}
