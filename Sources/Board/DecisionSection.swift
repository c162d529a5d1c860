import Events
import Explanation
import Hummingbird
import Ledger
import Overview
import Policy

/// What waits for somebody: money held, points that nobody has decided, papers that do not agree
/// (F-130).
struct DecisionSection: BoardSection {
    let figures: Figures

    var templates: [String: String] { [:] }

    func addRoutes(to routes: inout BoardRoutes) {
        routes.page("decisions", needs: .seeMoney, navigation: "待决事项") { try await show($0) }
    }

    private func show(_ visit: Visit) async throws -> Response {
        let answer = try await visit.ask(figures) { $0.held() }
        let (scheme, ledger) = (visit.scheme, visit.sources.ledger)
        let items = try await Offload.run {
            try ledger.read { try $0.dossierItems(scheme: scheme) }.map(\.item)
                .filter(\.status.isOpen)
        }
        return try visit.render(
            "tables",
            title: "待决事项",
            [
                "intro": ["每一项等一件事实或一个裁定；裁定由有权的单位以 DecisionMade 记录，记录入账后自动消去。"],
                "tables": [
                    held(visit, answer.value).model, points(visit).model,
                    papers(visit, items).model,
                ], "hasStamp": true, "stamp": Stamp.model("held", answer.moment),
            ]
        )
    }

    private func held(_ visit: Visit, _ held: [HeldMoney]) -> TableModel {
        TableModel(
            caption: "留置的钱：为什么，等什么",
            columns: [
                .init(key: "status", title: "原因"),
                .init(key: "heads", title: "人数", isNumber: true),
                .init(key: "amount", title: "金额（元）", isNumber: true),
                .init(key: "ends", title: "等什么"),
            ],
            rows: held.map { money in
                .init(cells: [
                    .init(
                        text: StatusWords.meaning(of: money.status),
                        link: visit.path("document/suspense")
                    ), .init(text: "\(money.heads)"),
                    .init(text: RankingWords.yuan(money.amount)),
                    .init(text: DecisionSection.ending(of: money.status)),
                ])
            },
            source: visit.path("figure/held")
        )
    }

    /// What ends the waiting of money.
    static func ending(of status: AssessmentStatus) -> String {
        switch status {
        case .registrationIncomplete: "补齐登记（参保登记、监护人信息等）"
        case .tierConflict: "户内定一个档次（HouseholdTierSet），或本人补缴、退费"
        case .early: "裁定是否计入，或到窗口期自动计入"
        case .underpaid, .unpaid: "补足差额，或申请退费"
        case .late: "裁定逾期缴费是否有效"
        case .waived: "撤回放弃，或退费"
        case .ineligible, .lateRejected, .duplicate, .overpaid, .insured: "退费"
        }
    }

    private func points(_ visit: Visit) -> TableModel {
        let rows = figures.rankings.all(visit.scheme).flatMap { edition in
            edition.ranking.rows.filter { $0.score?.state == .undetermined }
                .map { (edition.ranking, $0) }
        }
        return TableModel(
            caption: "没有印出的得分（待定）",
            columns: [
                .init(key: "period", title: "期"), .init(key: "unit", title: "单位"),
                .init(key: "day", title: "完成日"), .init(key: "ends", title: "等什么"),
            ],
            rows: rows.map { ranking, row in
                .init(cells: [
                    .init(
                        text: RankingWords.period(ranking),
                        link: visit.path(
                            "ranking",
                            [
                                ("period", String(ranking.period.prefix { $0 != "/" })),
                                ("unit", ranking.town),
                            ]
                        )
                    ), .init(text: RankingWords.unit(row.unit)),
                    .init(text: row.score?.completedOn.map { "\($0)" } ?? "—"),
                    .init(text: "领导小组办公室裁定得分"),
                ])
            },
            head: 1
        )
    }

    private func papers(_ visit: Visit, _ items: [DossierItem]) -> TableModel {
        struct Key: Hashable {
            var kind: DossierItem.Kind
            var status: DossierItem.Status
        }
        var counts: [Key: Int] = [:]
        for item in items { counts[Key(kind: item.kind, status: item.status), default: 0] += 1 }
        let sorted = counts.sorted {
            ($0.key.kind.rawValue, $0.key.status.rawValue)
                < ($1.key.kind.rawValue, $1.key.status.rawValue)
        }
        return TableModel(
            caption: "单据、签字、拨付中没有了结的",
            columns: [
                .init(key: "kind", title: "事项"), .init(key: "status", title: "情况"),
                .init(key: "count", title: "件数", isNumber: true),
            ],
            rows: sorted.map { key, count in
                .init(cells: [
                    .init(
                        text: PaperWords.kind(key.kind),
                        link: visit.path("document/\(PaperWords.document(key.kind))")
                    ), .init(text: PaperWords.status(key.status)), .init(text: "\(count)"),
                ])
            }
        )
    }
}

/// Papers of offices in words, and the document that lists them.
enum PaperWords {
    static func kind(_ kind: DossierItem.Kind) -> String {
        switch kind {
        case .deposit: "缴款单"
        case .day: "村级当日收款"
        case .signing: "签字"
        case .roster: "花名册与缴款单"
        case .importBatch: "导入医保系统"
        case .receipts: "收据"
        case .statement: "银行统计"
        case .confirmation: "确认"
        case .notice: "公示"
        case .team: "工作队"
        case .application: "资金申请"
        case .funding: "资金到账"
        case .transfer: "资金划转"
        case .treasuryDeposit: "入库"
        case .serial: "征集流水号"
        }
    }

    static func document(_ kind: DossierItem.Kind) -> String {
        switch kind {
        case .deposit, .day: "undeposited"
        case .signing: "signatures"
        case .roster: "three-party"
        case .importBatch: "imports"
        case .receipts: "receipts"
        case .statement: "bank"
        case .confirmation: "confirmations"
        case .notice, .team: "agreement"
        case .application, .funding, .transfer: "funding-status"
        case .treasuryDeposit, .serial: "treasury"
        }
    }

    static func status(_ status: DossierItem.Status) -> String {
        switch status {
        case .recorded: "已记录"
        case .matched: "相符"
        case .short: "不足"
        case .over: "超出"
        case .waiting: "等对应的记录"
        case .unsigned: "缺签字"
        case .signed: "已签"
        case .blocked: "前一步没有完成"
        case .breach: "没有当日存入"
        case .double: "重号"
        case .gap: "缺号"
        case .overlap: "重复申请"
        case .confirmed: "已确认"
        case .mismatch: "金额与人数不符"
        }
    }
}
