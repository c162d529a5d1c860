import Events
import Ledger
import Testing

private let clerk = #""at":"2021-10-21T10:00:00","by":{"office":"释之信用社","role":"teller"}"#

/// Columns: code, record of 方城县.
private let bad: [(String, String)] = [
    (
        "unit_missing",
        #"{"type":"DepositRecorded","id":"1",CLERK,"handler":"h","account":"township","slip":"S","amount_yuan":320}"#
    ),
    (
        "handler_missing",
        #"{"type":"DepositRecorded","id":"2",CLERK,"unit":"释之/甲村","account":"township","slip":"S","amount_yuan":320}"#
    ),
    (
        "amount_missing",
        #"{"type":"DepositRecorded","id":"3",CLERK,"unit":"释之/甲村","handler":"h","account":"township","slip":"S"}"#
    ),
    (
        "amount_malformed",
        #"{"type":"DepositRecorded","id":"4",CLERK,"unit":"释之/甲村","handler":"h","account":"township","slip":"S","amount_yuan":"3x20"}"#
    ),
    (
        "amount_malformed",
        #"{"type":"DepositRecorded","id":"5",CLERK,"unit":"释之/甲村","handler":"h","account":"township","slip":"S","amount_yuan":[320]}"#
    ),
    (
        "amount_not_positive",
        #"{"type":"DepositRecorded","id":"6",CLERK,"unit":"释之/甲村","handler":"h","account":"township","slip":"S","amount_yuan":0}"#
    ),
    (
        "unit_unknown",
        #"{"type":"DepositRecorded","id":"7",CLERK,"unit":"无此镇/甲村","handler":"h","account":"township","slip":"S","amount_yuan":320}"#
    ),
    (
        "account_unknown",
        #"{"type":"DepositRecorded","id":"8",CLERK,"unit":"释之/甲村","handler":"h","account":"pending","slip":"S","amount_yuan":320}"#
    ),
    (
        "day_after_record",
        #"{"type":"DepositRecorded","id":"9",CLERK,"unit":"释之/甲村","handler":"h","account":"township","slip":"S","on":"2021-10-22","amount_yuan":320}"#
    ),
    (
        "json_malformed",
        #"{"type":"DepositRecorded","id":"10",CLERK,"unit":"释之/甲村","handlr":"h","account":"township","slip":"S","amount_yuan":320}"#
    ),
    (
        "signer_not_allowed",
        #"{"type":"RosterSigned","id":"11","at":"2021-10-22","by":{"office":"县民政局","role":"taxOfficer"},"unit":"释之/甲村","document":"roster"}"#
    ),
    (
        "signer_not_allowed",
        #"{"type":"RosterSigned","id":"12","at":"2021-10-22","by":{"office":"乙村","role":"villageAssistant"},"unit":"释之/甲村","document":"roster"}"#
    ),
    (
        "document_unknown",
        #"{"type":"RosterSigned","id":"13","at":"2021-10-22","by":{"office":"甲村","role":"villageAssistant"},"unit":"释之/甲村","document":"voucher"}"#
    ),
    (
        "duty_not_in_scheme",
        #"{"type":"DecisionMade","id":"14",CLERK,"unit":"释之/甲村","decision":"confirmed","on":"2021-10-20"}"#
    ),
    (
        "funder_unknown",
        #"{"type":"FundingReceived","id":"15",CLERK,"funder":"省财政","application":"1","number":"1","to":"县医保局","amount_yuan":320}"#
    ),
    (
        "route_not_allowed",
        #"{"type":"FundingReceived","id":"16",CLERK,"funder":"finance","application":"1","number":"1","to":"县教体局","amount_yuan":320}"#
    ),
    (
        "purpose_unknown",
        #"{"type":"FundingApplied","id":"17",CLERK,"funder":"finance","application":"1","amount_yuan":320,"claims_through":{"0":1},"signatories":["县医保局"]}"#
    ),
    (
        "range_reversed",
        #"{"type":"FundingApplied","id":"18",CLERK,"funder":"finance","application":"1","purpose":"premium","amount_yuan":320,"claims_from":{"0":9},"claims_through":{"0":1},"signatories":["县医保局"]}"#
    ),
    (
        "range_reversed",
        #"{"type":"ReceiptIssued","id":"19",CLERK,"unit":"释之/甲村","series":"A","first":9,"last":3,"heads":1,"amount_yuan":320}"#
    ),
    (
        "field_missing",
        #"{"type":"TreasuryDeposited","id":"20",CLERK,"number":"1","amount_yuan":320}"#
    ),
    (
        "field_missing",
        #"{"type":"CollectionSerialIssued","id":"21",CLERK,"serial":"X","batch":"1","heads":1,"amount_yuan":320}"#
    ),
    (
        "personal_data_not_allowed",
        #"{"type":"DepositRecorded","id":"22",CLERK,"unit":"释之/甲村","handler":"h","account":"township","slip":"S","amount_yuan":320,"name":"张三"}"#
    ),
    ("document_unknown", #"{"type":"DecisionMade","id":"23",CLERK,PERSON,"decision":"forgive"}"#),
    ("amount_malformed", #"{"type":"RefundPaid","id":"24",CLERK,PERSON,"amount_yuan":"28O"}"#),
    ("amount_missing", #"{"type":"RefundPaid","id":"25",CLERK,PERSON}"#),
]

private func filled(_ record: String) -> String {
    record.replacing("CLERK", with: clerk).replacing("PERSON", with: OfficeStory.named(1))
}

@Test(arguments: bad.indices)
func `F-138 F-082 each bad record is refused with its code, and nothing else is touched`(
    index: Int
) throws {
    let story = try fangcheng()
    let (code, record) = bad[index]
    let good =
        #"{"type":"DepositRecorded","id":"G",CLERK,"unit":"释之/甲村","handler":"h","account":"township","slip":"G","amount_yuan":320}"#
    #expect(try story.office(filled(record + "\n" + good)) == [code])
    let outcome = try story.run()
    #expect(outcome.items.values.flatMap(\.keys).filter { $0.hasPrefix("deposit/") }.count == 1)
    #expect(outcome.yuan(.collectionAccount) == 320)
    #expect(outcome.balances.count == 2)
}

/// What the form of a record does not tell is the pack's; `validate` judges it again.
@Test(arguments: [
    ("unit_unknown", 6), ("account_unknown", 7), ("day_after_record", 8),
    ("signer_not_allowed", 10), ("document_unknown", 12), ("duty_not_in_scheme", 13),
    ("funder_unknown", 14), ("route_not_allowed", 15), ("purpose_unknown", 16),
    ("range_reversed", 17), ("field_missing", 20),
])
func `F-138 a record that its producer let pass is refused at the trust boundary`(
    code: String,
    index: Int
) throws {
    let story = try fangcheng()
    #expect(try story.office(filled(bad[index].1), isChecked: false) == [])
    let outcome = try story.run()
    #expect(outcome.rejected == [code])
    #expect(outcome.items == [:])
    #expect(outcome.balances == [:])
}

@Test func `F-138 an alias as key would part a dossier: it is refused, or written canonically`()
    throws
{
    let story = try fangcheng()
    let record = filled(
        #"{"type":"DepositRecorded","id":"1",CLERK,"unit":"释之街道/甲村","handler":"h","account":"归集户","slip":"S","amount_yuan":320}"#
    )
    try story.office(record, isChecked: false)
    #expect(try story.run().rejected == ["subject_not_canonical"])
    try story.office(record.replacing(#""id":"1""#, with: #""id":"2""#))
    let outcome = try story.run()
    #expect(outcome.rejected == ["subject_not_canonical"])
    let village = DossierSubject(kind: .unit, id: "释之/甲村")
    #expect(outcome.status(village, "deposit/operations/2") == .recorded)
}

@Test
func `F-138 a record of another scheme touches nothing of this one`() throws {
    let story = try fangcheng()
    try story.office(
        filled(#"{"type":"StaffTeamReported","id":"1",CLERK,"unit":"释之","heads":9}"#),
        scheme: "xiangyang-2021"
    )
    let outcome = try story.run()
    #expect(outcome.rejected == ["scheme_unknown"])
    #expect(outcome.items == [:])
    #expect(outcome.balances == [:])
}

@Test
func `F-138 a bad line is told with file, row, value, rule and the next step`() throws {
    let story = try fangcheng()
    let line =
        #"{"type":"DepositRecorded","id":"1",CLERK,"unit":"释之/甲村","handler":"h","account":"township","slip":"S","amount_yuan":"3x20"}"#
    #expect(
        try story.problems(filled(line)) == [
            "operations.jsonl row 1, column amount_yuan: «3***» is not an amount such as 350.00. "
                + "Correct the cell and send the row again; other rows were taken."
        ]
    )
    let signed =
        #"{"type":"RosterSigned","id":"11","at":"2021-10-22","by":{"office":"县民政局","role":"taxOfficer"},"unit":"释之/甲村","document":"roster"}"#
    #expect(
        try story.problems(signed) == [
            "operations.jsonl row 1: «taxOfficer» of 县民政局 does not sign «roster»: "
                + "社保协办员 of the unit itself, 卫生院经办人员 of 城关卫生院, "
                + "税务分局工作人员 of …税务分局 do. Correct the cell and send the row again; "
                + "other rows were taken."
        ]
    )
}

@Test
func `F-095 only the hospital that the notice names for a sub-district signs its roster`()
    throws
{
    let story = try fangcheng()
    func sign(_ hospital: String) throws -> [String] {
        try story.office(
            #"{"type":"RosterSigned","id":"1","at":"2021-10-22","by":{"office":"\#(hospital)","role":"hospitalClerk"},"#
                + #""unit":"释之/甲村","document":"roster"}"#
        )
    }
    #expect(try sign("券桥卫生院") == ["signer_not_allowed"])
    #expect(try sign("城关卫生院") == [])
}

@Test
func `F-131 every record is kept with who and when, and other content under its number is told`()
    throws
{
    let story = try fangcheng()
    let record = filled(
        #"{"type":"DepositRecorded","id":"1",CLERK,"unit":"释之/甲村","handler":"h","account":"township","slip":"S","amount_yuan":320}"#
    )
    try story.office(record)
    try story.office(record)
    try story.office(record.replacing("320", with: "640"))
    let outcome = try story.run()
    #expect(outcome.yuan(.collectionAccount) == 320)
    #expect(outcome.tallies[TallyKey(tally: .repeated, code: "")] == 1)
    #expect(outcome.tallies[TallyKey(tally: .conflicting, code: "conflict")] == 1)
}
