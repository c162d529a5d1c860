import ArgumentParser
import Bootstrap

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measurements that need no season's files.",
        subcommands: [Assess.self, Sweep.self]
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

    struct Sweep: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Assess everybody anew after a list that named them all is superseded."
        )

        @Option(help: "Residents.")
        var residents = 1_320_801

        @Option(help: "Partitions.")
        var partitions = 8

        @Option(help: "Threads, each with its own partitions.")
        var threads = 2

        @Option(help: "An empty log to write the outputs to; dropped when not given.")
        var log: String?

        @OptionGroup var policies: PolicyArguments

        func run() throws {
            try Guarded.run {
                try SweepBenchmark(
                    residents: residents,
                    partitions: partitions,
                    threads: threads,
                    log: log,
                    policies: policies
                )
                .run()
            }
        }

        func validate() throws {
            guard residents > 0, threads > 0, partitions >= threads else {
                throw ValidationError("--partitions must be at least --threads, all above zero.")
            }
        }
    }
}
