/// Everything that a person's standing rests on, in words: what came in, what was decided and why,
/// what was posted.
public struct PersonStory: Codable, Sendable {
    /// The person's number, masked; or the id of a case.
    public var person: String
    /// Scheme id.
    public var scheme: String
    /// The notice.
    public var notice: String
    /// SHA-256 of the pack that the words are taken from.
    public var policy: String
    /// What came in, in the order of the log; nil where no log was given.
    public var events: [StoryEvent]?
    /// Assessments, the first first.
    public var revisions: [StoryRevision]
    /// Balances of the person's postings; empty where there is no ledger.
    public var balances: [Facet]
}

/// One thing that came in.
public struct StoryEvent: Codable, Hashable, Sendable {
    /// When it happened; empty where the fact has no time of its own.
    public var at: String
    /// What happened.
    public var what: String
    /// Source and number, `source/number`.
    public var id: String
    /// Place in `facts.validated`, `partition/offset`.
    public var place: String
    /// What became of it, where that is not plain.
    public var note: String?
}

/// One assessment and why it is so.
public struct StoryRevision: Codable, Sendable {
    /// 1 for the first.
    public var revision: UInt64
    /// Journal, `partition/sequence`; nil for a case without a ledger.
    public var journal: String?
    /// Source and number of the cause.
    public var cause: String?
    /// The cause in words, where the log was given.
    public var causeEvent: String?
    /// The outcome, part by part.
    public var outcome: [Facet]
    /// The rules that decided, the deciding one first.
    public var reasons: [StoryReason]
    /// Categories that matched and were not applied.
    public var others: [StoryOther]
    /// Things to look at.
    public var flags: [Facet]
    /// What changed against the assessment before; empty for the first.
    public var changes: [RuleDifference.Part]
    /// Why it changed, in one sentence; nil for the first.
    public var changeReason: String?
    /// The lines of the journal.
    public var postings: [StoryPosting]
}

/// A rule that decided.
public struct StoryReason: Codable, Hashable, Sendable {
    /// The rule's id.
    public var rule: String
    /// What it is about.
    public var title: String
    /// The clause.
    public var clause: String
    /// The notice's words.
    public var quotes: [String]
    /// Readings behind it.
    public var readings: [ReadingText]
}

/// A category that lost.
public struct StoryOther: Codable, Hashable, Sendable {
    /// Its printed name.
    public var category: String
    /// Its clause.
    public var clause: String
    /// Why it was not applied.
    public var why: String
}

/// A line of a journal.
public struct StoryPosting: Codable, Hashable, Sendable {
    /// `借` or `贷`.
    public var side: String
    /// The account in words.
    public var account: String
    /// The amount.
    public var amount: String
    /// The clause that it rests on.
    public var clause: String

    /// Creates a line.
    public init(side: String, account: String, amount: String, clause: String) {
        self.side = side
        self.account = account
        self.amount = amount
        self.clause = clause
    }
}
