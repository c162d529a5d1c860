import Events
import Testing

@testable import Intake

struct PaymentConverterTests {
    /// Every reason that a payment line can be refused for, in the order it is declared.
    ///
    /// Columns: event_id, identity_number, identity_kind, name, amount_yuan, paid_at, kind,
    /// reverses, outcome. `good` is 370481199001010011.
    @Test(
        arguments: rows(
            """
             |                    |          |   | -1      | x                         |       |   | number_missing
            P|                    | passport  |   | -1      | x                         |       |   | identity_missing
            P| 37048119900101001  |          |   | -1      | x                         |       |   | identity_length
            P| 3704811990010100155|          |   | -1      | x                         |       |   | identity_length
            P| 37048119900101OO15 |          |   | -1      | x                         |       |   | identity_not_digits
            P| 张三丰李四王五赵六钱七孙八周九吴十 |   |   | -1      | x                         |       |   | identity_length
            P| 370481199002300015 |          |   | -1      | x                         |       |   | identity_birth_date
            P| 370481199001010016 |          |   | -1      | x                         |       |   | identity_checksum
            P| good               | passport  |   | -1      | x                         |       |   | identity_kind_unknown
            P| 370481199001010000 |          |   | -1      | x                         |       |   | identity_rounded
            P| good               |          |   | -1      | x                         |       |   | name_missing
            P| good               |          | 张三 |         | x                         |       |   | amount_missing
            P| good               |          | 张三 | 1e3     | x                         |       |   | amount_malformed
            P| good               |          | 张三 | 350元    | x                         |       |   | amount_malformed
            P| good               |          | 张三 | 1,000    | x                         |       |   | amount_malformed
            P| good               |          | 张三 | -1      | x                         |       |   | amount_negative
            P| good               |          | 张三 | 0.00    | x                         |       |   | amount_not_positive
            P| good               |          | 张三 | 350.005 | x                         |       |   | amount_places
            P| good               |          | 张三 | 100000.01 | x                       |       |   | amount_too_large
            P| good               |          | 张三 | 350     | 2022-11-31T09:30:00       | x     |   | paid_at_malformed
            P| good               |          | 张三 | 350     | 2022/11/3 9:30            | x     |   | paid_at_malformed
            P| good               |          | 张三 | 350     | 2022-11-03T10:15:30       | gift  |   | kind_unknown
            P| good               |          | 张三 | 350     | 2022-11-03T10:15:30       |       | T0 | kind_unknown
            P| good               |          | 张三 | 350     | 2022-11-03T10:15:30       | reversal |  | reverses_missing
            P| good               |          | 张三 | 100000  | 2022-11-03T10:15:30       | reversal | T0 | accepted
            P| good               | resident-id | 张三 | 350.5 | 2022-11-03 10:15:30      | payment |  | accepted
            P| good               | 居民身份证 | 张三 | 350.50  | 2022-11-03T10:15:30+08:00 | 缴费   |   | accepted
            P| S-0001             | system-number | 张三 | 0.01 | 2022-11-03T02:15:30Z    |       |   | accepted
            """
        )
    )
    func `F-001 F-002 F-008 F-015 refuses a payment for the first reason that applies`(
        row: [String]
    ) throws {
        let identity = row[1] == "good" ? Fixture.good : row[1]
        let line = [
            row[0], identity, row[2], row[3], "鲍沟镇", "\"\(row[4])\"", "wechat", row[5], "", row[6],
            row[7],
        ].joined(separator: ",")
        let (report, log) = try Fixture.sendPayments(
            Array("\(Fixture.paymentHeader)\n\(line)\n".utf8)
        )
        let outcome = report.rejected.keys.first?.rawValue ?? "accepted"
        #expect(outcome == row[8])
        #expect(report.rowsRead == 1)
        #expect(try log.facts(.paymentsReceived).count == (outcome == "accepted" ? 1 : 0))
        #expect(try log.rejections().map(\.code) == (outcome == "accepted" ? [] : [outcome]))
    }

    @Test func `F-001 F-003 a payment keeps every column and opens to the insured person`() throws {
        let line = "T1,\(Fixture.good),resident-id,张三,鲍沟镇,350.50,wechat,2022-11-03T10:15:30,二档,,"
        let (_, log) = try Fixture.sendPayments(
            Array("\(Fixture.paymentHeader)\n\(line)".utf8)
        )
        let sent = try #require(try log.facts(.paymentsReceived).first)
        let expected = Payment(
            amount: Money(fen: 35_050),
            unit: "鲍沟镇",
            channel: "wechat",
            paidAt: try #require(CivilTime("2022-11-03T10:15:30")),
            tier: "二档"
        )
        #expect(sent.fact.body == .payment(expected))
        #expect(sent.fact.scheme == "tengzhou-2023")
        #expect(sent.fact.source == "tax-bureau")
        #expect(sent.fact.number == "T1")
        let open = try Fixture.keys.open(
            try #require(sent.fact.seal),
            scheme: Fixture.scheme
        )
        #expect(String(decoding: open.name, as: UTF8.self) == "张三")
        #expect(open.number == Array(Fixture.good.utf8))
        let key = Fixture.keys.personKey(kind: .residentID, number: open.number)
        #expect(sent.key == key.withBytes { Array($0) })
        #expect(sent.partition == key.withBytes { Partitioner.partition(of: $0, count: 4) })
    }

