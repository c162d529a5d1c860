import Documents
import Events
import Ledger
import Postgres
import PostgresServer
import Testing

private let clerk = #""by":{"office":"县医保局","role":"clerk"}"#

/// 方城县: three pay in cash, two of them are refunded later, one is waived, one paid too late.
private func story() throws -> OfficeStory {
    let story = try fangcheng()
    for person in 1...5 { try story.enrol(person, "释之/甲村") }
    for person in 1...2 { try story.pay(person, 320, "2021-10-20", channel: "villageAssistant") }
    try story.pay(3, 320, "2021-10-21", channel: "alipay")
    try story.pay(5, 320, "2022-01-05", channel: "alipay")
    try story.list("L-1", "低保", "县民政局", "2021-09-30", [1, 2])
    try story.list("L-2", "孤儿", "县民政局", "2021-09-30", [4])
    let refused = try story.office(
        """
        {"type":"RosterPublished","id":"P-1","at":"2021-09-28",\(clerk),"unit":"释之/甲村","roster":"R","heads":4,"amount_yuan":1280}
        {"type":"RosterLineMarked","id":"M-1","at":"2021-10-20",\(clerk),"unit":"释之/甲村","heads":2,"amount_yuan":640,"handler":"经办-01"}
        {"type":"RosterLineMarked","id":"M-2","at":"2021-10-22",\(clerk),"unit":"释之/甲村","heads":1,"amount_yuan":320,"handler":"经办-02"}
        {"type":"DepositRecorded","id":"D-1","at":"2021-10-20T16:00:00",\(clerk),"unit":"释之/甲村","handler":"经办-01","account":"township","slip":"S-1","amount_yuan":640,"heads":2}
        {"type":"BankStatement","id":"B-1","at":"2021-10-21",\(clerk),"unit":"释之/甲村","account":"township","slip":"S-1","amount_yuan":600}
        {"type":"RosterSigned","id":"Y-1","at":"2021-10-22","by":{"office":"甲村","role":"社保协办员"},"unit":"释之/甲村","document":"roster"}
        {"type":"BatchImported","id":"I-1","at":"2021-10-25",\(clerk),"unit":"释之/甲村","batch":"B-1","succeeded":2,"failed":1}
        {"type":"CollectionSerialIssued","id":"C-1","at":"2021-11-01",\(clerk),"serial":"X-1","batch":"B-1","unit":"释之","heads":2,"amount_yuan":640}
        {"type":"TreasuryDeposited","id":"T-1","at":"2021-11-03",\(clerk),"serial":"X-1","number":"TD-1","amount_yuan":600}
        {"type":"RefundPaid","id":"Z-1","at":"2021-12-20","by":{"office":"县民政局","role":"clerk"},\(OfficeStory.named(1)),"amount_yuan":280}
        """
    )
    #expect(refused == [])
    return story
}

private let asOf = ReportRequest(asOf: CivilDate("2022-01-31"))

@Test func `F-079 the trial balance sums to nothing, account by account`() throws {
    let report = try story().report("trial-balance")
    let total = try #require(report.tables.first?.total)
    #expect(total[2] == total[3])
    #expect(try report.rows("accounts").contains("5|应退款|0|280"))
    #expect(try report.rows("details").contains("应收财政资金|释之/甲村|财政|孤儿|320|0"))
    #expect(report.basis.asOf == nil)
}

@Test func `F-060 F-077 what each funder owes stands by category and by town`() throws {
    let story = try story()
    let report = try story.report("funder-balances")
    #expect(try report.rows("funders") == ["财政|880|0|880|0|0|0|0"])
    #expect(
        try report.rows("categories") == ["财政|孤儿|320", "财政|城乡最低生活保障对象|560"]
    )
    #expect(try story.report("town-share").rows("towns") == ["释之|财政|880"])
}

