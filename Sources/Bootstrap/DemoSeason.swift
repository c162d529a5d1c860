import ArgumentParser
import Events
import Foundation
import Stage

/// `zhengjiao demo`: simulate, run, show, compare.
public struct DemoSeason {
    private let scheme = "tengzhou-2023"
    private let residents: Int
    private let seed: UInt64
    private let folder: URL
    private let policies: PolicyArguments

    /// Creates a demo.
    public init(residents: Int, seed: UInt64, folder: URL, policies: PolicyArguments) {
        self.residents = residents
        self.seed = seed
        self.folder = folder
        self.policies = policies
    }

    /// Runs the demo; exit status 1 when a total differs from what was expected.
    public func run() throws {
        let started = DispatchTime.now().uptimeNanoseconds
        let stop = StopSignal()
        stop.listenToProcessSignals()
        try clear()
        let progress = ProgressLine()
        try SimulatedSeason.write(
            scheme: scheme,
            residents: residents,
            seed: seed,
            folder: folder,
            policies: policies,
            progress: progress
        )
        let keyFile = folder.appendingPathComponent("keys.json")
        try SeasonKeys.create(at: keyFile)
        let library = try PolicyLibrary(directory: policies.folder, scheme: scheme)
        let pack = try library.pack(scheme)
        let logURL = "sqlite://\(folder.appendingPathComponent("log").path)"
        let ledgerURL = "sqlite://\(folder.appendingPathComponent("ledger").path)"
        let log = try Adapters.log(logURL)
        let store = try Adapters.ledger(ledgerURL)
        _ = try SeasonRun(
            log: log,
            store: store,
            library: library,
            keys: try SeasonKeys(contentsOf: keyFile),
            options: SeasonRun.Options(scheme: scheme, folder: folder),
            progress: progress
        ).run(until: stop)
        if stop.isRequested { throw ExitCode(1) }
        let totals = try SeasonReport.totals(pack, store: store, log: log)
        try SeasonReport(pack: pack, totals: totals, store: store).printAll()
        try log.close()
        try store.close()
        let tookMs = (DispatchTime.now().uptimeNanoseconds - started) / 1_000_000
        try compare(totals)
        printResources(tookMs: tookMs)
        printNext(logURL: logURL, ledgerURL: ledgerURL)
    }

    private func compare(_ totals: Totals) throws {
        let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
        let expected = try JSONDecoder().decode(Totals.self, from: data)
        let differences = try totals.differences(from: expected)
        guard differences.isEmpty else {
            for difference in differences.prefix(30) {
                StandardError.write("differs: \(difference)\n")
            }
            throw ExitCode(1)
        }
        print("\nexpected.json: all \(try totals.cellCount()) cells equal")
    }

    private func printResources(tookMs: UInt64) {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        var cpuMs = 0
        for time in [usage.ru_utime, usage.ru_stime] {
            cpuMs += Int(time.tv_sec) * 1_000 + Int(time.tv_usec) / 1_000
        }
        print(
            "took \(tookMs / 1_000).\(tookMs / 100 % 10) s, \(cpuMs / 1_000) s of CPU, "
                + "\(usage.ru_maxrss / 1_024) MiB at most"
        )
    }

    private func printNext(logURL: String, ledgerURL: String) {
        print(
            """

            Where to look next:
              zhengjiao audit --ledger \(ledgerURL) --log \(logURL)
              zhengjiao rejections --log \(logURL)
              zhengjiao topics cat rankings.published --log \(logURL)
            """
        )
    }

    /// Takes away what an earlier demo left, and nothing else.
    private func clear() throws {
        let files = FileManager.default
        if files.fileExists(atPath: folder.path) {
            let marks = ["expected.json", "keys.json"]
            let contents = try files.contentsOfDirectory(atPath: folder.path)
            guard contents.isEmpty || marks.contains(where: contents.contains) else {
                throw ConfigurationProblem(
                    "--out \(folder.lastPathComponent): not empty and no demo's; choose another."
                )
            }
            try files.removeItem(at: folder)
        }
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
    }
}
