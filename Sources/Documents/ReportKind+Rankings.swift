import Events
import Policy
import Ranking

/// Rankings, bulletins and what follows from them.
extension ReportKind {
    static let rankings: [ReportKind] = [
        ReportKind("progress", "征缴进度表", ["F-099", "F-110"], hasDays: true, make: progress),
        ReportKind("weekly-ranking", "征缴进度周排名", ["F-100", "F-113"], log: .needed, hasDays: true) {
            try edition($0, .week, "本方案没有印出每周排名的职责")
        },
        ReportKind("bulletin", "征缴进度通报", ["F-101", "F-113"], log: .needed, hasDays: true) {
            try edition($0, .halfMonth, "通知没有印出半月通报；列出的是已发布的最近一期")
        },
        ReportKind("cutoff", "考核截止进度", ["F-108"], log: .needed, hasDays: true) {
            try edition($0, .cutoff, "本方案没有印出考核截止日")
        },
        ReportKind("score-sheet", "考核计分表", ["F-102"], log: .needed, hasDays: true, make: scores),
        ReportKind("slow-units", "进度滞后单位督办清单", ["F-106"], log: .needed, make: slow),
        ReportKind("school-returns", "学校上报情况", ["F-112"], log: .needed, make: schoolReturns),
    ]

    static let standingColumns: [ReportColumn] = [
        .number("rank", "名次"), ReportColumn("unit", "单位"), .count("target", "任务数"),
        .count("enrolled", "已参保"), .count("counted", "计入"), .count("gap", "差额（人）"),
        ReportColumn("rate", "完成率"), .money("paid", "个人缴费"),
        .money("amount_target", "任务金额"), ReportColumn("amount_rate", "金额完成率"),
    ]

    static func standingCells(_ row: RankingRow) -> [ReportCell] {
        let hasTarget = row.target > 0
        return [
            row.rank == 0 ? .none : .number(Int64(row.rank)),
            .text(ReportBooks.unitName(row.unit)), hasTarget ? .number(row.target) : .none,
            .number(row.enrolled), .number(row.counted), hasTarget ? .number(row.gap) : .none,
            rate(row.rate), .money(row.paid),
            row.amountTarget == .zero ? .none : .money(row.amountTarget), rate(row.amountRate),
        ]
    }

    /// Hundredths of a per cent, cut off, as `98.76%`.
    static func rate(_ hundredths: Int64?) -> ReportCell {
        hundredths.map { percent($0, of: 10_000) } ?? .none
    }

    // MARK: - Current

    /// Counted anew from the ledger, up to the day.
    private static func progress(_ books: ReportBooks) throws -> [ReportTable] {
        let settings = books.pack.terms.ranking
        let targets = try currentTargets(books)
        if targets.isEmpty { books.note("没有任务数：只列人数和金额，不排名") }
        let rows = Standing.rows(
            towns: books.pack.terms.units.map(\.name),
            targets: targets.mapValues(\.heads),
            amounts: targets.mapValues(\.amount),
            progress: try books.reader.progress(scheme: books.scheme),
            counting: settings.counts == .payers ? .payers : .enrolled,
            ties: settings.ties.map { $0 == .amountRate ? .amountRate : .printedOrder },
            asOf: books.day
        )
        .filter { books.asksFor($0.unit) }
        if settings.counts == .payers { books.note("完成率只计个人缴费的人，免缴人员另列在已参保内") }
        return [
            ReportTable("units", "各单位进度", standingColumns, rows.map(standingCells)).summed()
        ]
    }

    /// The target in force of each unit, as `TargetSet` and target lists say.
    private static func currentTargets(
        _ books: ReportBooks
    ) throws -> [String: (heads: Int64, amount: Money)] {
        var latest: [String: (day: CivilDate, id: String, heads: Int64, amount: Money)] = [:]
        for (target, id) in try books.reader.targets(scheme: books.scheme)
        where target.effectiveFrom <= books.day {
            let known = latest[target.unit]
            if let known, (known.day, known.id) > (target.effectiveFrom, id) { continue }
            latest[target.unit] = (target.effectiveFrom, id, target.heads, target.amount)
        }
        return latest.mapValues { ($0.heads, $0.amount) }
    }

