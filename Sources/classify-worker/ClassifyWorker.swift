import ArgumentParser
import Bootstrap

/// facts.validated → assessments.classified.
@main
struct ClassifyWorker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify-worker",
        abstract: "Assesses each person under the policy pack in force."
    )

    @OptionGroup var arguments: WorkerArguments
    @OptionGroup var snapshots: SnapshotArguments

    func run() throws {
        try Guarded.run {
            let kept = try snapshots.settings()
            try WorkerProcess(.classify, arguments).run(settings: try snapshots.lines()) {
                $0.classify(status: $1, options: $2, snapshots: kept)
            }
        }
    }
}
