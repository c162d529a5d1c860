import Events
import Ledger
import Overview
import Policy

/// What the home page shows, made of figures.
struct HomePage {
    static let template = """
        {{>tiles}}
        {{#hasRanking}}<p class="stamp" data-live-stamp="current">排名截至 <span data-field="asOf">{{rankingAsOf}}</span> · 账本消息 <span class="position" data-field="positions">{{rankingPositions}}</span> · <span data-field="age">{{age}}</span> · <a href="{{base}}/figure/progress">这些数字的出处</a></p>
        <p class="hint" role="status" data-live-state>数字随入账自动更新；不能自动更新时请刷新页面。</p>
        <div data-events="{{base}}/events?period={{live}}" data-last="{{offset}}"></div>{{/hasRanking}}
        {{^hasRanking}}<p class="note">还没有发布过排名：第一笔缴费入账后出现。</p>{{/hasRanking}}
        <section aria-labelledby="h-curve"><h2 id="h-curve">每日进度</h2>{{#curve}}{{>curve}}{{/curve}}</section>
        {{#hasRanking}}<section aria-labelledby="h-bars"><h2 id="h-bars">各单位参保率</h2>{{#bars}}{{>bars}}{{/bars}}
        <p><a href="{{base}}/ranking">各单位排名、差额与变化</a></p></section>{{/hasRanking}}
        {{#hasGroups}}<section aria-labelledby="h-groups"><h2 id="h-groups">100%参保人群</h2>{{#groups}}{{>table}}{{/groups}}</section>{{/hasGroups}}
        {{#hasMoney}}<section aria-labelledby="h-money"><h2 id="h-money">资金一览</h2>{{#money}}{{>table}}{{/money}}{{#held}}{{>table}}{{/held}}</section>{{/hasMoney}}
        <section aria-labelledby="h-duties"><h2 id="h-duties">近期与逾期的时限</h2>{{#duties}}{{>table}}{{/duties}}</section>
        {{#stampBooks}}{{>stamp}}{{/stampBooks}}
        """

    static let tiles = """
        <ul class="tiles">{{#tiles}}<li class="tile"><span class="tile-title">{{title}}</span>
        <a class="tile-value"{{#isLive}} data-total="{{key}}"{{/isLive}} href="{{link}}">{{value}}</a>
        <span class="tile-note {{kind}}">{{note}}</span>{{#hasMeter}}<svg viewBox="0 0 200 12" preserveAspectRatio="xMinYMid" class="meter" role="img" aria-label="{{meterText}}"><rect x="0" y="2" width="200" height="8" class="track"/><rect x="0" y="2" width="{{length}}" height="8" class="bar"/>{{#hasLine}}<line x1="{{line}}" x2="{{line}}" y1="0" y2="12" class="target"/>{{/hasLine}}</svg>{{/hasMeter}}</li>
        {{/tiles}}</ul>
        """

    let visit: Visit
    let pack: PolicyPack
    let glance: Glance
    let edition: RankingEdition?

    private var policy: CompiledPolicy { pack.compiled }

    private var total: RankingRow? { (edition?.ranking).map { RankingWords.total(of: $0.rows) } }

    /// The percent that the notice asks of units; nil where it prints none.
    private var percent: Int? {
        policy.ranking.targetRates.first { $0.of == .units }?.percent
    }

    /// Progress, rate, gap, change, groups, unpaid.
    var tiles: [[String: Any]] {
        var tiles: [[String: Any]] = []
        if let total { tiles += progress(total) }
        let missing = glance.groups.reduce(into: Int64(0)) { $0 += $1.missing }
        let unpaid = glance.standings.reduce(into: Int64(0)) { $0 += $1.unpaid }
        tiles.append(
            tile(
                "groups",
                "100%人群缺口",
                RankingWords.number(missing),
                "groups",
                missing == 0 ? "✓ 无缺口" : "✗ 人次，须逐人落实",
                missing == 0 ? "good" : "bad"
            )
        )
        let link = visit.principal.may(.seePersons) ? "unpaid" : "figure/unpaid"
        let amount = glance.standings.reduce(into: Money.zero) { $0 += $1.unpaidAmount }
        tiles.append(
            tile(
                "unpaid",
                "已知未缴",
                RankingWords.number(unpaid),
                link,
                "应先缴 \(RankingWords.yuan(amount)) 元",
                ""
            )
        )
        return tiles
    }

    private func progress(_ total: RankingRow) -> [[String: Any]] {
        let cells = Dictionary(
            RankingWords.cells(of: total),
            uniquingKeysWith: { first, _ in first }
        )
        var rate = tile(
            "rate",
            "参保率",
            cells["rate"] ?? "",
            "figure/progress",
            percent.map { "目标 \($0)%" } ?? "通知没有印出目标率",
            "",
            isLive: true
        )
        if let value = total.rate {
            rate["hasMeter"] = true
            rate["length"] = 2 * min(10_000, value) / 100
            rate["meterText"] = "参保率\(RankingWords.rate(value))"
            rate["hasLine"] = percent != nil
            rate["line"] = 2 * (percent ?? 0)
        }
        return [
            tile(
                "counted",
                "已参保",
                cells["counted"] ?? "",
                "figure/progress",
                total.target > 0 ? "任务 \(RankingWords.number(total.target)) 人" : "没有任务数",
                "",
                isLive: true
            ), rate,
            tile(
                "gap",
                "距任务数",
                cells["gap"] ?? "",
                "ranking",
                "人",
                "",
                isLive: true
            ),
            tile(
                "since",
                "比上周末",
                cells["since"] ?? "",
                "ranking",
                "人",
                "",
                isLive: true
            ),
            tile(
                "paid",
                "个人缴费（元）",
                cells["paid"] ?? "",
                "figure/progress",
                "比上周末 \(RankingWords.change(total.paidSince))",
                "",
                isLive: true
            ),
        ]
    }

    private func tile(
        _ key: String,
        _ title: String,
        _ value: String,
        _ link: String,
        _ note: String,
        _ kind: String,
        isLive: Bool = false
    ) -> [String: Any] {
        [
            "key": key, "title": title, "value": value, "link": visit.path(link), "note": note,
            "kind": kind, "isLive": isLive, "hasMeter": false,
        ]
    }

    /// Progress per day against the printed days.
    var curve: [String: Any] {
        SeasonCurve(visit: visit, pack: pack).model(
            glance.days,
            target: total?.target ?? 0,
            title: "\(policy.place)每日累计参保人数（含未分配单位的人）"
        )
    }

    func bars(_ ranking: RankingPublished) -> [String: Any] {
        BarChart.model(
            id: "towns",
            title: "各单位参保率（截至\(ranking.asOf)）",
            bars: ranking.rows.filter { $0.target > 0 }.map { row in
                BarChart.Bar(
                    label: row.unit,
                    rate: row.rate,
                    text: RankingWords.rate(row.rate),
                    isMet: row.mark == .met
                )
            },
            target: percent
        )
    }
}
