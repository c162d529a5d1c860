import Events
import Foundation
import Intake
import Ledger
import Policy
import Stage
import Synchronization

/// A whole season in one process: every stage on a thread of its own, the input sent, the log
/// drained.
public struct SeasonRun {
    /// What is run.
    public struct Options {
        /// Scheme id.
        public var scheme: String
        /// Folder of the season's files.
        public var folder: URL
        /// The day that every source closes after its files; nil = end of the coverage year.
        public var closeDay: CivilDate?
        /// Address of the health endpoints; nil = none.
        public var metrics: String?
        /// Takes what people should know.
        public var lines = OperatorLog.silent
        /// Where the states of `classify` and `ranking` are kept; nil = nowhere.
        public var snapshots: SnapshotSettings?

        /// Creates options.
        public init(scheme: String, folder: URL) {
            self.scheme = scheme
            self.folder = folder
        }
    }

    private let log: any EventLog
    private let store: any LedgerStore
    private let library: PolicyLibrary
    private let keys: SeasonKeys
    private let options: Options
    private let progress: ProgressLine

    /// Creates a run over an open log and ledger.
    public init(
        log: any EventLog,
        store: any LedgerStore,
        library: PolicyLibrary,
        keys: SeasonKeys,
        options: Options,
        progress: ProgressLine
    ) {
        self.log = log
        self.store = store
        self.library = library
        self.keys = keys
        self.options = options
        self.progress = progress
    }

    /// Runs until the input is drained.
    ///
    /// - Returns: The report of each file, in the order sent.
    public func run(until stop: StopSignal) throws -> [SendReport] {
        let index = try SeasonIndex(folder: options.folder)
        let pack = try library.pack(options.scheme)
        try Activation.activateIfNeeded(pack, log: log)
        let lines = options.lines
        let statuses = StageName.allCases.map { WorkerStatus(stage: $0.rawValue, log: lines) }
        let isSent = SentFlag()
        let threads = try startWorkers(statuses, isSent: isSent, stop: stop)
        let health = try startHealth(statuses)
        defer { health?.cancel() }
        let sender = SeasonSender(
            log: log,
            keys: keys,
            pack: pack,
            stop: stop,
            index: index,
            progress: progress,
            posted: { statuses[2].snapshot.recordsIn }
        )
        var reports: [SendReport] = []
        do {
            reports = try sender.send(closing: options.closeDay ?? pack.lastDay)
        } catch {
            stop.request()
            try? threads.join()
            throw error
        }
        isSent.set()
        sender.watchDraining(until: stop) { try Pipeline.isDrained(.ledger, log: log) }
        try threads.join()
        progress.finish()
        if !stop.isRequested { try sealBooks() }
        return reports
    }

    /// Nobody rests here to do it, and the next run may be tomorrow's.
    private func sealBooks() throws {
        progress.begin("sealing")
        var count: Int64 = 0
        let refusals = try Sealer(store).sealAll {
            count += $0.through - $0.first + 1
            progress.update(perMille: nil, count: count, unit: "journals")
        }
        progress.finish()
        for reason in refusals {
            StandardError.write("not sealed: \(reason). Run zhengjiao audit.\n")
        }
    }

    private func startWorkers(
        _ statuses: [WorkerStatus],
        isSent: SentFlag,
        stop: StopSignal
    ) throws -> WorkerThreads {
        let pipeline = Pipeline(log: log, library: library)
        let threads = WorkerThreads()
        for (stage, status) in zip(StageName.allCases, statuses) {
            var worker = Worker.Options()
            worker.idleMs = 100
            let log = log
            worker.isDrained = { isSent.isSet ? try Pipeline.isDrained(stage, log: log) : false }
            let made = try make(stage, pipeline, status, worker)
            threads.start(made, status: status, stop: stop)
        }
        return threads
    }

    private func make(
        _ stage: StageName,
        _ pipeline: Pipeline,
        _ status: WorkerStatus,
        _ worker: Worker.Options
    ) throws -> Worker {
        let (snapshots, keys) = (options.snapshots, keys)
        let found: (String) -> SeasonKeys? = { _ in keys }
        return switch stage {
        case .validate: pipeline.validate(keys: found, status: status, options: worker)
        case .classify: pipeline.classify(status: status, options: worker, snapshots: snapshots)
        case .ledger: pipeline.ledger(store: store, status: status, options: worker)
        case .ranking: try pipeline.ranking(status: status, options: worker, snapshots: snapshots)
        }
    }

    private func startHealth(_ statuses: [WorkerStatus]) throws -> Task<Void, any Error>? {
        guard let address = options.metrics else { return nil }
        let log = log
        let server = try HealthServer(address: address, statuses: statuses) { log.metricsText }
        return Task { try await server.run() }
    }
}

/// Whether all input was sent.
final class SentFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    func set() { flag.store(true, ordering: .releasing) }
}

extension PolicyPack {
    /// The last day on which anything of the season can happen: the end of the coverage year.
    var lastDay: CivilDate {
        CivilDate(year: compiled.coverageYear, month: 12, day: 31) ?? terms.window.closes.value
    }
}
