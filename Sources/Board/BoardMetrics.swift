import Synchronization

/// The figures of the board in Prometheus' text form.
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
        var nanoseconds: Int64 = 0
        var signIns: [String: Int64] = [:]
    }

    private let figures = Mutex(Figures())

    init() {}

    func count(route: String, method: String, status: Int, nanoseconds: Int64) {
        let known = ["GET", "HEAD", "POST"].contains(method) ? method : "other"
        figures.withLock {
            $0.requests[Key(route: route, method: known, status: status), default: 0] += 1
            $0.nanoseconds += nanoseconds
        }
    }

    func countSignIn(_ outcome: StaticString) {
        figures.withLock { $0.signIns["\(outcome)", default: 0] += 1 }
    }

    func text(freshness: Freshness, now: Int64) -> String {
        let figures = figures.withLock { $0 }
        var text = "# HELP zhengjiao_board_requests_total Requests answered.\n"
        text += "# TYPE zhengjiao_board_requests_total counter\n"
        let lines = figures.requests.map { key, count in
            "zhengjiao_board_requests_total{route=\"\(key.route)\",method=\"\(key.method)\","
                + "status=\"\(key.status)\"} \(count)\n"
        }
        text += lines.sorted().joined()
        text += "# HELP zhengjiao_board_request_milliseconds_total Time spent on answers.\n"
        text += "# TYPE zhengjiao_board_request_milliseconds_total counter\n"
        text += "zhengjiao_board_request_milliseconds_total \(figures.nanoseconds / 1_000_000)\n"
        text += "# HELP zhengjiao_board_sign_ins_total Sign-ins by outcome.\n"
        text += "# TYPE zhengjiao_board_sign_ins_total counter\n"
        for (outcome, count) in figures.signIns.sorted(by: { $0.key < $1.key }) {
            text += "zhengjiao_board_sign_ins_total{outcome=\"\(outcome)\"} \(count)\n"
        }
        text += "# HELP zhengjiao_board_age_seconds Since the shown figures were read.\n"
        text += "# TYPE zhengjiao_board_age_seconds gauge\n"
        for (scheme, reading) in freshness.all {
            let age = max(0, now - reading.readAt)
            text += "zhengjiao_board_age_seconds{scheme=\"\(scheme)\"} \(age)\n"
        }
        return text
    }
}
