import Events
import Explanation
import Ledger
import Overview
import Policy

extension HomePage {
    /// Groups to be enrolled without exception, all units together.
    func groups(_ watched: [CompiledCategory]) -> TableModel {
        TableModel(
            caption: "100%参保人群",
            columns: [
                .init(key: "group", title: "人群"),
                .init(key: "members", title: "应参保", isNumber: true),
                .init(key: "covered", title: "已参保", isNumber: true),
                .init(key: "missing", title: "缺口", isNumber: true),
                .init(key: "rate", title: "参保率", isNumber: true),
                .init(key: "mark", title: "100%"),
            ],
            rows: watched.map { group in
                let own = glance.groups.filter { $0.group == group.id }
                let members = own.reduce(into: Int64(0)) { $0 += $1.members }
                let covered = own.reduce(into: Int64(0)) { $0 += $1.covered }
                return .init(
                    cells: GroupSection.cells(members: members, covered: covered).with(
                        first: .init(
                            text: group.name,
                            link: visit.path("groups", [("group", group.id)])
                        )
                    )
                )
            },
            source: visit.path("figure/groups")
        )
    }

    /// Money held, by reason.
    var held: TableModel {
        TableModel(
            caption: "待处理款（按留置原因）",
            columns: [
                .init(key: "status", title: "原因"),
                .init(key: "heads", title: "人数", isNumber: true),
                .init(key: "amount", title: "金额（元）", isNumber: true),
            ],
            rows: glance.held.map { held in
                .init(cells: [
                    .init(text: StatusWords.meaning(of: held.status)), .init(text: "\(held.heads)"),
                    .init(
                        text: RankingWords.yuan(held.amount),
                        link: visit.path("document/suspense")
                    ),
                ])
            },
            source: visit.path("figure/held")
        )
    }

    /// Balances by account; each links to the trial balance.
    var money: TableModel {
        var sums: [AccountKind: Money] = [:]
        for (account, amount) in glance.balances { sums[account.kind, default: .zero] += amount }
        let kinds = AccountKind.allCases.filter { (sums[$0] ?? .zero) != .zero }
        return TableModel(
            caption: "科目余额",
            columns: [
                .init(key: "account", title: "科目"),
                .init(key: "debit", title: "借方（元）", isNumber: true),
                .init(key: "credit", title: "贷方（元）", isNumber: true),
            ],
            rows: kinds.map { kind in
                let sum = sums[kind] ?? .zero
                return .init(cells: [
                    .init(text: kind.chineseName, link: visit.path("document/trial-balance")),
                    .init(text: sum > .zero ? RankingWords.yuan(sum) : ""),
                    .init(text: sum < .zero ? RankingWords.yuan(.zero - sum) : ""),
                ])
            },
            source: visit.path("figure/money")
        )
    }

    /// Duties that are overdue or come within two weeks of the last day that the ledger knows.
    func duties(today: CivilDate?) -> TableModel {
        let calendar = DutyCalendar(pack: pack, today: today)
        return calendar.table(
            calendar.entries.filter { entry in
                guard let today, let by = entry.by else { return false }
                return by <= today.adding(days: 14) && by >= today.adding(days: -30)
            },
            caption: "前30日至后14日的时限",
            source: visit.path("calendar")
        )
    }
}

extension [TableModel.Cell] {
    /// The cells behind a first one.
    func with(first: TableModel.Cell) -> [TableModel.Cell] { [first] + self }
}
