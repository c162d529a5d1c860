import Events
import Ledger
import Testing

@Suite struct HouseholdBookTests {
    private func member(
        _ household: UInt64,
        tier: String,
        _ status: AssessmentStatus = .insured,
        category: String = "ordinary"
    ) -> Assessment {
        var it = Assessment()
        it.status = status
        it.isCovered = status == .insured
        it.unit = "雁江镇"
        it.tier = tier
        it.category = category
        it.household = household
        return it
    }

    private func person(_ number: UInt64) -> PersonKey { PersonKey(high: number, low: number) }

    private func book(_ members: [Assessment]) -> HouseholdBook {
        var book = HouseholdBook(categoriesOfOwnTier: ["ruralOrphan", "nonLocalStudent"])
        for (index, it) in members.enumerated() {
            book.take(it, of: person(UInt64(index)), revision: 1)
        }
        return book
    }

    @Test func `F-033 V074 V075 ordinary members in two tiers are listed, others are not`() {
        let found = book([
            member(9, tier: "tier3"), member(9, tier: "tier4", .tierConflict),
            member(9, tier: "tier4", category: "ruralOrphan"),
            member(8, tier: "tier3"), member(8, tier: "tier4", category: "ruralOrphan"),
            member(7, tier: "tier3", .unpaid), member(7, tier: "tier4", .unpaid),
            member(0, tier: "tier3"), member(0, tier: "tier4"),
            member(6, tier: "tier3"), member(6, tier: ""),
            member(5, tier: "tier3"), member(5, tier: "tier4", .ineligible, category: ""),
        ]).tierConflicts
        #expect(found.map { $0.map(\.household) } == [[7, 7], [9, 9]])
        #expect(found.last?.map(\.tier) == ["tier3", "tier4"])
        #expect(found.last?.map(\.person) == [person(0), person(1)])
    }

    @Test func `F-034 a household of which some are not enrolled is listed with them`() {
        let found = book([
            member(9, tier: "tier3"), member(9, tier: "tier3", .unpaid),
            member(8, tier: "tier3"), member(8, tier: "tier3"),
            member(7, tier: "tier3"), member(7, tier: "", .ineligible, category: ""),
            member(0, tier: "tier3", .unpaid),
        ]).incomplete
        #expect(found.map(\.household) == [9])
        #expect(found.first?.members == 2)
        #expect(found.first?.missing.map(\.person) == [person(1)])
        #expect(found.first?.missing.map(\.status) == [.unpaid])
    }

    @Test func `of several assessments the last one counts, whatever their order`() {
        var book = HouseholdBook(categoriesOfOwnTier: [])
        book.take(member(9, tier: "tier3"), of: person(1), revision: 2)
        book.take(member(9, tier: "tier3", .unpaid), of: person(1), revision: 1)
        #expect(book.incomplete.isEmpty)
    }
}
