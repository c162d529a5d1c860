import ArgumentParser
import Bootstrap

struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The season's keys.",
        subcommands: [Create.self]
    )

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a new key file, readable by its owner only; never over another."
        )

        @OptionGroup var keys: KeyArguments

        func run() throws { try Guarded.run { try keys.create() } }
    }
}
