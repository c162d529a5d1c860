import Foundation
import Testing

/// `Docs/features.md` against the tests that there are.
@Suite struct FeatureTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Rows of the tables: id, what, shown by, state.
    private func rows() throws -> [[String]] {
        let text = try String(
            contentsOf: FeatureTests.root.appendingPathComponent("Docs/features.md"),
            encoding: .utf8
        )
        return text.split(separator: "\n").filter { $0.hasPrefix("| F-") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    /// Names of all tests, as their functions are called.
    private func names() throws -> Set<String> {
        let tests = FeatureTests.root.appendingPathComponent("Tests")
        let files = try #require(
            FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)
        )
        var names: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /func\s+`([^`\n]+)`/) {
                names.insert(String(match.output.1))
            }
        }
        return names
    }

    private func quoted(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    @Test func `every feature of the law stands in the table once`() throws {
        let ids = try rows().map { $0[0] }
        let asked = (Array(1...96) + Array(125...127) + Array(129...131) + Array(138...141)).map {
            number in
            "F-" + String(repeating: "0", count: 3 - "\(number)".count) + "\(number)"
        }
        #expect(Set(ids).isSuperset(of: asked))
        #expect(Set(ids).count == ids.count)
    }

    @Test func `every test that the table names exists and has the feature in its name`() throws {
        let known = try names()
        #expect(known.count > 200)
        for row in try rows() {
            #expect(row.count == 4, "\(row)")
            let proofs = quoted(row[2]).filter { $0.hasPrefix("F-") }
            let absent = proofs.filter { !known.contains($0) }
            #expect(absent == [], "\(row[0])")
            let isProved = proofs.contains { $0.contains(row[0]) }
            #expect(isProved || row[3] != "works", "\(row[0]) works and no test says so")
        }
    }
}
