import ArgumentParser
import Bootstrap
import Events

struct MakeReport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Documents of the offices from the ledger, as CSV or JSON.",
        discussion: """
            The same ledger position, pack and request give the same file, byte for byte. Every \
            document states the position. Persons stand by their keys; with --names --keys FILE \
            the kinds that are about persons name them.
            """
    )

    @Argument(help: "Kind, as in --list; archive writes a folder with checksums.")
    var kind: String?

    @Flag(help: "Name the kinds, their features, and what they need.")
    var list = false

    @Option(help: "Unit, or village as 乡镇/村.")
    var unit = ""

    @Option(help: "Day to which ages are counted and after which nothing is shown.")
    var asOf: CivilDate?

    @Option(help: "Of audit-trail: unit, funder, serial, number or person key.")
    var about = ""

    @Option(help: "File to write; printed when not given.")
    var out: String?

    @OptionGroup var documents: DocumentArguments

    func validate() throws {
        if !list, kind == nil { throw ValidationError("Give a kind, or --list.") }
    }

    func run() throws {
        try Guarded.run {
            guard let kind, !list else { return ReportCommand.list() }
            try ReportCommand(documents).run(
                kind: kind,
                unit: unit,
                asOf: asOf,
                about: about,
                out: out
            )
        }
    }
}

struct Funding: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Applications for what funders owe.",
        subcommands: [Apply.self]
    )

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute what a funder came to owe since its last application, with persons.",
            discussion: """
                Writes the document and, as a JSON line for operations-producer, the record that \
                claims the journals up to the ledger's position. Each journal is claimed once.
                """
        )

        @Option(help: "Funder, as the pack prints it, or its id.")
        var funder: String

        @Option(help: "Purpose, where the funder has several.")
        var purpose = ""

        @Option(help: "Number of the application.")
        var number: String

        @Option(help: "OFFICE/ROLE that applies.")
        var by: String

        @Option(help: "Another office that applies together; may be repeated.")
        var signatory: [String] = []

        @Option(help: "Day of the application; the last day of the ledger when not given.")
        var at: CivilDate?

        @Option(help: "File of the document.")
        var out: String

        @Option(help: "File of the record; beside the document, ending in .jsonl, when not given.")
        var record: String?

        @OptionGroup var documents: DocumentArguments

        func run() throws {
            try Guarded.run {
                try FundingCommand(documents).apply(
                    funder: funder,
                    purpose: purpose,
                    number: number,
                    by: by,
                    signatories: signatory,
                    on: at,
                    out: out,
                    record: record
                )
            }
        }
    }
}

struct Reconcile: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A bank's or the tax bureau's statement against postings; 1 when they differ.",
        discussion: """
            CSV with the columns 日期 (date), 金额 (amount_yuan), 账户 (account) or 单位 (unit), 单号 \
            (slip), 备注 (remark). bank: against deposit slips; tax: against treasury deposits and, \
            with --log, the payments of each channel and day.
            """
    )

    @Option(help: "The statement.")
    var statement: String

    @Option(help: "bank or tax.")
    var kind = "bank"

    @Option(help: "Only this unit.")
    var unit = ""

    @Option(help: "Days that a line may lie apart from its posting.")
    var windowDays: Int32 = 3

    @Option(help: "File to write; printed when not given.")
    var out: String?

    @OptionGroup var documents: DocumentArguments

    func validate() throws {
        if !(0...366).contains(windowDays) {
            throw ValidationError("--window-days \(windowDays): 0 to 366 expected.")
        }
    }

    func run() throws {
        try Guarded.run {
            try ReconcileCommand(documents).run(
                statement: statement,
                kind: kind,
                unit: unit,
                windowDays: windowDays,
                out: out
            )
        }
    }
}
