import ArgumentParser
import Bootstrap

/// ledger.posted → rankings.published.
public struct RankingWorker: ParsableCommand {
    /// Name, what it does, and its parts.
    public static let configuration = CommandConfiguration(
        commandName: "ranking-worker",
        abstract: "Ranks the units; one instance works for a scheme, others stand by."
    )

    @OptionGroup var arguments: WorkerArguments
    @OptionGroup var snapshots: SnapshotArguments

    /// Creates the program without arguments.
    public init() {}

    /// Runs it.
    public func run() throws {
        try Guarded.run {
            let kept = try snapshots.settings()
            try WorkerProcess(.ranking, arguments).run(settings: try snapshots.lines()) {
                try $0.ranking(status: $1, options: $2, snapshots: kept)
            }
        }
    }
}
