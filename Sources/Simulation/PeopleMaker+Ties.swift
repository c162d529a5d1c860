/// Residence, scope, lists and tier of people of the roster.
extension PeopleMaker {
    /// Draws what ties a person to the place and to lists.
    func drawTies(_ draft: inout Draft, _ random: inout Random) {
        let age = draft.birth.fullYears(on: script.ageDay)
        if draft.role == .none, let index = habits.residences.spin(&random),
            script.residences[index].ages.contains(age)
        {
            draft.residence = script.residences[index].residence
        }
        if let raw = habits.scopes.spin(&random), let scope = Scope(rawValue: UInt8(raw)) {
            draft.scope = scope
            if let residence = scope.residence {
                draft.residence = residence
                draft.lists = 0
                draft.role = .none
            } else if draft.residence == .numbered {
                // Exclusions and removals know people by their identity number.
                draft.residence = .local
            }
        }
        // A return names people by the number that they have.
        if draft.scope != .unnumbered, let category = script.rules.returned[draft.residence] {
            draft.list(in: category)
        }
        guard script.rules.listed.contains(draft.residence) else { return }
        drawLists(&draft, age, &random)
        drawInVain(&draft, age, &random)
        chooseTier(&draft, &random)
        if script.rules.takesRefusals, age >= 18, draft.scope == .eligible,
            random.happens(habits.refusing)
        {
            draft.traits.insert(.refuses)
        }
    }

    private func drawLists(_ draft: inout Draft, _ age: Int, _ random: inout Random) {
        for entry in habits.listed where random.happens(entry.share) && entry.ages.contains(age) {
            draft.list(in: entry.category)
        }
        guard draft.lists != 0 else { return }
        if random.happens(habits.overlap) {
            let entry = habits.listed[random.below(habits.listed.count)]
            if entry.ages.contains(age) { draft.list(in: entry.category) }
        }
        for list in script.lists where list.members == .second {
            let bit = UInt16(1) << UInt16(list.category)
            guard draft.lists & bit != 0, draft.added == 0, draft.dropped == 0 else { continue }
            if random.happens(habits.added) {
                draft.added = UInt8(list.category)
            } else if random.happens(habits.dropped) {
                draft.dropped = UInt8(list.category)
                draft.lists &= ~bit
            }
        }
        drawApproval(&draft, &random)
    }

    private func drawApproval(_ draft: inout Draft, _ random: inout Random) {
        guard let approval = script.rules.approval else { return }
        let bit = UInt16(1) << UInt16(approval.category)
        guard draft.lists & bit != 0 else { return }
        let canHold = approval.canHold(born: draft.birth, isMale: draft.isMale)
        guard !canHold || random.happens(habits.unapproved) else { return }
        draft.lists &= ~bit
        draft.traits.insert(.unapproved)
    }

    private func drawInVain(_ draft: inout Draft, _ age: Int, _ random: inout Random) {
        for list in script.lists where list.members == .inVain {
            let isListed = draft.lists >> UInt16(list.category) & 1 == 1
            guard !isListed, draft.dropped == 0, draft.role == .none,
                script.categories[list.category].ages?.contains(age) ?? false,
                random.happens(habits.inVain)
            else { continue }
            draft.dropped = UInt8(list.category)
            draft.traits.insert(.listedInVain)
        }
    }

    /// Somebody whom lists bind to a tier takes it, or all the same that of the household.
    private func chooseTier(_ draft: inout Draft, _ random: inout Random) {
        guard let bound = script.boundTier(lists: draft.lists) else { return }
        if !random.happens(habits.tiers.unbound) { draft.tier = bound }
    }
}
