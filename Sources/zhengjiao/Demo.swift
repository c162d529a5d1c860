import ArgumentParser
import Bootstrap
import Foundation

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Simulate the Tengzhou season, run all stages embedded, show the ranking."
    )

    @Option(help: "Residents; 1320801 are the printed targets of the notice.")
    var residents = 1_320_801

    @Option(help: "Seed of the synthetic residents.")
    var seed: UInt64 = 2023

    @Option(help: "Folder of the season; what an earlier demo left there is replaced.")
    var out = "season/demo"

    @OptionGroup var policies: PolicyArguments

    func run() throws {
        try Guarded.run {
            try DemoSeason(
                residents: residents,
                seed: seed,
                folder: URL(fileURLWithPath: out),
                policies: policies
            ).run()
        }
    }
}
