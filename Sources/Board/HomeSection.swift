import Events
import Hummingbird
import Ledger
import Overview
import Policy

/// The page for leaders: where the season stands at a glance (F-124).
struct HomeSection: BoardSection {
    let figures: Figures

    var templates: [String: String] {
        [
            "home": HomePage.template, "table": TableModel.template, "cell": TableModel.cell,
            "stamp": Stamp.template, "bars": BarChart.template, "curve": CurveChart.template,
            "spark": CurveChart.sparkline, "tiles": HomePage.tiles,
        ]
    }

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("", needs: .seeProgress, navigation: "总览") { try await home($0) }
    }

    private func home(_ visit: Visit) async throws -> Response {
        let pack = try visit.pack()
        let groups = try visit.watchedGroups()
        let ids = groups.map(\.id)
        let maySeeMoney = visit.principal.may(.seeMoney)
        let answer = try await visit.ask(figures) { book in
            Glance(
                standings: book.standings(by: .towns),
                groups: book.groups(ids, by: .towns),
                held: book.held(),
                days: book.progress(),
                balances: maySeeMoney ? book.balances : [:]
            )
        }
        let edition = figures.rankings.newest(visit.scheme)
        let page = HomePage(visit: visit, pack: pack, glance: answer.value, edition: edition)
        var model: [String: Any] = [
            "tiles": page.tiles, "curve": page.curve, "groups": page.groups(groups).model,
            "hasGroups": !groups.isEmpty, "held": page.held.model,
            "hasMoney": visit.principal.may(.seeMoney), "money": page.money.model,
            "stampBooks": Stamp.model("census", answer.moment), "hasRanking": edition != nil,
            "duties": page.duties(today: answer.moment.day).model,
        ]
        if let edition { addRanking(edition, page, to: &model) }
        return try visit.render("home", title: "总览", model)
    }

    private func addRanking(
        _ edition: RankingEdition,
        _ page: HomePage,
        to model: inout [String: Any]
    ) {
        let age = figures.ages.reading(atMs: Figures.nowMs())
        model["live"] = "current"
        model["offset"] = edition.offset
        model["bars"] = page.bars(edition.ranking)
        model["rankingAsOf"] = "\(edition.ranking.asOf)"
        model["rankingPositions"] = RankingWords.positions(edition.ranking)
        model["age"] = AgeWords.text(age)
    }
}

/// What the home page takes out of the read model.
struct Glance: Sendable {
    var standings: [UnitStanding]
    var groups: [GroupWatch]
    var held: [HeldMoney]
    var days: [(day: CivilDate, gained: DayProgress)]
    var balances: [Ledger.Account: Money]
}

/// The age of figures in words.
enum AgeWords {
    /// `时延：当前 0.0 秒，近 200 批半数在 0.3 秒内、99% 在 0.8 秒内`.
    static func text(_ age: AgeMeter.Reading) -> String {
        var text = "时延：未计入的最早记录已等待 \(seconds(age.waitingMs))"
        if age.waitingMs == 0 { text = "时延：已接收的记录全部计入" }
        guard age.count > 0 else { return text }
        return text + "；近\(age.count)批半数不超过 \(seconds(age.medianMs))，99%不超过 \(seconds(age.p99Ms))"
    }

    static func seconds(_ ms: Int64) -> String {
        let tenths = (ms + 50) / 100
        return "\(tenths / 10).\(tenths % 10) 秒"
    }
}
