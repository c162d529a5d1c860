/// Where a value of a pack comes from.
public struct Citation: Hashable, Sendable {
    /// The clause of the notice (`二（三）2`, `附2五`).
    public var clause: String
    /// Verbatim words of the notice; more than one where the words stand apart.
    public var quotes: [String]
    /// The ids of the ``Reading``s that settle what the words leave open; empty when they are plain.
    public var readings: [String]

    /// Creates a citation.
    public init(clause: String, quotes: [String], readings: [String] = []) {
        self.clause = clause
        self.quotes = quotes
        self.readings = readings
    }
}

/// A setting for what a notice leaves open: the question, the reading chosen, and why.
public struct Reading: Hashable, Sendable {
    /// The id (`A-TZ-2`).
    public var id: String
    /// What the words leave open.
    public var question: String
    /// The reading chosen.
    public var chosen: String
    /// Why this one.
    public var reason: String
    /// The clause that it reads.
    public var clause: String
    /// Verbatim words of the notice; empty where the notice is silent.
    public var quotes: [String]
}

/// A value with its source.
public struct Cited<Value: Sendable>: Sendable {
    /// The value.
    public var value: Value
    /// Where it comes from.
    public var citation: Citation

    /// Creates a value with its source.
    public init(_ value: Value, _ citation: Citation) {
        self.value = value
        self.citation = citation
    }
}

/// A citation and where it stands in the pack's files.
public struct PlacedCitation: Hashable, Sendable {
    /// File name within the pack.
    public var file: String
    /// Line, from 1.
    public var line: Int
    /// The key (`categories[3]`).
    public var key: String
    /// The citation.
    public var citation: Citation
}

/// One rule of a compiled pack, as decisions name it.
public struct Rule: Hashable, Sendable {
    /// The id, unique in the pack (`category.elderly70`, `window.closes`).
    public var id: String
    /// Clause, words and reading.
    public var citation: Citation
}
