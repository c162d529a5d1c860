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

    func run() throws {
        try Guarded.run {
            try WorkerProcess(.classify, arguments).run {
                $0.classify(status: $1, options: $2)
            }
        }
    }
}
