import Events
import Hummingbird
import Overview
import Policy

/// Rankings of towns and villages, as things stand and of past periods with their restatements
/// (F-099, F-103, F-107, F-108, F-110).
struct RankingSection: BoardSection {
    let figures: Figures

    var templates: [String: String] {
        [
            "ranking": """
            {{#hasTown}}<p><a href="{{back}}">← 各单位排名</a></p>{{/hasTown}}
            {{#isCurrent}}<p class="stamp" data-live-stamp="{{period}}">截至 <span data-field="asOf">{{asOf}}</span> · 账本消息 <span class="position" data-field="positions">{{positions}}</span> · <span data-field="age">{{age}}</span> · <a href="{{base}}/figure/progress">这些数字的出处</a></p>
            <p class="hint" role="status" data-live-state>数字随入账自动更新；不能自动更新时请刷新页面。</p>
            <div data-events="{{events}}" data-last="{{offset}}"></div>{{/isCurrent}}
            {{^isCurrent}}<p class="stamp">{{title}} · 第 {{edition}} 版{{#isRestated}}（重述第 {{restates}} 版）{{/isRestated}} · 账本消息 <span class="position">{{positions}}</span> · <a href="{{base}}/figure/progress">这些数字的出处</a></p>{{/isCurrent}}
            {{#notes}}<p class="note">{{.}}</p>
            {{/notes}}{{#table}}{{>table}}{{/table}}
            {{#hasBars}}{{#bars}}{{>bars}}{{/bars}}{{/hasBars}}
            {{#hasBelow}}<section aria-labelledby="h-below"><h2 id="h-below">督促名单</h2>{{#below}}{{>table}}{{/below}}</section>{{/hasBelow}}
            {{#hasForecast}}<section aria-labelledby="h-forecast"><h2 id="h-forecast">预测（估算）</h2><p class="note">估算，不参与排名：按最近七个已关账日的速度推算，不代表任何承诺。</p>{{#forecast}}{{>table}}{{/forecast}}</section>{{/hasForecast}}
            {{#hasDifferences}}<section aria-labelledby="h-diff"><h2 id="h-diff">与上一版的差异</h2>{{#differences}}{{>table}}{{/differences}}</section>{{/hasDifferences}}
            {{#hasCurve}}<section aria-labelledby="h-curve"><h2 id="h-curve">每日进度</h2>{{#curve}}{{>curve}}{{/curve}}</section>{{/hasCurve}}
            {{#hasEditions}}<section aria-labelledby="h-editions"><h2 id="h-editions">本期各版</h2>{{#editions}}{{>table}}{{/editions}}</section>{{/hasEditions}}
            """,
            "periods": """
            <p>每期在各数据来源都关账后确定；之后才到的数据使该期重述，原版保留。</p>
            {{#table}}{{>table}}{{/table}}
            """,
        ]
    }

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("ranking", needs: .seeProgress, navigation: "排名") { try await ranking($0) }
        routes.page("periods", needs: .seeProgress, navigation: "各期") { try periods($0) }
    }

    // MARK: - One ranking

    private func ranking(_ visit: Visit) async throws -> Response {
        let town = visit.query["unit"] ?? ""
        let base = visit.query["period"] ?? "current"
        let period = town.isEmpty ? base : "\(base)/\(town)"
        guard let edition = edition(visit, period) else {
            guard figures.rankings.newest(visit.scheme) == nil else { throw Refusal.notFound }
            return try visit.render("ranking", title: "排名", empty)
        }
        let rankings = figures.rankings
        let page = RankingPage(visit: visit, pack: try visit.pack(), edition: edition) {
            rankings.newest(visit.scheme, $0) != nil
        }
        var model = page.model(age: figures.ages.reading(atMs: Figures.nowMs()))
        let isCurrent = edition.ranking.kind == .current
        if isCurrent { addForecast(page, town: town, to: &model) }
        if isCurrent {
            let days = try await visit.ask(figures) { $0.progress(of: town) }
            model["hasCurve"] = true
            model["curve"] = SeasonCurve(visit: visit, pack: page.pack).model(
                days.value,
                target: RankingWords.total(of: edition.ranking.rows).target,
                title: "\(town.isEmpty ? page.pack.compiled.place : town)每日累计参保人数"
            )
        } else {
            addEditions(page, period: period, to: &model)
        }
        return try visit.render("ranking", title: RankingWords.period(edition.ranking), model)
    }

    private func edition(_ visit: Visit, _ period: String) -> RankingEdition? {
        guard let asked = visit.query["edition"].flatMap({ UInt64($0) }) else {
            return figures.rankings.newest(visit.scheme, period)
        }
        return figures.rankings.editions(visit.scheme, period).first {
            $0.ranking.edition == asked
        }
    }

    private func addForecast(_ page: RankingPage, town: String, to model: inout [String: Any]) {
        let period = town.isEmpty ? "forecast" : "forecast/\(town)"
        guard let forecast = figures.rankings.newest(page.visit.scheme, period)?.ranking,
            !forecast.forecasts.isEmpty
        else { return }
        model["hasForecast"] = true
        model["forecast"] = page.forecast(forecast).model
    }

    private func addEditions(
        _ page: RankingPage,
        period: String,
        to model: inout [String: Any]
    ) {
        let editions = figures.rankings.editions(page.visit.scheme, period)
        model["hasEditions"] = editions.count > 1
        model["editions"] = page.editions(editions, period: period).model
    }

    private var empty: [String: Any] {
        [
            "isCurrent": false, "title": "尚无排名", "edition": 0, "positions": "—",
            "notes": ["还没有发布过排名：第一笔缴费入账后出现。"], "hasTown": false,
            "table": TableModel(caption: "排名", columns: [], rows: []).model,
        ]
    }

    // MARK: - Periods

    private func periods(_ visit: Visit) throws -> Response {
        let all = figures.rankings.all(visit.scheme).filter {
            $0.ranking.isDecided && $0.ranking.town.isEmpty
        }
        let table = TableModel(
            caption: "已确定的各期",
            columns: [
                .init(key: "period", title: "期"), .init(key: "asOf", title: "截至"),
                .init(key: "published", title: "应发布日"),
                .init(key: "editions", title: "版数", isNumber: true),
                .init(key: "late", title: "确定后补到人数", isNumber: true),
                .init(key: "latePaid", title: "确定后补到（元）", isNumber: true),
                .init(key: "basis", title: "依据"),
            ],
            rows: all.map { edition in
                let ranking = edition.ranking
                let count = figures.rankings.editions(visit.scheme, ranking.period).count
                return .init(cells: [
                    .init(
                        text: RankingWords.period(ranking),
                        link: visit.path("ranking", [("period", ranking.period)])
                    ),
                    .init(text: "\(ranking.asOf)"),
                    .init(text: ranking.publishedOn.map { "\($0)" } ?? "没有印出"),
                    .init(text: "\(count)"),
                    .init(text: RankingWords.change(ranking.lateHeads)),
                    .init(text: RankingWords.change(ranking.latePaid)),
                    .init(text: ranking.isVoluntary ? "通知没有要求，内部参考" : "通知要求"),
                ])
            },
            source: visit.path("figure/progress")
        )
        return try visit.render("periods", title: "各期排名与通报", ["table": table.model])
    }
}
