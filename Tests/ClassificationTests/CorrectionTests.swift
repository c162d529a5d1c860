import Events
import Testing

private let old = PersonKey(high: 1, low: 1)
private let new = PersonKey(high: 2, low: 2)

/// What a corrected number comes to: the facts that the producer of records sends for it.
@Suite struct CorrectionTests {
    private func run(paidAt: String, order: UInt64? = nil) throws -> [PersonKey: Assessment] {
        var run = try FactRun("yanjiang-2021")
        func payment(_ reverses: String) throws -> Fact.Body {
            .payment(
                Payment(
                    amount: Money(yuan: 335),
                    unit: "",
                    channel: "wechat",
                    paidAt: CivilTime(startOf: try #require(CivilDate(paidAt))),
                    tier: "tier4",
                    reverses: reverses
                )
            )
        }
        run.add(.rosterLine(RosterLine(unit: "")), source: "roster", "1", old)
        run.add(try payment(""), source: "tax-bureau", "T1", old)
        run.add(try payment("T1"), source: "tax-bureau", "T1~c1", old)
        run.add(.mark(Mark(kind: .withdrawn)), source: "operations", "c1", old)
        run.add(.rosterLine(RosterLine(unit: "")), source: "roster", "1", new)
        run.add(try payment(""), source: "tax-bureau", "T1", new)
        guard let order else { return try run.run() }
        var random = SeededGenerator(seed: order)
        return try run.run(run.facts.indices.shuffled(using: &random))
    }

    @Test func `F-118 the money stands under the new number, and nothing goes back`() throws {
        let last = try run(paidAt: "2020-12-31")
        #expect(last[old]?.status == .ineligible)
        #expect(last[old]?.received == .zero)
        #expect(last[old]?.refund == .zero)
        #expect(last[new]?.status == .insured)
        #expect(last[new]?.received == Money(yuan: 335))
        for seed in UInt64(1)...200 {
            #expect(try run(paidAt: "2020-12-31", order: seed) == last, "seed \(seed)")
        }
    }

    @Test func `F-119 a correction never admits a late payment`() throws {
        let last = try run(paidAt: "2021-01-01")
        #expect(last[new]?.status == .lateRejected)
        #expect(last[new]?.refund == Money(yuan: 335))
        #expect(last[old]?.refund == .zero)
    }
}
