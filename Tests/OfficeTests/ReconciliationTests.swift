import Documents
import Events
import Foundation
import Intake
import Ledger
import Testing

private func line(
    _ row: Int64,
    _ day: String,
    _ yuan: Int64,
    _ account: String = "",
    _ reference: String = ""
) throws -> StatementLine {
    StatementLine(
        row: row,
        day: try #require(CivilDate(day)),
        amount: Money(yuan: yuan),
        account: account,
        reference: reference
    )
}

/// Slips of two villages of 方城县.
private func story() throws -> OfficeStory {
    let story = try OfficeStory("fangcheng-2021")
    func slip(_ number: Int, _ village: String, _ yuan: Int, _ day: String) -> String {
        #"{"type":"DepositRecorded","id":"D-\#(number)","at":"\#(day)","by":{"office":"信用社","role":"teller"},"#
            + #""unit":"释之/\#(village)","handler":"h","account":"township","slip":"S-\#(number)","amount_yuan":\#(yuan)}"#
    }
    let refused = try story.office(
        [
            slip(1, "甲村", 960, "2021-10-20"), slip(2, "甲村", 320, "2021-10-21"),
            slip(3, "甲村", 640, "2021-10-21"), slip(4, "乙村", 320, "2021-10-21"),
            slip(5, "乙村", 1_280, "2021-10-22"), slip(6, "乙村", 320, "2021-10-29"),
        ].joined(separator: "\n")
    )
    #expect(refused == [])
    return story
}

@Test func `F-140 a statement is matched by number, by amount and by sums; the rest has reasons`()
    throws
{
    let result = try story().books {
        try Reconciliation(
            $0,
            .bank,
            lines: [
                line(1, "2021-10-20", 960, "", "S-1"), line(2, "2021-10-22", 960, "释之/甲村"),
                line(3, "2021-10-21", 320, "释之街道/乙村"), line(4, "2021-10-22", 600, "释之/乙村"),
                line(5, "2021-10-23", 680, "释之/乙村"), line(6, "2021-10-23", 77, "释之/甲村"),
            ],
            faults: [StatementFault(row: 7, sentence: "金额: «9,60» is not an amount")]
        )
    }
    let matches = try result.report.rows("matches")
    #expect(matches.count == 4)
    #expect(matches[0].contains("|单号 1:1|"))
    #expect(matches[1].contains("S-1") == false && matches[1].contains("|合计金额 1:2|"))
    #expect(matches[2].contains("|金额、日期、账户 1:1|"))
    #expect(matches[3].hasPrefix("4 5|") && matches[3].contains("|合计金额 2:1|"))
    #expect(try result.report.rows("differences").map { $0.hasSuffix("|账上没有") } == [true])
    #expect(try result.report.rows("faults").count == 1)
    #expect(try result.report.rows("summary") == ["6|3597|5|3520|77|5|5|1"])
    #expect(!result.agrees)
}

@Test func `F-140 one number with several lines and another sum is a difference, told once`() throws
{
    let result = try story().books {
        try Reconciliation(
            $0,
            .bank,
            lines: [
                line(1, "2021-10-22", 1_000, "", "S-5"), line(2, "2021-10-22", 200, "", "S-5"),
                line(3, "2021-10-22", 320, "释之/甲村", "S-4"),
            ],
            windowDays: 0
        )
    }
    let differences = try result.report.rows("differences")
    #expect(differences.first?.hasPrefix("1 2|2021-10-22|1200|") == true)
    #expect(differences.first?.hasSuffix("|-80|单号 2:1|单号相同，金额不同") == true)
    #expect(differences[1].hasSuffix("|单号在账上属于另一账户或单位，或已与另一行相符"))
    #expect(differences[2].hasSuffix("|对账单上没有"))
    #expect(differences.count == 3)
}

@Test
func `F-065 F-140 the tax bureau's statement is held against the treasury and each channel's day`()
    throws
{
    let story = try OfficeStory("fangcheng-2021")
    for person in 1...3 {
        try story.enrol(person, "释之/甲村")
        try story.pay(person, 320, person < 3 ? "2021-10-20" : "2021-10-21", channel: "alipay")
    }
    try story.office(
        """
        {"type":"DepositRecorded","id":"D-1","at":"2021-10-20","by":{"office":"信用社","role":"teller"},"unit":"释之/甲村","handler":"h","account":"township","slip":"S-1","amount_yuan":640}
        {"type":"CollectionSerialIssued","id":"C-1","at":"2021-11-01","by":{"office":"县征缴办公室","role":"clerk"},"serial":"X-1","batch":"1","unit":"释之","heads":2,"amount_yuan":640}
        {"type":"TreasuryDeposited","id":"T-1","at":"2021-11-03","by":{"office":"县税务局","role":"clerk"},"serial":"X-1","number":"TD-1","amount_yuan":640}
        """
    )
    let lines = [
        try line(1, "2021-11-03", 640, "", "X-1"), try line(2, "2021-10-20", 640, "支付宝"),
        try line(3, "2021-10-21", 320, "支付宝"),
    ]
    #expect(try story.books(hasLog: true) { try Reconciliation($0, .tax, lines: lines).agrees })
    let blind = try story.books { try Reconciliation($0, .tax, lines: lines) }
    #expect(!blind.agrees)
    #expect(blind.report.notes.contains { $0.contains("--log") })
    #expect(try blind.report.rows("matches").count == 1)
}

@Test func `a search for sums ends, however many lines are alike`() throws {
    let day = try #require(CivilDate("2021-10-20"))
    let lines = (0..<400).map { row in
        StatementLine(row: Int64(row), day: day, amount: Money(fen: 1_000_001))
    }
    let posted = (0..<400).map { index in
        PostedLine(
            id: "p\(index)",
            day: day,
            amount: Money(fen: 2 * Int64(index) + 2),
            places: [],
            references: []
        )
    }
    let match = StatementMatch(lines, places: Array(repeating: "", count: 400), posted)
    #expect(match.groups == [])
    #expect(match.openLines.count == 400)
}

@Test func `F-140 a row of a statement that is no amount is told with its row and never zero`()
    throws
{
    let text =
        "日期,金额,账户,单号,备注\n2021-10-20,960.00,归集户,S-1,\n2021-10-20,\"9,60\",,S-2,\n,1,,,\n2021-10-21,0,,,\n2021/10/21,-5,,,\n"
    let rows = try StatementReader.rows(of: .memory(Array(text.utf8), name: "statement.csv"))
    #expect(rows.map(\.row) == [1, 2, 3, 4, 5])
    #expect(rows[0].problem == nil)
    #expect(rows[0].amount == Money(yuan: 960))
    #expect(rows[0].slip == "S-1")
    #expect(rows[1].problem?.hasPrefix("金额: «9,60»") == true)
    #expect(rows.dropFirst().allSatisfy { $0.problem != nil && $0.day == nil })
    #expect(throws: FileRefusal.self) {
        try StatementReader.rows(of: .memory(Array("日期,备注\n".utf8), name: "x.csv"))
    }
}
