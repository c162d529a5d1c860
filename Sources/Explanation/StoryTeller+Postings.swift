import Events
import Ledger
import Policy

/// Journal lines in words, each with the clause that it rests on.
extension StoryTeller {
    func posting(_ entry: Entry, _ assessment: Assessment) -> StoryPosting {
        let amount = Money(fen: abs(entry.amount.fen))
        return StoryPosting(
            side: entry.amount > .zero ? "借" : "贷",
            account: words(entry.account),
            amount: Words.yuan(amount),
            clause: clause(entry.account, assessment)
        )
    }

    private func words(_ account: Account) -> String {
        var parts = [account.kind.chineseName]
        if !account.party.isEmpty { parts.append(party(account)) }
        if !account.category.isEmpty { parts.append(category(account.category)) }
        if !account.unit.isEmpty { parts.append(account.unit) }
        return parts.joined(separator: "·")
    }

    private func party(_ account: Account) -> String {
        switch account.kind {
        case .suspense:
            return AssessmentStatus.allCases.first { $0.name == account.party }.map(Words.status)
                ?? account.party
        case .receipts:
            let channels = book.pack.compiled.channels
            return channels.first { $0.id == account.party }?.name ?? account.party
        default: return funder(account.party)
        }
    }

    /// Shares rest on the category, money received on the price, what goes back on the rule of
    /// excess, and what is held on the rule that decided.
    private func clause(_ account: Account, _ assessment: Assessment) -> String {
        let decided = assessment.rules.first ?? ""
        let id: String
        switch account.kind {
        case .receipts:
            id = assessment.tier.isEmpty ? "premium" : "premium.\(assessment.tier)"
        case .personalPremium, .fundingReceivable, .governmentPremium:
            id = "category.\(account.category)"
        case .refundDue: id = assessment.isCovered ? "excess" : decided
        default: id = decided
        }
        return (book.entry(id) ?? book.entry(decided))?.clause ?? ""
    }

    func balances(_ journals: [PersonEvidence.Posted]) -> [Facet] {
        var sums: [Account: Money] = [:]
        var order: [Account] = []
        for entry in journals.flatMap(\.entries) {
            if sums[entry.account] == nil { order.append(entry.account) }
            sums[entry.account, default: .zero] += entry.amount
        }
        return order.compactMap { account in
            guard let sum = sums[account], sum != .zero else { return nil }
            let side = sum > .zero ? "借" : "贷"
            return Facet(words(account), "\(side)\(Words.yuan(fen: abs(sum.fen)))")
        }
    }
}
