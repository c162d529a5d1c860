import Events
import Ledger

/// What an explanation of one person is made of.
public struct PersonEvidence: Sendable {
    /// A journal, kept beyond the call that read it.
    public struct Posted: Sendable {
        /// Partition and number.
        public var place: String
        /// Revision of the assessment.
        public var revision: UInt64
        /// Source and number of the causing fact.
        public var cause: String
        /// The assessment.
        public var assessment: Assessment
        /// The lines.
        public var entries: [Entry]

        /// Copies a row of the ledger.
        ///
        /// - Throws: When the stored assessment cannot be read.
        public init(_ row: JournalRow) throws {
            place = "\(row.partition)/\(row.sequence)"
            revision = row.revision
            cause = row.cause
            assessment = try Assessment(wire: row.assessment)
            entries = row.entries
        }
    }

    /// A fact of the log with its place.
    public struct Received: Sendable {
        /// Partition and offset in `facts.validated`.
        public var place: String
        /// The fact.
        public var fact: Fact
        /// Whether a fact of the same identity stands before it.
        public var isRepeated: Bool

        /// Creates a received fact.
        public init(place: String, fact: Fact, isRepeated: Bool) {
            self.place = place
            self.fact = fact
            self.isRepeated = isRepeated
        }
    }

    /// Journals in order of revision.
    public var journals: [Posted] = []
    /// Facts in the order of the log; nil where no log was given.
    public var facts: [Received]?
    /// Seals of lists that the person stands on, by list id.
    public var sealed: [String: ListSealed] = [:]
    /// Audits of lists that the person stands on, by list id.
    public var audited: [String: ListAudited] = [:]
    /// For each list, the ids of the sealed lists that take its place.
    public var superseding: [String: [String]] = [:]

    /// Creates evidence without anything.
    public init() {}
}
