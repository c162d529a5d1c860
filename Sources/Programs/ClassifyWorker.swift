import ArgumentParser
import Bootstrap

/// facts.validated → assessments.classified.
public struct ClassifyWorker: ParsableCommand {
    /// Name, what it does, and its parts.
    public static let configuration = CommandConfiguration(
        commandName: "classify-worker",
        abstract: "Assesses each person under the policy pack in force."
    )

    @OptionGroup var arguments: WorkerArguments
    @OptionGroup var snapshots: SnapshotArguments

    /// Creates the program without arguments.
    public init() {}

    /// Runs it.
    public func run() throws {
        try Guarded.run {
            let kept = try snapshots.settings()
            try WorkerProcess(.classify, arguments).run(settings: try snapshots.lines()) {
                $0.classify(status: $1, options: $2, snapshots: kept)
            }
        }
    }
}
