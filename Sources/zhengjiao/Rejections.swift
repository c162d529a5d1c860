import ArgumentParser
import Bootstrap

struct Rejections: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejections",
        abstract: "What could not be taken.",
        subcommands: [List.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Rejected messages by code, office, file and row."
        )

        @OptionGroup var log: LogArguments

        @Option(help: "Only this code.")
        var code: String?

        @Flag(help: "Only the number of each code.")
        var count = false

        func run() throws {
            try Guarded.run { try RejectionCommand(log: log).list(code: code, isCount: count) }
        }
    }
}
