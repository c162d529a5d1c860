import Events
import Ledger
import Testing

private let village = DossierSubject(kind: .unit, id: "释之/甲村")
private let finance = DossierSubject(kind: .funder, id: "finance")
private let serial = DossierSubject(kind: .serial, id: "20211101001")

/// 方城县: the rebate standard, which the notice leaves open, is decided.
func fangcheng() throws -> OfficeStory {
    try OfficeStory("fangcheng-2021") {
        $0.replacing(
            "refund: { funder: finance, payingOffice: 县民政局 }",
            with: "refund: { yuan: 280, funder: finance, payingOffice: 县民政局 }"
        )
    }
}

private let signatures = """
    {"type":"RosterSigned","id":"R-1","at":"2021-10-22","by":{"office":"甲村","role":"社保协办员"},"unit":"释之/甲村","document":"缴费清册","stamped":true}
    {"type":"RosterSigned","id":"R-2","at":"2021-10-22","by":{"office":"城关卫生院","role":"hospitalClerk"},"unit":"释之/甲村","document":"roster"}
    {"type":"RosterSigned","id":"R-3","at":"2021-10-22","by":{"office":"释之税务分局","role":"taxOfficer"},"unit":"释之/甲村","document":"roster"}
    """

/// Three people of a village pay 320 in cash; the village deposits, all sign, the tax bureau takes
/// the money to the treasury by serial.
private func collect(_ story: OfficeStory) throws {
    for person in 1...3 {
        try story.enrol(person, "释之/甲村")
        try story.pay(person, 320, "2021-10-20", channel: "villageAssistant")
    }
    let refused = try story.office(
        """
        {"type":"RosterPublished","id":"P-1","at":"2021-09-28","by":{"office":"县医保局","role":"clerk"},"unit":"释之街道/甲村","roster":"2021-释之-甲","heads":4,"amount_yuan":1280}
        {"type":"RosterLineMarked","id":"M-1","at":"2021-10-20","by":{"office":"甲村","role":"社保协办员"},"unit":"释之/甲村","heads":3,"amount_yuan":960}
        {"type":"DepositRecorded","id":"D-1","at":"2021-10-20T16:00:00","by":{"office":"释之信用社","role":"teller"},"unit":"释之/甲村","handler":"经办-01","account":"township","slip":"S-1","amount_yuan":960,"heads":3}
        {"type":"BankStatement","id":"B-1","at":"2021-10-21","by":{"office":"县信用社","role":"clerk"},"unit":"释之/甲村","account":"township","slip":"S-1","amount_yuan":960}
        """ + "\n" + signatures + "\n" + """
            {"type":"BatchImported","id":"I-1","at":"2021-10-25","by":{"office":"县征缴办公室","role":"clerk"},"unit":"释之/甲村","batch":"2021-001","succeeded":3}
            {"type":"CollectionSerialIssued","id":"C-1","at":"2021-11-01","by":{"office":"县征缴办公室","role":"clerk"},"serial":"20211101001","batch":"2021-001","unit":"释之","heads":3,"amount_yuan":960}
            {"type":"ReceiptIssued","id":"F-1","at":"2021-11-02","by":{"office":"县税务局","role":"clerk"},"serial":"20211101001","series":"A","first":1,"last":3,"heads":3,"amount_yuan":960}
            {"type":"TreasuryDeposited","id":"T-1","at":"2021-11-03","by":{"office":"县税务局","role":"clerk"},"serial":"20211101001","number":"TD-1","amount_yuan":960}
            """
    )
    #expect(refused == [])
}

@Test
func `F-070 F-080 F-081 F-083 F-090 F-140 方城县: 320 goes to the treasury by serial, all agreeing`()
    throws
{
    let story = try fangcheng()
    try collect(story)
    let outcome = try story.run()
    #expect(outcome.rejected == [])
    #expect(outcome.keys(.matched).contains("roster"))
    #expect(outcome.status(village, "published/operations/P-1") == .recorded)
    #expect(outcome.status(village, "signing/roster") == .signed)
    #expect(outcome.status(village, "import/operations/I-1") == .matched)
    #expect(outcome.status(village, "statement/operations/B-1") == .matched)
    #expect(outcome.status(serial, "serial/operations/C-1") == .matched)
    #expect(outcome.yuan(.receipts, unit: village.id) == 960)
    #expect(outcome.yuan(.cashDeposited, "经办-01", unit: village.id) == -960)
    #expect(outcome.yuan(.collectionAccount) == 0)
    #expect(outcome.yuan(.treasury, "premium") == 960)
    let open = outcome.items.values.flatMap(\.values).filter(\.status.isOpen)
    #expect(open.map(\.key) == [])
}

