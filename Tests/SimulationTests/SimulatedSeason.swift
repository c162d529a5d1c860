import Foundation
import Simulation

/// A season written to a directory of its own, which goes with it.
final class SimulatedSeason {
    let directory: URL
    let expected: Expected

    init(
        residents: Int,
        seed: UInt64 = 20_221_017,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("season-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let units = directory.appendingPathComponent("units.csv")
        try Data(SimulatedSeason.units.utf8).write(to: units)
        let season = try Season(
            scheme: "tengzhou-2023",
            residents: residents,
            seed: seed,
            ratesFile: SimulatedSeason.rates,
            unitsFile: units
        )
        expected = try season.write(
            to: directory.appendingPathComponent("out"),
            progress: progress
        )
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// The bytes of a file of the season.
    func data(_ name: String) throws -> Data {
        try Data(contentsOf: directory.appendingPathComponent("out/\(name)"))
    }

    /// The data rows of a CSV file, cells by column.
    func rows(_ name: String) throws -> [[String: String]] {
        let lines = String(decoding: try data(name), as: UTF8.self).split(separator: "\n")
        guard let header = lines.first?.split(separator: ",") else { return [] }
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            precondition(cells.count == header.count, "cells of \(name)")
            return Dictionary(
                uniqueKeysWithValues: zip(header, cells).map { (String($0), String($1)) }
            )
        }
    }

    /// The names of all files of the season.
    func files() throws -> [String] {
        let lists = try FileManager.default.contentsOfDirectory(
            atPath: directory.appendingPathComponent("out/lists").path
        )
        return ["payments.csv", "roster.csv", "operations.jsonl", "expected.json"]
            + lists.sorted().map { "lists/\($0)" }
    }

    /// The rates that the project ships.
    static let rates = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Policies/tengzhou-2023/simulation.csv")

    /// 附件1, as printed.
    static let units = """
        town,target_headcount
        鲍沟镇,73131
        滨湖镇,93664
        柴胡店,32671
        大坞镇,72726
        东郭镇,104082
        官桥镇,53609
        洪绪镇,32873
        级索镇,69388
        姜屯镇,74243
        界河镇,60386
        龙阳镇,65443
        木石镇,39650
        南沙河镇,43393
        西岗镇,78694
        羊庄镇,69995
        张汪镇,71917
        北辛街道,60386
        东沙河街道,53912
        荆河街道,72928
        龙泉街道,77885
        善南街道,19825

        """
}
