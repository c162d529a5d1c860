import Foundation
import Simulation

/// `zhengjiao simulate`: a synthetic season on disk.
public enum SimulatedSeason {
    /// Writes a season.
    ///
    /// - Parameters:
    ///   - folder: Made when missing.
    ///   - policies: Where the scheme's units and rates stand.
    ///   - withWorkbooks: Whether each list is written as XLSX as well.
    public static func write(
        scheme: String,
        residents: Int,
        seed: UInt64,
        folder: URL,
        policies: PolicyArguments,
        withWorkbooks: Bool = false,
        progress: ProgressLine
    ) throws {
        let pack = policies.folder.appendingPathComponent(scheme)
        let season = try Season(
            scheme: scheme,
            residents: residents,
            seed: seed,
            ratesFile: pack.appendingPathComponent("simulation.csv"),
            unitsFile: pack.appendingPathComponent("units.csv")
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        progress.begin("simulating")
        _ = try season.write(to: folder) { _, done, total in
            progress.update(
                perMille: Int64(done * 1_000 / max(total, 1)),
                count: Int64(done),
                unit: "residents"
            )
        }
        if withWorkbooks { try ListWorkbooks.write(besideTablesIn: folder) }
        progress.finish()
    }
}
