import ArgumentParser
import Bootstrap

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prove the ledger's invariants and print its outcome and journal digests."
    )

    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var log: LogArguments
    @OptionGroup var policies: PolicyArguments

    @Option(help: "File of seals kept outside of the database: compared, and added to.")
    var anchor: String?

    func run() throws {
        try Guarded.run {
            try AuditCommand(ledger: ledger, log: log, policies: policies, anchor: anchor).run()
        }
    }
}
