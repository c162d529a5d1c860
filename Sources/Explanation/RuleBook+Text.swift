import Events
import Foundation

extension RuleBook {
    /// What `policy explain --json` prints.
    public struct Document: Codable, Sendable {
        /// Scheme id.
        public var scheme: String
        /// The notice.
        public var notice: String
        /// SHA-256 of the pack.
        public var hash: String
        /// The day asked for (`YYYY-MM-DD`).
        public var date: String?
        /// What holds on that day.
        public var onDate: [Facet]?
        /// The rules.
        public var rules: [RuleEntry]
    }

    /// The rules asked for, as a document.
    ///
    /// - Parameters:
    ///   - word: A rule's id, the beginning of ids, a reading's id or a category; nil = all but the
    ///     units.
    ///   - date: Adds what holds on that day.
    /// - Returns: Nil when the pack has no such rule.
    public func document(_ word: String?, on date: CivilDate?) -> Document? {
        let rules = word.map(entries(named:)) ?? entries.filter { !$0.id.hasPrefix("unit.") }
        if rules.isEmpty { return nil }
        return Document(
            scheme: scheme,
            notice: [pack.terms.notice.title, pack.terms.notice.number]
                .filter { !$0.isEmpty }.joined(separator: " "),
            hash: hash,
            date: date?.description,
            onDate: date.map(facets(on:)),
            rules: date == nil || word != nil ? rules : []
        )
    }
}

extension RuleBook.Document {
    /// The document as text.
    public var text: String {
        var lines = ["\(scheme)  \(notice)", "政策包 \(hash.prefix(16))", ""]
        if let date, let onDate {
            lines.append("\(date)：")
            for facet in onDate { lines.append("    \(facet.name)：\(facet.value)") }
            lines.append("")
        }
        for rule in rules { lines += rule.lines + [""] }
        return lines.joined(separator: "\n")
    }
}

/// How explanations are written as JSON.
public enum ExplanationJSON {
    /// Sorted keys, indented, slashes as they are.
    public static func text(_ document: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
}
