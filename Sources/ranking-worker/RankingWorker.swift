import ArgumentParser
import Bootstrap

/// ledger.posted → rankings.published.
@main
struct RankingWorker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ranking-worker",
        abstract: "Ranks the units; one instance works for a scheme, others stand by."
    )

    @OptionGroup var arguments: WorkerArguments

    func run() throws {
        try Guarded.run {
            try WorkerProcess(.ranking, arguments).run {
                try $0.ranking(status: $1, options: $2)
            }
        }
    }
}
