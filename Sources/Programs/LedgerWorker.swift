import ArgumentParser
import Bootstrap

/// assessments.classified → the ledger, ledger.posted.
public struct LedgerWorker: ParsableCommand {
    /// Name, what it does, and its parts.
    public static let configuration = CommandConfiguration(
        commandName: "ledger-worker",
        abstract: "Posts each change of an assessment, with its position in one transaction."
    )

    @OptionGroup var arguments: WorkerArguments
    @OptionGroup var ledger: LedgerArguments

    /// Creates the program without arguments.
    public init() {}

    /// Runs it.
    public func run() throws {
        try Guarded.run {
            let settings = [("ledger", try ledger.masked())]
            try WorkerProcess(.ledger, arguments).run(settings: settings) {
                $0.ledger(store: try ledger.open(), status: $1, options: $2)
            }
        }
    }
}
