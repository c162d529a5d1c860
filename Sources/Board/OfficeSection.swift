import Events
import Explanation
import Hummingbird
import Ledger
import Overview
import Policy

/// Pages from the pack: duties (F-137), facts for the public (F-123), offices (F-135), teams
/// (F-136), and where every figure comes from (F-113).
struct OfficeSection: BoardSection {
    let figures: Figures

    var templates: [String: String] {
        [
            "tables": """
            {{#intro}}<p>{{.}}</p>
            {{/intro}}{{#tables}}{{>table}}
            {{/tables}}{{#hasStamp}}{{#stamp}}{{>stamp}}{{/stamp}}{{/hasStamp}}
            """,
            "publicity": """
            <p>{{notice}}</p>
            {{#parts}}<section><h2>{{title}}</h2><dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>
            {{/facts}}</dl></section>
            {{/parts}}{{#tables}}{{>table}}
            {{/tables}}<p class="no-print"><button type="button" data-print>打印</button></p>
            """,
            "figure": """
            <dl class="facts"><div><dt>数的是什么</dt><dd>{{counts}}</dd></div>
            <div><dt>由什么算出</dt><dd>{{madeOf}}</dd></div>
            <div><dt>命令行的同一数字</dt><dd><code>{{command}}</code></dd></div>
            <div><dt>此刻的账本位置</dt><dd class="position">{{position}}</dd></div>
            <div><dt>业务截至</dt><dd>{{day}}</dd></div>
            <div><dt>数字的时延</dt><dd>{{age}}</dd></div></dl>
            <h2>其他数字的出处</h2><ul>{{#others}}<li><a href="{{link}}">{{title}}</a></li>
            {{/others}}</ul>
            """,
        ]
    }

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("calendar", needs: .seeProgress, navigation: "时限") { try await calendar($0) }
        routes.page("teams", needs: .seeProgress, navigation: "工作队") { try await teams($0) }
        routes.page("publicity", needs: .seeProgress, navigation: "政策要点") { try publicity($0) }
        routes.page("contacts", needs: .seeProgress, navigation: "通讯录") { try contacts($0) }
        routes.page("figure/:figure", needs: .seeProgress) { try await figure($0) }
    }

    private func calendar(_ visit: Visit) async throws -> Response {
        let pack = try visit.pack()
        let moment = try await visit.ask(figures) { _ in () }.moment
        let duties = DutyCalendar(pack: pack, today: moment.day)
        let entries = duties.entries
        let isPast = { (entry: DutyCalendar.Entry) in
            moment.day.map { today in entry.by.map { $0 < today } ?? false } ?? false
        }
        return try visit.render(
            "tables",
            title: "时限表",
            [
                "intro": ["「到业务截至日」按账本已知的最后一天算；期限已过的是否按时办妥，以相应文件为准。"],
                "tables": [
                    duties.table(entries.filter { !isPast($0) }, caption: "今后的时限").model,
                    duties.table(entries.filter(isPast), caption: "已过的时限").model,
                ], "hasStamp": true, "stamp": Stamp.model("census", moment),
            ]
        )
    }

    // MARK: - Teams

    private func teams(_ visit: Visit) async throws -> Response {
        let pack = try visit.pack()
        let (scheme, ledger) = (visit.scheme, visit.sources.ledger)
        let items = try await Offload.run {
            try ledger.read { try $0.dossierItems(scheme: scheme) }
        }
        let moment = try await visit.ask(figures) { _ in () }.moment
        let reported = Dictionary(
            items.filter { $0.item.kind == .team }.map { ($0.subject.id, $0.item) },
            uniquingKeysWith: { first, _ in first }
        )
        let duty = pack.terms.duties.first { $0.id == "teams" }
        var units = pack.compiled.units.map(\.name)
        units += reported.keys.filter { !units.contains($0) }.sorted()
        let table = TeamTable(duty: duty, today: moment.day).table(units, reported)
        return try visit.render(
            "tables",
            title: "工作队",
            [
                "intro": [TeamTable.intro(duty)], "tables": [table.model], "hasStamp": true,
                "stamp": Stamp.model("census", moment),
            ]
        )
    }

    // MARK: - From the pack

    private func publicity(_ visit: Visit) throws -> Response {
        let pack = try visit.pack()
        let page = PublicityPage(pack: pack)
        return try visit.render(
            "publicity",
            title: "政策要点（供宣传）",
            [
                "notice": page.notice, "parts": page.parts,
                "tables": [page.categories.model, page.channels.model],
            ]
        )
    }

    private func contacts(_ visit: Visit) throws -> Response {
        let policy = try visit.pack().compiled
        let units = TableModel(
            caption: "各单位的经办机构",
            columns: [
                .init(key: "unit", title: "单位"), .init(key: "alias", title: "又名"),
                .init(key: "hospital", title: "卫生院"), .init(key: "tax", title: "税务分局"),
            ],
            rows: policy.units.map { unit in
                .init(cells: [
                    .init(text: unit.name), .init(text: unit.aliases.joined(separator: "、")),
                    .init(text: unit.hospital.isEmpty ? "没有印出" : unit.hospital),
                    .init(text: unit.taxBranch.isEmpty ? "没有印出" : unit.taxBranch),
                ])
            }
        )
        let bureaus = TableModel(
            caption: "名单提供部门",
            columns: [
                .init(key: "bureau", title: "部门"), .init(key: "supplies", title: "提供的名单"),
                .init(key: "clause", title: "出处"),
            ],
            rows: try policy.bureaus.map { bureau in
                .init(cells: [
                    .init(text: bureau.name),
                    .init(text: try bureau.supplies.map(visit.category).joined(separator: "、")),
                    .init(text: bureau.citation.clause),
                ])
            }
        )
        return try visit.render(
            "tables",
            title: "通讯录（机构）",
            [
                "intro": ["只列机构，不列个人姓名和电话：个人信息不进系统。"],
                "tables": [units.model, bureaus.model], "hasStamp": false,
            ]
        )
    }

    // MARK: - Figures

    private func figure(_ visit: Visit) async throws -> Response {
        guard let source = FigureSource.named(visit.parameter("figure") ?? "") else {
            throw Refusal.notFound
        }
        let moment = try await visit.ask(figures) { _ in () }.moment
        let unit = visit.principal.unit.isEmpty ? "" : "--unit \(visit.principal.unit)"
        return try visit.render(
            "figure",
            title: "出处：\(source.title)",
            [
                "counts": source.counts, "madeOf": source.madeOf,
                "command": source.command.replacing("SCHEME", with: visit.scheme)
                    .replacing("UNIT", with: unit), "position": moment.positionText,
                "day": moment.day.map { "\($0)" } ?? "尚无",
                "age": AgeWords.text(figures.ages.reading(atMs: Figures.nowMs())),
                "others": FigureSource.all.filter { $0.id != source.id }.map {
                    ["title": $0.title, "link": visit.path("figure/\($0.id)")]
                },
            ]
        )
    }
}
