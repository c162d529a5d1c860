import Foundation

extension Recount {
    /// The totals in the shape of `expected.json`.
    func totals() -> NSDictionary {
        var enrolled: [String: Int] = [:]
        var paid: [String: Int] = [:]
        var status: [String: Int] = [:]
        var covered: [Int: Int] = [:]
        var refunds = 0
        var held = 0
        for facts in people.values {
            let answer = assess(facts)
            status[answer.status, default: 0] += 1
            refunds += answer.refund
            held += answer.held
            guard ["insured", "overpaid", "duplicate", "late"].contains(answer.status) else {
                continue
            }
            enrolled[answer.unit, default: 0] += 1
            paid[answer.unit, default: 0] += Recount.categories[answer.category].2
            covered[answer.category, default: 0] += 1
        }
        let refused = rejected.values.reduce(0, +)
        return [
            "scheme": "tengzhou-2023",
            "events": [
                "sent": sent, "accepted": sent - refused - repeated, "rejected": rejected,
                "repeated": repeated,
            ] as [String: Any],
            "units": units(enrolled, paid), "status": status, "categories": categories(covered),
            "funders": funders(covered).mapValues { ["fen": $0] },
            "refunds_due_fen": refunds, "suspense_fen": held,
        ] as NSDictionary
    }

    private func assess(
        _ facts: Facts
    ) -> (status: String, category: Int, unit: String, refund: Int, held: Int) {
        let live = facts.payments.filter { !facts.reversed.contains($0.id) }
            .sorted { ($0.paidAt, $0.id) < ($1.paidAt, $1.id) }
        let named = facts.payments.lazy.map(\.unit).first { !$0.isEmpty }
        let unit = named ?? (facts.rosterUnit.isEmpty ? facts.listUnit : facts.rosterUnit)
        let place = unit.isEmpty ? "unassigned" : unit
        let total = live.reduce(0) { $0 + $1.fen }
        let (category, since) = best(facts)
        let due = Recount.categories[category].2
        if facts.isExcluded || facts.isOutside { return ("ineligible", category, place, total, 0) }
        if live.contains(where: { $0.paidAt < "2022-10-17" }) {
            return ("early", category, place, 0, total)
        }
        if total < due { return (total == 0 ? "unpaid" : "underpaid", category, place, 0, total) }
        var sum = 0
        let completion =
            due == 0
            ? since
            : live.first {
                sum += $0.fen; return sum >= due
            }?.paidAt
        let status =
            if let completion, completion >= "2023-01-01" {
                "late"
            } else if due > 0, live.filter({ $0.fen == due }).count > 1 {
                "duplicate"
            } else {
                total > due ? "overpaid" : "insured"
            }
        return (status, category, place, total - due, 0)
    }

    /// The category that applies, and the day from which it does.
    private func best(_ facts: Facts) -> (Int, String) {
        let age = 2022 - (Int(facts.birth.prefix(4)) ?? 2022)
        var held = facts.listings + [("ordinary", "2022-10-17")]
        if (60...69).contains(age) { held.append(("elderly60to69", "2022-10-17")) }
        if age >= 70 { held.append(("elderly70", "2022-10-17")) }
        let ranked = held.map { held in
            let order = Recount.categories.firstIndex { $0.0 == held.category } ?? 0
            let (_, _, due, funders, isAssistance) = Recount.categories[order]
            return (key: (due, isAssistance ? 0 : 1, funders.count, order), held.snapshot)
        }
        guard let first = ranked.min(by: { $0.key < $1.key }) else { return (0, "") }
        return (first.key.3, first.1)
    }

    private func units(_ enrolled: [String: Int], _ paid: [String: Int]) -> [String: Any] {
        var units: [String: Any] = [:]
        for (place, target) in targets.enumerated() {
            let heads = enrolled[target.unit] ?? 0
            let better = targets.enumerated().filter { other, rival in
                let theirs = (enrolled[rival.unit] ?? 0) * target.heads
                return theirs > heads * rival.heads
                    || theirs == heads * rival.heads && other < place
            }
            units[target.unit] = [
                "target": target.heads, "enrolled": heads, "paid_fen": paid[target.unit] ?? 0,
                "rank": better.count + 1,
            ]
        }
        if let heads = enrolled["unassigned"] {
            units["unassigned"] = [
                "target": 0, "enrolled": heads, "paid_fen": paid["unassigned"] ?? 0,
            ]
        }
        return units
    }

    private func categories(_ covered: [Int: Int]) -> [String: Any] {
        var categories: [String: Any] = [:]
        for (index, people) in covered {
            let (_, name, due, funders, _) = Recount.categories[index]
            categories[name] =
                [
                    "people": people, "personal_fen": people * due,
                    "funders": funders.mapValues { $0 * people },
                ] as [String: Any]
        }
        return categories
    }

    private func funders(_ covered: [Int: Int]) -> [String: Int] {
        var sums: [String: Int] = [:]
        for (index, people) in covered {
            for (funder, fen) in Recount.categories[index].3 {
                sums[funder, default: 0] += fen * people
            }
        }
        return sums
    }
}
