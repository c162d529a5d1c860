import Events
import Foundation
import Intake
import Ledger
import Policy
import Stage

/// `zhengjiao run`: a season in one process.
public struct SeasonCommand {
    private let scheme: String
    private let folder: URL
    private let log: LogArguments
    private let ledger: LedgerArguments
    private let policies: PolicyArguments
    private let keys: KeyArguments
    private let snapshots: SnapshotArguments
    private let metrics: String?

    /// Creates the command.
    public init(
        scheme: String,
        folder: URL,
        log: LogArguments,
        ledger: LedgerArguments,
        policies: PolicyArguments,
        keys: KeyArguments,
        snapshots: SnapshotArguments,
        metrics: String?
    ) {
        self.scheme = scheme
        self.folder = folder
        self.log = log
        self.ledger = ledger
        self.policies = policies
        self.keys = keys
        self.snapshots = snapshots
        self.metrics = metrics
    }

    /// Runs, then prints the season's report or its totals.
    public func run(asJSON: Bool) throws {
        let stop = StopSignal()
        stop.listenToProcessSignals()
        let library = try PolicyLibrary(directory: policies.folder)
        let pack = try library.pack(scheme)
        let log = try Adapters.log(try log.url(), partitions: log.partitions)
        let store = try ledger.open()
        var options = SeasonRun.Options(scheme: scheme, folder: folder)
        options.metrics = metrics
        options.snapshots = try snapshots.settings()
        let reports = try SeasonRun(
            log: log,
            store: store,
            library: library,
            keys: try keys.load(of: scheme),
            options: options,
            progress: ProgressLine()
        ).run(until: stop)
        let totals = try SeasonReport.totals(pack, store: store, log: log)
        if asJSON {
            print(String(decoding: try totals.json(), as: UTF8.self))
        } else {
            for report in reports { print(report.summary) }
            try SeasonReport(pack: pack, totals: totals, store: store).printAll()
        }
        try log.close()
        try store.close()
    }
}
