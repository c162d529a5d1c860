import ArgumentParser
import Bootstrap

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rebuild a ledger from the log alone."
    )

    @Option(help: "The log to read: sqlite:///path.")
    var from: String

    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var policies: PolicyArguments

    func run() throws {
        try Guarded.run { try ReplayCommand(from: from, ledger: ledger, policies: policies).run() }
    }
}
