import Foundation
import Policy

/// Files beside the tests.
enum Fixture {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: "Tests/Fixtures/\(path)"), encoding: .utf8)
    }

    /// The rows of a table, by column.
    static func table(_ path: String) throws -> [[String: String]] {
        let lines = try text(path).split(separator: "\n").map { cells(String($0)) }
        return lines.dropFirst().map {
            Dictionary(zip(lines[0], $0), uniquingKeysWith: { first, _ in first })
        }
    }

    private static func cells(_ line: String) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells
    }

    static func pack(_ scheme: String) throws -> PolicyPack {
        if let pack = packs[scheme] { return pack }
        return try PolicyPack.load(folder: root.appending(path: "Policies/\(scheme)"))
    }

    /// The packs that load, each loaded once.
    private static let packs = Dictionary(
        uniqueKeysWithValues: schemes.compactMap { scheme in
            (try? PolicyPack.load(folder: root.appending(path: "Policies/\(scheme)"))).map {
                (scheme, $0)
            }
        }
    )

    static let schemes = [
        "lingcheng-2021", "fangcheng-2021", "zhangshanzi-2020", "tengzhou-2023", "yanjiang-2021",
    ]
}
