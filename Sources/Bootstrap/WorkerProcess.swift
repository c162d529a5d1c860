import ArgumentParser
import Events
import Foundation
import Stage

/// The arguments that every worker takes.
public struct WorkerArguments: ParsableArguments {
    @OptionGroup var log: LogArguments
    @OptionGroup var policies: PolicyArguments

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
        try printConfiguration(settings, url: url, library: library)
        if arguments.check { return }
        let stop = StopSignal()
        stop.listenToProcessSignals()
        let status = WorkerStatus(stage: stage.rawValue)
        let health = try startHealth(status)
        defer { health?.cancel() }
        // A log or a database that is away when the worker starts is waited for, as later on.
        let retry = Retry(stop: stop, status: status)
        let log = try retry.run {
            try Adapters.log(url, partitions: arguments.log.partitions)
        }
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
        try threads.join()
        try log.close()
        let end = status.snapshot
        StandardError.write("\(stage.rawValue): stopped after \(end.recordsIn) records\n")
        if end.restore.partitions > 0 { StandardError.write(restored(end)) }
    }

    /// How long state took to be brought back, so that a slow start explains itself.
    private func restored(_ end: WorkerStatus.Snapshot) -> String {
        let milliseconds = end.restore.nanoseconds / 1_000_000
        return "\(stage.rawValue): \(end.restore.partitions) partitions restored in "
            + "\(milliseconds) ms, \(end.snapshots.used) from snapshots, "
            + "\(end.restore.replayed) records read again\n"
    }

    private func startHealth(_ status: WorkerStatus) throws -> Task<Void, any Error>? {
        guard let address = arguments.metrics else { return nil }
        let server = try HealthServer(address: address, statuses: [status])
        return Task { try await server.run() }
    }

    private func printConfiguration(
        _ settings: [(String, String)],
        url: String,
        library: PolicyLibrary
    ) throws {
        let lines =
            [
                ("stage", stage.rawValue), ("log", Masked.url(url)),
                ("policies", library.packs.keys.sorted().joined(separator: " ")),
                ("batch", "\(arguments.batch)"), ("metrics", arguments.metrics ?? "none"),
                ("untilDrained", "\(arguments.untilDrained)"),
            ] + settings
        let text = lines.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
        if arguments.check { print(text) } else { StandardError.write("\(text)\n") }
    }
}
