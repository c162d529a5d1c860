import Events
import Testing

@testable import Intake

/// 雁江 四（二）: 并在2021年1月底前到各镇便民服务中心、社区予以修正.
struct CorrectionTests {
    private static let by = #""by":{"office":"便民服务中心","role":"clerk"}"#
    private let old = Fixture.identity(1)
    private let new = Fixture.identity(2)

    private func key(_ number: String) -> [UInt8] {
        Fixture.keys.personKey(kind: .residentID, number: Array(number.utf8))
            .withBytes { Array($0) }
    }

    private func record(_ id: String, old: String, new: String) -> String {
        #"{"type":"CorrectionFiled","id":"\#(id)","at":"2021-01-20T09:00:00",\#(Self.by),"#
            + #""unit":"鲍沟镇","old":{"identity_number":"\#(old)"},"#
            + #""new":{"identity_number":"\#(new)","name":"张三"}}"#
    }

    private func send(_ text: String, to log: MemoryLog) throws -> SendReport {
        try Fixture.operations(log).send(Fixture.file(text, name: "operations.jsonl"))
    }

    /// A log that knows somebody by the old number, and somebody else.
    private func knownLog() throws -> MemoryLog {
        let log = MemoryLog()
        let payments = [
            Fixture.paymentHeader, Fixture.payment(1), Fixture.payment(3),
            "T9,\(old),,张三,鲍沟镇,350.00,wechat,2023-05-01T00:00:00,,,",
            "R1,\(old),,张三,鲍沟镇,350.00,wechat,2022-11-04T10:15:30,,reversal,T1",
        ]
        _ = try Fixture.payments(log).send(Fixture.file(payments.joined(separator: "\n")))
        let roster = "姓名,身份证号,单位,户籍\n张三,\(old),鲍沟镇,本地"
        _ = try Fixture.lists(log).send(Fixture.file(roster), as: Fixture.description(.roster))
        let list = "姓名,身份证号\n张三,\(old)"
        _ = try Fixture.lists(log)
            .send(Fixture.file(list), as: Fixture.description(.list, list: "L2"))
        return log
    }

    private func lines(_ log: MemoryLog, of number: String) throws -> [String] {
        try log.facts(.operationsReceived).filter { $0.key == key(number) }
            .map { fact, _, _ in
                #expect(fact.seal != nil)
                let what =
                    switch fact.body {
                    case .payment(let it):
                        "\(it.amount) \(it.paidAt) \(it.reverses.isEmpty ? "" : "-\(it.reverses)")"
                    case .mark(let it): "\(it.kind)"
                    case .rosterLine(let it): it.unit
                    default: "\(fact.body)"
                    }
                return "\(fact.source)/\(fact.number) \(what)"
            }
            .sorted()
    }

