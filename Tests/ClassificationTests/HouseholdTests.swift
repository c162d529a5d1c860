import Events
import Testing

private let first = PersonKey(high: 1, low: 1)
private let second = PersonKey(high: 2, low: 2)

/// 雁江 一: 以户为单位全部参保，自愿选择同一档次.
@Suite struct HouseholdTests {
    private func decision(_ tier: String, at second: Int64) -> Fact.Body {
        .householdTier(HouseholdTier(key: 7, tier: tier, at: CivilTime(second: second)))
    }

    @Test func `F-033 V074 of two ordinary payers the one who departs is held`() throws {
        var run = try FactRun("yanjiang-2021")
        run.resident(first, household: 7, householdTier: "tier3", tier: "tier3", pays: 750)
        run.resident(second, household: 7, householdTier: "tier3", tier: "tier4", pays: 335)
        let last = try run.run()
        #expect(last[first]?.status == .insured)
        #expect(last[second]?.status == .tierConflict)
        #expect(last[second]?.refund == .zero, "held, not returned")
        #expect(last.values.allSatisfy { $0.household == 7 })
    }

    @Test func `F-033 V075 one whom relief binds to a tier gives a note only`() throws {
        var run = try FactRun("yanjiang-2021")
        run.resident(first, household: 7, householdTier: "tier3", tier: "tier3", pays: 750)
        run.resident(second, household: 7, householdTier: "tier3", tier: "tier4")
        run.list("L1", "ruralSubsistenceAllowance", bureau: "civilAffairs", second)
        let last = try run.run()
        #expect(last[first]?.status == .insured)
        #expect(last[second]?.status == .insured)
        #expect(last[second]?.flags == ["householdTierDiffers"])
    }

    @Test func `F-033 without a tier in any row nobody is held`() throws {
        var run = try FactRun("yanjiang-2021")
        run.resident(first, household: 7)
        run.pay(750, tier: "tier3", first, "T1")
        run.resident(second, household: 7)
        run.pay(335, tier: "tier4", second, "T2")
        let last = try run.run()
        #expect(last[first]?.status == .insured)
        #expect(last[second]?.status == .insured)
        #expect(last[first]?.household == last[second]?.household)
    }

    @Test func `F-033 the office's last decision on a household goes before the roster`() throws {
        var run = try FactRun("yanjiang-2021")
        run.resident(first, household: 7, householdTier: "tier3", tier: "tier4", pays: 335)
        run.add(decision("tier4", at: 2_000), source: "operations", "b", first)
        #expect(try run.run()[first]?.status == .insured)
        run.add(decision("tier3", at: 1_000), source: "operations", "c", first)
        #expect(try run.run()[first]?.status == .insured)
        run.add(decision("tier3", at: 3_000), source: "operations", "a", first)
        #expect(try run.run()[first]?.status == .tierConflict)
    }

    @Test func `A-YJ-5 one who chose no tier is in the household's`() throws {
        var run = try FactRun("yanjiang-2021")
        run.resident(first, household: 7, householdTier: "tier4")
        run.pay(335, first, "T1")
        #expect(try run.run()[first]?.tier == "tier4")
        #expect(try run.run()[first]?.status == .insured)
    }

    @Test func `a scheme without a rule for households carries no key of them`() throws {
        var run = try FactRun("tengzhou-2023")
        run.resident(first, household: 7)
        #expect(try run.run()[first]?.household == 0)
    }

    @Test func `F-128 F-037 decisions, transfers and lists in any order give the same`() throws {
        var run = try FactRun("yanjiang-2021")
        let units = run.pack.compiled.units.prefix(3).map(\.name)
        run.resident(first, household: 7, householdTier: "tier3", tier: "tier4", pays: 335)
        run.resident(second, household: 7, householdTier: "tier3", tier: "tier3", pays: 750)
        run.add(decision("tier4", at: 2_000), source: "operations", "b", first)
        run.add(decision("tier3", at: 2_000), source: "operations", "c", first)
        run.add(decision("tier4", at: 1_000), source: "operations", "d", second)
        run.list("L1", "ruralOrphan", bureau: "civilAffairs", first)
        for (index, unit) in units.enumerated() {
            run.add(
                .transfer(Transfer(unit: unit, at: CivilTime(second: Int64(index / 2)))),
                source: "operations",
                "t\(index)",
                second
            )
        }
        let registration = RosterLine(unit: units[0], tier: "tier3", householdTier: "tier4")
        run.add(.registration(registration), source: "operations", "r", second)
        let expected = try run.run()
        #expect(expected.count == 2)
        for seed in UInt64(1)...1_000 {
            var random = SeededGenerator(seed: seed)
            let order = run.facts.indices.shuffled(using: &random)
            let found = try run.run(order)
            if found != expected { return #expect(found == expected, "seed \(seed)") }
        }
    }
}