    // MARK: - Published

    /// The last edition of every period of a kind of whole schemes, in order of periods.
    private static func editions(
        _ books: ReportBooks,
        _ kinds: Set<RankingPublished.Kind>
    ) throws -> [RankingPublished] {
        var last: [String: RankingPublished] = [:]
        try books.log?.rankings(of: books.scheme) { ranking in
            guard kinds.contains(ranking.kind), ranking.town.isEmpty else { return }
            if let known = last[ranking.period], known.edition > ranking.edition { return }
            last[ranking.period] = ranking
        }
        return last.values.sorted { ($0.asOf, $0.period) < ($1.asOf, $1.period) }
    }

    /// The last decided period that ends on or before the day, as it was published last.
    private static func edition(
        _ books: ReportBooks,
        _ kind: RankingPublished.Kind,
        _ silence: String
    ) throws -> [ReportTable] {
        let all = try editions(books, [kind]).filter { $0.asOf <= books.day }
        guard let ranking = all.last(where: \.isDecided) else {
            books.note(all.isEmpty ? silence : "各来源还没有结清任何一期，尚无可发布的数字")
            return [ReportTable("units", "排名", standingColumns, [])]
        }
        stamp(ranking, books)
        return [
            standings(ranking, books), changes(ranking, books), differences(ranking, books),
        ]
    }

    /// What everybody has to know who reads the figures (F-113).
    private static func stamp(_ ranking: RankingPublished, _ books: ReportBooks) {
        let from = ranking.from.map { "\($0.inChinese)至" } ?? ""
        books.note("期间：\(from)\(ranking.asOf.inChinese)（\(ranking.period)），第\(ranking.edition)版")
        if let day = ranking.publishedOn { books.note("发布日：\(day.inChinese)") }
        if let day = ranking.closedThrough { books.note("各来源已结清至\(day.inChinese)") }
        if ranking.isVoluntary { books.note("通知没有印出频次，本排名仅供参考") }
        if ranking.restates != 0 {
            books.note(
                "本版更正第\(ranking.restates)版；比首版多\(ranking.lateHeads)人、\(ranking.latePaid.twoPlaces)元"
            )
        }
        if let difference = ranking.targetDifference, difference != 0 {
            books.note("各单位任务之和与印出的合计相差\(difference)")
        }
    }

    private static func standings(
        _ ranking: RankingPublished,
        _ books: ReportBooks
    ) -> ReportTable {
        let rows = ranking.rows.filter { books.asksFor($0.unit) }
        return ReportTable("units", "排名", standingColumns, rows.map(standingCells)).summed()
    }

    private static func changes(_ ranking: RankingPublished, _ books: ReportBooks) -> ReportTable {
        ReportTable(
            "changes",
            "比上期",
            [
                ReportColumn("unit", "单位"), .number("previous", "上期名次"),
                .number("rise", "上升（下降为负）"), .count("more", "新增人数"),
                .money("more_paid", "新增金额"), ReportColumn("mark", "达标"),
            ],
            ranking.rows.filter { books.asksFor($0.unit) }.map { row in
                [
                    .text(ReportBooks.unitName(row.unit)),
                    row.previousRank == 0 ? .none : .number(Int64(row.previousRank)),
                    .number(row.rise.map(Int64.init)), .number(row.countedSince),
                    .money(row.paidSince), .text(markWord(row.mark)),
                ]
            }
        ).summed()
    }

    private static func markWord(_ mark: RankingRow.Mark) -> String {
        switch mark {
        case .none: ""
        case .met: "达到"
        case .missed: "未达到"
        }
    }

