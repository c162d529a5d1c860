import Events
import Ledger
import Testing

private let village = DossierSubject(kind: .unit, id: "示例村01")

private func deposit(_ id: String, _ slip: String, _ yuan: Int, at: String, on: String) -> String {
    #"{"type":"DepositRecorded","id":"\#(id)","at":"\#(at)","by":{"office":"示例村01","role":"经办人"},"#
        + #""unit":"示例村01","handler":"经办-01","account":"基金收入专户","slip":"\#(slip)","on":"\#(on)","#
        + #""amount_yuan":\#(yuan),"heads":\#(yuan / 260)}"#
}

private func voucher(_ id: String, _ role: String, on: String) -> String {
    #"{"type":"RosterSigned","id":"\#(id)","at":"\#(on)T18:00:00","by":{"office":"示例村01","role":"\#(role)"},"#
        + #""unit":"示例村01","document":"voucher","on":"\#(on)"}"#
}

private func register(_ id: String, _ yuan: Int, on: String) -> String {
    #"{"type":"RosterLineMarked","id":"\#(id)","at":"\#(on)","by":{"office":"示例村01","role":"经办人"},"#
        + #""unit":"示例村01","heads":\#(yuan / 260),"amount_yuan":\#(yuan)}"#
}

private func confirm(_ id: String, on: String) -> String {
    #"{"type":"DecisionMade","id":"\#(id)","at":"2019-10-30","by":{"office":"区级经办机构","role":"accountant"},"#
        + #""unit":"示例村01","decision":"confirmed","on":"\#(on)"}"#
}

@Test func `F-071 F-094 张山子镇: money of a day that comes to the bank later is a breach`() throws {
    let story = try OfficeStory("zhangshanzi-2020")
    let refused = try story.office(
        [
            register("M-1", 520, on: "2019-10-23"), register("M-2", 260, on: "2019-10-24"),
            deposit("D-1", "S-1", 520, at: "2019-10-23T17:00:00", on: "2019-10-23"),
            deposit("D-2", "S-2", 260, at: "2019-10-25T09:00:00", on: "2019-10-24"),
        ].joined(separator: "\n")
    )
    #expect(refused == [])
    let outcome = try story.run()
    #expect(outcome.status(village, "day/2019-10-23") == .matched)
    #expect(outcome.status(village, "day/2019-10-24") == .breach)
    #expect(outcome.items[village]?["day/2019-10-24"]?.notes == ["deposited 2019-10-25"])
    #expect(outcome.status(village, "deposit/operations/D-2") == .breach)
    #expect(outcome.yuan(.collectionAccount, "district") == 780)
}

@Test func `F-072 F-073 张山子镇: what is registered and not deposited is short, by day and handler`()
    throws
{
    let story = try OfficeStory("zhangshanzi-2020")
    try story.office(
        [
            register("M-1", 780, on: "2019-10-23"),
            deposit("D-1", "S-1", 520, at: "2019-10-23T17:00:00", on: "2019-10-23"),
            deposit("D-2", "S-1", 520, at: "2019-10-23T17:05:00", on: "2019-10-23"),
        ].joined(separator: "\n")
    )
    let outcome = try story.run()
    let day = try #require(outcome.items[village]?["day/2019-10-23"])
    #expect(day.status == .short)
    #expect(day.amount - day.counterpart == Money(yuan: 260))
    #expect(outcome.status(village, "deposit/operations/D-2") == .double)
    #expect(outcome.yuan(.cashDeposited, "经办-01") == -520)
}

