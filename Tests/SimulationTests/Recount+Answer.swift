extension Recount {
    /// Where a person stands.
    struct Answer {
        var status: String
        var group: Int
        var tier: String
        var unit: String
        var refund = 0
        var held = 0
        /// Late, and enrolled all the same.
        var isAccepted = false
    }

    /// Where a person stands once an office has decided on what was held.
    ///
    /// - Parameter householdTier: The tier of the household's ordinary members, if it has one.
    func assess(_ facts: Facts, householdTier: String?) -> Answer {
        var answer = undecided(facts, householdTier: householdTier)
        var rest = facts
        switch (facts.ruling, answer.status) {
        case ("", _): break
        case ("accept", "early"):
            for index in rest.payments.indices where rest.payments[index].paidAt < terms.opens {
                rest.payments[index].paidAt = terms.opens + "T00:00:00"
            }
            answer = undecided(rest, householdTier: householdTier)
        case ("accept", _):
            answer.isAccepted = true
            answer.held = 0
        case ("reject", "late"):
            answer.status = "late-rejected"
            answer.refund += answer.held
            answer.held = 0
        default:
            rest.payments = []
            let back = answer.refund + answer.held
            answer = undecided(rest, householdTier: householdTier)
            answer.refund = back
        }
        return answer
    }

    /// Where a person stands, by the order of precedence of the statuses.
    private func undecided(_ facts: Facts, householdTier: String?) -> Answer {
        let live = live(facts)
        let total = live.reduce(0) { $0 + $1.fen }
        let tier = tier(of: facts, live)
        let (group, since) = best(facts, tier, live)
        var answer = Answer(status: "", group: group, tier: tier, unit: unit(of: facts))
        if isOut(facts) {
            answer.status = "ineligible"
            answer.refund = total
            return answer
        }
        if let waiting = waiting(facts, group, tier, householdTier, total) {
            answer.status = waiting
            answer.held = total
            return answer
        }
        settle(&answer, facts, live, since)
        return answer
    }

    /// Payments that were not taken back, oldest first.
    func live(_ facts: Facts) -> [Payment] {
        facts.payments.filter { !facts.reversed.contains($0.id) }
            .sorted { ($0.paidAt, $0.id) < ($1.paidAt, $1.id) }
    }

    /// What a group makes a person pay in a tier.
    func due(_ group: Int, _ tier: String) -> Int? { terms.groups[group].due[tier] }

    /// The unit that counts the person.
    private func unit(of facts: Facts) -> String {
        let named = facts.payments.lazy.map(\.unit).first { !$0.isEmpty }
        let unit = named ?? (facts.homeUnit.isEmpty ? facts.listUnit : facts.homeUnit)
        return unit.isEmpty ? "unassigned" : unit
    }

    /// The tier chosen; who chose none has the one of the lists.
    func tier(of facts: Facts, _ live: [Payment]) -> String {
        if terms.tiers.count == 1 { return "" }
        if let prescribed = terms.schoolTier, facts.isAtSchoolFromOutside { return prescribed }
        if let paid = live.last(where: { !$0.tier.isEmpty }) { return paid.tier }
        if !facts.rosterTier.isEmpty { return facts.rosterTier }
        let bound = facts.listings.lazy.compactMap { terms.groups[$0.group].due.first?.key }
        return bound.first ?? "tier4"
    }

    private func isOut(_ facts: Facts) -> Bool {
        let marks: Set = ["职工医保", "外地居民医保", "删除", "死亡"]
        return !facts.marks.isDisjoint(with: marks) || !terms.isInScope(facts)
    }

    /// The paper for which the person's money waits.
    private func waiting(
        _ facts: Facts,
        _ group: Int,
        _ tier: String,
        _ householdTier: String?,
        _ total: Int
    ) -> String? {
        let owes = due(group, tier) ?? 0 > 0
        if terms.registersFirst, !facts.isOnRoster, !facts.isRegistered, owes, total > 0 {
            return "registration-incomplete"
        }
        if facts.isRegistered, !facts.hasGuardian, facts.birth >= terms.guardedFrom {
            return "registration-incomplete"
        }
        guard let householdTier, householdTier != tier, terms.groups[group].order == 3 else {
            return nil
        }
        return "tier-conflict"
    }

    private func settle(
        _ answer: inout Answer,
        _ facts: Facts,
        _ live: [Payment],
        _ since: String
    ) {
        let total = live.reduce(0) { $0 + $1.fen }
        let early = live.filter { $0.paidAt < terms.opens }.reduce(0) { $0 + $1.fen }
        var due = due(answer.group, answer.tier) ?? 0
        let lastDay = lastDay(facts)
        var completion = due == 0 ? since : completion(live, due)
        if terms.late == .heldForWhole, completion ?? "9" > lastDay + "T24", due > 0,
            let last = live.last, last.paidAt > lastDay + "T24"
        {
            answer.group = 0
            due = self.due(0, answer.tier) ?? 0
            completion = self.completion(live, due)
        }
        answer.held = total
        if early > 0 {
            answer.status = "early"
        } else if total == 0, givesUp(facts, answer.group, due) {
            answer.status = "waived"
        } else if let completion {
            finish(&answer, live, due, isLate: completion > lastDay + "T24")
        } else {
            answer.status = total == 0 ? "unpaid" : "underpaid"
        }
    }

    private func finish(_ answer: inout Answer, _ live: [Payment], _ due: Int, isLate: Bool) {
        let total = live.reduce(0) { $0 + $1.fen }
        answer.refund = total - due
        if isLate {
            let isRefused = terms.late == .refused
            answer.status = isRefused ? "late-rejected" : "late"
            if isRefused { answer.refund = total }
        } else if due > 0, live.filter({ $0.fen == due }).count > 1 {
            answer.status = "duplicate"
        } else {
            answer.status = total > due ? "overpaid" : "insured"
        }
        let isCovered = !isLate || terms.late == .covered
        answer.held = isCovered ? 0 : total - answer.refund
    }

    /// When the sum was reached; nil when it was not.
    private func completion(_ live: [Payment], _ due: Int) -> String? {
        var sum = 0
        return live.first {
            sum += $0.fen
            return sum >= due
        }?.paidAt
    }

    /// The last day on which the person may pay or be listed.
    private func lastDay(_ facts: Facts) -> String {
        guard let newborn = terms.newborn, newborn.born.contains(facts.birth), facts.hukou == "本地"
        else { return terms.closes }
        return max(terms.closes, newborn.lastDay(facts.birth))
    }

    private func givesUp(_ facts: Facts, _ group: Int, _ due: Int) -> Bool {
        if facts.marks.contains("书面承诺不缴") { return due > 0 }
        return facts.marks.contains("表格无名未报") && terms.groups[group].id == "elderly70"
    }

    /// The group that applies, and the day from which it does.
    private func best(_ facts: Facts, _ tier: String, _ live: [Payment]) -> (Int, String) {
        let isRelieved = terms.reliefNeeds?.contains(facts.hukou) ?? true
        var held = [(group: 0, since: "")]
        for (index, group) in terms.groups.enumerated() {
            if group.born?.contains(facts.birth) ?? false, isRelieved { held.append((index, "")) }
            if group.residence?(facts) ?? false { held.append((index, "")) }
        }
        for listing in facts.listings where isRelieved {
            let group = terms.groups[listing.group]
            guard group.born == nil, group.residence == nil, listing.snapshot <= group.listedBy,
                group.isApproved?(facts, listing.approvedOn) ?? true
            else { continue }
            held.append((listing.group, listing.snapshot))
        }
        let ranked = held.compactMap { entry in
            let group = terms.groups[entry.group]
            return group.due[tier].map { due in
                (
                    key: (
                        group.order, due, group.isAssistance ? 0 : 1, group.funders.count,
                        entry.group
                    ), since: entry.since
                )
            }
        }
        guard let first = ranked.min(by: { $0.key < $1.key }) else { return (0, "") }
        return (first.key.4, first.since)
    }
}
