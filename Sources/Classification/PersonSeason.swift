import Events
import Policy

/// One assessment on its way: which categories hold from when, and when the person was complete.
struct PersonSeason {
    /// First day that counts for the person: the window's, or the day of birth in the season.
    var opens: Int32
    /// Last day that counts: the window's, or the newborn's own.
    var limit: Int32
    /// Whether the newborn rule holds.
    var isNewborn = false
    /// Tier.
    var tier = 0
    /// Categories that hold at some day, without the ordinary one: bit *n* = category *n*.
    var matched: UInt64 = 0
    /// Of these, the ones whose terms are written for other tiers.
    var otherTier: UInt64 = 0
    /// Category applied in the end.
    var category = 0
    /// Money that counts (not early).
    var counted: Int64 = 0
    /// Money from before the first day.
    var early: Int64 = 0
    /// Day of completion; `Verdict.noDay` = not complete.
    var completedOn = Verdict.noDay
    /// Whether it was a listing that completed the person.
    var completedByListing = false
    /// Whether the relief was lost by paying late.
    var lostRelief = false

    init(_ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables) {
        opens = tables.window.opens
        limit = tables.window.closes
        guard let birth = facts.birth?.day else { return }
        let newborn = tables.newborn
        if birth >= newborn.bornFrom && birth <= newborn.bornTo
            && facts.residence.satisfies(anyOf: newborn.needs)
        {
            isNewborn = true
            limit = max(limit, newborn.days >= 0 ? birth + newborn.days : newborn.until)
        }
        opens = max(opens, min(birth, limit))
    }

    // MARK: - Categories