@Test func `F-066 the refund list has who paid and is entitled, with what is settled`() throws {
    let story = try story()
    let report = try story.report("refund-list")
    #expect(
        try report.people("persons").sorted() == [
            "县民政局|释之/甲村|*|城乡最低生活保障对象|320|280|0|280",
            "县民政局|释之/甲村|*|城乡最低生活保障对象|320|280|280|0",
        ]
    )
    #expect(try report.rows("offices") == ["县民政局|2|560|280|280"])
    #expect(!report.csv().contains(OfficeStory.identity(1)))
    let named = try story.report("refund-list", isNaming: true)
    #expect(named.csv().contains("示例1,\(OfficeStory.identity(1))"))
    #expect(throws: ReportProblem.self) { try story.report("slips", isNaming: true) }
}

@Test func `F-066 where the standard is not set the refund list counts persons and no money`()
    throws
{
    let story = try OfficeStory("fangcheng-2021")
    try story.enrol(1, "释之/甲村")
    try story.pay(1, 320, "2021-10-20", channel: "alipay")
    try story.list("L-1", "低保", "县民政局", "2021-09-30", [1])
    let report = try story.report("refund-list")
    #expect(try report.rows("persons") == [])
    #expect(try report.rows("not-set") == ["城乡最低生活保障对象|1"])
}

@Test
func `F-067 F-078 what is owed and held is aged by the day of its cause, which the log tells`()
    throws
{
    let story = try story()
    let open = try story.report("refunds-outstanding", asOf, hasLog: true)
    #expect(
        try open.people("persons") == [
            "释之/甲村|*|城乡最低生活保障对象|已参保|县民政局|280|0|280|2021-10-20|103|"
        ]
    )
    #expect(try open.rows("ages") == ["90天以上|1|280"])
    let held = try story.report("suspense", asOf, hasLog: true)
    #expect(
        try held.people("persons").map { $0.prefix(50) }.map(String.init) == [
            String("释之/甲村|*|逾期缴清|城乡居民|320|320|320|2022-01-05|26|决定：认可（accept）、退还".prefix(50))
        ]
    )
    let blind = try story.report("suspense", asOf)
    #expect(blind.notes.contains { $0.contains("--log") })
    #expect(try blind.rows("persons").first?.contains("2022-01-05") == false)
}

@Test func `F-070 F-072 F-073 F-082 F-086 slips, days and handlers of a village`() throws {
    let story = try story()
    #expect(
        try story.report("collection-accounts").rows("accounts").map { $0.suffix(10) }
            == [
                "|640|600|40"
            ].map { $0.suffix(10) }
    )
    let slips = try story.report("slips").rows("slips")
    #expect(slips == ["释之/甲村|2021-10-20|S-1|经办-01|释之归集户|2|640|600|已记录|"])
    #expect(
        try story.report("undeposited", asOf).rows("days") == ["释之/甲村|2021-10-22|101|320|0|320"]
    )
    #expect(
        try story.report("collected-deposited").rows("handlers") == [
            "释之/甲村|经办-01|2|640|640|0", "释之/甲村|经办-02|1|320|0|320",
        ]
    )
    #expect(
        try story.report("vouchers").rows("days") == [
            "释之/甲村|2021-10-20|2|640|2|640|0|相符|||", "释之/甲村|2021-10-22|1|320|0|0|320|不足|||",
        ]
    )
}

@Test func `F-074 F-083 F-084 F-090 F-140 the papers of a village against one another`() throws {
    let story = try story()
    #expect(
        try story.report("three-party").rows("villages") == [
            "释之/甲村|4|1280|3|960|2|640|1|320|不足|"
        ]
    )
    #expect(try story.report("agreement").rows("villages") == ["释之/甲村|640|960|0|640|不一致"])
    #expect(
        try story.report("signatures").rows("documents") == [
            "释之/甲村|缴费清册||1|3|签字不全|卫生院经办人员、税务分局工作人员、村（居）委会公章|导入医保系统"
        ]
    )
    #expect(
        try story.report("imports").rows("batches") == ["释之/甲村|B-1|2021-10-25|2|1|前一步没有完成"]
    )
    #expect(
        try story.report("bank").rows("statements").map { $0.hasSuffix("600|640|-40|不足") } == [true]
    )
}