    @Test func `F-118 the same facts stand under the new number and are taken back under the old`()
        throws
    {
        let log = try knownLog()
        let report = try send(record("c1", old: old, new: new), to: log)
        #expect(report.rejected.isEmpty)
        #expect((report.rowsRead, report.rowsSent) == (1, 1))
        #expect(
            try lines(log, of: old) == [
                "operations/c1 withdrawn",
                "tax-bureau/T1~c1 350 2022-11-03T10:15:30 -T1",
                "tax-bureau/T9~c1 350 2023-05-01T00:00:00 -T9",
            ]
        )
        #expect(
            try lines(log, of: new) == [
                "L1/1 鲍沟镇",
                "tax-bureau/R1 350 2022-11-04T10:15:30 -T1",
                "tax-bureau/T1 350 2022-11-03T10:15:30 ",
                "tax-bureau/T9 350 2023-05-01T00:00:00 ",
            ]
        )
        #expect(
            report.notes == [
                "correction c1: list L2 row 1 has the old number; its bureau must send a corrected list."
            ]
        )
    }

    @Test func `F-119 a payment keeps its time, so that a late one stays late`() throws {
        let log = try knownLog()
        _ = try send(record("c1", old: old, new: new), to: log)
        let times = try log.facts(.operationsReceived).compactMap { fact, _, _ in
            if case .payment(let it) = fact.body { it.paidAt } else { nil }
        }
        let known = try log.facts(.paymentsReceived).compactMap { fact, _, _ in
            if case .payment(let it) = fact.body { it.paidAt } else { nil }
        }
        #expect(times.count == 5)
        #expect(Set(times).isSubset(of: known))
    }

    @Test func `F-118 the record itself is kept without the persons`() throws {
        let log = try knownLog()
        _ = try send(record("c1", old: old, new: new), to: log)
        let records = try log.facts(.operationsReceived).compactMap { fact, _, _ in
            if case .officeRecord(let it) = fact.body { it } else { nil }
        }
        #expect(records.map(\.type) == ["CorrectionFiled"])
        #expect(records.map(\.unit) == ["鲍沟镇"])
        #expect(records.allSatisfy { !$0.json.contains(old) && !$0.json.contains("张三") })
    }

    @Test func `a correction sent again says the same, and one of a correction goes on from it`()
        throws
    {
        let log = try knownLog()
        _ = try send(record("c1", old: old, new: new), to: log)
        let (first, second) = (try lines(log, of: old), try lines(log, of: new))
        _ = try send(record("c1", old: old, new: new), to: log)
        #expect(Set(try lines(log, of: old)) == Set(first))
        #expect(Set(try lines(log, of: new)) == Set(second))
        let third = Fixture.identity(4)
        _ = try send(record("c2", old: new, new: third), to: log)
        #expect(Set(try lines(log, of: third)) == Set(second))
        #expect(
            Set(try lines(log, of: new)).subtracting(second) == [
                "operations/c2 withdrawn",
                "tax-bureau/T1~c2 350 2022-11-03T10:15:30 -T1",
                "tax-bureau/T9~c2 350 2023-05-01T00:00:00 -T9",
            ]
        )
    }

    @Test func `what stands before the correction in the same file is corrected with it`() throws {
        let log = MemoryLog()
        let mark =
            #"{"type":"RefusalLetterFiled","id":"r1","at":"2021-01-02",\#(Self.by),"#
            + #""identity_number":"\#(old)","name":"张三"}"#
        _ = try send(mark + "\n" + record("c1", old: old, new: new), to: log)
        #expect(try lines(log, of: new) == ["operations/r1 refused"])
    }

    @Test func `an old number of which nothing is known is told`() throws {
        let log = MemoryLog()
        let report = try send(record("c1", old: old, new: new), to: log)
        #expect(report.notes == ["correction c1: nothing is known of the old number."])
        #expect(try lines(log, of: old).isEmpty)
    }

    /// Columns: old, new, outcome.
    @Test(
        arguments: rows(
            """
            {"identity_number":"123"} | {"identity_number":"GOOD","name":"张三"} | identity_length
            {"identity_number":"GOOD"} | {"identity_number":"OTHER"} | name_missing
            {"identity_number":"GOOD"} | {"identity_number":"GOOD","name":"张三"} | field_missing
            "GOOD" | {"identity_number":"OTHER","name":"张三"} | field_missing
            """
        )
    )
    func `F-118 refuses a correction for the first reason`(row: [String]) throws {
        let text =
            #"{"type":"CorrectionFiled","id":"c1","at":"2021-01-20","# + Self.by
            + #","unit":"鲍沟镇","old":\#(row[0]),"new":\#(row[1])}"#
        let report = try send(
            text.replacing("GOOD", with: old).replacing("OTHER", with: new),
            to: MemoryLog()
        )
        #expect(report.rejected.keys.map(\.rawValue) == [row[2]])
    }

    @Test func `F-037 a transfer with a person is the person's, and one without is the unit's`()
        throws
    {
        let log = MemoryLog()
        let head = #"{"type":"TransferFiled","at":"2021-01-20T09:00:00",\#(Self.by),"#
        _ = try send(
            head + #""id":"t1","unit":"木石镇","identity_number":"\#(old)","name":"张三"}"#,
            to: log
        )
        _ = try send(head + #""id":"t2","unit":"木石镇","heads":3}"#, to: log)
        let facts = try log.facts(.operationsReceived)
        let at = try #require(CivilTime("2021-01-20T09:00:00"))
        #expect(facts.map(\.key) == [key(old), Array("木石镇".utf8)])
        #expect(facts.first?.fact.body == .transfer(Transfer(unit: "木石镇", at: at)))
    }

    @Test func `F-005 a school's return of a student registers the student`() throws {
        let log = MemoryLog()
        let text =
            #"{"type":"SchoolReturnFiled","id":"s1","at":"2021-01-20",\#(Self.by),"#
            + #""identity_number":"\#(old)","name":"张三","residence":"外地","remark":"小学在读","#
            + #""tier":"4"}"#
        #expect(try send(text, to: log).rejected.isEmpty)
        let line = RosterLine(
            unit: "",
            residence: [.outsideHukou, .pupil],
            tier: "4",
            filedOn: CivilDate("2021-01-20")
        )
        #expect(try log.facts(.operationsReceived).map(\.fact.body) == [.registration(line)])
    }
}
