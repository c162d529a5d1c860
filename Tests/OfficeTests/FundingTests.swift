import Events
import Ledger
import Testing

private func applied(
    _ id: String,
    _ number: String,
    _ yuan: Int,
    from: String = "{}",
    through: String,
    funder: String = "finance",
    signatories: String = #"["曲阜市医保局","曲阜市税务局"]"#
) -> String {
    #"{"type":"FundingApplied","id":"\#(id)","at":"2020-12-01","by":{"office":"曲阜市医保局","role":"clerk"},"#
        + #""funder":"\#(funder)","application":"\#(number)","amount_yuan":\#(yuan),"#
        + #""claims_from":\#(from),"claims_through":\#(through),"signatories":\#(signatories)}"#
}

private func received(_ id: String, _ application: String, _ yuan: Int) -> String {
    #"{"type":"FundingReceived","id":"\#(id)","at":"2020-12-10","by":{"office":"曲阜市财政局","role":"clerk"},"#
        + #""funder":"finance","application":"\#(application)","number":"\#(id)","to":"待报解账户","amount_yuan":\#(yuan)}"#
}

private let finance = DossierSubject(kind: .funder, id: "finance")

@Test func `F-061 F-063 F-064 F-065 曲阜市陵城镇: 280 for each assisted person, in full, by 待报解`()
    throws
{
    let story = try OfficeStory("lingcheng-2021")
    for person in 1...3 { try story.enrol(person, "陵北") }
    try story.list("L-1", "低保对象", "民政", "2020-11-01", [1, 2, 3])
    let claim = try #require(try story.run().claims["finance"])
    #expect(claim.amount == Money(yuan: 840))
    #expect(claim.people.count == 3)
    let end = try #require(claim.through.first?.sequence)
    let application = applied("A-1", "2020-1", 840, through: #"{"0":\#(end)}"#)
    #expect(try story.office(application) == [])
    var outcome = try story.run()
    #expect(outcome.rejected == [])
    #expect(outcome.yuan(.fundingReceivable) == 840)
    #expect(outcome.yuan(.fundingApplied) == 840)
    #expect(outcome.status(finance, "application/operations/A-1") == .waiting)
    try story.office(received("G-1", "2020-1", 800))
    #expect(try story.run().status(finance, "application/operations/A-1") == .short)
    try story.office(
        received("G-2", "2020-1", 50) + "\n"
            + #"{"type":"TreasuryDeposited","id":"T-1","at":"2020-12-12","by":{"office":"曲阜市税务局","role":"clerk"},"funder":"finance","application":"2020-1","number":"入-1","amount_yuan":840}"#
    )
    outcome = try story.run()
    #expect(outcome.status(finance, "application/operations/A-1") == .over)
    #expect(outcome.status(finance, "funding/operations/G-2") == .over)
    #expect(outcome.yuan(.fundingApplied) == 0)
    #expect(outcome.yuan(.fundingSurplus) == -10)
    #expect(outcome.yuan(.pendingRemittance) == 10)
    #expect(outcome.yuan(.treasury, "finance") == 840)
}

@Test func `F-061 each journal is claimed once: an overlap and a gap are refused, a gap may close`()
    throws
{
    let story = try OfficeStory("lingcheng-2021")
    try story.office(
        [
            applied("A-1", "1", 280, through: #"{"0":10}"#),
            applied("A-2", "2", 280, from: #"{"0":5}"#, through: #"{"0":20}"#),
            applied("A-3", "3", 280, from: #"{"0":20}"#, through: #"{"0":30}"#),
            applied("A-4", "1", 280, from: #"{"0":10}"#, through: #"{"0":20}"#),
        ].joined(separator: "\n")
    )
    var outcome = try story.run()
    #expect(outcome.status(finance, "application/operations/A-1") == .waiting)
    #expect(outcome.status(finance, "application/operations/A-2") == .overlap)
    #expect(outcome.status(finance, "application/operations/A-3") == .gap)
    #expect(outcome.status(finance, "application/operations/A-4") == .double)
    #expect(outcome.yuan(.fundingApplied) == 280)
    try story.office(applied("A-5", "5", 560, from: #"{"0":10}"#, through: #"{"0":20}"#))
    outcome = try story.run()
    #expect(outcome.status(finance, "application/operations/A-3") == .waiting)
    #expect(outcome.yuan(.fundingApplied) == 1_120)
}

@Test func `F-062 曲阜市陵城镇: an application without the tax bureau's hand is refused`() throws {
    let story = try OfficeStory("lingcheng-2021")
    let alone = applied("A-1", "1", 280, through: #"{"0":9}"#, signatories: #"["曲阜市医保局"]"#)
    #expect(try story.office(alone) == ["signatory_missing"])
    try story.office(alone, isChecked: false)
    let outcome = try story.run()
    #expect(outcome.rejected == ["signatory_missing"])
    #expect(outcome.items == [:])
}

@Test func `F-057 F-060 滕州市: 175 and 175, medical assistance, and bills pushed, funded, collected`()
    throws
{
    let story = try OfficeStory("tengzhou-2023")
    try story.enrol(1, "鲍沟镇/某村")
    try story.enrol(2, "鲍沟镇/某村")
    try story.list("L-1", "双女户", "市卫健局", "2022-10-20", [1])
    try story.list("L-2", "低保对象", "市民政局", "2022-10-20", [2])
    var outcome = try story.run()
    #expect(outcome.yuan(.fundingReceivable, "city") == 175)
    #expect(outcome.yuan(.fundingReceivable, "township") == 175)
    #expect(outcome.yuan(.fundingReceivable, "medicalAssistance") == 350)
    let fund = DossierSubject(kind: .funder, id: "medicalAssistance")
    let record = #""by":{"office":"市医保局","role":"clerk"},"funder":"市财政（医疗救助资金）","#
    func bills() throws -> String? {
        try story.run().items[fund]?["application/operations/A-1"]?.notes.last
    }
    let refused = try story.office(
        #"{"type":"FundingApplied","id":"A-1","at":"2022-12-01",\#(record)"application":"医-1","amount_yuan":350,"#
            + #""claims_through":{"0":9},"signatories":["滕州市医保局","滕州市税务局"]}"#
    )
    #expect(refused == [])
    #expect(try bills() == "bills pushed")
    try story.office(
        #"{"type":"FundingReceived","id":"G-1","at":"2022-12-05",\#(record)"application":"医-1","number":"拨-1","to":"市税务局","amount_yuan":350}"#
    )
    #expect(try bills() == "bills funded")
    try story.office(
        #"{"type":"TreasuryDeposited","id":"T-1","at":"2022-12-06",\#(record)"application":"医-1","number":"入-1","amount_yuan":350}"#
    )
    #expect(try bills() == "bills collected")
    outcome = try story.run()
    #expect(outcome.rejected == [])
    #expect(outcome.yuan(.treasury, "medicalAssistance") == 350)
    #expect(outcome.yuan(.fundingInTransit) == 0)
}

@Test(arguments: [
    ("城镇低保", "区民政局", 525), ("城镇优抚对象", "区退役军人事务局", 375), ("超龄失地农民", "村（社区）", 370),
    ("", "", 750),
])
func `F-060 资阳市雁江区: 525, 375 and 370 against 750, the rest from 政府`(
    category: String,
    bureau: String,
    pays: Int64
) throws {
    let story = try OfficeStory("yanjiang-2021")
    let unit = try #require(story.pack.compiled.units.first?.name)
    let approved = CivilDate("2015-06-30")
    try story.enrol(900, unit, tier: "tier3")
    if !category.isEmpty {
        try story.list("L-1", category, bureau, "2020-09-25", [900], approved: approved)
    }
    try story.pay(900, pays, "2020-10-10", channel: "village")
    let outcome = try story.run()
    #expect(outcome.rejected == [])
    #expect(try story.assessment(900, in: outcome).status == .insured)
    #expect(outcome.yuan(.fundingReceivable, "government") == 750 - pays)
    #expect(-outcome.yuan(.personalPremium) - outcome.yuan(.governmentPremium) == 750)
}
