import ArgumentParser
import Bootstrap

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy log and books to a new folder while workers go on; keys are never in it."
    )

    @OptionGroup var log: LogArguments
    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var metrics: BackupMetrics

    @Option(help: "The new folder.")
    var out: String

    func run() throws {
        try Guarded.run {
            try BackupCommand(log: log, ledger: ledger, metrics: metrics).backUp(to: out)
        }
    }
}

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make log and books from a copy, where there are none; workers then go on."
    )

    @OptionGroup var log: LogArguments
    @OptionGroup var ledger: LedgerArguments

    @Option(help: "The copy's folder.")
    var from: String

    func run() throws {
        try Guarded.run { try BackupCommand(log: log, ledger: ledger).restore(from: from) }
    }
}
