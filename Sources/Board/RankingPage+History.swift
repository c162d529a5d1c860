import Events

extension RankingPage {
    /// When units would reach their targets: estimates, and said to be.
    func forecast(_ ranking: RankingPublished) -> TableModel {
        TableModel(
            caption: "按近七个已关账日的速度（估算）",
            columns: [
                .init(key: "unit", title: "单位"),
                .init(key: "lacking", title: "尚缺", isNumber: true),
                .init(key: "pace", title: "近七日新增", isNumber: true),
                .init(key: "reached", title: "估算达到日"),
                .init(key: "intime", title: "到缴费末日"),
            ],
            rows: ranking.forecasts.map { forecast in
                let closes = pack.terms.window.closes.value
                let reached = forecast.lacking <= 0 ? nil : forecast.reachedOn
                let isInTime = reached.map { $0 <= closes } ?? (forecast.lacking <= 0)
                return .init(cells: [
                    .init(text: RankingWords.unit(forecast.unit)),
                    .init(text: "\(max(0, forecast.lacking))"),
                    .init(text: "\(forecast.lastSevenDays)"),
                    .init(
                        text: forecast.lacking <= 0
                            ? "已达到" : reached.map { "约\($0)" } ?? "按此速度达不到"
                    ),
                    .init(
                        text: forecast.lacking <= 0
                            ? "✓ 已达到" : isInTime ? "✓ 来得及（估算）" : "✗ 来不及（估算）",
                        kind: isInTime ? "good" : "bad"
                    ),
                ])
            },
            source: visit.path("figure/progress")
        )
    }

    /// What this edition changed against the one that it restates.
    var differences: TableModel {
        TableModel(
            caption: "第\(edition.ranking.edition)版与第\(edition.ranking.restates)版",
            columns: [
                .init(key: "unit", title: "单位"),
                .init(key: "rank", title: "名次"),
                .init(key: "counted", title: "计入人数", isNumber: true),
                .init(key: "change", title: "人数差", isNumber: true),
                .init(key: "paid", title: "缴费差（元）", isNumber: true),
                .init(key: "causes", title: "原因"),
            ],
            rows: edition.ranking.differences.map { difference in
                let (was, now) = (difference.was, difference.now)
                let heads = (now?.counted ?? 0) - (was?.counted ?? 0)
                let paid = (now?.paid ?? .zero) - (was?.paid ?? .zero)
                func rank(_ row: RankingRow?) -> String {
                    row.map { $0.rank == 0 ? "—" : "\($0.rank)" } ?? "—"
                }
                return .init(cells: [
                    .init(text: RankingWords.unit(difference.unit)),
                    .init(text: "\(rank(was)) → \(rank(now))"),
                    .init(text: "\(was?.counted ?? 0) → \(now?.counted ?? 0)"),
                    .init(text: RankingWords.change(heads)),
                    .init(text: RankingWords.change(paid)),
                    .init(text: RankingWords.causes(difference.causes)),
                ])
            }
        )
    }

    /// All editions of the period, the latest first.
    func editions(_ editions: [RankingEdition], period: String) -> TableModel {
        TableModel(
            caption: "各版",
            columns: [
                .init(key: "edition", title: "版"), .init(key: "state", title: "性质"),
                .init(key: "counted", title: "计入人数", isNumber: true),
                .init(key: "paid", title: "个人缴费（元）", isNumber: true),
                .init(key: "changed", title: "变动单位", isNumber: true),
            ],
            rows: editions.reversed().map { one in
                let total = RankingWords.total(of: one.ranking.rows)
                let link = visit.path(
                    "ranking",
                    [
                        ("period", String(period.prefix { $0 != "/" })),
                        ("unit", one.ranking.town), ("edition", "\(one.ranking.edition)"),
                    ]
                )
                return .init(cells: [
                    .init(text: "第\(one.ranking.edition)版", link: link),
                    .init(text: one.ranking.restates == 0 ? "原版" : "重述"),
                    .init(text: "\(total.counted)"), .init(text: RankingWords.yuan(total.paid)),
                    .init(text: "\(one.ranking.differences.count)"),
                ])
            }
        )
    }
}