    /// Columns: as written, as sealed.
    @Test(
        arguments: rows(
            """
            ３７０４８１１９９００１０１００１１ | 370481199001010011
            370481199001010０２x | 37048119900101002X
            37048119900101002× | 37048119900101002X
            37048119900101002Ｘ | 37048119900101002X
            \u{3000}370481199001010011\u{3000} | 370481199001010011
            """
        )
    )
    func `F-015 full-width digits and signs for X are normalised`(row: [String]) throws {
        let line = "T1,\(row[0]),,张三,鲍沟镇,350,wechat,2022-11-03T10:15:30,,,"
        let (report, log) = try Fixture.sendPayments(
            Array("\(Fixture.paymentHeader)\n\(line)\n".utf8)
        )
        #expect(report.problems == [])
        let fact = try #require(try log.facts(.paymentsReceived).first).fact
        let open = try Fixture.keys.open(try #require(fact.seal), scheme: Fixture.scheme)
        #expect(String(decoding: open.number, as: UTF8.self) == row[1])
    }

    @Test func `Chinese headers in any order mean the same as English keys`() throws {
        let text = """
            缴费时间,金额,姓名,身份证号,渠道,流水号
            2022-11-03T10:15:30,350,张三,\(Fixture.good),wechat,T1
            """
        let (chinese, first) = try Fixture.sendPayments(Array(text.utf8))
        let english =
            "\(Fixture.paymentHeader)\nT1,\(Fixture.good),,张三,,350,wechat,2022-11-03T10:15:30,,,"
        let (_, second) = try Fixture.sendPayments(Array(english.utf8))
        #expect(chinese.rowsSent == 1)
        let bodies = try [first, second].map { try $0.facts(.paymentsReceived).map(\.fact.body) }
        #expect(bodies[0] == bodies[1])
    }

    /// Columns: amount_yuan, amount_fen, fen or code.
    @Test(
        arguments: rows(
            """
            350 |       | 35000
                | 35000 | 35000
            350 | 35000 | 35000
            350 | 35001 | amount_malformed
                | 350.5 | amount_malformed
                |       | amount_missing
                | 10000001 | amount_too_large
            """
        )
    )
    func `an amount is in yuan or in fen, and both must agree`(row: [String]) throws {
        let text = """
            event_id,identity_number,name,amount_yuan,amount_fen,channel,paid_at
            T1,\(Fixture.good),张三,\(row[0]),\(row[1]),wechat,2022-11-03T10:15:30
            """
        let (report, log) = try Fixture.sendPayments(Array(text.utf8))
        if let code = report.rejected.keys.first {
            #expect(code.rawValue == row[2])
            return
        }
        let sent = try #require(try log.facts(.paymentsReceived).first)
        guard case .payment(let payment) = sent.fact.body else {
            Issue.record("no payment")
            return
        }
        #expect(String(payment.amount.fen) == row[2])
    }

    @Test func `JSON Lines with the same keys give the same facts as CSV`() throws {
        let json = """
            {"event_id":"T1","identity_number":"\(Fixture.good)","name":"张三","unit":"鲍沟镇","amount_yuan":350.5,"channel":"wechat","paid_at":"2022-11-03T10:15:30","tier":null}
            """
        let csv =
            "\(Fixture.paymentHeader)\nT1,\(Fixture.good),,张三,鲍沟镇,350.5,wechat,2022-11-03T10:15:30,,,"
        let (report, first) = try Fixture.sendPayments(Array(json.utf8))
        let (_, second) = try Fixture.sendPayments(Array(csv.utf8))
        #expect(report.rowsSent == 1, "\(report.problems)")
        #expect(
            try first.facts(.paymentsReceived).map(\.fact.body)
                == second.facts(.paymentsReceived).map(\.fact.body)
        )
    }

    /// Columns: line, outcome.
    @Test(
        arguments: rows(
            """
            {"event_id":"T1" | json_malformed
            [1,2] | json_malformed
            {"event_id":"T1","colour":"red"} | json_malformed
            {"event_id":["T1"]} | json_malformed
            {"event_id":true} | json_malformed
            {"event_id":7} | identity_missing
            {"event_id":"T1","identity_number":370481199001010011} | name_missing
            """
        )
    )
    func `a line that is no object with known keys is rejected alone`(row: [String]) throws {
        // The first line decides that the file is JSON Lines.
        let (report, _) = try Fixture.sendPayments(Array("{}\n\(row[0])\n".utf8))
        #expect(report.rejected[.numberMissing] == 1)
        #expect(report.rowsRejected == 2)
        #expect(report.rejected.keys.contains { $0.rawValue == row[1] })
    }
}
