import ArgumentParser
import Bootstrap

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure a core alone.",
        shouldDisplay: false,
        subcommands: [Assess.self]
    )

    struct Assess: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Assessments a second, one person at a time, on one core."
        )

        @Option(help: "Assessments of each scheme.")
        var count = 2_000_000

        @OptionGroup var policies: PolicyArguments

        func run() throws {
            try Guarded.run { try AssessmentBench(count: count, policies: policies).run() }
        }
    }
}
