import ArgumentParser
import Bootstrap
import Intake

/// The tax bureau's payments → payments.received.
public struct PaymentProducerCommand: ParsableCommand {
    /// Name, what it does, and its parts.
    public static let configuration = CommandConfiguration(
        commandName: "payment-producer",
        abstract: "Streams payments and reversals from CSV or JSON Lines into the log."
    )

    @OptionGroup var arguments: ProducerArguments

    @Option(help: "Name of the source; with its own numbers it identifies each payment.")
    var source = "tax-bureau"

    @Flag(help: "Keep reading a growing file until SIGTERM.")
    var follow = false

    @Flag(help: "Read and check everything, send nothing.")
    var dryRun = false

    @Argument(help: "A .csv, .xlsx or .jsonl file, or - for standard input.")
    var file: String?

    /// Creates the program without arguments.
    public init() {}

    /// Runs it.
    public func run() throws {
        try Guarded.run {
            let send = file.map { file in
                { (world: ProducerArguments.World, options: SendOptions) in
                    var options = options
                    options.follows = follow
                    options.isDryRun = dryRun
                    return try producer(world).send(.path(file), options: options)
                }
            }
            try arguments.run(send: send) { try producer($0).closeDay($1) }
        }
    }

    private func producer(_ world: ProducerArguments.World) -> PaymentProducer {
        PaymentProducer(log: world.log, keys: world.keys, scheme: world.scheme, source: source)
    }
}
