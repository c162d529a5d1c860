import ArgumentParser
import Bootstrap

struct Lists: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lists",
        abstract: "The bureaus' lists: which count, and how two versions differ.",
        subcommands: [Status.self, Diff.self],
        defaultSubcommand: Status.self
    )

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Every list, whether it counts, and what it waits for, as CSV."
        )

        @OptionGroup var log: LogArguments

        @Option(help: "Scheme id.")
        var scheme: String

        @Option(help: "File to write; printed when not given.")
        var out: String?

        func run() throws {
            try Guarded.run {
                try TableOutput.write(ListCommand(log: log, scheme: scheme).status(), to: out)
            }
        }
    }

    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Who was added, removed or changed from one list to another, as CSV."
        )

        @Argument(help: "Id of the first list.")
        var first: String

        @Argument(help: "Id of the second list.")
        var second: String

        @OptionGroup var log: LogArguments
        @OptionGroup var keys: KeyArguments

        @Option(help: "Scheme id.")
        var scheme: String

        @Flag(help: "Name the persons, masked; needs the key file.")
        var names = false

        @Option(help: "File to write; printed when not given.")
        var out: String?

        func run() throws {
            try Guarded.run {
                let table = try ListCommand(log: log, scheme: scheme)
                    .difference(
                        from: first,
                        to: second,
                        keys: names ? try keys.load(of: scheme) : nil
                    )
                try TableOutput.write(table, to: out)
            }
        }
    }
}