@Test
func
    `F-085 F-087 F-088 张山子镇: two signatures, then the district confirms, then the village settles`()
    throws
{
    let story = try OfficeStory("zhangshanzi-2020")
    try story.office(
        [
            deposit("D-1", "S-1", 520, at: "2019-10-23T17:00:00", on: "2019-10-23"),
            deposit("D-2", "S-2", 260, at: "2019-10-24T17:00:00", on: "2019-10-24"),
            voucher("V-1", "经办人", on: "2019-10-23"), confirm("K-1", on: "2019-10-23"),
        ].joined(separator: "\n")
    )
    var outcome = try story.run()
    #expect(outcome.status(village, "signing/voucher/2019-10-23") == .unsigned)
    #expect(outcome.items[village]?["signing/voucher/2019-10-23"]?.notes == ["村支部书记"])
    #expect(outcome.status(village, "confirmation/2019-10-23") == .blocked)
    #expect(outcome.status(village, "confirmation/2019-10-24") == .waiting)
    try story.office(voucher("V-2", "partySecretary", on: "2019-10-23"))
    outcome = try story.run()
    #expect(outcome.status(village, "confirmation/2019-10-23") == .confirmed)
    #expect(outcome.status(village, "signing/settlement") == .unsigned)
    try story.office(
        #"{"type":"RosterSigned","id":"Y-1","at":"2019-11-15","by":{"office":"示例村01","role":"村经办人员"},"unit":"示例村01","document":"settlement"}"#
    )
    #expect(try story.run().status(village, "signing/settlement") == .signed)
}

@Test func `F-012 F-074 张山子镇: receipts that stand twice or are missing, and their sum, are told`()
    throws
{
    let story = try OfficeStory("zhangshanzi-2020")
    func receipt(_ id: String, _ first: Int, _ last: Int, _ yuan: Int) -> String {
        #"{"type":"ReceiptIssued","id":"\#(id)","at":"2019-10-23","by":{"office":"示例村01","role":"经办人"},"#
            + #""unit":"示例村01","series":"鲁-2019","first":\#(first),"last":\#(last),"heads":1,"amount_yuan":\#(yuan)}"#
    }
    try story.office(
        [
            register("M-1", 780, on: "2019-10-23"),
            deposit("D-1", "S-1", 780, at: "2019-10-23T17:00:00", on: "2019-10-23"),
            receipt("Q-1", 1, 10, 260), receipt("Q-2", 10, 12, 260), receipt("Q-3", 15, 15, 260),
        ].joined(separator: "\n")
    )
    var outcome = try story.run()
    #expect(outcome.status(village, "receipts/operations/Q-1") == .recorded)
    #expect(outcome.status(village, "receipts/operations/Q-2") == .double)
    #expect(
        outcome.items[village]?["receipts/operations/Q-3"]?.notes == ["15–15", "missing 13–14"]
    )
    #expect(outcome.status(village, "roster") == .matched)
    try story.office(receipt("Q-4", 16, 16, 260))
    outcome = try story.run()
    #expect(outcome.status(village, "roster") == .mismatch)
}

@Test func `F-060 F-077 张山子镇: an only son's family pays 130, district and town 65 each`() throws {
    let story = try OfficeStory("zhangshanzi-2020")
    try story.enrol(1, "示例村01")
    try story.list("L-1", "独子户", "镇计生办", "2019-10-22", [1])
    try story.pay(1, 130, "2019-10-23", channel: "village")
    try story.office(
        """
        {"type":"FundingApplied","id":"A-1","at":"2019-11-20","by":{"office":"镇人社所","role":"clerk"},"funder":"镇","application":"镇-1","amount_yuan":65,"claims_through":{"0":9},"signatories":["镇人社所"]}
        {"type":"FundingReceived","id":"G-1","at":"2019-11-25","by":{"office":"区级经办机构","role":"clerk"},"funder":"town","application":"镇-1","number":"拨-1","to":"区级经办机构","amount_yuan":60}
        {"type":"TreasuryDeposited","id":"T-1","at":"2019-11-26","by":{"office":"区级经办机构","role":"clerk"},"funder":"town","application":"镇-1","number":"入-1","amount_yuan":60}
        """
    )
    let outcome = try story.run()
    #expect(outcome.rejected == [])
    #expect(outcome.yuan(.fundingReceivable, "district") == 65)
    #expect(outcome.yuan(.fundingReceivable, "town") == 65)
    let town = DossierSubject(kind: .funder, id: "town")
    #expect(outcome.status(town, "application/operations/A-1") == .short)
    #expect(outcome.yuan(.fundingApplied, "town") == 5)
    #expect(outcome.yuan(.treasury, "town") == 60)
}
