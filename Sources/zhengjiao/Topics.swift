import ArgumentParser
import Bootstrap

struct Topics: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "The topics of a log.",
        subcommands: [
            List.self, Cat.self, Lint.self, Plan.self, Apply.self, Drift.self, Access.self,
        ]
    )

    struct Catalogue: ParsableArguments {
        @Option(help: "The catalogue; Topics/catalogue.yaml where it is not named.")
        var catalogue: String?

        @OptionGroup var log: LogArguments

        func command() throws -> CatalogueCommand {
            try CatalogueCommand(
                file: catalogue ?? SharedFiles.url("Topics/catalogue.yaml").path,
                log: log
            )
        }
    }

    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check the catalogue itself.")

        @OptionGroup var catalogue: Catalogue

        func run() throws { try Guarded.run { try catalogue.command().lint() } }
    }

    struct Plan: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what apply would do to the broker."
        )

        @OptionGroup var catalogue: Catalogue

        func run() throws { try Guarded.run { try catalogue.command().plan(isDrift: false) } }
    }

    struct Apply: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make missing topics and mend settings; never change partitions or delete."
        )

        @OptionGroup var catalogue: Catalogue

        func run() throws { try Guarded.run { try catalogue.command().apply() } }
    }

    struct Drift: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Exit with 1 when the broker differs from the catalogue."
        )

        @OptionGroup var catalogue: Catalogue

        func run() throws { try Guarded.run { try catalogue.command().plan(isDrift: true) } }
    }

    struct Access: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give each program the rights of the catalogue, and no others."
        )

        @OptionGroup var catalogue: Catalogue

        @Flag(help: "Print what would be given and taken; exit with 1 when there is anything.")
        var plan = false

        @Option(help: "Print the rights as commands of kafka-acls.sh, for a log with this prefix.")
        var print: String?

        func run() throws {
            try Guarded.run {
                if let print { return try catalogue.command().printAccess(prefix: print) }
                try catalogue.command().access(isPlan: plan)
            }
        }
    }

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

        @Flag(help: "Print the bytes as well, in Base64, before the JSON.")
        var raw = false

        @Flag(help: "Print the headers of each record too: traces and the like.")
        var headers = false

        @OptionGroup var log: LogArguments

        func run() throws {
            try Guarded.run {
                try TopicCommand(log: log)
                    .cat(topic, limit, isRaw: raw, showsHeaders: headers)
            }
        }
    }
}
