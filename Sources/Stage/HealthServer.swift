import Dispatch
import FlyingFox
import FlyingSocks
import Foundation

/// Answers `/livez`, `/readyz` and `/metrics` for the workers of a process.
///
/// Live: every worker came round its loop within 30 s, or waits for infrastructure and says so.
/// Ready: every worker has joined, has restored its state, and waits for nothing.
public struct HealthServer: Sendable {
    private let server: HTTPServer
    private let statuses: [WorkerStatus]
    private let further: @Sendable () -> String
    private static let liveSecondsMax: UInt64 = 30

    /// Creates a server.
    ///
    /// - Parameters:
    ///   - address: `host:port`.
    ///   - statuses: One for each worker of the process.
    ///   - further: More figures in Prometheus' text form.
    /// - Throws: When the address is not of that form.
    public init(
        address: String,
        statuses: [WorkerStatus],
        further: @escaping @Sendable () -> String = { "" }
    ) throws {
        let parts = address.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let port = UInt16(parts[1]) else {
            throw AddressProblem(address: address)
        }
        let host = parts[0] == "localhost" ? "127.0.0.1" : String(parts[0])
        server = HTTPServer(address: try .inet(ip4: host, port: port), logger: Silence())
        self.statuses = statuses
        self.further = further
    }

    /// Serves until the task is cancelled.
    public func run() async throws {
        let (statuses, further) = (statuses, further)
        await server.appendRoute("GET /livez") { _ in
            let stuck = statuses.map(\.snapshot).filter(HealthServer.isStuck).map(\.stage)
            return HealthServer.answer(stuck.isEmpty, "stuck: \(stuck.joined(separator: ", "))")
        }
        await server.appendRoute("GET /readyz") { _ in
            let waiting = statuses.map(\.snapshot).filter { !$0.isReady || $0.trouble != nil }
            let reasons = waiting.map { "\($0.stage): \($0.trouble ?? "joining")" }
            return HealthServer.answer(waiting.isEmpty, reasons.joined(separator: "\n"))
        }
        await server.appendRoute("GET /metrics") { _ in
            let text = MetricsText.render(statuses, now: DispatchTime.now().uptimeNanoseconds)
            let figures = text + further()
            return HTTPResponse(
                statusCode: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: Data(figures.utf8)
            )
        }
        try await server.run()
    }

    private static func isStuck(_ it: WorkerStatus.Snapshot) -> Bool {
        if it.failure != nil { return true }
        guard it.lastRound > 0, it.trouble == nil else { return false }
        let age = DispatchTime.now().uptimeNanoseconds &- it.lastRound
        return age > liveSecondsMax * 1_000_000_000
    }

    private static func answer(_ isGood: Bool, _ reason: String) -> HTTPResponse {
        HTTPResponse(
            statusCode: isGood ? .ok : .serviceUnavailable,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: Data((isGood ? "ok\n" : "\(reason)\n").utf8)
        )
    }
}

/// An address that is not `host:port`.
public struct AddressProblem: Error, CustomStringConvertible {
    let address: String

    /// The sentence and the next step.
    public var description: String {
        "--metrics \(address): host:port expected, as in 127.0.0.1:9464."
    }
}

/// No line for each request: a healthy worker is quiet.
private struct Silence: Logging {
    func logDebug(_ debug: @autoclosure () -> String) {}
    func logInfo(_ info: @autoclosure () -> String) {}
    func logWarning(_ warning: @autoclosure () -> String) {}
    func logError(_ error: @autoclosure () -> String) {}
    func logCritical(_ critical: @autoclosure () -> String) {}
}
