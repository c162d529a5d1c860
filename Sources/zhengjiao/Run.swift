import ArgumentParser
import Bootstrap
import Foundation

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run every stage in one process until the input is drained."
    )

    @Option(help: "Scheme id.")
    var scheme: String

    @Option(name: .customLong("in"), help: "Folder of the season's files.")
    var folder: String

    @OptionGroup var log: LogArguments
    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var policies: PolicyArguments
    @OptionGroup var keys: KeyArguments
    @OptionGroup var snapshots: SnapshotArguments

    @Option(help: "Serve /livez, /readyz and /metrics there: host:port.")
    var metrics: String?

    @Flag(help: "Print the totals in the shape of expected.json.")
    var json = false

    func run() throws {
        try Guarded.run {
            try SeasonCommand(
                scheme: scheme,
                folder: URL(fileURLWithPath: folder),
                log: log,
                ledger: ledger,
                policies: policies,
                keys: keys,
                snapshots: snapshots,
                metrics: metrics
            ).run(asJSON: json)
        }
    }
}
