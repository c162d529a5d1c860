import ArgumentParser
import Bootstrap

struct LedgerLife: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "The life of a ledger's store.",
        subcommands: [Migrate.self, Seal.self, Backup.self, Restore.self, EraseSeason.self]
    )

    struct Migrate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the schema up to date; workers never do."
        )

        @OptionGroup var ledger: LedgerArguments

        func run() throws { try Guarded.run { try LedgerCommand(ledger: ledger).migrate() } }
    }

    struct Seal: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal the journals that wait in the chain of hashes; workers may go on."
        )

        @OptionGroup var ledger: LedgerArguments

        func run() throws { try Guarded.run { try LedgerCommand(ledger: ledger).seal() } }
    }

    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the books to a new file while workers go on."
        )

        @OptionGroup var ledger: LedgerArguments
        @OptionGroup var metrics: BackupMetrics

        @Option(help: "The new file.")
        var out: String

        func run() throws {
            try Guarded.run { try LedgerCommand(ledger: ledger).backUp(to: out, metrics: metrics) }
        }
    }

    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make the books from a copy, where there are none; workers then go on."
        )

        @OptionGroup var ledger: LedgerArguments

        @Option(help: "The copy.")
        var from: String

        func run() throws {
            try Guarded.run { try LedgerCommand(ledger: ledger).restore(from: from) }
        }
    }
}
