import Events
import Policy

/// What the records about one funder stand for: applications that claim what it owes, money
/// received for them, its way from office to office, and its deposit in the treasury.
///
/// - Source: 000 M四（三）; 001 五（二）; 003 二（七）, 三（二）–（五）.
struct FunderDossier {
    /// An application that counts.
    private struct Claim {
        var entry: OfficeEntry
        var rule: FundingRule
        var received = Money.zero
        var deposited = Money.zero
        /// What each stop of the way holds.
        var holdings: [Money]
    }

    private let funder: String
    private let rules: OfficeRules
    private(set) var items: [DossierItem] = []
    /// By application number.
    private var claims: [String: Claim] = [:]

    init(_ funder: String, _ entries: [OfficeEntry], _ rules: OfficeRules) {
        self.funder = funder
        self.rules = rules
        addApplications(entries.filter { $0.event.kind == .fundingApplied })
        addReceived(entries.filter { $0.event.kind == .fundingReceived })
        addTransfers(entries.filter { $0.event.kind == .fundingTransferred })
        addDeposits(entries.filter { $0.event.kind == .treasuryDeposited })
        for claim in claims.values { items.append(application(claim)) }
    }

    // MARK: - Applications

    /// Each journal of the ledger is claimed once: a claim goes on where the one before it ended.
    private mutating func addApplications(_ entries: [OfficeEntry]) {
        var numbers: Set<String> = []
        var purposes: [String: [OfficeEntry]] = [:]
        for entry in entries {
            if numbers.insert(entry.event.number).inserted {
                purposes[entry.event.about, default: []].append(entry)
            } else {
                items.append(refused(entry, .double))
            }
        }
        for (purpose, entries) in purposes {
            guard let rule = rules.funding(purpose, funder: funder) else {
                items += entries.map { refused($0, .mismatch) }
                continue
            }
            chain(entries, rule)
        }
    }

    private mutating func chain(_ entries: [OfficeEntry], _ rule: FundingRule) {
        var rest = entries
        var end: [JournalPosition] = []
        while let next = rest.firstIndex(where: {
            FunderDossier.vector($0.event.claimsFrom) == end
        }) {
            let entry = rest.remove(at: next)
            end = FunderDossier.vector(entry.event.claimsThrough)
            claims[entry.event.number] = Claim(
                entry: entry,
                rule: rule,
                holdings: Array(repeating: .zero, count: rule.stops.count)
            )
        }
        for entry in rest {
            let isAhead = FunderDossier.isAhead(entry.event.claimsFrom, of: end)
            items.append(refused(entry, isAhead ? .gap : .overlap))
        }
    }

    /// Positions in order of partition; a partition of which nothing is claimed is left out.
    private static func vector(_ positions: [JournalPosition]) -> [JournalPosition] {
        positions.filter { $0.sequence > 0 }.sorted()
    }

    /// Whether positions lie nowhere before others, so that what is between may still come.
    private static func isAhead(
        _ positions: [JournalPosition],
        of end: [JournalPosition]
    ) -> Bool {
        end.allSatisfy { known in
            positions.contains {
                $0.partition == known.partition && $0.sequence >= known.sequence
            }
        }
    }

    private func refused(_ entry: OfficeEntry, _ status: DossierItem.Status) -> DossierItem {
        var item = DossierItem(.application, "application", entry, status)
        item.party = entry.event.about
        return item
    }

    private func application(_ claim: Claim) -> DossierItem {
        let event = claim.entry.event
        var item = DossierItem(.application, "application", claim.entry, .waiting)
        item.party = claim.rule.id
        item.counterpart = claim.received
        item.rules = [OfficeRules.Name.funding(claim.rule.id)]
        if claim.received > .zero { item.status = .compare(claim.received, with: event.amount) }
        item.notes = FunderDossier.vector(event.claimsThrough).map { "through \($0)" }
        if rules.bills != nil {
            item.rules.append(OfficeRules.Name.bills)
            item.notes.append(bill(claim))
        }
        item.moves = [
            MoneyMove(
                from: MoneyPlace(.fundingClaimed, party: funder),
                to: MoneyPlace(.fundingApplied, party: funder),
                amount: event.amount
            )
        ]
        return item
    }

    /// Where the special payment bills of a claim stand (003 二（七）: 推送、拨付、征收).
    private func bill(_ claim: Claim) -> String {
        if claim.deposited >= claim.entry.event.amount { return "bills collected" }
        return claim.received >= claim.entry.event.amount ? "bills funded" : "bills pushed"
    }

    // MARK: - Money