@Test func `F-084 方城县: without the three signatures and the stamp the import is blocked`()
    throws
{
    let story = try fangcheng()
    try story.office(
        """
        {"type":"RosterSigned","id":"R-1","at":"2021-10-22","by":{"office":"甲村","role":"社保协办员"},"unit":"释之/甲村","document":"roster"}
        {"type":"BatchImported","id":"I-1","at":"2021-10-23","by":{"office":"县征缴办公室","role":"clerk"},"unit":"释之/甲村","batch":"2021-001","succeeded":2,"failed":1}
        """
    )
    var outcome = try story.run()
    #expect(outcome.status(village, "import/operations/I-1") == .blocked)
    let signing = try #require(outcome.items[village]?["signing/roster"])
    #expect(signing.status == .unsigned)
    #expect(signing.notes == ["卫生院经办人员", "税务分局工作人员", "stamp"])
    try story.office(signatures.replacing(#""R-1""#, with: #""R-4""#))
    outcome = try story.run()
    #expect(outcome.status(village, "signing/roster") == .signed)
    #expect(outcome.status(village, "import/operations/I-1") == .short)
    #expect(outcome.items[village]?["import/operations/I-1"]?.counterHeads == 1)
}

@Test func `F-091 方城县: a treasury deposit waits for its serial, and more than the serial is told`()
    throws
{
    let story = try fangcheng()
    let deposit =
        #"{"type":"TreasuryDeposited","id":"T-1","at":"2021-11-03","by":{"office":"县税务局","role":"clerk"},"serial":"20211101001","number":"TD-1","amount_yuan":960}"#
    try story.office(deposit)
    #expect(try story.run().status(serial, "treasury/operations/T-1") == .waiting)
    #expect(try story.run().yuan(.treasury) == 0)
    try story.office(
        #"{"type":"CollectionSerialIssued","id":"C-1","at":"2021-11-01","by":{"office":"县征缴办公室","role":"clerk"},"serial":"20211101001","batch":"2021-001","unit":"释之","heads":4,"amount_yuan":1280}"#
    )
    var outcome = try story.run()
    #expect(outcome.status(serial, "treasury/operations/T-1") == .matched)
    #expect(outcome.status(serial, "serial/operations/C-1") == .short)
    #expect(outcome.yuan(.treasury) == 960)
    try story.office(
        deposit.replacing("T-1", with: "T-2").replacing("TD-1", with: "TD-2")
    )
    outcome = try story.run()
    #expect(outcome.status(serial, "treasury/operations/T-2") == .over)
    #expect(outcome.yuan(.treasury) == 960)
}

@Test func `F-063 F-066 F-067 F-069 方城县: collected first, refunded later, reconciled to the fen`()
    throws
{
    let story = try fangcheng()
    try collect(story)
    try story.list("L-1", "低保", "县民政局", "2021-09-30", [1, 2])
    var outcome = try story.run()
    #expect(outcome.yuan(.refundDue) == -560)
    #expect(outcome.yuan(.fundingReceivable, "finance") == 560)
    let refused = try story.office(
        """
        {"type":"FundingApplied","id":"A-1","at":"2021-12-01","by":{"office":"县民政局","role":"clerk"},"funder":"财政","application":"民-1","purpose":"低保返还","amount_yuan":560,"claims_through":{"0":40},"signatories":["县民政局"]}
        {"type":"FundingReceived","id":"G-1","at":"2021-12-10","by":{"office":"县医保局","role":"clerk"},"funder":"finance","application":"民-1","number":"拨-1","to":"县医保局","amount_yuan":560}
        {"type":"FundingTransferred","id":"X-1","at":"2021-12-11","by":{"office":"县医保局","role":"clerk"},"funder":"finance","application":"民-1","number":"转-1","from":"县医保局","to":"县民政局","amount_yuan":560}
        {"type":"RefundPaid","id":"Z-1","at":"2021-12-20","by":{"office":"县民政局","role":"clerk"},\(OfficeStory.named(1)),"amount_yuan":280}
        {"type":"RefundPaid","id":"Z-2","at":"2021-12-20","by":{"office":"县民政局","role":"clerk"},\(OfficeStory.named(2)),"amount_yuan":280}
        """
    )
    #expect(refused == [])
    outcome = try story.run()
    #expect(outcome.rejected == [])
    #expect(outcome.status(finance, "application/operations/A-1") == .matched)
    #expect(outcome.status(finance, "transfer/operations/X-1") == .matched)
    #expect(outcome.yuan(.refundDue) == 0)
    #expect(outcome.yuan(.fundingReceivable, "finance") == 560)
    #expect(outcome.yuan(.fundingClaimed, "finance") == -560)
    #expect(outcome.yuan(.fundingApplied) == 0)
    #expect(outcome.yuan(.fundingInTransit, "县医保局") == 0)
    #expect(outcome.yuan(.fundingInTransit, "县民政局") == 560)
    #expect(outcome.yuan(.refundsPaid, "县民政局") == -560)
    #expect(try story.assessment(1, in: outcome).refunded == Money(yuan: 280))
}

@Test func `F-064 F-065 方城县: the premium of 特困 goes through 医保局 to 待报解 and to the treasury`()
    throws
{
    let story = try fangcheng()
    try story.enrol(1, "释之/甲村")
    try story.list("L-1", "特困人员", "县民政局", "2021-09-30", [1])
    let applied =
        #"{"type":"FundingApplied","id":"A-1","at":"2021-12-01","by":{"office":"县医保局","role":"clerk"},"funder":"finance","application":"医-1","purpose":"premium","amount_yuan":320,"claims_through":{"0":2},"signatories":["县医保局"]}"#
    try story.office(
        """
        {"type":"TreasuryDeposited","id":"T-1","at":"2021-12-12","by":{"office":"县税务局","role":"clerk"},"funder":"finance","application":"医-1","number":"入-1","amount_yuan":320}
        {"type":"FundingTransferred","id":"X-1","at":"2021-12-11","by":{"office":"县医保局","role":"clerk"},"funder":"finance","application":"医-1","number":"转-1","from":"县医保局","to":"待报解账户","amount_yuan":320}
        {"type":"FundingReceived","id":"G-1","at":"2021-12-10","by":{"office":"县医保局","role":"clerk"},"funder":"finance","application":"医-1","number":"拨-1","to":"县医保局","amount_yuan":320}
        """
    )
    var outcome = try story.run()
    #expect(outcome.keys(.waiting).count == 3)
    #expect(outcome.yuan(.pendingRemittance) == 0)
    try story.office(applied)
    outcome = try story.run()
    #expect(outcome.keys(.waiting) == [])
    #expect(outcome.yuan(.pendingRemittance, "pending") == 0)
    #expect(outcome.yuan(.treasury, "finance") == 320)
    #expect(outcome.yuan(.fundingReceivable) + outcome.yuan(.fundingClaimed) == 0)
    let money = try #require(outcome.items[finance]?["transfer/operations/X-1"]?.moves.first)
    #expect(money.from == MoneyPlace(.fundingInTransit, party: "县医保局"))
    #expect(money.to == MoneyPlace(.pendingRemittance, party: "pending"))
}

@Test
func `F-116 F-117 F-136 方城县: a notice with its evidence and a team are on the unit's file`() throws
{
    let story = try fangcheng()
    let refused = try story.office(
        """
        {"type":"NoticePosted","id":"N-1","at":"2021-12-02","by":{"office":"甲村","role":"社保协办员"},"unit":"释之/甲村","on":"2021-12-01","evidence":"影像-12"}
        {"type":"StaffTeamReported","id":"W-1","at":"2021-09-30","by":{"office":"释之街道","role":"clerk"},"unit":"释之","heads":9}
        """
    )
    #expect(refused == [])
    let outcome = try story.run()
    let notice = try #require(outcome.items[village]?["notice/operations/N-1"])
    #expect(notice.day == CivilDate("2021-12-01"))
    #expect(notice.reference == "影像-12")
    let town = DossierSubject(kind: .unit, id: "释之")
    #expect(outcome.items[town]?["team/operations/W-1"]?.heads == 9)
}
