import ArgumentParser
import Bootstrap

struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The season's keys.",
        subcommands: [Create.self, List.self, Rotate.self]
    )

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a new key file, readable by its owner only; never over another."
        )

        @OptionGroup var keys: KeyArguments

        func run() throws { try Guarded.run { try keys.create() } }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Which keys a file holds, by id; no secret is shown."
        )

        @OptionGroup var keys: KeyArguments

        func run() throws { try Guarded.run { try keys.list() } }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Wrap the data keys by a new ring key; old ring keys are dropped."
        )

        @OptionGroup var keys: KeyArguments

        @Flag(help: "Seal what comes from now on by a new data key; start validate-worker anew.")
        var dataKey = false

        func run() throws { try Guarded.run { try keys.rotate(addsDataKey: dataKey) } }
    }
}

struct EraseSeason: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase-season",
        abstract: "Destroy a season's data keys: no name or number opens any more; sums stay."
    )

    @OptionGroup var keys: KeyArguments
    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var log: LogArguments
    @OptionGroup var act: ActArguments

    @Option(help: "The scheme once more, as a confirmation.")
    var yes: String

    @Option(help: "Where the certificate of the erasure is written.")
    var certificate: String

    @Flag(
        help: "Keep the person key: whoever has it can tell whether a given number is in the books."
    )
    var keepPersonKey = false

    func run() throws {
        try Guarded.run {
            try Erasure(keys: keys, ledger: ledger, log: log, act: act).run(
                confirmation: yes,
                certificate: certificate,
                keepsPersonKey: keepPersonKey
            )
        }
    }
}
