import ArgumentParser
import Bootstrap

struct Policies: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Policy packs.",
        subcommands: [
            Check.self, Show.self, Explain.self, Diff.self, New.self, Activate.self,
        ]
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

    struct Explain: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Explain rules: value, clause, the notice's words, readings and why."
        )

        @Argument(help: "Scheme id.")
        var scheme: String

        @Argument(help: "A rule's id or its beginning (window), a reading's id, or a category.")
        var rule: String?

        @Option(help: "What holds on this day: YYYY-MM-DD.")
        var date: String?

        @Flag(help: "Print JSON.")
        var json = false

        @OptionGroup var policies: PolicyArguments

        func run() throws {
            try Guarded.run {
                try PolicyCommand(policies: policies).explain(
                    scheme,
                    word: rule,
                    date: date,
                    asJSON: json
                )
            }
        }
    }

    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What differs between two packs, rule by rule, and who is concerned."
        )

        @Argument(help: "A scheme id, a folder of a pack (with a /), or activated:SCHEME.")
        var from: String

        @Argument(help: "The same.")
        var to: String

        @Flag(help: "Print JSON.")
        var json = false

        @OptionGroup var policies: PolicyArguments
        @OptionGroup var log: LogArguments

        func run() throws {
            try Guarded.run {
                try PolicyCommand(policies: policies).diff(from, to, log: log, asJSON: json)
            }
        }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Draft the next season's pack: what a notice prints anew is left open."
        )

        @Option(help: "Scheme id of the new season or place; its folder is made.")
        var scheme: String

        @Option(help: "Scheme id of the pack that it is made from.")
        var from: String

        @Option(help: "Where the folder is made.")
        var out = "."

        @OptionGroup var policies: PolicyArguments

        func run() throws {
            try Guarded.run {
                try PolicyCommand(policies: policies).draft(scheme, from: from, in: out)
            }
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
