import Events
import Foundation
import Testing

@testable import Intake

struct OperationConverterTests {
    private static let by = #""by":{"office":"医保局","role":"clerk"}"#
    private static let at = #""at":"2022-11-03T10:15:30""#

    private func send(_ line: String) throws -> (SendReport, MemoryLog) {
        let log = MemoryLog()
        let text = line.replacing("BY", with: Self.by).replacing("AT", with: Self.at)
            .replacing("GOOD", with: Fixture.good)
        let report = try Fixture.operations(log).send(Fixture.file(text, name: "operations.jsonl"))
        return (report, log)
    }

    /// Columns: record, outcome.
    @Test(
        arguments: rows(
            """
            {"type":"DepositRecorded" | json_malformed
            "DepositRecorded" | json_malformed
            {"type":"Nonsense"} | number_missing
            {"type":"WithdrawalMarked","id":"1",AT,BY} | identity_missing
            {"type":"WithdrawalMarked","id":"1",AT,BY,"identity_number":"GOOD"} | name_missing
            {"type":"RegistrationFiled","id":"1",AT,BY,"identity_number":"GOOD","name":"张三","residence":"济南"} | residence_unknown
            {"type":"WithdrawalMarked","id":"1",AT,BY,"identity_number":"GOOD","name":"张三","mark":"moved"} | mark_unknown
            {"type":"DepositRecorded","id":"1","at":"yesterday",BY,"unit":"鲍沟镇"} | date_malformed
            {"type":"TargetSet","id":"1",AT,BY,"unit":"鲍沟镇"} | target_malformed
            {"type":"Nonsense","id":"1"} | type_unknown
            {"id":"1"} | type_unknown
            {"type":"PaymentReversed","id":"1",AT,BY,"unit":"鲍沟镇"} | type_unknown
            {"type":"DepositRecorded","id":"1",AT,"unit":"鲍沟镇"} | field_missing
            {"type":"DepositRecorded","id":"1",AT,BY} | unit_missing
            {"type":"NoticePosted","id":"1",AT,BY} | unit_missing
            {"type":"TransferFiled","id":"1",AT,BY} | field_missing
            {"type":"ListAudited","id":"1",AT,BY} | field_missing
            {"type":"DepositRecorded","id":"1",AT,BY,"unit":"鲍沟镇","name":"张三"} | personal_data_not_allowed
            {"type":"DepositRecorded","id":"1",AT,BY,"unit":"鲍沟镇","slips":[{"姓名":"张三"}]} | personal_data_not_allowed
            {"type":"DepositRecorded","id":"1",AT,BY,"unit":"鲍沟镇","note":"for GOOD"} | personal_data_not_allowed
            {"type":"DepositRecorded","id":"1",AT,BY,"unit":"鲍沟镇","amount_fen":35000} | handler_missing
            {"type":"DepositRecorded","id":"1",AT,BY,"unit":"鲍沟镇","amount_fen":35000,"handler":"h","account":"a","slip":"s"} | accepted
            {"type":"FundingReceived","id":"1",AT,BY,"funder":"市财政"} | field_missing
            {"type":"FundingReceived","id":"1",AT,BY,"funder":"市财政","application":"1","number":"2","to":"市税务局","amount_yuan":"350.5"} | accepted
            {"type":"FundingReceived","id":"1",AT,BY,"funder":"市财政","application":"1","number":"2","to":"市税务局","amount_yuan":"350,5"} | amount_malformed
            {"type":"RefundPaid","id":"1",AT,BY,"identity_number":"GOOD","name":"张三"} | amount_missing
            {"type":"RefundPaid","id":"1",AT,BY,"identity_number":"GOOD","name":"张三","amount_yuan":28} | accepted
            {"type":"DecisionMade","id":"1",AT,BY,"identity_number":"GOOD","name":"张三","decision":"accept"} | accepted
            """
        )
    )
    func `F-138 refuses a record for the first reason that applies`(row: [String]) throws {
        let (report, _) = try send(row[0])
        #expect((report.rejected.keys.first?.rawValue ?? "accepted") == row[1])
        #expect(report.rowsRead == 1)
    }

