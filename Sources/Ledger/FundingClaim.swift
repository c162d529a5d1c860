import Events

/// What a funder came to owe between two positions of the ledger: what an application claims, with
/// the persons for whom it is owed (F-061).
///
/// A journal that took a person's share back counts against it, so that claims that follow one
/// another add up to the receivable.
public struct FundingClaim: Sendable {
    /// What the funder came to owe.
    public private(set) var amount = Money.zero
    /// The same by person; who came and went in between is left out.
    public private(set) var people: [PersonKey: Money] = [:]
    /// Where the claim ends: the ledger's positions, or those asked for.
    public let through: [JournalPosition]

    /// Reads the journals after `from` and up to `through`.
    ///
    /// - Parameters:
    ///   - categories: Ids of the categories that are claimed; empty = all.
    ///   - from: Where the claim before ended; empty = the beginning.
    ///   - through: Where this one ends; nil = where the ledger stands.
    /// - Throws: What the reader throws.
    public init(
        _ reader: any LedgerReader,
        scheme: String,
        funder: String,
        categories: Set<String> = [],
        from: [JournalPosition] = [],
        through: [JournalPosition]? = nil
    ) throws {
        self.through =
            try through
            ?? reader.positions().map {
                JournalPosition(partition: $0.partition, sequence: $0.journalSequence)
            }
        let first = FundingClaim.table(from)
        let last = FundingClaim.table(self.through)
        try reader.journals { row in
            guard row.scheme == scheme, row.sequence > first[row.partition] ?? 0,
                row.sequence <= last[row.partition] ?? 0
            else { return }
            for entry in row.entries
            where entry.account.kind == .fundingReceivable && entry.account.party == funder
                && (categories.isEmpty || categories.contains(entry.account.category))
            {
                amount += entry.amount
                people[row.person, default: .zero] += entry.amount
            }
        }
        people = people.filter { $0.value != .zero }
    }

    private static func table(_ positions: [JournalPosition]) -> [Int32: Int64] {
        Dictionary(
            positions.map { ($0.partition, $0.sequence) },
            uniquingKeysWith: { max($0, $1) }
        )
    }
}
