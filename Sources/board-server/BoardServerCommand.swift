import ArgumentParser
import Bootstrap

/// The web board.
@main
struct BoardServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board-server",
        abstract:
            "Shows rankings, gaps, money and duties in a browser, and takes the offices' lists."
    )

    @OptionGroup var arguments: BoardArguments

    func run() async throws {
        try await Guarded.run { try await BoardProcess(arguments).run() }
    }
}
