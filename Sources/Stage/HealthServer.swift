import Dispatch
import FlyingFox
import FlyingSocks
import Foundation

/// Answers `/livez`, `/readyz` and `/metrics` for the workers of a process.
///
/// What is live and ready, ``HealthRules`` says.
public struct HealthServer: Sendable {
    private let server: HTTPServer
    private let statuses: [WorkerStatus]
    private let rules: HealthRules
    private let further: @Sendable () -> String

    /// Creates a server.
    ///
    /// - Parameters:
    ///   - address: `host:port`.
    ///   - further: Metrics beside those of workers and process, in Prometheus' text form.
    /// - Throws: When the address is not of that form.
    public init(
        address: String,
        statuses: [WorkerStatus],
        rules: HealthRules = HealthRules(),
        further: @escaping @Sendable () -> String = { "" }
    ) throws {
        let parts = address.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let port = UInt16(parts[1]) else {
            throw AddressProblem(address: address)
        }
        let host = parts[0] == "localhost" ? "127.0.0.1" : String(parts[0])
        server = HTTPServer(address: try .inet(ip4: host, port: port), logger: Silence())
        self.statuses = statuses
        self.rules = rules
        self.further = further
    }

    /// Serves until the task is cancelled.
    public func run() async throws {
        let (statuses, rules, further) = (statuses, rules, further)
        await server.appendRoute("GET /livez") { _ in
            HealthServer.answer(statuses.compactMap { rules.stuck($0.snapshot) })
        }
        await server.appendRoute("GET /readyz") { _ in
            HealthServer.answer(statuses.compactMap { rules.unready($0.snapshot) })
        }
        await server.appendRoute("GET /metrics") { _ in
            let text = MetricsText.render(statuses, now: DispatchTime.now().uptimeNanoseconds)
            return HTTPResponse(
                statusCode: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: Data((text + ProcessFigures().render() + further()).utf8)
            )
        }
        try await server.run()
    }

    private static func answer(_ reasons: [String]) -> HTTPResponse {
        HTTPResponse(
            statusCode: reasons.isEmpty ? .ok : .serviceUnavailable,
            headers: [.contentType: "text/plain; charset=utf-8"],
            body: Data((reasons.isEmpty ? "ok\n" : reasons.map { "\($0)\n" }.joined()).utf8)
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
