import Foundation

/// `Docs/metrics.md`: what is promised to rules and dashboards.
public struct MetricList: Sendable {
    /// A line of a table.
    public struct Entry: Sendable {
        /// The name.
        public let name: String
        /// `counter`, `gauge` or `histogram`.
        public let type: String
        /// Labels beside `stage`.
        public let labels: [String]
    }

    private var sections: [String: [Entry]] = [:]

    /// Reads the list.
    public init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Docs/metrics.md")
        var section = ""
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            guard line.hasPrefix("| `") else { continue }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 2, ["counter", "gauge", "histogram"].contains(cells[1]) else {
                continue
            }
            let labels = cells.count > 3 ? Self.quoted(cells[2].prefix { $0 != ":" }) : []
            for name in Self.quoted(cells[0][...]) {
                sections[section, default: []]
                    .append(Entry(name: name, type: cells[1], labels: labels))
            }
        }
    }

    /// The entries of a section.
    public subscript(section: String) -> [Entry] { sections[section] ?? [] }

    /// What stands between backquotes.
    private static func quoted(_ text: Substring) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
}