@Test func `F-065 F-091 a serial is traced to the treasury, with what is missing`() throws {
    let report = try story().report("treasury")
    #expect(
        try report.rows("serials") == ["X-1|B-1|释之|2021-11-01|2|640|600|40|不足"]
    )
    #expect(try report.rows("deposits") == ["入库|X-1|个人保费|TD-1|2021-11-03|600|相符"])
}

@Test func `F-053 F-054 F-055 F-056 F-089 who paid and who is waived, by village and category`()
    throws
{
    let story = try story()
    let detail = try story.report("payment-detail")
    #expect(try detail.rows("summary") == ["释之/甲村|4|1280|400|880|960"])
    #expect(
        try story.report("category-summary").rows("villages") == [
            "释之/甲村|城乡居民|1|320|320|0|320", "释之/甲村|孤儿|1|320|0|320|0",
            "释之/甲村|城乡最低生活保障对象|2|640|80|560|640",
        ]
    )
    let village = try story.report("village-report")
    #expect(try village.rows("payers").count == 3)
    #expect(try village.rows("waived").count == 1)
    let waived = try story.report("waived-import", isNaming: true)
    #expect(try waived.rows("persons").first?.contains("示例4") == true)
    let template = try story.report("import-template")
    #expect(try template.rows("persons").count == 4)
    #expect(template.notes.contains { $0.contains("签字不全") })
    let early = try story.report("payment-detail", ReportRequest(asOf: CivilDate("2021-10-20")))
    #expect(try early.rows("summary") == ["释之/甲村|3|960|80|880|640"])
}

@Test func `F-080 F-139 the roster goes out with who is paid elsewhere, and scattered payments`()
    throws
{
    let report = try story().report("roster-out", ReportRequest(unit: "释之街道/甲村"))
    let marks = try report.rows("lines").compactMap {
        $0.split(separator: "|").last.map(String.init)
    }
    #expect(marks.sorted() == ["他处已缴", "免缴", "已缴待处理", "已缴（村收）", "已缴（村收）"].sorted())
    #expect(try report.rows("scattered") == ["释之/甲村|支付宝|2|640"])
    #expect(try story().report("roster-out", ReportRequest(unit: "凤瑞")).rows("lines") == [])
}

@Test func `F-019 F-050 F-018 omissions, missed entitled and duplicates are listed by unit`() throws
{
    let story = try story()
    for person in 6...8 { try story.enrol(person, "释之/乙村") }
    try story.list("L-3", "低保边缘户", "县民政局", "2021-09-30", [7])
    for _ in 1...2 { try story.pay(8, 320, "2021-11-01", channel: "alipay") }
    #expect(try story.report("omissions").rows("units") == ["释之/乙村|2"])
    #expect(
        try story.report("missed-entitled").people("persons") == [
            "释之/乙村|*|低保边缘户的家庭成员|未缴费|320|0|0|"
        ]
    )
    #expect(
        try story.report("duplicates").people("persons") == [
            "释之/乙村|*|城乡居民|已参保，重复缴费待退|320|640|320|2021-11-01"
        ]
    )
    #expect(try story.report("double-fundings").rows("checked") == ["5|3|0|0"])
}

@Test func `F-131 a trail names who recorded what, of a slip and of a person`() throws {
    let story = try story()
    let slip = try story.report("audit-trail", ReportRequest(about: "S-1"))
    let records = try slip.rows("records")
    #expect(records.count == 2)
    #expect(records.first?.contains("|县医保局/clerk|DepositRecorded|释之/甲村|operations/D-1|") == true)
    #expect(try slip.rows("journals").isEmpty == false)
    let list = try story.report("refund-list").rows("persons")
    let key = try #require(list.first?.split(separator: "|")[2])
    let person = try story.report("audit-trail", ReportRequest(about: String(key)))
    #expect(try person.rows("journals").count >= 2)
    #expect(throws: ReportProblem.self) { try story.report("audit-trail") }
}

