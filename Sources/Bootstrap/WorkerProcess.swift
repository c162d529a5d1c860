import ArgumentParser
import Events
import Foundation
import Stage
import Synchronization

/// The arguments that every worker takes.
public struct WorkerArguments: ParsableArguments {
    @OptionGroup var log: LogArguments
    @OptionGroup var policies: PolicyArguments
    @OptionGroup var lines: LogLineArguments

    @Option(help: "Serve /livez, /readyz and /metrics there: host:port.")
    var metrics: String?

    @Option(help: "Records gathered into one batch at most.")
    var batch = 10_000

    @Flag(help: "Print the effective configuration, secrets masked, and exit.")
    var check = false

    @Flag(help: "Stop when the input has ended; the producers must have ended before.")
    var untilDrained = false

    /// Creates empty arguments.
    public init() {}

    /// Refuses what cannot work.
    public mutating func validate() throws {
        guard (1...1_000_000).contains(batch) else {
            throw ValidationError("--batch \(batch): 1 to 1000000 expected.")
        }
    }
}

/// A process that is one worker.
public struct WorkerProcess {
    private let stage: StageName
    private let arguments: WorkerArguments

    /// Creates the process of a stage.
    public init(_ stage: StageName, _ arguments: WorkerArguments) {
        self.stage = stage
        self.arguments = arguments
    }

    /// Runs until a signal, or until the input is drained; with `--check` only prints.
    ///
    /// - Parameters:
    ///   - settings: Further lines of the effective configuration.
    ///   - make: Makes the worker.
    public func run(
        settings: [(String, String)] = [],
        make: (Pipeline, WorkerStatus, Worker.Options) throws -> Worker
    ) throws {
        let library = try PolicyLibrary(directory: arguments.policies.folder)
        let url = try arguments.log.url()
        let lines = try arguments.lines.log()
        let configuration = configuration(settings, url: url, library: library)
        if arguments.check {
            print(configuration.map { "\($0.0)=\($0.1)" }.joined(separator: " "))
            return
        }
        let stop = StopSignal()
        stop.listenToProcessSignals()
        let status = WorkerStatus(stage: stage.rawValue, log: lines)
        status.tell(
            .info,
            "started",
            cause: "the process was started",
            next: "None.",
            figures: Array(configuration.dropFirst())
        )
        let logFigures = LogFigures()
        let health = try startHealth(status, logFigures)
        defer { health?.cancel() }
        // A log or a database that is away when the worker starts is waited for, as later on.
        let retry = Retry(stop: stop, status: status)
        let log = try retry.run {
            try Adapters.log(url, partitions: arguments.log.partitions)
        }
        logFigures.follow(log)
        var options = Worker.Options()
        options.batchRecordsMax = arguments.batch
        let stage = stage
        if arguments.untilDrained {
            options.idleMs = 100
            options.isDrained = { try Pipeline.isDrained(stage, log: log) }
        }
        let threads = WorkerThreads()
        let pipeline = Pipeline(log: log, library: library)
        let worker = try retry.run { try make(pipeline, status, options) }
        threads.start(worker, status: status, stop: stop)
        do {
            try threads.join()
        } catch {
            status.tell(
                .error,
                "failed",
                cause: "\(error)",
                next: "Act on the cause, then start the worker again; it goes on where it stood."
            )
            throw error
        }
        logFigures.forget()
        try log.close()
        tellEnd(status)
    }

    /// Says what was done, and how long state took to be brought back, so that a slow start
    /// explains itself.
    private func tellEnd(_ status: WorkerStatus) {
        let end = status.snapshot
        status.tell(
            .info,
            "stopped",
            cause: "it was asked to stop, or its input has ended",
            next: "None.",
            figures: [
                ("records", "\(end.recordsIn)"),
                ("restored_partitions", "\(end.restore.partitions)"),
                ("restore_seconds", MetricsText.seconds(end.restore.nanoseconds)),
                ("used_snapshots", "\(end.snapshots.used)"),
                ("replayed_records", "\(end.restore.replayed)"),
            ]
        )
    }

    private func startHealth(
        _ status: WorkerStatus,
        _ figures: LogFigures
    ) throws -> Task<Void, Never>? {
        guard let address = arguments.metrics else { return nil }
        let server = try HealthServer(address: address, statuses: [status]) { figures.text }
        return Task {
            do {
                try await server.run()
            } catch {
                if Task.isCancelled { return }
                status.tell(
                    .error,
                    "unobserved",
                    cause: "--metrics \(address) cannot be served: \(error)",
                    next: "Free the address or choose another one; the worker works on meanwhile."
                )
            }
        }
    }

    private func configuration(
        _ settings: [(String, String)],
        url: String,
        library: PolicyLibrary
    ) -> [(String, String)] {
        [
            ("stage", stage.rawValue), ("log", Masked.url(url)),
            ("policies", library.packs.keys.sorted().joined(separator: " ")),
            ("batch", "\(arguments.batch)"), ("metrics", arguments.metrics ?? "none"),
            ("untilDrained", "\(arguments.untilDrained)"),
        ] + settings
    }
}

/// The metrics of a log that may not be open yet.
final class LogFigures: Sendable {
    private let log = Mutex<(any EventLog)?>(nil)

    /// Shows the figures of this log from now on.
    func follow(_ opened: any EventLog) { log.withLock { $0 = opened } }

    /// Shows none any more.
    func forget() { log.withLock { $0 = nil } }

    /// The figures in Prometheus' text form.
    var text: String { log.withLock { $0?.metricsText } ?? "" }
}
