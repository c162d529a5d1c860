import Documents
import Events
import Ledger
import Testing

private let by = #""by":{"office":"示例村01","role":"经办人"}"#

/// 张山子镇: two days of a village, one money late, one voucher signed and confirmed.
private func village() throws -> OfficeStory {
    let story = try OfficeStory("zhangshanzi-2020")
    let refused = try story.office(
        """
        {"type":"RosterLineMarked","id":"M-1","at":"2019-10-23",\(by),"unit":"示例村01","heads":2,"amount_yuan":520}
        {"type":"RosterLineMarked","id":"M-2","at":"2019-10-24",\(by),"unit":"示例村01","heads":1,"amount_yuan":260}
        {"type":"DepositRecorded","id":"D-1","at":"2019-10-23T17:00:00",\(by),"unit":"示例村01","handler":"经办-01","account":"基金收入专户","slip":"S-1","on":"2019-10-23","amount_yuan":520,"heads":2}
        {"type":"DepositRecorded","id":"D-2","at":"2019-10-25T09:00:00",\(by),"unit":"示例村01","handler":"经办-01","account":"基金收入专户","slip":"S-2","on":"2019-10-24","amount_yuan":260,"heads":1}
        {"type":"RosterSigned","id":"V-1","at":"2019-10-23T18:00:00",\(by),"unit":"示例村01","document":"voucher","on":"2019-10-23"}
        {"type":"RosterSigned","id":"V-2","at":"2019-10-23T18:00:00","by":{"office":"示例村01","role":"partySecretary"},"unit":"示例村01","document":"voucher","on":"2019-10-23"}
        {"type":"DecisionMade","id":"K-1","at":"2019-10-30","by":{"office":"区级经办机构","role":"accountant"},"unit":"示例村01","decision":"confirmed","on":"2019-10-23"}
        {"type":"ReceiptIssued","id":"Q-1","at":"2019-10-23",\(by),"unit":"示例村01","series":"鲁-2019","first":1,"last":2,"heads":3,"amount_yuan":780}
        {"type":"ReceiptIssued","id":"Q-2","at":"2019-10-24",\(by),"unit":"示例村01","series":"鲁-2019","first":5,"last":5,"heads":1,"amount_yuan":260}
        {"type":"RosterSigned","id":"Y-1","at":"2019-11-15","by":{"office":"示例村01","role":"村经办人员"},"unit":"示例村01","document":"settlement"}
        """
    )
    #expect(refused == [])
    return story
}

@Test func `F-071 F-094 late deposits are listed by day and slip`() throws {
    let rows = try village().report("same-day-breaches").rows("breaches")
    #expect(
        rows == [
            "示例村01|收款日|2019-10-24|||260|存入日 2019-10-25",
            "示例村01|缴款单|2019-10-25|S-2|经办-01|260|收款日 2019-10-24",
        ]
    )
}

@Test
func `F-085 F-086 F-087 F-088 vouchers day by day, confirmed or waiting; the village is open`()
    throws
{
    let story = try village()
    #expect(
        try story.report("vouchers").rows("days") == [
            "示例村01|2019-10-23|2|520|2|520|0|相符|已签字||已确认",
            "示例村01|2019-10-24|1|260|1|260|0|未当日存入|签字不全|村支部书记、经办人|等待",
        ]
    )
    let confirmations = try story.report(
        "confirmations",
        ReportRequest(asOf: CivilDate("2019-11-03"))
    )
    #expect(
        try confirmations.rows("days") == [
            "示例村01|2019-10-23|11|520|已确认", "示例村01|2019-10-24|10|260|等待",
        ]
    )
    let settled = try story.report("settled-villages").rows("villages")
    #expect(settled.map { $0.hasPrefix("示例村01|已签字|") && $0.hasSuffix("|未完毕") } == [true])
}

@Test func `F-004 F-012 receipts stand with numbers, persons on them, and what is missing`() throws
{
    #expect(
        try village().report("receipts").rows("runs") == [
            "示例村01|鲁-2019|1–2|2019-10-23|3|780|已记录|",
            "示例村01|鲁-2019|5–5|2019-10-24|1|260|断号|缺号 3–4",
        ]
    )
}

@Test func `F-126 a duty that the notice does not print is said, not invented`() throws {
    let report = try OfficeStory("tengzhou-2023").report("same-day-breaches")
    #expect(report.notes == ["本方案的通知没有印出这项职责"])
    #expect(try report.rows("breaches") == [])
    let dated = try OfficeStory("tengzhou-2023").report(
        "trial-balance",
        ReportRequest(asOf: CivilDate("2022-12-31"))
    )
    #expect(dated.basis.asOf == nil)
    #expect(dated.notes.contains { $0.contains("--as-of") })
}

@Test func `F-035 who withdrew or died is listed by unit with what goes back`() throws {
    let story = try OfficeStory("zhangshanzi-2020")
    for person in 1...3 { try story.enrol(person, "示例村01") }
    try story.pay(2, 260, "2019-10-23", channel: "village")
    try story.mark(1, .deceased)
    try story.mark(2, .withdrawn)
    let report = try story.report("withdrawals")
    #expect(
        try report.people("persons").sorted()
            == [
                "示例村01|*|死亡|0|0", "示例村01|*|退保、删除|260|260",
            ].sorted()
    )
    #expect(try report.rows("units") == ["示例村01|2"])
}

@Test func `F-033 F-034 households in two tiers, and those of which some are not enrolled`() throws
{
    let story = try OfficeStory("yanjiang-2021")
    let unit = try #require(story.pack.compiled.units.first?.name)
    let tiers = story.pack.compiled.tiers.map(\.id)
    try story.enrol(1, unit, tier: tiers[0], household: 7)
    try story.enrol(2, unit, tier: tiers[1], household: 7)
    let conflicts = try story.report("tier-conflicts").people("members")
    #expect(conflicts.count == 2)
    #expect(conflicts.allSatisfy { $0.hasPrefix("1|\(unit)|*|") })
    let incomplete = try story.report("incomplete-households")
    #expect(try incomplete.rows("households") == ["1|2|2"])
    #expect(try incomplete.rows("missing").count == 2)
    let none = try OfficeStory("tengzhou-2023").report("tier-conflicts")
    #expect(none.notes == ["本方案的通知没有印出这项职责"])
}

@Test func `F-036 F-120 who gave up, by letter or by not reporting, is listed`() throws {
    let story = try OfficeStory("lingcheng-2021")
    for person in 1...2 { try story.enrol(person, "陵北") }
    try story.mark(1, .refused)
    #expect(try story.report("given-up").rows("units") == ["陵北|1"])
    #expect(try story.report("omissions").rows("units") == ["陵北|1"])
}

@Test func `F-141 a village's payer has a voucher once the district has confirmed the day`() throws
{
    let story = try village()
    for person in 1...3 { try story.enrol(person, "示例村01") }
    try story.pay(1, 260, "2019-10-23", channel: "village")
    try story.pay(2, 260, "2019-10-24", channel: "village")
    let online = story.pack.compiled.channels.first { $0.collector == .selfService }
    try story.pay(3, 260, "2019-10-24", channel: try #require(online).id)
    let report = try story.report("payment-vouchers")
    let vouchers = try report.rows("vouchers")
    #expect(vouchers.count == 2)
    #expect(vouchers.allSatisfy { $0.contains("|2020|") && $0.contains("|260|") })
    #expect(try report.rows("waiting") == ["示例村01|1"])
}
