import ArgumentParser
import Bootstrap

struct Topics: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "The topics of a log.",
        subcommands: [List.self, Cat.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Topics, partitions and records."
        )

        @OptionGroup var log: LogArguments

        func run() throws { try Guarded.run { try TopicCommand(log: log).list() } }
    }

    struct Cat: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print records as JSON, decoded, identities sealed."
        )

        @Argument(help: "Topic, as in topics list.")
        var topic: String

        @Option(help: "Records per partition at most.")
        var limit = 20

        @OptionGroup var log: LogArguments

        func run() throws { try Guarded.run { try TopicCommand(log: log).cat(topic, limit) } }
    }
}
