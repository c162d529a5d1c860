import Foundation
import Policy

/// Files beside the tests.
enum Fixture {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: "Tests/Fixtures/\(path)"), encoding: .utf8)
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

/// Cells of a table written as text: columns parted by `|`, blanks around them dropped.
func rows(_ table: String) -> [[String]] {
    table.split(separator: "\n").map { line in
        line.split(separator: "|", omittingEmptySubsequences: false).map {
            String($0).trimmingCharacters(in: .whitespaces)
        }
    }
}