    private static func differences(
        _ ranking: RankingPublished,
        _ books: ReportBooks
    ) -> ReportTable {
        let rows = ranking.differences.filter { books.asksFor($0.unit) }.map { it -> [ReportCell] in
            [
                .text(ReportBooks.unitName(it.unit)), .number((it.was?.rank).map(Int64.init)),
                .number((it.now?.rank).map(Int64.init)), .number(it.was?.counted),
                .number(it.now?.counted), .text(causeWords(it.causes)),
            ]
        }
        return ReportTable(
            "restated",
            "更正",
            [
                ReportColumn("unit", "单位"), .number("rank_before", "原名次"),
                .number("rank", "现名次"), .number("counted_before", "原计入"),
                .number("counted", "现计入"), ReportColumn("causes", "原因"),
            ],
            rows
        )
    }

    private static func causeWords(_ causes: RankingDifference.Causes) -> String {
        let words: [(RankingDifference.Causes, String)] = [
            (.payments, "期内缴费补到"), (.targets, "任务调整"), (.decision, "决定"), (.others, "其他单位变动"),
        ]
        return words.filter { causes.contains($0.0) }.map(\.1).joined(separator: "、")
    }

    // MARK: - Scores, slow units, schools

    /// 10, 8, undetermined, 0 by the printed days (000 T四); the best first.
    private static func scores(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(!books.pack.terms.ranking.scores.isEmpty)
        let ranking = try editions(books, [.cutoff, .current])
            .last { ranking in ranking.rows.contains { $0.score != nil } }
        if let ranking { stamp(ranking, books) }
        let rows = Standing.scoreSheet(ranking?.rows ?? []).filter { books.asksFor($0.unit) }
        if rows.contains(where: { $0.score?.state == .undetermined }) {
            books.note("12月6日至10日完成的，通知没有印出分数，由人决定")
        }
        return [
            ReportTable(
                "units",
                "计分",
                [
                    ReportColumn("unit", "单位"), .number("points", "得分"),
                    ReportColumn("state", "状态"), .day("completed", "完成日"),
                    .count("target", "任务数"), .count("counted", "计入"),
                    ReportColumn("rate", "完成率"),
                ],
                rows.map { row in
                    [
                        .text(row.unit), .number(row.score?.points),
                        .text(row.score.map { scoreWord($0.state) } ?? ""),
                        .day(row.score?.completedOn), .number(row.target), .number(row.counted),
                        rate(row.rate),
                    ]
                }
            ).summed()
        ]
    }

    private static func scoreWord(_ state: UnitScore.State) -> String {
        switch state {
        case .open: "未到期"
        case .printed: "按通知"
        case .undetermined: "待定"
        case .decided: "已决定"
        }
    }

    /// Units below the line of the last decided period (000 M七（四）; 001 五（四）; 003 四（四）;
    /// 004 五（四）); where no line is printed, those that miss their target rate.
    private static func slow(_ books: ReportBooks) throws -> [ReportTable] {
        let all = try editions(books, [.week, .halfMonth, .cutoff, .current])
        let ranking = all.last(where: \.isDecided) ?? all.last
        if let ranking { stamp(ranking, books) }
        let rows = ranking?.rows ?? []
        let below =
            rows.contains(where: \.isBelowLine)
            ? ranking?.belowLine ?? [] : rows.filter { $0.mark == .missed }.reversed()
        if !rows.contains(where: \.isBelowLine) {
            books.note("通知没有印出通报的界线；列出的是未达到目标率的单位，完成率低的在前")
        }
        return [
            ReportTable(
                "units",
                "督办单位",
                standingColumns + [
                    ReportColumn("follow_up", "整改要求及时限"), ReportColumn("done", "整改结果"),
                ],
                below.filter { books.asksFor($0.unit) }.map { standingCells($0) + [.none, .none] }
            ).summed()
        ]
    }

    private static func schoolReturns(_ books: ReportBooks) throws -> [ReportTable] {
        let ranking = try editions(books, [.schools]).last
        if let ranking { stamp(ranking, books) }
        return [
            ReportTable(
                "schools",
                "各学校",
                standingColumns,
                (ranking?.rows ?? []).map(standingCells)
            ).summed()
        ]
    }
}
