import Policy

/// One named part of a rule's value, in words that an office reads.
public struct Facet: Hashable, Codable, Sendable {
    /// What the part is (`个人`, `截止日`).
    public var name: String
    /// The value.
    public var value: String

    /// Creates a part.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A reading of what the notice leaves open, as it is shown.
public struct ReadingText: Hashable, Codable, Sendable {
    /// The id (`A-TZ-2`).
    public var id: String
    /// What the words leave open.
    public var question: String
    /// The reading chosen.
    public var chosen: String
    /// Why this one.
    public var reason: String
}

/// One rule of a pack with everything that stands behind it.
public struct RuleEntry: Hashable, Codable, Sendable {
    /// The id, as decisions name it where they do (`category.elderly70`, `window.closes`).
    public var id: String
    /// What the rule is about, in words.
    public var title: String
    /// The value, part by part.
    public var facets: [Facet]
    /// The clause of the notice.
    public var clause: String
    /// The notice's own words.
    public var quotes: [String]
    /// Readings that settle what the words leave open.
    public var readings: [ReadingText]
}

extension RuleEntry {
    /// The entry as lines of text.
    public var lines: [String] {
        var lines = ["\(id)  \(title)"]
        for facet in facets { lines.append("    \(facet.name)：\(facet.value)") }
        lines.append("    出处：\(clause)")
        for quote in quotes { lines.append("      「\(quote)」") }
        for reading in readings {
            lines.append("    取法 \(reading.id)：\(reading.question)")
            lines.append("      取：\(reading.chosen)")
            lines.append("      因：\(reading.reason)")
        }
        return lines
    }
}
