import Foundation

extension Recount {
    /// The totals in the shape of `expected.json`.
    func totals() -> NSDictionary {
        var sums = Sums()
        let tiers = householdTiers()
        for facts in people.values {
            let answer = assess(facts, householdTier: tiers[facts.household])
            sums.status[answer.status, default: 0] += 1
            let paid = paidBack(facts, of: answer.refund)
            sums.paidBack += paid
            sums.refunds += answer.refund - paid
            sums.held += answer.held
            let isLate =
                answer.status == "late" && (terms.late == .covered || answer.isAccepted)
            guard isLate || ["insured", "overpaid", "duplicate"].contains(answer.status) else {
                continue
            }
            let due = due(answer.group, answer.tier) ?? 0
            sums.enrolled[answer.unit, default: 0] += 1
            if due > 0 || !terms.ranksPayers { sums.ranked[answer.unit, default: 0] += 1 }
            sums.paid[answer.unit, default: 0] += due
            sums.covered[answer.group, default: 0] += 1
            sums.personal[answer.group, default: 0] += due
        }
        let refused = rejected.values.reduce(0, +)
        return [
            "scheme": terms.scheme,
            "events": [
                "sent": sent, "accepted": sent - refused - repeated, "rejected": rejected,
                "repeated": repeated,
            ] as [String: Any],
            "units": units(sums), "status": sums.status, "categories": categories(sums),
            "funders": funders(sums).mapValues { ["fen": $0] },
            "refunds_due_fen": sums.refunds, "suspense_fen": sums.held,
            "offices": offices(paidBack: sums.paidBack),
        ] as NSDictionary
    }

    /// A sum paid back fits whole or not at all.
    private func paidBack(_ facts: Facts, of refund: Int) -> Int {
        facts.paidBack.reduce(0) { $0 + $1 <= refund ? $0 + $1 : $0 }
    }

    private struct Sums {
        var enrolled: [String: Int] = [:]
        var ranked: [String: Int] = [:]
        var paid: [String: Int] = [:]
        var status: [String: Int] = [:]
        var covered: [Int: Int] = [:]
        var personal: [Int: Int] = [:]
        var refunds = 0
        var paidBack = 0
        var held = 0
    }

    /// The tier that most of a household's ordinary members have, where they have more than one.
    private func householdTiers() -> [String: String] {
        guard terms.tiers.count > 1 else { return [:] }
        var members: [String: [String: Int]] = [:]
        for facts in people.values where !facts.household.isEmpty {
            let answer = assess(facts, householdTier: nil)
            guard terms.groups[answer.group].order == 3, answer.status != "ineligible" else {
                continue
            }
            members[facts.household, default: [:]][answer.tier, default: 0] += 1
        }
        return members.compactMapValues { tiers in
            tiers.count > 1 ? tiers.max { $0.value < $1.value }?.key : nil
        }
    }

    private func units(_ sums: Sums) -> [String: Any] {
        var units: [String: Any] = [:]
        for (place, target) in targets.enumerated() {
            let heads = sums.ranked[target.unit] ?? 0
            let better = targets.enumerated().filter { other, rival in
                let theirs = (sums.ranked[rival.unit] ?? 0) * target.heads
                return theirs > heads * rival.heads
                    || theirs == heads * rival.heads && other < place
            }
            units[target.unit] = [
                "target": target.heads, "enrolled": sums.enrolled[target.unit] ?? 0,
                "paid_fen": sums.paid[target.unit] ?? 0, "rank": better.count + 1,
            ]
        }
        if let heads = sums.enrolled["unassigned"] {
            units["unassigned"] = [
                "target": 0, "enrolled": heads, "paid_fen": sums.paid["unassigned"] ?? 0,
            ]
        }
        return units
    }

    private func categories(_ sums: Sums) -> [String: Any] {
        var categories: [String: Any] = [:]
        for (index, people) in sums.covered {
            let group = terms.groups[index]
            categories[group.name] =
                [
                    "people": people, "personal_fen": sums.personal[index] ?? 0,
                    "funders": group.funders.mapValues { $0 * people },
                ] as [String: Any]
        }
        return categories
    }

    private func funders(_ sums: Sums) -> [String: Int] {
        var funders: [String: Int] = [:]
        for (index, people) in sums.covered {
            for (funder, fen) in terms.groups[index].funders {
                funders[funder, default: 0] += fen * people
            }
        }
        return funders
    }
}
