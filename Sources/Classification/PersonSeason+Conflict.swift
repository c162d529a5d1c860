import Events
import Policy

/// Which of several categories applies, and its money.
extension PersonSeason {
    /// The category that applies on a day: relief first, then the lowest personal share, then the
    /// fewest funders, then the order of the document.
    func best(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        asOf day: Int32
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
        _ index: Int,
        by day: Int32,
        _ facts: borrowing PersonFacts,
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
        _ left: Int,
        _ right: Int,
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) -> Bool {
        ConflictGround.of(
            left,
            before: right,
            due: (due(left, facts, tables), due(right, facts, tables)),
            tier,
            tables
        ) != nil
    }

    /// What the person bears in a category, with a rebate standard of the facts if there is one.
    func due(
        _ index: Int,
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) -> Int64 {
        let place = index * tables.tierCount + tier
        let rebate = rebate(index, facts, tables)
        return rebate > 0 ? tables.money[place].upfront - rebate : tables.money[place].due
    }

    /// What goes back in a category under 先征后返; −1 = standard not set, 0 = none.
    func rebate(
        _ index: Int,
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) -> Int64 {
        let place = index * tables.tierCount + tier
        if tables.money[place].rebate == 0 { return 0 }
        for standard in facts.rebates where standard.category == index {
            return min(standard.amount.fen, tables.money[place].upfront)
        }
        return tables.money[place].rebate
    }
}
