import Events
import Foundation
import PrometheusText
import Stage
import Synchronization
import Testing

/// A worker on a thread of its own, watched from outside as Prometheus and an operator watch it.
final class Drill {
    /// Seconds for which something is away: `make drill` has it a minute, a plain test run two
    /// seconds.
    static let seconds =
        ProcessInfo.processInfo.environment["ZHENGJIAO_DRILL_SECONDS"].flatMap(Double.init) ?? 2

    let status: WorkerStatus
    let lines = Lines()
    var rules = HealthRules()
    private let log: any EventLog
    private let stop = StopSignal()
    private let ended = DispatchSemaphore(value: 0)
    private let clock: WallClock
    private var sent = 0

    init(_ log: any EventLog, clock: WallClock = .system) {
        self.log = log
        self.clock = clock
        status = WorkerStatus(stage: "validate", log: lines.log())
    }

    /// Starts the worker.
    func start(over log: (any EventLog)? = nil) {
        var options = Worker.Options()
        options.idleMs = 50
        options.clock = clock
        nonisolated(unsafe) let worker = Worker(
            log: log ?? self.log,
            group: "validate",
            topics: [.paymentsReceived],
            handler: CoreHandler(
                core: EchoCore(),
                topics: [.paymentsReceived],
                isStateful: false,
                status: status
            ),
            status: status,
            options: options
        )
        let (stop, ended, status) = (stop, ended, status)
        let thread = Thread {
            do {
                try worker.run(until: stop)
            } catch {
                status.update { $0.failure = "\(error)" }
            }
            ended.signal()
        }
        thread.start()
    }

    /// Stops the worker and waits for it.
    func finish() {
        stop.request()
        ended.wait()
    }

    /// Sends records, numbered on from the last.
    func send(_ count: Int, through log: (any EventLog)? = nil) throws {
        let batch = RecordBatch()
        for number in sent..<sent + count {
            batch.append(topic: .paymentsReceived, key: "k\(number)") {
                $0.append(text: "\(number)")
            }
        }
        try (log ?? self.log).append(batch)
        sent += count
    }

    /// The metrics, read strictly.
    var metrics: PrometheusText {
        get throws {
            let now = DispatchTime.now().uptimeNanoseconds
            return try PrometheusText(MetricsText.render([status], now: now, clock: clock))
        }
    }

    /// Why the worker is not ready; nil when it is.
    var unready: String? { rules.unready(status.snapshot) }

    /// Why the worker is not live; nil when it is.
    var stuck: String? { rules.stuck(status.snapshot) }

    /// Waits until something is so; fails the test when it does not come.
    func wait(
        _ what: String,
        seconds: Double = 60,
        _ isSo: () throws -> Bool
    ) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while try !isSo() {
            try #require(
                Date() < deadline,
                "\(what): not after \(seconds) s; \(unready ?? "ready"); \(lines.all)"
            )
            Thread.sleep(forTimeInterval: 0.02)
        }
    }

    /// Waits until all that was sent went through, each record once.
    func expectAllPassed() throws {
        try wait("all records pass") { status.snapshot.recordsIn >= Int64(sent) }
        try wait("ready again") { unready == nil }
        var found: [Int] = []
        for partition in 0..<Int32(try log.partitionCount(of: .factsValidated)) {
            try log.scan(.factsValidated, partition: partition) { batch, place in
                found.append(Int(String(decoding: batch.value(of: place), as: UTF8.self)) ?? -1)
            }
        }
        #expect(found.sorted() == Array(0..<sent))
    }

    /// Takes something away for a while, and brings it back: the worker says so while it lasts,
    /// stays live, and goes on by itself.
    ///
    /// - Parameter isTold: Whether calls fail; otherwise they may just not come back.
    func endure(
        _ cause: WaitCause,
        isTold: Bool = true,
        away: () throws -> Void,
        back: () throws -> Void
    ) throws {
        let retries = try metrics.value("worker_retries_total", ["cause": cause.rawValue]) ?? 0
        try away()
        try wait("waiting for \(cause.rawValue)") {
            try metrics.value("worker_waiting", ["cause": cause.rawValue]) == 1
        }
        let start = Date()
        while Date().timeIntervalSince(start) < Self.seconds {
            #expect(stuck == nil)
            #expect(unready?.contains("waiting for \(cause.rawValue)") == true)
            Thread.sleep(forTimeInterval: 0.2)
        }
        let told = try metrics.value("worker_retries_total", ["cause": cause.rawValue]) ?? 0
        #expect(told > retries || !isTold)
        try back()
        try wait("\(cause.rawValue) is back") {
            try metrics.value("worker_waiting", ["cause": cause.rawValue]) == 0
        }
        guard isTold else { return }
        // One line when it begins to last, one when it is over.
        #expect(lines.told("waiting").count == 1, "\(lines.all)")
        try wait("told") { lines.told("resumed").count == 1 }
        #expect(lines.told("waiting").first?.contains("next=") == true)
    }
}