    @Test func `F-138 every input event of the offices has a form`() throws {
        let documented = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Topics/operations.md"),
            encoding: .utf8
        )
        let examples = documented.split(separator: "\n").filter { $0.hasPrefix(#"{"type""#) }
        #expect(examples.count >= OfficeEvent.Kind.allCases.count)
        for example in examples {
            #expect(try send(String(example)).0.problems == [], "\(example)")
        }
        for kind in OfficeEvent.Kind.allCases {
            let form = OfficeForm(kind)
            let section = try #require(
                documented.components(separatedBy: "\n## ").first { $0.hasPrefix(kind.type) }
            )
            for field in form.required + form.optional {
                #expect(section.contains("`\(form.key(field))"), "\(kind): \(field)")
            }
        }
        for type in ["TransferFiled", "CorrectionFiled"] {
            let line = #"{"type":"\#(type)","id":"7",AT,BY,"unit":"鲍沟镇","heads":3}"#
            let (report, log) = try send(line)
            #expect(report.problems == [])
            let sent = try #require(try log.facts(.operationsReceived).first)
            guard case .officeRecord(let record) = sent.fact.body else {
                Issue.record("\(type) is no office record")
                continue
            }
            #expect(record.type == type)
            #expect(record.unit == "鲍沟镇")
            #expect(record.by == "医保局/clerk")
            #expect(record.json.contains(#""heads":3"#))
            #expect(sent.key == Array("鲍沟镇".utf8))
            #expect(sent.fact.source == "operations")
            #expect(sent.fact.number == "7")
        }
    }

    @Test func `F-042 an audit goes to every partition under one key`() throws {
        let (_, log) = try send(#"{"type":"ListAudited","id":"a1",AT,BY,"list":"L1"}"#)
        let sent = try log.facts(.operationsReceived)
        #expect(sent.map(\.partition) == [0, 1, 2, 3])
        let body = Fact.Body.listAudited(ListAudited(list: "L1", office: "医保局"))
        #expect(sent.allSatisfy { $0.fact.body == body && $0.key == Array("ListAudited:a1".utf8) })
    }

    /// Columns: record, mark.
    @Test(
        arguments: rows(
            """
            {"type":"WithdrawalMarked","id":"1",AT,BY,"identity_number":"GOOD","name":"张三"} | withdrawn
            {"type":"WithdrawalMarked","id":"1",AT,BY,"identity_number":"GOOD","name":"张三","mark":"deceased"} | deceased
            {"type":"WithdrawalMarked","id":"1",AT,BY,"identity_number":"GOOD","name":"张三","备注":"死亡"} | deceased
            {"type":"RefusalLetterFiled","id":"1",AT,BY,"身份证号":"GOOD","姓名":"张三"} | refused
            """
        )
    )
    func `F-035 F-120 a record about a person is sealed and keyed by the person`(
        row: [String]
    ) throws {
        let (report, log) = try send(row[0])
        #expect(report.problems == [])
        let sent = try #require(try log.facts(.operationsReceived).first)
        guard case .mark(let mark) = sent.fact.body else {
            Issue.record("no mark")
            return
        }
        #expect("\(mark.kind)" == row[1])
        #expect(mark.filedOn == CivilDate("2022-11-03"))
        #expect(sent.fact.seal != nil)
        let key = Fixture.keys.personKey(kind: .residentID, number: Array(Fixture.good.utf8))
        #expect(sent.key == key.withBytes { Array($0) })
    }

    @Test func `F-023 a registration is filed on the day of its record`() throws {
        let (_, log) = try send(
            #"{"type":"RegistrationFiled","id":"1",AT,BY,"identity_number":"GOOD","name":"张三","unit":"鲍沟镇","residence":"外地","remark":"居住证"}"#
        )
        let line = RosterLine(
            unit: "鲍沟镇",
            residence: [.outsideHukou, .residencePermit],
            filedOn: CivilDate("2022-11-03")
        )
        #expect(try log.facts(.operationsReceived).map(\.fact.body) == [.registration(line)])
    }
}
