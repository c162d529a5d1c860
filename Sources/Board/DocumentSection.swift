import Documents
import Events
import Hummingbird
import Policy

/// Documents as pages and as files to save: funding, refunds, deposits, treasury, reconciliations,
/// lists (F-110, F-124 and every kind of document).
struct DocumentSection: BoardSection {
    /// Rows of a table that a page shows; the file has all.
    static let rowsMax = 300

    /// Kinds without persons and without money of offices.
    static let open: Set<String> = [
        "facts", "offices", "teams", "targets", "duties", "progress", "weekly-ranking", "bulletin",
        "cutoff", "score-sheet", "slow-units", "school-returns",
    ]

    let figures: Figures

    var templates: [String: String] {
        [
            "documents": """
            <p>每份文件都写明账本位置；同一位置、同一政策包、同一请求，得到逐字节相同的文件。</p>
            {{#tables}}{{>table}}
            {{/tables}}
            """,
            "document": """
            <form method="get" action="{{path}}" class="row no-print"><div><label for="unit">单位（乡镇或 乡镇/村，留空为全部）</label><input id="unit" name="unit" value="{{unit}}"></div>
            {{#hasDays}}<div><label for="day">截至日</label><input id="day" name="day" type="date" value="{{day}}"></div>{{/hasDays}}
            {{#needsSubject}}<div><label for="about">查什么（单位、出资方、流水号、单号或人员编号）</label><input id="about" name="about" value="{{about}}" required></div>{{/needsSubject}}
            <div><button>查看</button></div></form>
            {{#hasProblem}}<p class="note">{{problem}}</p>{{/hasProblem}}
            {{#hasReport}}<p class="no-print">保存为：{{#formats}}<a class="button" href="{{link}}">{{title}}</a> {{/formats}}</p>
            {{#mayName}}<form method="post" action="{{path}}" class="row no-print">{{>csrf}}<input type="hidden" name="unit" value="{{unit}}"><input type="hidden" name="day" value="{{day}}"><input type="hidden" name="about" value="{{about}}"><button data-confirm="文件将写明姓名和证件号码，名单中每个人都会记入查阅记录。继续？">保存有姓名的 XLSX（记入查阅记录）</button></form>{{/mayName}}
            {{#notes}}<p class="note">{{.}}</p>
            {{/notes}}{{#tables}}{{>table}}
            {{/tables}}{{#stamp}}{{>stamp}}{{/stamp}}
            <p class="hint">命令行的同一结果：<code>{{command}}</code></p>{{/hasReport}}
            """,
        ]
    }

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("documents", needs: .seeProgress, navigation: "文件与资金") { try list($0) }
        routes.page("document/:kind", needs: .seeProgress) { try await show($0) }
        routes.page("document/:kind/file", needs: .seeProgress) { try await file($0) }
        routes.action("document/:kind", needs: .openNames) { try await namedFile($0) }
    }

    /// Whether an account may see documents of a kind.
    ///
    /// Persons need the permission for persons; money needs that for money, or a unit of one's own,
    /// whose papers they are then.
    static func isShown(_ kind: ReportKind, to principal: Principal) -> Bool {
        if kind.needsSubject {
            // A trail may be asked of any unit or person.
            return principal.may(.seePersons) && principal.may(.seeMoney)
        }
        if kind.isPersonal {
            return principal.may(.seePersons) && principal.role != .bureau
        }
        if DocumentSection.open.contains(kind.id) { return principal.may(.seeProgress) }
        return principal.may(.seeMoney)
            || (principal.role.isBoundToUnit && !principal.unit.isEmpty)
    }

    // MARK: - Pages

    private func list(_ visit: Visit) throws -> Response {
        let shown = ReportKind.all.filter { DocumentSection.isShown($0, to: visit.principal) }
        let parts = [
            ("资金、账目", shown.filter { !$0.isPersonal }), ("人员名单", shown.filter(\.isPersonal)),
        ]
        let tables = parts.filter { !$0.1.isEmpty }.map { title, kinds in
            TableModel(
                caption: title,
                columns: [
                    .init(key: "title", title: "文件"), .init(key: "id", title: "代号"),
                    .init(key: "features", title: "功能编号"),
                ],
                rows: kinds.map { kind in
                    .init(cells: [
                        .init(text: kind.title, link: visit.path("document/\(kind.id)")),
                        .init(text: kind.id),
                        .init(text: kind.features.joined(separator: " ")),
                    ])
                }
            ).model
        }
        return try visit.render("documents", title: "文件与资金", ["tables": tables])
    }

    private func show(_ visit: Visit) async throws -> Response {
        let kind = try kind(visit)
        var model: [String: Any] = [
            "path": visit.path("document/\(kind.id)"), "unit": try scope(visit),
            "hasDays": kind.hasDays, "day": visit.query["day"] ?? "",
            "needsSubject": kind.needsSubject, "about": visit.query["about"] ?? "",
            "hasProblem": false, "hasReport": false,
        ]
        if kind.needsSubject, visit.query["about"] == nil {
            return try visit.render("document", title: kind.title, model)
        }
        do {
            let made = try await figures.shelf.report(
                kind,
                pack: try visit.pack(),
                request: try request(visit)
            )
            add(made, kind, visit, to: &model)
        } catch let problem as ReportProblem {
            model["hasProblem"] = true
            model["problem"] = problem.description
        }
        return try visit.render("document", title: kind.title, model)
    }

    private func add(
        _ made: ReportShelf.Shelved,
        _ kind: ReportKind,
        _ visit: Visit,
        to model: inout [String: Any]
    ) {
        let report = made.report
        model["hasReport"] = true
        model["notes"] = report.notes
        model["tables"] = report.tables.map {
            TableModel($0, most: DocumentSection.rowsMax).model
        }
        model["formats"] = formats(kind, visit)
        model["mayName"] =
            kind.isPersonal && visit.principal.may(.openNames)
            && visit.keys != nil
        model["stamp"] = [
            "position": report.basis.positionText,
            "day": report.basis.asOf.map { "\($0)" } ?? "按余额，不分日",
            "figure": "money", "hasAge": true,
            "age": Stamp.age(madeAt: made.madeAt, now: visit.sources.clock.now),
        ]
        model["command"] = command(kind, report.basis, visit)
    }

    private func command(_ kind: ReportKind, _ basis: ReportBasis, _ visit: Visit) -> String {
        var words = ["zhengjiao report \(kind.id)", "--scheme \(basis.scheme)", "--ledger URL"]
        if kind.log != .none { words.append("--log URL") }
        if !basis.unit.isEmpty { words.append("--unit \(basis.unit)") }
        if let day = basis.asOf { words.append("--as-of \(day)") }
        if let about = visit.query["about"], !about.isEmpty { words.append("--about \(about)") }
        return words.joined(separator: " ")
    }

    // MARK: - Requests

    func kind(_ visit: Visit) throws -> ReportKind {
        guard let kind = ReportKind.named(visit.parameter("kind") ?? ""),
            DocumentSection.isShown(kind, to: visit.principal)
        else { throw Refusal.notFound }
        return kind
    }

    func request(_ visit: Visit) throws -> ReportRequest {
        let day = visit.form["day"] ?? visit.query["day"] ?? ""
        let asOf = day.isEmpty ? nil : CivilDate(day)
        if !day.isEmpty, asOf == nil { throw Refusal.badRequest("截至日须写成 2022-12-31 的样子。") }
        return ReportRequest(
            unit: try scope(visit),
            asOf: asOf,
            about: visit.form["about"] ?? visit.query["about"] ?? ""
        )
    }

    /// The unit of the document; a role bound to a unit gets its own.
    private func scope(_ visit: Visit) throws -> String { try visit.scopedUnit() }
}
