import Events
import Overview
import Policy

/// The curve of a season or of a unit, with the days that the notice prints.
struct SeasonCurve {
    let visit: Visit
    let pack: PolicyPack

    func model(
        _ days: [(day: CivilDate, gained: DayProgress)],
        target: Int64,
        title: String,
        id: String = "days"
    ) -> [String: Any] {
        let isPayers = pack.compiled.ranking.counts == .payers
        let gains = days.map { ($0.day, isPayers ? $0.gained.payers : $0.gained.heads) }
        let window = pack.terms.window
        // Newborns enrol months later: they would press the season into a corner.
        let latest = window.closes.value.adding(days: 45)
        let last = min(latest, max(window.closes.value, days.last?.day ?? window.closes.value))
        return CurveChart.model(
            id: id,
            title: title,
            days: gains,
            span: window.opens.value...max(last, window.opens.value),
            target: target,
            deadlines: deadlines(through: last),
            table: table(days).model
        )
    }

    /// Days on which something ends: the window, phases, bands of scores, the cut-off.
    private func deadlines(through last: CivilDate) -> [CurveChart.Deadline] {
        var found: [CivilDate: [String]] = [:]
        func add(_ day: CivilDate?, _ label: String) {
            guard let day, day <= last, day >= pack.terms.window.opens.value else { return }
            found[day, default: []].append(label)
        }
        add(pack.terms.window.closes.value, "缴费末日")
        for phase in pack.terms.phases { add(phase.to, "「\(phase.name)」止") }
        for band in pack.compiled.ranking.scores {
            add(band.by, band.points.map { "计\($0)分的末日" } ?? "得分末日")
        }
        add(pack.compiled.ranking.cutoff?.value, "考核日")
        return found.map {
            CurveChart.Deadline(day: $0.key, label: $0.value.joined(separator: "；"))
        }
    }

    private func table(_ days: [(day: CivilDate, gained: DayProgress)]) -> TableModel {
        var sum: Int64 = 0
        return TableModel(
            caption: "每日参保人数、缴费人数、个人缴费",
            columns: [
                .init(key: "day", title: "参保日"),
                .init(key: "heads", title: "新增参保", isNumber: true),
                .init(key: "payers", title: "其中缴费", isNumber: true),
                .init(key: "paid", title: "个人缴费（元）", isNumber: true),
                .init(key: "sum", title: "累计参保", isNumber: true),
            ],
            rows: days.map { day in
                sum += day.gained.heads
                return .init(cells: [
                    .init(text: "\(day.day)"), .init(text: "\(day.gained.heads)"),
                    .init(text: "\(day.gained.payers)"),
                    .init(text: RankingWords.yuan(day.gained.paid)), .init(text: "\(sum)"),
                ])
            },
            source: visit.path("figure/days")
        )
    }
}
