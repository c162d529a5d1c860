import Events
import Testing

@testable import Intake

/// 雁江 一: 以户为单位全部参保，自愿选择同一档次.
struct HouseholdTests {
    private func tiers(_ table: String) -> HouseholdTiers {
        var tiers = HouseholdTiers()
        for row in rows(table) { tiers.add(household: row[0], tier: row[1], attribute: row[2]) }
        return tiers
    }

    @Test func `F-033 a household is in the tier that most of its rows name`() {
        let found = tiers(
            """
            A | 3 |
            A | 4 |
            A | 4 | 普通
            B | 4 |
            B | 3 |
            C | 3 |
            D |   |
            D | 4 |
            D |   |
            E |   |
            E |   |
            F | 4 | 农村低保
            F | 4 | 农村低保
            F | 3 | 普通
              | 3 |
              | 4 |
            """
        )
        #expect(found.tier(of: "A") == "4")
        #expect(found.tier(of: "B") == "4", "on a tie the first row's")
        #expect(found.tier(of: "C") == "", "one row has nobody to differ from")
        #expect(found.tier(of: "D") == "4", "who names none does not vote")
        #expect(found.tier(of: "E") == "")
        #expect(found.tier(of: "F") == "3", "who is of a category does not vote")
        #expect(found.tier(of: "") == "")
        #expect(found.tier(of: "Z") == "")
    }

    /// Four rows: a household of three in two tiers, and somebody of no household.
    private static let roster = [
        "姓名,身份证号,单位,户号,户籍,档次",
        "张三,\(Fixture.identity(1)),鲍沟镇,川资-77,本地,3",
        "李四,\(Fixture.identity(2)),鲍沟镇,,本地,4",
        "王五,\(Fixture.identity(3)),鲍沟镇,川资-77,本地,4",
        "赵六,\(Fixture.identity(4)),鲍沟镇,川资-77,本地,3",
    ].joined(separator: "\n")

    private func lines(_ log: MemoryLog) throws -> [RosterLine] {
        try log.facts(.subsidyListsReceived).sorted { $0.fact.number < $1.fact.number }.map {
            guard case .rosterLine(let line) = $0.fact.body else {
                Issue.record("a roster gives roster lines")
                return RosterLine(unit: "")
            }
            return line
        }
    }

    @Test func `F-033 each member is told the tier and the key of the household, not its number`()
        throws
    {
        let log = MemoryLog()
        let report = try Fixture.lists(log)
            .send(Fixture.file(Self.roster), as: Fixture.description(.roster))
        #expect(report.rowsSent == 4)
        let lines = try lines(log)
        #expect(lines.map(\.tier) == ["3", "4", "4", "3"])
        #expect(lines.map(\.householdTier) == ["3", "", "3", "3"])
        let key = Fixture.keys.householdKey(Array("川资-77".utf8))
        #expect(lines.map(\.householdKey) == [key, 0, key, key])
        #expect(lines.allSatisfy { $0.household.isEmpty })
    }

    @Test func `a table without tiers tells the key of the household alone`() throws {
        let log = MemoryLog()
        let text = "姓名,身份证号,单位,户号,户籍\n张三,\(Fixture.good),鲍沟镇,H1,本地"
        _ = try Fixture.lists(log).send(Fixture.file(text), as: Fixture.description(.roster))
        let line = try #require(try lines(log).first)
        #expect(line.householdTier == "")
        #expect(line.householdKey == Fixture.keys.householdKey(Array("H1".utf8)))
    }

    private func decide(_ members: String) throws -> (SendReport, MemoryLog) {
        let log = MemoryLog()
        let line =
            #"{"type":"HouseholdTierSet","id":"h1","at":"2020-11-03T10:15:30","#
            + #""by":{"office":"医保局","role":"clerk"},"household":"川资-77","tier":"4","#
            + #""members":\#(members)}"#
        let report = try Fixture.operations(log).send(Fixture.file(line, name: "o.jsonl"))
        return (report, log)
    }

    @Test func `F-033 a decision on a household is told to each member`() throws {
        let members =
            #"["\#(Fixture.identity(1))","#
            + #"{"identity_number":"N-7","identity_kind":"newborn"}]"#
        let (report, log) = try decide(members)
        #expect(report.problems == [])
        #expect(report.rowsSent == 1)
        let sent = try log.facts(.operationsReceived).sorted { $0.fact.number < $1.fact.number }
        #expect(sent.map(\.fact.number) == ["h1/1", "h1/2"])
        let keys = [
            Fixture.keys.personKey(kind: .residentID, number: Array(Fixture.identity(1).utf8)),
            Fixture.keys.personKey(kind: .newborn, number: Array("N-7".utf8)),
        ]
        #expect(sent.map(\.key) == keys.map { $0.withBytes { Array($0) } })
        for fact in sent.map(\.fact) {
            guard case .householdTier(let decision) = fact.body else {
                Issue.record("a decision on a household")
                continue
            }
            #expect(decision.key == Fixture.keys.householdKey(Array("川资-77".utf8)))
            #expect(decision.tier == "4")
            #expect(decision.at == CivilTime("2020-11-03T10:15:30"))
        }
    }

    @Test func `F-033 one member who cannot be read refuses the whole decision`() throws {
        let (report, log) = try decide(#"["\#(Fixture.identity(1))","123"]"#)
        #expect(report.rejected == [.identityLength: 1])
        #expect(report.problems.first?.contains("member 2") == true)
        #expect(try log.facts(.operationsReceived).isEmpty)
        #expect(try decide("[]").0.rejected == [.fieldMissing: 1])
    }
}
