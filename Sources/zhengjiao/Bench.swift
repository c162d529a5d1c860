import ArgumentParser
import Bootstrap

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measurements that need no season's files.",
        subcommands: [Sweep.self]
    )

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
