import Events
import Hummingbird

/// What could not be taken: by office and code, with the rows to repair (F-129).
struct RejectionSection: BoardSection {
    let figures: Figures

    var templates: [String: String] {
        [
            "rejections": """
            <p>没有接收的记录不入账。按说明改正后重新提交同一文件即可：已接收的行不会重复入账。</p>
            {{#table}}{{>table}}{{/table}}
            {{#hasRows}}<h2>{{heading}}</h2>{{#rows}}{{>table}}{{/rows}}{{/hasRows}}
            <p class="stamp">读自日志 rejections · <a href="{{base}}/figure/rejections">这些数字的出处</a></p>
            """
        ]
    }

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("rejections", needs: .seeRejections, navigation: "退回") { try show($0) }
    }

    /// Whether an account repairs what an office is to repair: the medical insurance office and the
    /// administrator see all.
    static func isShown(_ office: String, to principal: Principal) -> Bool {
        switch principal.role {
        case .administrator, .medicalInsurance: true
        case .tax: office == "tax-bureau" || office == principal.office
        case .bureau: !principal.office.isEmpty && office == principal.office
        case .town, .village:
            !principal.unit.isEmpty && (office == principal.unit || office == principal.office)
        case .finance, .supervision, .leader: false
        }
    }

    private func show(_ visit: Visit) throws -> Response {
        let principal = visit.principal
        let counts = figures.rejections.counts(visit.scheme) {
            RejectionSection.isShown($0, to: principal)
        }
        let (office, code) = (visit.query["office"] ?? "", visit.query["code"] ?? "")
        let hasAsked = !office.isEmpty
        if hasAsked, !RejectionSection.isShown(office, to: principal) { throw Refusal.notFound }
        let rows =
            hasAsked
            ? figures.rejections.last(visit.scheme, office: office, code: code) : []
        return try visit.render(
            "rejections",
            title: "退回的记录",
            [
                "table": table(visit, counts).model, "hasRows": hasAsked,
                "heading": "最近退回的 \(rows.count) 条", "rows": self.rows(rows).model,
            ]
        )
    }

    private func table(_ visit: Visit, _ counts: [RejectionBook.Count]) -> TableModel {
        TableModel(
            caption: "按负责改正的单位和原因",
            columns: [
                .init(key: "office", title: "负责单位"), .init(key: "code", title: "原因代码"),
                .init(key: "count", title: "条数", isNumber: true),
            ],
            rows: counts.map { count in
                .init(cells: [
                    .init(text: count.office),
                    .init(
                        text: count.code,
                        link: visit.path(
                            "rejections",
                            [("office", count.office), ("code", count.code)]
                        )
                    ), .init(text: RankingWords.number(count.count)),
                ])
            },
            source: visit.path("figure/rejections")
        )
    }

    private func rows(_ rejections: [Rejection]) -> TableModel {
        TableModel(
            caption: "每条在文件中的位置和说明",
            columns: [
                .init(key: "source", title: "来源/编号"), .init(key: "file", title: "文件"),
                .init(key: "row", title: "行", isNumber: true), .init(key: "column", title: "列"),
                .init(key: "message", title: "说明（已遮盖）"),
                .init(key: "stage", title: "退回环节"),
            ],
            rows: rejections.map { it in
                .init(cells: [
                    .init(text: "\(it.source)/\(it.number)"), .init(text: it.file),
                    .init(text: it.row > 0 ? "\(it.row)" : ""), .init(text: it.column),
                    .init(text: it.message),
                    .init(text: it.stage == .producer ? "读文件时" : "校验时"),
                ])
            }
        )
    }
}