    private func place(_ stop: Int, of rule: FundingRule) -> MoneyPlace {
        let name = rule.stops[stop]
        return name == rule.into
            ? MoneyPlace(.pendingRemittance, party: name)
            : MoneyPlace(.fundingInTransit, party: name)
    }

    private func item(
        _ kind: DossierItem.Kind,
        _ name: String,
        _ entry: OfficeEntry,
        _ claim: Claim?
    ) -> DossierItem {
        var item = DossierItem(kind, name, entry, .waiting)
        item.reference = entry.event.application
        item.party = entry.event.toOffice
        if let claim {
            item.counterpart = claim.entry.event.amount
            item.rules = [OfficeRules.Name.funding(claim.rule.id)]
        }
        return item
    }

    private mutating func addReceived(_ entries: [OfficeEntry]) {
        var numbers: Set<String> = []
        for entry in entries {
            var claim = claims[entry.event.application]
            var item = item(.funding, "funding", entry, claim)
            if !numbers.insert(entry.event.number).inserted {
                item.status = .double
            } else if var known = claim {
                if known.rule.stops[0] == entry.event.toOffice {
                    receive(entry, &known, &item)
                } else {
                    item.status = .mismatch
                }
                claim = known
            }
            claims[entry.event.application] = claim
            items.append(item)
        }
    }

    private func receive(_ entry: OfficeEntry, _ claim: inout Claim, _ item: inout DossierItem) {
        let amount = entry.event.amount
        let open = max(.zero, claim.entry.event.amount - claim.received)
        let fits = min(open, amount)
        let to = place(0, of: claim.rule)
        if fits > .zero {
            let from = MoneyPlace(.fundingApplied, party: funder)
            item.moves.append(MoneyMove(from: from, to: to, amount: fits))
        }
        if amount > fits {
            let from = MoneyPlace(.fundingSurplus, party: funder)
            item.moves.append(MoneyMove(from: from, to: to, amount: amount - fits))
        }
        claim.received += amount
        claim.holdings[0] += amount
        item.status = .compare(amount, with: open)
    }

    /// Money passes on stop by stop; what is not there yet cannot.
    private mutating func addTransfers(_ entries: [OfficeEntry]) {
        let longest = rules.funding.map(\.stops.count).max() ?? 0
        var numbers: Set<String> = []
        var rest = entries.filter { entry in
            if numbers.insert(entry.event.number).inserted { return true }
            var item = item(.transfer, "transfer", entry, claims[entry.event.application])
            item.status = .double
            items.append(item)
            return false
        }
        for stop in 0..<max(0, longest - 1) {
            rest.removeAll { entry in
                guard var claim = claims[entry.event.application],
                    stop + 1 < claim.rule.stops.count,
                    claim.rule.stops[stop] == entry.event.fromOffice,
                    claim.rule.stops[stop + 1] == entry.event.toOffice
                else { return false }
                var item = item(.transfer, "transfer", entry, claim)
                let to = place(stop + 1, of: claim.rule)
                pass(entry, from: stop, to: to, &claim, &item)
                if item.status == .matched { claim.holdings[stop + 1] += entry.event.amount }
                claims[entry.event.application] = claim
                items.append(item)
                return true
            }
        }
        for entry in rest {
            let claim = claims[entry.event.application]
            var item = item(.transfer, "transfer", entry, claim)
            if claim != nil { item.status = .mismatch }
            items.append(item)
        }
    }

    private func pass(
        _ entry: OfficeEntry,
        from stop: Int,
        to: MoneyPlace,
        _ claim: inout Claim,
        _ item: inout DossierItem
    ) {
        let held = claim.holdings[stop]
        item.counterpart = held
        guard entry.event.amount <= held else {
            item.status = held == .zero ? .waiting : .over
            return
        }
        item.status = .matched
        claim.holdings[stop] -= entry.event.amount
        item.moves = [
            MoneyMove(from: place(stop, of: claim.rule), to: to, amount: entry.event.amount)
        ]
    }

    private mutating func addDeposits(_ entries: [OfficeEntry]) {
        var numbers: Set<String> = []
        for entry in entries {
            var item = item(
                .treasuryDeposit,
                "treasury",
                entry,
                claims[entry.event.application]
            )
            if !numbers.insert(entry.event.number).inserted {
                item.status = .double
            } else if var claim = claims[entry.event.application] {
                if claim.rule.paysPersons {
                    item.status = .mismatch
                } else {
                    let to = MoneyPlace(.treasury, party: funder)
                    let last = claim.rule.stops.count - 1
                    pass(entry, from: last, to: to, &claim, &item)
                    if item.status == .matched { claim.deposited += entry.event.amount }
                    claims[entry.event.application] = claim
                }
            }
            items.append(item)
        }
    }
}
