import Documents
import Events
import Testing

private func ranking(
    _ period: String,
    _ day: String,
    edition: UInt64 = 1,
    kind: RankingPublished.Kind = .week,
    counted: Int64 = 30
) throws -> RankingPublished {
    var first = RankingRow(rank: 1, unit: "释之", target: 40, enrolled: 35, paid: Money(yuan: 9_600))
    first.counted = counted
    first.previousRank = 2
    first.countedSince = 4
    var second = RankingRow(rank: 2, unit: "凤瑞", target: 40, enrolled: 10, paid: Money(yuan: 3_200))
    second.isBelowLine = true
    var ranking = RankingPublished(
        scheme: "fangcheng-2021",
        period: period,
        asOf: try #require(CivilDate(day)),
        edition: edition,
        isDecided: true,
        rows: [first, second],
        positions: []
    )
    ranking.kind = kind
    return ranking
}

private func on(_ day: String) -> ReportRequest { ReportRequest(asOf: CivilDate(day)) }

@Test func `F-100 F-113 the week's ranking is the last edition of the last decided week`() throws {
    var restated = try ranking("week-2021-10-10", "2021-10-10", edition: 2, counted: 31)
    restated.restates = 1
    restated.lateHeads = 1
    restated.latePaid = Money(yuan: 320)
    restated.differences = [
        RankingDifference(
            was: try ranking("", "2021-10-10").rows[0],
            now: restated.rows[0],
            causes: .payments
        )
    ]
    var open = try ranking("week-2021-10-17", "2021-10-17")
    open.isDecided = false
    let published = [try ranking("week-2021-10-10", "2021-10-10"), restated, open]
    let story = try OfficeStory("fangcheng-2021")
    let report = try story.report("weekly-ranking", on("2021-10-20"), published: published)
    #expect(
        try report.rows("units") == [
            "1|释之|40|35|31|9|77.50%|9600||", "2|凤瑞|40|10|10|30|25.00%|3200||",
        ]
    )
    #expect(try report.rows("changes")[0] == "释之|2|1|4|0|")
    #expect(try report.rows("restated") == ["释之|1|1|30|31|期内缴费补到"])
    #expect(report.notes.contains { $0.contains("更正第1版") && $0.contains("1人、320.00元") })
    let before = try story.report("weekly-ranking", on("2021-10-09"), published: published)
    #expect(try before.rows("units") == [] && !before.notes.isEmpty)
    #expect(throws: ReportProblem.self) { try story.report("weekly-ranking") }
}

@Test func `F-101 F-106 the half month's bulletin, and who is followed up`() throws {
    let published = [
        try ranking("half-2021-10-15", "2021-10-15", kind: .halfMonth),
        try ranking("week-2021-10-10", "2021-10-10"),
    ]
    let story = try OfficeStory("fangcheng-2021")
    let bulletin = try story.report("bulletin", on("2021-10-31"), published: published)
    #expect(bulletin.notes.contains { $0.contains("half-2021-10-15") })
    #expect(try bulletin.rows("units").count == 2)
    let slow = try story.report("slow-units", published: published)
    #expect(try slow.rows("units") == ["2|凤瑞|40|10|10|30|25.00%|3200||||"])
}

@Test func `F-102 the score sheet has points, and leaves undetermined what is not printed`() throws
{
    var cutoff = try ranking("cutoff-2020-12-10", "2020-12-10", kind: .cutoff)
    cutoff.scheme = "lingcheng-2021"
    cutoff.rows[0].score = UnitScore(
        state: .printed,
        points: 10,
        completedOn: CivilDate("2020-11-28")
    )
    cutoff.rows[1].score = UnitScore(state: .undetermined)
    let story = try OfficeStory("lingcheng-2021")
    let report = try story.report("score-sheet", on("2020-12-31"), published: [cutoff])
    #expect(
        try report.rows("units") == [
            "释之|10|按通知|2020-11-28|40|30|75.00%", "凤瑞||待定||40|10|25.00%",
        ]
    )
    #expect(report.notes.contains { $0.contains("没有印出分数") })
}

@Test func `F-099 F-110 progress is counted anew from the ledger up to the day`() throws {
    let story = try OfficeStory("tengzhou-2023")
    for person in 1...2 { try story.enrol(person, "鲍沟镇/某村") }
    try story.pay(1, 350, "2022-10-20", channel: "wechat")
    try story.pay(2, 350, "2022-10-25", channel: "wechat")
    let early = try story.report("progress", on("2022-10-20"))
    #expect(try early.rows("units").contains("|鲍沟镇||1|1|||350||"))
    #expect(try story.report("progress").rows("units").contains("|鲍沟镇||2|2|||700||"))
    #expect(early.notes.contains { $0.contains("没有任务数") })
}
