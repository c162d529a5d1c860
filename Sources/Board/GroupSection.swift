import Events
import Explanation
import Hummingbird
import Overview

/// The watch over groups that must be enrolled without exception (F-104).
struct GroupSection: BoardSection {
    let figures: Figures

    var templates: [String: String] {
        [
            "groups": """
            {{#tables}}{{>table}}
            {{/tables}}{{^hasTables}}<p class="note">通知没有印出须100%参保的人群，或本部门不提供其中任何一类名单。</p>{{/hasTables}}
            {{#stamp}}{{>stamp}}{{/stamp}}
            """
        ]
    }

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("groups", needs: .seeProgress, navigation: "特殊人群") { try await groups($0) }
    }

    private func groups(_ visit: Visit) async throws -> Response {
        let asked = visit.query["group"]
        let shown = try visit.watchedGroups().filter { asked == nil || $0.id == asked }
        if asked != nil, shown.isEmpty { throw Refusal.notFound }
        let unit = visit.query["unit"] ?? ""
        let ids = shown.map(\.id)
        let level: UnitLevel = unit.isEmpty ? .towns : .villages
        let answer = try await visit.ask(figures) { $0.groups(ids, of: unit, by: level) }
        let tables = shown.map { group in
            table(visit, group.name, answer.value.filter { $0.group == group.id }, unit: unit).model
        }
        return try visit.render(
            "groups",
            title: unit.isEmpty ? "100%参保人群" : "100%参保人群：\(unit)",
            [
                "tables": tables, "hasTables": !tables.isEmpty,
                "stamp": Stamp.model("groups", answer.moment),
            ]
        )
    }

    private func table(
        _ visit: Visit,
        _ name: String,
        _ standings: [GroupWatch],
        unit: String
    ) -> TableModel {
        let members = standings.reduce(into: Int64(0)) { $0 += $1.members }
        let covered = standings.reduce(into: Int64(0)) { $0 += $1.covered }
        let total = TableModel.Row(
            cells: GroupSection.cells(members: members, covered: covered)
                .with(first: .init(text: "合计")),
            isTotal: true
        )
        return TableModel(
            caption: name,
            columns: [
                .init(key: "unit", title: "单位"),
                .init(key: "members", title: "应参保", isNumber: true),
                .init(key: "covered", title: "已参保", isNumber: true),
                .init(key: "missing", title: "缺口", isNumber: true),
                .init(key: "rate", title: "参保率", isNumber: true),
                .init(key: "mark", title: "100%"),
            ],
            rows: standings.map { standing in
                var cells = GroupSection.cells(
                    members: standing.members,
                    covered: standing.covered
                )
                cells[2].link = missing(visit, standing)
                return .init(
                    cells: cells.with(
                        first: .init(
                            text: RankingWords.unit(standing.unit),
                            link: unit.isEmpty && !standing.unit.isEmpty
                                ? visit.path(
                                    "groups",
                                    [("group", standing.group), ("unit", standing.unit)]
                                ) : ""
                        )
                    )
                )
            } + [total],
            source: visit.path("figure/groups")
        )
    }

    /// Where the names of the missing stand; nowhere for whom the account may not see.
    private func missing(_ visit: Visit, _ standing: GroupWatch) -> String {
        let principal = visit.principal
        guard standing.missing > 0, principal.may(.seePersons),
            principal.covers(standing.unit), !standing.unit.isEmpty
        else { return "" }
        return visit.path("missing", [("group", standing.group), ("unit", standing.unit)])
    }

    /// Members, covered, missing, rate, met or not.
    static func cells(members: Int64, covered: Int64) -> [TableModel.Cell] {
        let isMet = covered == members
        return [
            .init(text: RankingWords.number(members)), .init(text: RankingWords.number(covered)),
            .init(text: RankingWords.number(members - covered)),
            .init(text: RankingWords.rate(RankingRow.rate(covered, of: members))),
            .init(text: isMet ? "✓ 达标" : "✗ 未达标", kind: isMet ? "good" : "bad"),
        ]
    }
}
