import ArgumentParser
import Bootstrap

/// payments.received, subsidy-lists.received, operations.received → facts.validated, rejections.
public struct ValidateWorker: ParsableCommand {
    /// Name, what it does, and its parts.
    public static let configuration = CommandConfiguration(
        commandName: "validate-worker",
        abstract: "Checks what producers send; the only worker that opens a seal."
    )

    @OptionGroup var arguments: WorkerArguments
    @OptionGroup var keys: KeyArguments

    /// Creates the program without arguments.
    public init() {}

    /// Runs it.
    public func run() throws {
        try Guarded.run {
            let keys = try keys.finder()
            try WorkerProcess(.validate, arguments).run(settings: [("keys", "***")]) {
                $0.validate(keys: keys, status: $1, options: $2)
            }
        }
    }
}