@Test func `F-009 F-024 F-038 what only the log tells needs the log`() throws {
    let story = try story()
    for kind in ["wrong-place", "new-persons", "outside-register"] {
        #expect(throws: ReportProblem.self) { try story.report(kind) }
        let report = try story.report(kind, hasLog: true)
        #expect(try report.rows("persons") == [])
    }
    try story.register(9, "释之/甲村", [.outsideHukou, .residencePermit])
    try story.pay(9, 320, "2021-11-02", channel: "alipay")
    try story.enrol(10, "释之/甲村")
    try story.pay(10, 320, "2021-11-02", channel: "alipay", unit: "凤瑞")
    let new = try story.report("new-persons", hasLog: true).people("persons")
    #expect(new == ["释之/甲村|*|2021-10-08|城乡居民|已参保|320|320|0|2021-11-02"])
    let outside = try story.report("outside-register", hasLog: true).people("persons")
    #expect(outside.first?.hasPrefix("释之/甲村|*|外地户籍、居住证|") == true)
    let wrong = try story.report("wrong-place", hasLog: true).people("persons")
    #expect(wrong.count == 1)
    #expect(wrong.first?.hasPrefix("凤瑞|*|释之/甲村|凤瑞|tax-bureau/T-6|2021-11-02|320|") == true)
}

@Test func `F-075 F-076 F-002 F-010 budget and channels; a notice without a subsidy says so`()
    throws
{
    let story = try story()
    let budget = try story.report("budget")
    #expect(
        try budget.rows("funders") == [
            "财政|孤儿|县民政局|1|1|320", "财政|城乡最低生活保障对象|县民政局|2|2|560",
        ]
    )
    #expect(budget.notes.contains { $0.contains("财政补助") })
    #expect(try story.report("channels").rows("cash") == ["释之/甲村|1280|640|5000"])
    let tengzhou = try OfficeStory("tengzhou-2023")
    try tengzhou.enrol(1, "鲍沟镇/某村")
    try tengzhou.pay(1, 350, "2022-10-20", channel: "wechat")
    #expect(try tengzhou.report("budget").rows("fiscal") == ["鲍沟镇|1|610|610"])
}

@Test func `F-093 an archive is the documents of a village with the checksum of each`() throws {
    let story = try story()
    func archive() throws -> Archive {
        try story.books(ReportRequest(unit: "释之/甲村")) { books in
            try Archive { try books.forArchive(of: $0) }
        }
    }
    let first = try archive()
    #expect(first.files.count == 4 * Archive.kinds.count + 1)
    let sums = try #require(first.files.last)
    #expect(sums.name == "SHA256SUMS")
    #expect(String(decoding: sums.bytes, as: UTF8.self).contains("  three-party.csv\n"))
    #expect(try archive().files.last?.bytes == sums.bytes)
}

@Test func `every kind of document is the same twice, and the same from PostgreSQL`() throws {
    let story = try story()
    func all(_ store: (any LedgerStore)?) throws -> [[UInt8]] {
        try story.books(asOf, hasLog: true, isNaming: true, store: store) { books in
            try ReportKind.all.flatMap { kind in
                let report = try kind.report(try books.forArchive(of: kind, about: "释之/甲村"))
                return try ReportFormat.allCases.map { try report.bytes($0) }
            }
        }
    }
    let first = try all(nil)
    #expect(first.count == 4 * ReportKind.all.count)
    #expect(try all(nil) == first)
    let database = try TestDatabase()
    _ = try LedgerMigrator.migrate(url: database.url)
    #expect(try all(LedgerPostgres(url: database.url)) == first)
}
