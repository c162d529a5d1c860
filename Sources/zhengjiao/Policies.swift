import ArgumentParser
import Bootstrap

struct Policies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Policy packs.",
        subcommands: [Check.self, Show.self, Activate.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Load every pack and tell all problems and warnings."
        )

        @OptionGroup var policies: PolicyArguments

        func run() throws { try Guarded.run { try PolicyCommand(policies: policies).check() } }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show a pack: premium, window, categories, shares, each with its clause."
        )

        @Option(help: "Scheme id.")
        var scheme: String

        @OptionGroup var policies: PolicyArguments

        func run() throws {
            try Guarded.run { try PolicyCommand(policies: policies).show(scheme) }
        }
    }

    struct Activate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a pack in force through the log; a changed pack reassesses everybody."
        )

        @Option(help: "Scheme id.")
        var scheme: String

        @OptionGroup var policies: PolicyArguments
        @OptionGroup var log: LogArguments

        func run() throws {
            try Guarded.run { try PolicyCommand(policies: policies).activate(scheme, log: log) }
        }
    }
}
