import ArgumentParser
import Bootstrap

/// The web board.
public struct BoardServerCommand: AsyncParsableCommand {
    /// Name, what it does, and its parts.
    public static let configuration = CommandConfiguration(
        commandName: "board-server",
        abstract:
            "Shows rankings, gaps, money and duties in a browser, and takes the offices' lists.",
        subcommands: [Serve.self, UploadJobCommand.self],
        defaultSubcommand: Serve.self
    )

    /// Creates the program without arguments.
    public init() {}

    struct Serve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Serves until a signal.")

        @OptionGroup var arguments: BoardArguments

        func run() async throws {
            try await Guarded.run { try await BoardProcess(arguments).run() }
        }
    }

    /// The board starts itself with this, once for each file that was handed in.
    struct UploadJobCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: UploadJob.command,
            abstract: "Checks or sends one uploaded file.",
            shouldDisplay: false
        )

        @OptionGroup var arguments: UploadJob

        func run() async throws { try arguments.run() }
    }
}