    /// Finds the categories that match, and the tier that the person is assessed in.
    mutating func chooseTier(
        _ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        match(facts, tables, &verdict)
        var chosen = tables.tierCount == 1 ? 0 : facts.tier
        var rest = matched
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            rest &= rest - 1
            let forced = tables.categories[index].forcedTier
            if forced >= 0 && forced != chosen {
                if chosen >= 0 { verdict.flags.insert(.tierForced) }
                chosen = forced
            }
        }
        if chosen < 0 { chosen = tierOfRelief(tables) ?? facts.householdTier }
        verdict.tier = Int8(truncatingIfNeeded: chosen)
        tier = chosen
        guard chosen >= 0 else { return }
        narrow(tables, &verdict)
        category = best(facts, tables, asOf: Int32.max)
    }

    /// Where nobody chose a tier: the one in which the person's relief leaves the least to pay.
    private func tierOfRelief(_ tables: borrowing AssessmentTables) -> Int? {
        var found: Int?
        var least = Int64.max
        var rest = matched
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            rest &= rest - 1
            guard tables.categories[index].isRelief else { continue }
            for tier in 0..<tables.tierCount {
                let money = tables.money[index * tables.tierCount + tier]
                if money.holds && money.due < least {
                    least = money.due
                    found = tier
                }
            }
        }
        return found
    }

    private mutating func match(
        _ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        var rest = tables.derived
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            rest &= rest - 1
            if holds(index, facts, tables) { add(index, facts, tables, &verdict) }
        }
        for listing in facts.listings {
            let index = listing.category
            if tables.derived >> UInt64(index) & 1 == 1 {
                if matched >> UInt64(index) & 1 == 0 { verdict.flags.insert(.listContradicted) }
            } else if index != tables.ordinary {
                takeListing(listing, facts, tables, &verdict)
            }
        }
    }

    private mutating func takeListing(
        _ listing: Listing, _ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        if !listing.isAttributeKnown { verdict.flags.insert(.attributeMissing) }
        if let day = listing.listedOn?.day, day > tables.categories[listing.category].listedBy {
            verdict.flags.insert(.listedLate)
            if tables.rules.lists >= 0 { verdict.add(rule: tables.rules.lists) }
            return
        }
        if tables.categories[listing.category].kind == .approval,
            !isApproved(listing, facts, tables, &verdict)
        {
            return
        }
        add(listing.category, facts, tables, &verdict)
    }

    private func isApproved(
        _ listing: Listing, _ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) -> Bool {
        guard let approved = listing.approvedOn, let birth = facts.birth, facts.sex != .unknown
        else {
            verdict.flags.insert(.approvalMissing)
            return false
        }
        if approved.day < tables.categories[listing.category].approvedFrom { return false }
        let age =
            facts.sex == .male
            ? tables.categories[listing.category].maleAge
            : tables.categories[listing.category].femaleAge
        return birth.fullYears(on: approved) >= Int(age)
    }

    /// Takes a category in, unless its relief needs a hukou that the person lacks.
    private mutating func add(
        _ index: Int, _ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        if tables.categories[index].isRelief
            && !facts.residence.satisfies(anyOf: tables.reliefNeeds)
        {
            verdict.flags.insert(.reliefNeedsHukou)
            verdict.add(rule: tables.rules.relief)
            return
        }
        matched |= 1 << UInt64(index)
    }

    private func holds(
        _ index: Int, _ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables
    ) -> Bool {
        switch tables.categories[index].kind {
        case .birth:
            guard let birth = facts.birth?.day else { return false }
            return birth >= tables.categories[index].bornFrom
                && birth <= tables.categories[index].bornTo
        case .residence:
            if let identity = tables.categories[index].identity, identity != facts.identity {
                return false
            }
            return facts.residence.rawValue & tables.categories[index].without == 0
                && facts.residence.satisfies(anyOf: tables.categories[index].anyOf)
        case .newborn: return isNewborn
        case .otherwise, .list, .approval: return false
        }
    }

    /// Sets aside the categories whose terms are written for other tiers.
    private mutating func narrow(
        _ tables: borrowing AssessmentTables, _ verdict: inout Verdict
    ) {
        var rest = matched
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            rest &= rest - 1
            if tables.money[index * tables.tierCount + tier].holds { continue }
            otherTier |= 1 << UInt64(index)
            verdict.flags.insert(.wrongTier)
        }
    }

    // MARK: - Conflict

    /// The category that applies on a day: relief first, then the lowest personal share, then the
    /// fewest funders, then the order of the document.
    func best(
        _ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables, asOf day: Int32
    ) -> Int {
        var found = tables.ordinary
        var rest = matched & ~otherTier
        while rest != 0 {
            let index = rest.trailingZeroBitCount
            rest &= rest - 1
            guard day == Int32.max || isListed(index, by: day, facts, tables) else { continue }
            if found == tables.ordinary || precedes(index, found, facts, tables) { found = index }
        }
        return found
    }

    private func isListed(
        _ index: Int, by day: Int32, _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) -> Bool {
        if tables.derived >> UInt64(index) & 1 == 1 { return true }
        for listing in facts.listings where listing.category == index {
            guard let listed = listing.listedOn?.day else { return true }
            if listed <= day && listed <= tables.categories[index].listedBy { return true }
        }
        return false
    }

    private func precedes(
        _ left: Int, _ right: Int, _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) -> Bool {
        let leftRank = rank(tables.categories[left].mode)
        let rightRank = rank(tables.categories[right].mode)
        if leftRank != rightRank { return leftRank < rightRank }
        let leftDue = due(left, facts, tables)
        let rightDue = due(right, facts, tables)
        if leftDue != rightDue { return leftDue < rightDue }
        let leftCount = tables.money[left * tables.tierCount + tier].count
        let rightCount = tables.money[right * tables.tierCount + tier].count
        if leftCount != rightCount { return leftCount < rightCount }
        return left < right
    }

    private func rank(_ mode: CategoryDefinition.Mode) -> Int {
        switch mode {
        case .waived, .reduced, .refundLater: 0
        case .coverageOnly: 1
        case .selfPaid: 2
        }
    }

    /// What the person bears in a category, with a rebate standard of the facts if there is one.
    func due(
        _ index: Int, _ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables
    ) -> Int64 {
        let place = index * tables.tierCount + tier
        let rebate = rebate(index, facts, tables)
        return rebate > 0 ? tables.money[place].upfront - rebate : tables.money[place].due
    }

    /// What goes back in a category under 先征后返; −1 = standard not set, 0 = none.
    func rebate(
        _ index: Int, _ facts: borrowing PersonFacts, _ tables: borrowing AssessmentTables
    ) -> Int64 {
        let place = index * tables.tierCount + tier
        if tables.money[place].rebate == 0 { return 0 }
        for standard in facts.rebates where standard.category == index {
            return min(standard.amount.fen, tables.money[place].upfront)
        }
        return tables.money[place].rebate
    }
}
