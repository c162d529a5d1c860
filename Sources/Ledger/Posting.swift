import Events

/// What an assessment means in the books, and what a change of assessment posts.
///
/// The books of a person are a function of the assessment, so a reassessment posts the difference
/// of two such functions and nothing is ever looked up or overwritten.
public enum Posting {
    /// The balances that an assessment stands for.
    ///
    /// They sum to zero.
    ///
    /// - Source: golden README, «Post shares to the ledger only for a covered person»;
    ///   policies.md G-04 (excess is held as refund due, never posted as premium).
    public static func position(of assessment: Assessment, into entries: inout [Entry]) {
        let unit = assessment.unit
        var received = Money.zero
        for receipt in assessment.receipts {
            received += receipt.amount
            entries.append(
                Entry(
                    account: Account(kind: .receipts, unit: unit, party: receipt.party),
                    amount: receipt.amount
                )
            )
        }
        let personal = assessment.isCovered ? assessment.due : .zero
        if assessment.isCovered { postShares(of: assessment, into: &entries) }
        append(
            Account(kind: .personalPremium, unit: unit, category: assessment.category),
            credit: personal,
            to: &entries
        )
        append(
            Account(kind: .refundDue, unit: unit),
            credit: assessment.refund - assessment.refunded,
            to: &entries
        )
        for paid in assessment.refunds {
            append(
                Account(kind: .refundsPaid, unit: unit, party: paid.party),
                credit: paid.amount,
                to: &entries
            )
        }
        append(
            Account(kind: .suspense, unit: unit, party: assessment.status.name),
            credit: received - personal - assessment.refund,
            to: &entries
        )
    }

    private static func postShares(of assessment: Assessment, into entries: inout [Entry]) {
        for share in assessment.shares where share.amount != .zero {
            entries.append(
                Entry(
                    account: Account(
                        kind: .fundingReceivable,
                        unit: assessment.unit,
                        party: share.party,
                        category: assessment.category
                    ),
                    amount: share.amount
                )
            )
            append(
                Account(
                    kind: .governmentPremium,
                    unit: assessment.unit,
                    party: share.party,
                    category: assessment.category
                ),
                credit: share.amount,
                to: &entries
            )
        }
    }

    private static func append(_ account: Account, credit: Money, to entries: inout [Entry]) {
        if credit == .zero { return }
        entries.append(Entry(account: account, amount: .zero - credit))
    }

    /// The lines that take the books from one assessment to the next, sorted, none of them zero.
    ///
    /// - Parameters:
    ///   - entries: Receives the lines, after being emptied.
    ///   - scratch: Working memory.
    public static func difference(
        from previous: Assessment?,
        to current: Assessment,
        into entries: inout [Entry],
        scratch: inout [Entry]
    ) {
        entries.removeAll(keepingCapacity: true)
        position(of: current, into: &entries)
        if let previous {
            scratch.removeAll(keepingCapacity: true)
            position(of: previous, into: &scratch)
            for line in scratch { subtract(line, from: &entries) }
            entries.removeAll { $0.amount == .zero }
        }
        precondition(isBalanced(entries), "a journal must balance to the fen")
    }

    /// The lines that take the books from one assessment to the next.
    static func difference(
        from previous: Assessment?,
        to current: Assessment,
        _ scratch: inout [Entry]
    ) -> [Entry] {
        var entries: [Entry] = []
        difference(from: previous, to: current, into: &entries, scratch: &scratch)
        return entries
    }

    private static func subtract(_ line: Entry, from entries: inout [Entry]) {
        add(Entry(account: line.account, amount: .zero - line.amount), to: &entries)
    }

    private static func add(_ line: Entry, to entries: inout [Entry]) {
        if let index = entries.firstIndex(where: { $0.account == line.account }) {
            entries[index].amount += line.amount
        } else {
            entries.append(line)
        }
    }

    /// Whether debits equal credits.
    public static func isBalanced(_ entries: [Entry]) -> Bool {
        entries.reduce(into: Int64(0)) { $0 += $1.amount.fen } == 0
    }

    /// The balances that an item of a dossier stands for: each move credits one account and debits
    /// another.
    ///
    /// - Source: Docs/ledger.md, the table of postings.
    public static func position(of item: DossierItem, into entries: inout [Entry]) {
        for move in item.moves {
            add(Entry(account: Account(move.to), amount: move.amount), to: &entries)
            add(Entry(account: Account(move.from), amount: .zero - move.amount), to: &entries)
        }
    }

    /// The lines that take the books from a dossier's items before a change to those after it, none
    /// of them zero.
    ///
    /// - Parameter entries: Receives the lines, after being emptied.
    public static func difference(of change: DossierChange, into entries: inout [Entry]) {
        entries.removeAll(keepingCapacity: true)
        for item in change.items {
            if let current = item.current { position(of: current, into: &entries) }
            guard let previous = item.previous else { continue }
            var before: [Entry] = []
            position(of: previous, into: &before)
            for line in before { subtract(line, from: &entries) }
        }
        entries.removeAll { $0.amount == .zero }
        precondition(isBalanced(entries), "a journal must balance to the fen")
    }
}
