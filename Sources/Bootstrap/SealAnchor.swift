import Foundation
import Ledger

/// Seals noted in a file outside of the database: whoever makes journals and all seals anew is
/// found by it.
///
/// One line for a seal: partition, number, last journal, hash. A line is never changed; each audit
/// that finds nothing adds the last seals.
public struct SealAnchor {
    private struct Line {
        var number: Int
        var seal: ChainSeal
    }

    private let path: String
    private var lines: [Line] = []
    private static let heading = "# partition seal journal sha-256 — keep this file elsewhere\n"

    /// Reads a file of noted seals; one that is not there yet has none.
    ///
    /// - Throws: ``ConfigurationProblem`` when it cannot be read, naming the line.
    public init(path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { return }
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ConfigurationProblem("--anchor \(path): cannot be read as UTF-8.")
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated() where !line.isEmpty && !line.hasPrefix("#")
        {
            guard let seal = SealAnchor.seal(line) else {
                throw ConfigurationProblem(
                    "--anchor \(path) line \(index + 1): partition, seal, journal and 64 "
                        + "hexadecimal digits expected. Take the file as an audit wrote it."
                )
            }
            lines.append(Line(number: index + 1, seal: seal))
        }
    }

    private static func seal(_ line: Substring) -> ChainSeal? {
        let cells = line.split(separator: " ", omittingEmptySubsequences: false)
        guard cells.count == 4, let partition = Int32(cells[0]), let number = Int64(cells[1]),
            let through = Int64(cells[2]), cells[3].utf8.count == 64
        else { return nil }
        let digits = cells[3].compactMap(\.hexDigitValue)
        guard digits.count == 64 else { return nil }
        let hash = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        return ChainSeal(
            partition: partition,
            number: number,
            first: 1,
            through: through,
            hash: hash
        )
    }

    /// Compares the ledger's seals with those that were noted.
    func finding(_ seals: [ChainSeal]) -> BookAudit.Finding {
        var known: [String: ChainSeal] = [:]
        for seal in seals { known[seal.name] = seal }
        let violations = lines.compactMap { line -> String? in
            let noted = line.seal
            guard let seal = known[noted.name] else {
                return "line \(line.number): \(noted.name) is gone"
            }
            if seal.hash == noted.hash, seal.through == noted.through { return nil }
            return "line \(line.number): \(noted.name) is another than was noted; what it "
                + "seals, or something before it, was changed"
        }
        return BookAudit.Finding(
            statement: "Seals are those noted in the anchor (\(lines.count))",
            violations: violations
        )
    }

    /// Adds the last seal of each partition, where it is not noted yet.
    ///
    /// - Returns: Seals added.
    func note(_ seals: [ChainSeal]) throws -> Int {
        let noted = Set(lines.map(\.seal.name))
        let last = Dictionary(grouping: seals, by: \.partition).values.compactMap {
            $0.max { $0.number < $1.number }
        }
        let new = last.filter { !noted.contains($0.name) }.sorted { $0.partition < $1.partition }
        if new.isEmpty { return 0 }
        let files = FileManager.default
        if !files.fileExists(atPath: path) {
            guard files.createFile(atPath: path, contents: Data(SealAnchor.heading.utf8)) else {
                throw ConfigurationProblem("--anchor \(path): cannot be written.")
            }
        }
        guard let handle = FileHandle(forWritingAtPath: path) else {
            throw ConfigurationProblem("--anchor \(path): cannot be written.")
        }
        defer { try? handle.close() }
        try handle.seekToEnd()
        let text = new.map { "\($0.partition) \($0.number) \($0.through) \($0.text)\n" }.joined()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
        return new.count
    }
}
