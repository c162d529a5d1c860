import ArgumentParser
import Bootstrap

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rebuild a ledger from the log alone, or move a running season to another log."
    )

    @Option(help: "The log to read: sqlite:///path or kafka://host:port.")
    var from: String

    @Option(
        help: "Move to this log, which has as many partitions: a Kafka's topics are made first."
    )
    var to: String?

    @Flag(help: "With --to: go on with what comes, until SIGTERM.")
    var follow = false

    @Flag(
        help:
            "With --to: producers and workers of the old log have stopped; copy the rest and the position."
    )
    var finish = false

    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var policies: PolicyArguments

    func validate() throws {
        if to == nil, follow || finish {
            throw ValidationError("--follow and --finish belong to --to.")
        }
        if follow, finish { throw ValidationError("--follow or --finish, not both.") }
    }

    func run() throws {
        try Guarded.run {
            guard let to else {
                return try ReplayCommand(from: from, ledger: ledger, policies: policies).run()
            }
            try MoveCommand(from: from, to: to)
                .run(finish ? .finishing : follow ? .following : .now)
        }
    }
}
