import Foundation
import FoundationNetworking
import PrometheusText
import Synchronization
import Testing

/// A worker's process, watched over its health endpoints as an operator watches it.
final class WatchedWorker {
    let name: String
    let output: URL
    /// What Prometheus calls the instance.
    let instance: String
    let port: Int
    private let process: Process
    private let base: String

    /// Starts a worker of a season.
    ///
    /// - Parameters:
    ///   - port: Of its metrics; nil = one by chance.
    ///   - wrapper: Words before the program: what starts it.
    init(
        _ worker: String,
        _ season: SeasonFolder,
        _ name: String,
        as alias: String? = nil,
        _ more: [String] = [],
        port fixed: Int? = nil,
        wrapper: [String] = []
    ) throws {
        self.name = worker
        instance = alias ?? worker
        // Below what the kernel gives to connections by itself.
        port = fixed ?? Int.random(in: 10_100...32_000)
        base = "http://127.0.0.1:\(port)"
        output = season.output("\(instance)-watched")
        process = try Programs.start(
            worker,
            season.arguments(of: worker, name) + ["--metrics", "127.0.0.1:\(port)"] + more,
            output: output,
            wrapper: wrapper
        )
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGCONT)
        process.terminate()
    }

    /// A page; nil while nobody answers.
    ///
    /// Health pages answer 503 with their reasons.
    func page(_ path: String, patience: Double = 5) -> String? {
        guard let url = URL(string: "\(base)/\(path)") else { return nil }
        let done = DispatchSemaphore(value: 0)
        let found = Answer()
        var request = URLRequest(url: url)
        request.timeoutInterval = patience
        let task = URLSession.shared.dataTask(with: request) { data, answer, _ in
            if answer != nil, let data {
                found.set(String(decoding: data, as: UTF8.self))
            }
            done.signal()
        }
        task.resume()
        done.wait()
        return found.text
    }

    /// The metrics, read strictly; nil while nobody answers.
    var metrics: PrometheusText? {
        get throws { try page("metrics").map { try PrometheusText($0) } }
    }

    /// A figure; nil when there is none.
    func value(_ name: String, _ labels: [String: String] = [:]) throws -> Double? {
        try metrics?.value(name, labels)
    }

    /// Waits until something is so; fails the test when it does not come.
    func wait(_ what: String, seconds: Double = 120, _ isSo: () throws -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while try !isSo() {
            let told = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
            try #require(
                Date() < deadline,
                "\(name): \(what): not after \(seconds) s; \(page("readyz") ?? "-") \(told)"
            )
            Thread.sleep(forTimeInterval: 0.05)
        }
    }

    func waitUntilReady() throws { try wait("ready") { page("readyz") == "ok\n" } }

    /// Ends it as an operator does; its exit status must be 0.
    func stop() {
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(name)")
    }

    /// Ends it as the kernel does.
    func kill9() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Has it stand still, as a machine does that has no time for it.
    func freeze() { kill(process.processIdentifier, SIGSTOP) }

    /// Lets it go on.
    func thaw() { kill(process.processIdentifier, SIGCONT) }

    /// The lines that it has written.
    var lines: [String] {
        get throws {
            try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
        }
    }
}

/// What a server has answered.
private final class Answer: Sendable {
    private let state = Mutex<String?>(nil)

    var text: String? { state.withLock { $0 } }

    func set(_ text: String) { state.withLock { $0 = text } }
}
