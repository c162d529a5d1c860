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

    /// Finds the categories that match, and the tier that the person is assessed in.
    mutating func chooseTier(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
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
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
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
        _ listing: Listing,
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        if !listing.isAttributeKnown { verdict.flags.insert(.attributeMissing) }
        if let day = listing.listedOn?.day, day > tables.categories[listing.category].listedBy {
            verdict.flags.insert(.listedLate)
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
        _ listing: Listing,
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
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
        _ index: Int,
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) {
        if tables.categories[index].isRelief
            && !facts.residence.satisfies(anyOf: tables.reliefNeeds)
        {
            verdict.flags.insert(.reliefNeedsHukou)
            return
        }
        matched |= 1 << UInt64(index)
    }

    private func holds(
        _ index: Int,
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
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
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
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
}
