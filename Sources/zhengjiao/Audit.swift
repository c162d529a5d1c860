import ArgumentParser
import Bootstrap

struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prove the ledger's invariants and print its outcome and journal digests."
    )

    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var log: LogArguments
    @OptionGroup var policies: PolicyArguments

    func run() throws {
        try Guarded.run {
            try AuditCommand(ledger: ledger, log: log, policies: policies).run()
        }
    }
}
