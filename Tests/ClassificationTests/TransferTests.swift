import Events
import Testing

private let person = PersonKey(high: 1, low: 1)

@Suite struct TransferTests {
    private func transfer(_ unit: String, at second: Int64) -> Fact.Body {
        .transfer(Transfer(unit: unit, at: CivilTime(second: second)))
    }

    @Test func `F-037 a person is counted in the village of the last transfer`() throws {
        var run = try FactRun("tengzhou-2023")
        let line = RosterLine(unit: "鲍沟镇", filedOn: CivilDate("2022-10-01"))
        run.add(.rosterLine(line), source: "roster", "1", person)
        run.pay(350, person, "T1", unit: "滨湖镇", at: "2022-10-20")
        #expect(try run.run()[person]?.unit == "滨湖镇")
        run.add(transfer("木石镇", at: 2_000), source: "operations", "1", person)
        run.add(transfer("羊庄镇", at: 1_000), source: "operations", "2", person)
        #expect(try run.run()[person]?.unit == "木石镇")
        #expect(try run.run()[person]?.status == .insured)
    }

    @Test func `F-037 a transfer before the registration waits for it`() throws {
        var run = try FactRun("tengzhou-2023")
        run.add(transfer("木石镇", at: 2_000), source: "operations", "1", person)
        run.add(
            .registration(RosterLine(unit: "鲍沟镇", filedOn: CivilDate("2022-11-01"))),
            source: "operations",
            "2",
            person
        )
        #expect(try run.run()[person]?.unit == "木石镇")
    }
}
