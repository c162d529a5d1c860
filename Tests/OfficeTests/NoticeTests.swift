import Documents
import Events
import Ledger
import Testing

private let clerk = #""by":{"office":"丹山镇","role":"clerk"}"#

/// 资阳市雁江区: three paid in time, one too late; two villages post, one of them too briefly.
private func yanjiang() throws -> OfficeStory {
    let story = try OfficeStory("yanjiang-2021")
    let channel = try #require(story.pack.compiled.channels.first).id
    for (person, unit) in [(1, "丹山镇/甲村"), (2, "丹山镇/乙村"), (3, "保和镇/丙村"), (4, "丹山镇/甲村")] {
        try story.enrol(person, unit, tier: "tier3")
        let day = person == 4 ? "2021-01-05" : "2020-11-20"
        let premium = try #require(story.pack.terms.tiers.first { $0.id == "tier3" }).premium
        try story.pay(person, premium.fen / 100, day, channel: channel)
    }
    let refused = try story.office(
        """
        {"type":"NoticePosted","id":"N-1","at":"2021-01-05",\(clerk),"unit":"丹山镇/甲村","evidence":"影像-12"}
        {"type":"NoticePosted","id":"N-2","at":"2021-01-10",\(clerk),"unit":"丹山镇/乙村","on":"2021-01-05","until":"2021-01-09"}
        {"type":"CorrectionFiled","id":"C-1","at":"2021-01-20",\(clerk),"unit":"丹山镇/甲村"}
        {"type":"CorrectionFiled","id":"C-2","at":"2021-02-02",\(clerk),"unit":"丹山镇/甲村"}
        """
    )
    #expect(refused == [])
    return story
}

private func on(_ day: String) -> ReportRequest { ReportRequest(asOf: CivilDate(day)) }

@Test
func `F-114 F-115 who is enrolled hangs by village, by name and masked number, without category`()
    throws
{
    let report = try yanjiang().report("public-notice", on("2021-01-31"), isNaming: true)
    let number = OfficeStory.identity(1)
    let page = report.csv()
    #expect(page.contains("示例1,\(number.prefix(6))********\(number.suffix(4))"))
    #expect(!page.contains(number) && !page.contains("类别"))
    #expect(report.notes.contains { $0.contains("7天以上") })
    #expect(report.notes.contains { $0.contains("2021年1月31日") })
    #expect(try report.rows("units") == ["丹山镇/乙村|1", "丹山镇/甲村|1", "保和镇/丙村|1"])
}

@Test func `F-116 F-117 a notice hangs, hung too briefly, is overdue; its evidence is told`() throws
{
    let story = try yanjiang()
    #expect(
        try story.report("notice-watch", on("2021-01-10")).rows("units") == [
            "丹山镇/乙村|1|2021-01-05|2021-01-09|4|天数不足||无影像资料",
            "丹山镇/甲村|1|2021-01-05||5|公示中|影像-12|", "保和镇/丙村|1||||未公示||",
        ]
    )
    let later = try story.report("notice-watch", on("2021-01-31")).rows("units")
    #expect(later[1] == "丹山镇/甲村|1|2021-01-05||26|已公示|影像-12|")
    #expect(later[2] == "保和镇/丙村|1||||逾期未公示||")
}

@Test func `F-116 a notice is not taken down before it was posted`() throws {
    let refused = try OfficeStory("yanjiang-2021").office(
        """
        {"type":"NoticePosted","id":"N-1","at":"2021-01-10",\(clerk),"unit":"丹山镇","on":"2021-01-05","until":"2021-01-04"}
        {"type":"NoticePosted","id":"N-2","at":"2021-01-10",\(clerk),"unit":"丹山镇","until":"2021-01-11"}
        """
    )
    #expect(refused.count == 2)
}

@Test func `F-116 曲阜市陵城镇: the notice hangs from the first to the tenth of January`() throws {
    let story = try OfficeStory("lingcheng-2021")
    let by = #""by":{"office":"陵北","role":"clerk"}"#
    for (person, unit) in [(1, "陵北"), (2, "陵西")] {
        try story.enrol(person, unit)
        try story.pay(person, 280, "2020-11-20", channel: "wechat")
    }
    let refused = try story.office(
        """
        {"type":"NoticePosted","id":"N-1","at":"2021-01-01",\(by),"unit":"陵北"}
        {"type":"NoticePosted","id":"N-2","at":"2021-01-04",\(by),"unit":"陵西"}
        """
    )
    #expect(refused == [])
    func states(_ day: String) throws -> [String] {
        try story.report("notice-watch", on(day)).rows("units").map {
            String($0.split(separator: "|", omittingEmptySubsequences: false)[5])
        }
    }
    #expect(try states("2021-01-05") == ["公示中", "公示过晚"])
    #expect(try states("2021-01-11") == ["已公示", "公示过晚"])
}

@Test func `F-118 F-119 corrections are listed, late ones marked, and admit no late payment`()
    throws
{
    let story = try yanjiang()
    let report = try story.report("objections", on("2021-02-28"))
    let rows = try report.rows("corrections")
    #expect(rows.count == 2 && rows[0].hasSuffix("|其他信息|") && rows[1].hasSuffix("|其他信息|逾期"))
    #expect(report.notes.contains("更正只改信息，不使逾期缴费有效"))
    let notice = try story.report("public-notice", on("2021-02-28"), isNaming: true)
    #expect(!notice.csv().contains("示例4"))
}

@Test func `F-120 letters of refusal are kept by village with where the person stands`() throws {
    let story = try OfficeStory("lingcheng-2021")
    for person in 1...2 { try story.enrol(person, "陵北") }
    try story.mark(1, .refused)
    let report = try story.report("refusal-letters", hasLog: true)
    #expect(try report.people("persons").map { $0.hasPrefix("陵北|*|") } == [true])
    #expect(try report.rows("units") == ["陵北|1"])
    #expect(throws: ReportProblem.self) { try story.report("refusal-letters") }
}
