import Events
import Testing

@testable import Intake

/// Nothing that is sent unsealed holds an identity number, wherever a row has it.
struct ClearTextTests {
    private static let good = Fixture.good

    /// Whether any record holds the number in clear.
    private func tells(_ log: MemoryLog) -> Bool {
        log.records.contains { record in
            let digits = Array(Self.good.utf8)
            return record.value.indices.dropLast(digits.count - 1).contains {
                record.value[$0..<$0 + digits.count].elementsEqual(digits)
            }
        }
    }

    @Test(arguments: ["event_id", "unit", "channel", "tier"])
    func `a number in another column of a payment is refused and not told`(column: String) throws {
        let titles = Fixture.paymentHeader.split(separator: ",").map(String.init)
        var cells = Fixture.payment(2).split(separator: ",", omittingEmptySubsequences: false)
            .map(String.init)
        let place = try #require(titles.firstIndex(of: column))
        cells[place] = column == "event_id" ? "\(Self.good)-1" : Self.good
        let log = MemoryLog()
        let report = try Fixture.payments(log).send(
            Fixture.file("\(Fixture.paymentHeader)\n\(cells.joined(separator: ","))\n")
        )
        #expect(report.rejected == [.personalDataNotAllowed: 1])
        #expect(report.rowsSent == 0)
        #expect(!tells(log))
    }

    @Test func `a payment's own number of place, day and count is none of a person`() throws {
        func send(_ number: String, of payer: String) throws -> SendReport {
            let rest = "张三,鲍沟镇,350.00,wechat,2022-11-03T10:15:30,,,"
            return try Fixture.payments(MemoryLog()).send(
                Fixture.file("\(Fixture.paymentHeader)\n\(number),\(payer),,\(rest)\n")
            )
        }
        let serial = Fixture.identity(7, birth: "20221103")
        #expect(try send(serial, of: Self.good).rowsSent == 1)
        #expect(try send(Fixture.identity(7, birth: "20221010"), of: Self.good).rowsSent == 1)
        for (number, payer) in [
            (Fixture.identity(7, birth: "20220801"), Self.good), (serial, serial),
        ] {
            #expect(try send(number, of: payer).rejected == [.personalDataNotAllowed: 1])
        }
    }

    @Test func `a number in the place of a unit of a list is refused and not told`() throws {
        let log = MemoryLog()
        let report = try Fixture.lists(log).send(
            Fixture.file("姓名,身份证号,单位\n张三,\(Fixture.identity(2)),\(Self.good)\n"),
            as: Fixture.description(.list)
        )
        #expect(report.rejected == [.personalDataNotAllowed: 1])
        #expect(!tells(log))
    }

    @Test(
        arguments: [
            ##"{"type":"DepositRecorded","id":"1","at":"2022-11-03","unit":"\u0033GOOD",BY}"##,
            ##"{"type":"ListAudited","id":"1","at":"2022-11-03","list":"GOOD",BY}"##,
            ##"{"type":"ListAudited","id":"GOOD","at":"2022-11-03","list":"L1",BY}"##,
            ##"{"type":"Nonsense","id":"1","by":{"office":"GOOD","role":"clerk"}}"##,
        ]
    )
    func `a record tells no number, however it is written`(line: String) throws {
        let by = ##""by":{"office":"医保局","role":"clerk"}"##
        let text = line.replacing("\\u0033GOOD", with: "\\u0033\(Self.good.dropFirst())")
            .replacing("GOOD", with: Self.good).replacing("BY", with: by)
        let log = MemoryLog()
        let report = try Fixture.operations(log).send(
            Fixture.file(text, name: "operations.jsonl")
        )
        #expect(report.rowsSent == 0)
        #expect(!report.problems.contains { Personal.holdsIdentityNumber($0) })
        #expect(!tells(log))
    }

    @Test func `a word of an office is shown unless it may be a number`() {
        #expect(Masked.word("鲍沟镇") == "鲍沟镇")
        #expect(Masked.word("1380013800") == "1380013800")
        #expect(Masked.word("13800138000") == "1**********")
        #expect(Masked.word(Self.good).hasSuffix(Self.good.suffix(4)))
        #expect(!Personal.holdsIdentityNumber(Masked.word(Self.good)))
    }
}
