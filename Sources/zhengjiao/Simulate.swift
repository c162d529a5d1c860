import ArgumentParser
import Bootstrap
import Foundation

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a synthetic season, and what must come out of it (expected.json)."
    )

    @Option(help: "Scheme id.")
    var scheme: String

    @Option(help: "Residents on the roster.")
    var residents: Int

    @Option(help: "Seed; the same arguments give the same bytes.")
    var seed: UInt64 = 2023

    @Option(help: "Folder to write.")
    var out: String

    @OptionGroup var policies: PolicyArguments

    func run() throws {
        try Guarded.run {
            try SimulatedSeason.write(
                scheme: scheme,
                residents: residents,
                seed: seed,
                folder: URL(fileURLWithPath: out),
                policies: policies,
                withWorkbooks: true,
                progress: ProgressLine()
            )
        }
    }
}
