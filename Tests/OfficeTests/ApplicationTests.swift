import Documents
import Events
import Foundation
import Ledger
import Testing

private func assisted(_ people: ClosedRange<Int>) throws -> OfficeStory {
    let story = try OfficeStory("lingcheng-2021")
    for person in people { try story.enrol(person, "陵北") }
    try story.list("L-1", "低保对象", "民政", "2020-11-01", Array(people))
    return story
}

private func request(_ number: String, _ signatories: [String] = ["曲阜市税务局"])
    -> FundingApplication.Request
{
    FundingApplication.Request(
        funder: "同级财政",
        number: number,
        office: "曲阜市医保局",
        role: "clerk",
        signatories: signatories,
        on: CivilDate("2020-12-01")
    )
}

private let finance = DossierSubject(kind: .funder, id: "finance")

@Test
func `F-061 an application has the sum and persons since the last one, and its record counts`()
    throws
{
    let story = try assisted(1...3)
    let first = try story.books { try FundingApplication($0, request("2020-1")) }
    #expect(first.amount == Money(yuan: 840))
    #expect(first.heads == 3)
    #expect(try first.report.rows("summary") == ["陵北|低保对象|3|840"])
    #expect(try first.report.rows("persons").count == 3)
    #expect(try story.office(first.record) == [])
    #expect(try story.run().status(finance, "application/operations/finance/2020-1") == .waiting)

    try story.enrol(4, "陵北")
    try story.list("L-2", "低保对象", "民政", "2020-11-20", [4])
    let second = try story.books { try FundingApplication($0, request("2020-2")) }
    #expect(second.amount == Money(yuan: 280))
    #expect(second.heads == 1)
    #expect(second.record.contains(#""claims_from":{"0":"#))
    #expect(try story.office(second.record) == [])
    let outcome = try story.run()
    #expect(outcome.status(finance, "application/operations/finance/2020-2") == .waiting)
    #expect(outcome.yuan(.fundingApplied) == 1_120)
    #expect(outcome.yuan(.fundingReceivable) + outcome.yuan(.fundingClaimed) == 0)
    #expect(
        try story.books { try AppliedClaim.differences($0.reader, policy: $0.pack.compiled) } == []
    )
}

@Test func `F-061 F-062 nothing to claim, a number twice, a missing hand and a gap are refused`()
    throws
{
    let story = try assisted(1...2)
    func refusal(_ request: FundingApplication.Request) throws -> String {
        do {
            _ = try story.books { try FundingApplication($0, request) }
            return ""
        } catch let problem as ReportProblem {
            return problem.description
        }
    }
    #expect(try refusal(request("1", [])).contains("--signatory"))
    try story.office(try story.books { try FundingApplication($0, request("1")) }.record)
    #expect(try refusal(request("1")).contains("has it already"))
    #expect(try refusal(request("2")).contains("nothing to apply for"))
    var other = request("3")
    other.funder = "省财政"
    #expect(try refusal(other).contains("no funder"))
    try story.office(
        #"{"type":"FundingApplied","id":"A-9","at":"2020-12-02","by":{"office":"曲阜市医保局","role":"clerk"},"funder":"finance","application":"9","amount_yuan":280,"claims_from":{"0":900},"claims_through":{"0":950},"signatories":["曲阜市医保局","曲阜市税务局"]}"#
    )
    #expect(try refusal(request("4")).contains("application 9"))
}

@Test func `F-061 an office's sum that the journals do not say is a finding`() throws {
    let story = try assisted(1...3)
    let right = try story.books { try FundingApplication($0, request("2020-1")) }.record
    try story.office(right.replacing("\"amount_fen\":84000", with: "\"amount_fen\":90000"))
    let found = try story.books {
        try AppliedClaim.differences($0.reader, policy: $0.pack.compiled)
    }
    #expect(found.count == 1)
    #expect(found.first?.contains("asks for 900 yuan, the journals that it claims say 840") == true)
}

@Test func `F-063 F-064 F-069 status, ages and transit of an application's money`() throws {
    let story = try assisted(1...3)
    try story.office(try story.books { try FundingApplication($0, request("2020-1")) }.record)
    try story.office(
        """
        {"type":"FundingReceived","id":"G-1","at":"2020-12-10","by":{"office":"曲阜市财政局","role":"clerk"},"funder":"finance","application":"2020-1","number":"G-1","to":"待报解账户","amount_yuan":600}
        {"type":"FundingReceived","id":"G-2","at":"2020-12-20","by":{"office":"曲阜市财政局","role":"clerk"},"funder":"finance","application":"2020-1","number":"G-2","to":"待报解账户","amount_yuan":200}
        {"type":"TreasuryDeposited","id":"T-1","at":"2020-12-22","by":{"office":"曲阜市税务局","role":"clerk"},"funder":"finance","application":"2020-1","number":"入-1","amount_yuan":700}
        """
    )
    let status = try story.report("funding-status")
    #expect(
        try status.rows("applications").map { $0.contains("|2020-1|2020-12-01|840|800|40|不足|") }
            == [true]
    )
    #expect(try status.rows("in-transit").map { $0.hasSuffix("|100|0|100") } == [true])
    let pending = try story.report(
        "pending-remittance",
        ReportRequest(asOf: CivilDate("2020-12-30"))
    )
    #expect(try pending.rows("items").map { $0.hasSuffix("|2020-1|2020-12-20|10|100") } == [true])
    let before = try story.report(
        "pending-remittance",
        ReportRequest(asOf: CivilDate("2020-12-15"))
    )
    #expect(try before.rows("items").map { $0.hasSuffix("|2020-12-10|5|600") } == [true])
}

@Test func `F-057 each funded person's bill stands where its application stands`() throws {
    let story = try OfficeStory("tengzhou-2023")
    for person in 1...2 { try story.enrol(person, "鲍沟镇/某村") }
    try story.list("L-1", "低保对象", "市民政局", "2022-10-20", [1])
    let request = FundingApplication.Request(
        funder: "medicalAssistance",
        number: "医-1",
        office: "滕州市医保局",
        role: "clerk",
        signatories: ["滕州市税务局"]
    )
    try story.office(try story.books { try FundingApplication($0, request) }.record)
    try story.list("L-2", "低保对象", "市民政局", "2022-10-21", [2])
    let bills = try story.report("special-bills").people("bills").map { $0.suffix(14) }
    #expect(bills.filter { $0.hasSuffix("医-1|350|已推送") }.count == 1)
    #expect(bills.filter { $0.hasSuffix("|350|未列入申请") }.count == 1)
}
