import Events
import Policy

/// One edition of a ranking as a page.
struct RankingPage {
    let visit: Visit
    let pack: PolicyPack
    let edition: RankingEdition
    /// Whether a period was published, so that a link leads somewhere.
    let isPublished: (String) -> Bool

    private var ranking: RankingPublished { edition.ranking }

    private var percent: Int? {
        pack.compiled.ranking.targetRates.first { $0.of == .units }?.percent
    }

    func model(age: AgeMeter.Reading) -> [String: Any] {
        let isCurrent = ranking.kind == .current
        let below = ranking.belowLine
        return [
            "isCurrent": isCurrent, "period": ranking.period, "asOf": "\(ranking.asOf)",
            "title": RankingWords.period(ranking), "edition": ranking.edition,
            "isRestated": ranking.restates != 0, "restates": ranking.restates,
            "positions": RankingWords.positions(ranking), "age": AgeWords.text(age),
            "events": visit.path("events", [("period", ranking.period)]),
            "offset": edition.offset, "notes": notes, "table": table.model,
            "hasTown": !ranking.town.isEmpty, "back": back, "hasBars": !ranking.rows.isEmpty,
            "bars": bars, "hasBelow": !below.isEmpty, "below": self.below(below).model,
            "hasForecast": false, "hasCurve": false, "hasEditions": false,
            "hasDifferences": !ranking.differences.isEmpty, "differences": differences.model,
        ]
    }

    private var back: String {
        let period = String(ranking.period.prefix { $0 != "/" })
        return visit.path("ranking", [("period", period == "current" ? "" : period)])
    }

    private var notes: [String] {
        var notes: [String] = []
        if let closed = ranking.closedThrough {
            notes.append("各来源已关账至 \(closed)；之后日子的数据可能未到齐。")
        } else {
            notes.append("还没有哪一天被所有来源关账；数据可能未到齐。")
        }
        if ranking.lateHeads != 0 || ranking.latePaid != .zero {
            notes.append(
                "本期确定后补到 \(RankingWords.change(ranking.lateHeads)) 人、"
                    + "\(RankingWords.change(ranking.latePaid)) 元。"
            )
        }
        if let difference = ranking.targetDifference, difference != 0 {
            notes.append(
                "各行任务数之和与印出的合计 \(ranking.statedTarget) 相差 "
                    + "\(RankingWords.change(difference))；按各行计。"
            )
        }
        if ranking.isVoluntary { notes.append("通知没有印出这一频次，仅供内部参考。") }
        return notes
    }

    private var hasAmounts: Bool { ranking.rows.contains { $0.amountTarget != .zero } }

    private var hasScores: Bool { ranking.rows.contains { $0.score != nil } }

    private var columns: [TableModel.Column] {
        var columns: [TableModel.Column] = [
            .init(key: "rank", title: "名次", isNumber: true), .init(key: "unit", title: "单位"),
            .init(key: "target", title: "任务数", isNumber: true),
            .init(key: "counted", title: "计入人数", isNumber: true),
            .init(key: "rate", title: "参保率", isNumber: true),
            .init(key: "mark", title: percent.map { "目标\($0)%" } ?? "目标"),
            .init(key: "gap", title: "差额", isNumber: true),
            .init(key: "since", title: "比上周末", isNumber: true),
            .init(key: "rise", title: "名次变化"),
            .init(key: "enrolled", title: "参保人数", isNumber: true),
            .init(key: "paid", title: "个人缴费（元）", isNumber: true),
        ]
        if hasAmounts {
            columns += [
                .init(key: "amountTarget", title: "任务金额（元）", isNumber: true),
                .init(key: "amountRate", title: "金额率", isNumber: true),
            ]
        }
        if hasScores { columns.append(.init(key: "score", title: "得分")) }
        return columns
    }

    private var table: TableModel {
        let columns = columns
        let total = RankingWords.total(of: ranking.rows)
        return TableModel(
            caption: RankingWords.period(ranking),
            columns: columns,
            rows: ranking.rows.map { row($0, columns) } + [row(total, columns, isTotal: true)],
            source: visit.path("figure/progress"),
            live: ranking.kind == .current ? ranking.period : "",
            head: 1
        )
    }

    private func row(
        _ row: RankingRow,
        _ columns: [TableModel.Column],
        isTotal: Bool = false
    ) -> TableModel.Row {
        let cells = Dictionary(
            RankingWords.cells(of: row),
            uniquingKeysWith: { first, _ in first }
        )
        return TableModel.Row(
            key: isTotal ? "" : row.unit,
            cells: columns.map { column in
                if column.key == "unit" {
                    return .init(text: name(row.unit), link: isTotal ? "" : link(row.unit))
                }
                let isMark = column.key == "mark"
                let kind = row.mark == .met ? "good" : row.mark == .missed ? "bad" : ""
                return .init(text: cells[column.key] ?? "", kind: isMark ? kind : "")
            },
            isTotal: isTotal
        )
    }

    /// A town leads to its villages, a village to its people where the account may see them.
    private func link(_ unit: String) -> String {
        if unit.isEmpty || ranking.kind == .schools { return "" }
        if ranking.town.isEmpty, isPublished("\(ranking.period)/\(unit)") {
            let period = ranking.kind == .current ? "" : ranking.period
            return visit.path("ranking", [("period", period), ("unit", unit)])
        }
        let principal = visit.principal
        guard principal.may(.seePersons), principal.role != .bureau, principal.covers(unit) else {
            return ""
        }
        return visit.path("unpaid", [("unit", unit)])
    }

    private func name(_ unit: String) -> String {
        let village = unit.split(separator: "/").dropFirst().joined(separator: "/")
        return ranking.town.isEmpty || village.isEmpty ? RankingWords.unit(unit) : village
    }

    private var bars: [String: Any] {
        BarChart.model(
            id: "units",
            title: "参保率（\(RankingWords.period(ranking))）",
            bars: ranking.rows.filter { $0.target > 0 }.prefix(60).map { row in
                BarChart.Bar(
                    label: name(row.unit),
                    rate: row.rate,
                    text: RankingWords.rate(row.rate),
                    isMet: row.mark == .met
                )
            },
            target: percent
        )
    }

    private func below(_ rows: [RankingRow]) -> TableModel {
        TableModel(
            caption: "低于督促线的单位，最慢的在前",
            columns: [
                .init(key: "unit", title: "单位"),
                .init(key: "rate", title: "参保率", isNumber: true),
                .init(key: "gap", title: "差额", isNumber: true),
            ],
            rows: rows.map { row in
                .init(cells: [
                    .init(text: name(row.unit), link: link(row.unit)),
                    .init(text: RankingWords.rate(row.rate)),
                    .init(text: RankingWords.number(row.gap)),
                ])
            },
            source: visit.path("figure/progress")
        )
    }
}
