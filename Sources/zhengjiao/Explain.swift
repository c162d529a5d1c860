import ArgumentParser
import Bootstrap

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explain one person: what came in, each assessment, each posting, with clauses.",
        discussion: """
            The identity number is read from a file or standard input, never from the command \
            line, and is shown masked. With --case, a case of a CSV file is explained instead.
            """
    )

    @Option(help: "Scheme id.")
    var scheme: String?

    @Option(help: "File that holds the identity number alone; - = standard input.")
    var identityFile: String?

    @Option(help: "Kind of number: resident-id, system-number, newborn, permit.")
    var identityKind = "resident-id"

    @Option(name: .customLong("case"), help: "Explain this case of --cases.")
    var caseID: String?

    @Option(help: "A file of cases, as zhengjiao assess reads it.")
    var cases: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var log: LogArguments
    @OptionGroup var policies: PolicyArguments
    @OptionGroup var keys: KeyArguments

    func validate() throws {
        if let caseID {
            guard cases != nil else {
                throw ValidationError("--case \(caseID) needs --cases FILE.")
            }
            return
        }
        guard identityFile != nil, scheme != nil else {
            throw ValidationError(
                "Give --scheme and --identity-file FILE (or -), or --case with --cases."
            )
        }
    }

    func run() throws {
        try Guarded.run {
            let command = ExplainCommand(scheme: scheme ?? "", policies: policies)
            if let caseID, let cases {
                try command.golden(id: caseID, file: cases, asJSON: json)
            } else if let identityFile {
                try command.person(
                    file: identityFile,
                    kind: identityKind,
                    ledger: ledger,
                    log: log,
                    keys: keys,
                    asJSON: json
                )
            }
        }
    }
}
