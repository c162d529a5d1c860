import Foundation

@testable import Simulation

/// A season written to a directory of its own, which goes with it.
final class SimulatedSeason {
    let directory: URL
    let expected: Expected

    /// - Parameter rate: Takes the place of the line of the scheme's rates that begins so.
    init(
        _ scheme: String = "tengzhou-2023",
        residents: Int,
        seed: UInt64 = 20_221_017,
        rate: (line: String, new: String)? = nil,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("season-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let ratesFile = directory.appendingPathComponent("simulation.csv")
        var rates = try String(
            contentsOf: SimulatedSeason.file("simulation.csv", of: scheme),
            encoding: .utf8
        )
        if let rate { rates = rates.replacingOccurrences(of: rate.line, with: rate.new) }
        try Data(rates.utf8).write(to: ratesFile)
        let season = try Season(
            scheme: scheme,
            residents: residents,
            seed: seed,
            ratesFile: ratesFile,
            unitsFile: SimulatedSeason.file("units.csv", of: scheme)
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

    /// The offices' records.
    func records() throws -> [[String: Any]] {
        try String(decoding: data("operations.jsonl"), as: UTF8.self).split(separator: "\n").map {
            let object = try JSONSerialization.jsonObject(with: Data($0.utf8))
            return object as? [String: Any] ?? [:]
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

    /// A file of a scheme's pack.
    static func file(_ name: String, of scheme: String = "tengzhou-2023") -> URL {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Policies/\(scheme)/\(name)")
    }

    /// Everybody of a season, as made.
    static func population(
        _ script: SchemeScript,
        residents: Int,
        seed: UInt64 = 20_221_017
    ) throws -> Population {
        let rates = try Rates(file: file("simulation.csv", of: script.id))
        let hasSizes = rates.has("unit.smallest")
        let units = try UnitTable(
            file: file("units.csv", of: script.id),
            residents: residents,
            size: hasSizes ? { 100 + $0 } : nil
        )
        var maker = PeopleMaker(
            Population(
                script: script,
                units: units,
                habits: try Habits(rates, script: script),
                seed: seed
            ),
            extras: try Extras(rates, residents: residents, script: script)
        )
        try maker.makeRoster { _, _, _ in }
        try maker.makeOthers()
        return maker.population
    }

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
