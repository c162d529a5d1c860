import ArgumentParser
import Bootstrap

/// The web board.
@main
struct BoardServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board-server",
        abstract:
            "Shows rankings, gaps, money and duties in a browser, and takes the offices' lists."
    )

    @OptionGroup var ledger: LedgerArguments
    @OptionGroup var log: LogArguments
}
