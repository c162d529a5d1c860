import ArgumentParser
import Bootstrap
import Intake

/// The offices' records → operations.received.
public struct OperationsProducerCommand: ParsableCommand {
    /// Name, what it does, and its parts.
    public static let configuration = CommandConfiguration(
        commandName: "operations-producer",
        abstract: "Sends what offices record (audits, deposits, signatures …) from JSON Lines."
    )

    @OptionGroup var arguments: ProducerArguments
    @OptionGroup var policies: PolicyArguments

    @Flag(help: "Read and check everything, send nothing.")
    var dryRun = false

    @Argument(help: "A .jsonl file, or - for standard input.")
    var file: String?

    /// Creates the program without arguments.
    public init() {}

    /// Runs it.
    public func run() throws {
        try Guarded.run {
            let send = file.map { file in
                { (world: ProducerArguments.World, options: SendOptions) in
                    var options = options
                    options.isDryRun = dryRun
                    return try producer(world).send(.path(file), options: options)
                }
            }
            try arguments.run(send: send) { try producer($0).closeDay($1) }
        }
    }

    private func producer(_ world: ProducerArguments.World) throws -> OperationsProducer {
        OperationsProducer(
            log: world.log,
            keys: world.keys,
            scheme: world.scheme,
            source: Sources.operations,
            policy: try policies.packWhereThere(world.scheme)
        )
    }
}
