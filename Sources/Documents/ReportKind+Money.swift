import Events
import Ledger

extension ReportKind {
    /// Balances: the whole of them, by funder, by town.
    static let money: [ReportKind] = [
        ReportKind("trial-balance", "试算平衡表", ["F-079"], make: trialBalance),
        ReportKind("funder-balances", "各出资方应收、申请、到账", ["F-060"], make: funderBalances),
        ReportKind("town-share", "各乡镇财政资金", ["F-060", "F-077"], make: townShare),
        ReportKind("channels", "各渠道收款及现金占比", ["F-002", "F-010"], make: channels),
        ReportKind("budget", "资助资金预算测算", ["F-075", "F-076"], make: budget),
    ]

    private static func trialBalance(_ books: ReportBooks) throws -> [ReportTable] {
        let balances = try books.balances()
        let kinds = AccountKind.allCases.compactMap { kind -> [ReportCell]? in
            let sum = balances.reduce(into: Money.zero) {
                if $1.account.kind == kind { $0 += $1.amount }
            }
            guard sum != .zero else { return nil }
            return [.number(Int64(kind.rawValue)), .text(kind.chineseName)] + sides(sum)
        }
        let accounts = balances.map { account, amount -> [ReportCell] in
            [
                .text(account.kind.chineseName), .text(ReportBooks.unitName(account.unit)),
                .text(party(account, books)), .text(books.category(account.category)),
            ] + sides(amount)
        }
        if !books.request.unit.isEmpty { books.note("只列一个单位的科目，借贷不必相等") }
        return [
            ReportTable(
                "accounts",
                "科目余额",
                [.number("number", "科目"), ReportColumn("account", "名称")] + sideColumns,
                kinds
            ).summed(),
            ReportTable(
                "details",
                "明细余额",
                [
                    ReportColumn("account", "科目"), ReportColumn("unit", "单位"),
                    ReportColumn("party", "对方"), ReportColumn("category", "类别"),
                ] + sideColumns,
                accounts
            ).summed(),
        ]
    }

    private static let sideColumns: [ReportColumn] = [
        .money("debit", "借方"), .money("credit", "贷方"),
    ]

    private static func sides(_ amount: Money) -> [ReportCell] {
        amount > .zero
            ? [.money(amount), .money(.zero)] : [.money(.zero), .money(.zero - amount)]
    }

    /// The party of an account in words.
    static func party(_ account: Account, _ books: ReportBooks) -> String {
        switch account.kind {
        case .receipts: books.channel(account.party)?.name ?? account.party
        case .fundingReceivable, .governmentPremium, .fundingApplied, .fundingClaimed,
            .fundingSurplus:
            books.funder(account.party)
        case .collectionAccount, .pendingRemittance: books.account(account.party)
        case .treasury: account.party == "premium" ? "个人保费" : books.funder(account.party)
        case .suspense: AssessmentStatusWords.word(account.party)
        case .personalPremium, .refundDue, .cashDeposited, .fundingInTransit, .refundsPaid:
            account.party
        }
    }

    private static func funderBalances(_ books: ReportBooks) throws -> [ReportTable] {
        let balances = try books.balances()
        func sum(_ kind: AccountKind, _ funder: String) -> Money {
            balances.reduce(into: .zero) {
                if $1.account.kind == kind, $1.account.party == funder { $0 += $1.amount }
            }
        }
        let funders = books.policy.funders.map { funder -> [ReportCell] in
            let due = sum(.fundingReceivable, funder.id)
            let claimed = Money.zero - sum(.fundingClaimed, funder.id)
            let open = sum(.fundingApplied, funder.id)
            return [
                .text(funder.name), .money(due), .money(claimed), .money(due - claimed),
                .money(open), .money(claimed - open),
                .money(.zero - sum(.fundingSurplus, funder.id)),
                .money(sum(.treasury, funder.id)),
            ]
        }
        let categories = ReportBooks.grouped(
            balances.filter { $0.account.kind == .fundingReceivable },
            by: { [$0.account.party, $0.account.category] },
            sum: \.amount
        ).map { key, amount -> [ReportCell] in
            [.text(books.funder(key[0])), .text(books.category(key[1])), .money(amount)]
        }
        if !books.request.unit.isEmpty { books.note("申请、到账不分单位，只在全部单位时列出") }
        return [
            ReportTable(
                "funders",
                "出资方",
                [
                    ReportColumn("funder", "出资方"), .money("due", "应收"),
                    .money("claimed", "已列入申请"), .money("unclaimed", "尚未申请"),
                    .money("waiting", "已申请未到账"), .money("received", "申请内到账"),
                    .money("surplus", "多拨"), .money("treasury", "已入库"),
                ],
                funders
            ).summed(),
            ReportTable(
                "categories",
                "出资方、类别",
                [
                    ReportColumn("funder", "出资方"), ReportColumn("category", "类别"),
                    .money("due", "应收"),
                ],
                categories
            ).summed(),
        ]
    }

    private static func townShare(_ books: ReportBooks) throws -> [ReportTable] {
        let rows = ReportBooks.grouped(
            try books.balances(.fundingReceivable),
            by: { [ReportBooks.town(of: $0.account.unit), $0.account.party] },
            sum: \.amount
        )
        .sorted { left, right in
            left.key[0] == right.key[0]
                ? left.key[1] < right.key[1] : books.precedes(left.key[0], right.key[0])
        }
        .map { key, amount -> [ReportCell] in
            [.text(ReportBooks.unitName(key[0])), .text(books.funder(key[1])), .money(amount)]
        }
        return [
            ReportTable(
                "towns",
                "乡镇（街道）应承担",
                [
                    ReportColumn("town", "乡镇（街道）"), ReportColumn("funder", "出资方"),
                    .money("due", "应承担"),
                ],
                rows
            ).summed()
        ]
    }

    private static func channels(_ books: ReportBooks) throws -> [ReportTable] {
        let receipts = try books.balances(.receipts)
        let rows = receipts.map { account, amount -> [ReportCell] in
            let isCash = books.channel(account.party)?.collector == .village
            return [
                .text(ReportBooks.unitName(account.unit)), .text(party(account, books)),
                .text(isCash ? "村（社区）代收" : "其他"), .money(amount),
            ]
        }
        let units = ReportBooks.grouped(receipts, by: { [$0.account.unit] }, sum: \.amount)
            .sorted { books.precedes($0.key[0], $1.key[0]) }
        let cash = Dictionary(
            uniqueKeysWithValues: ReportBooks.grouped(
                receipts.filter { books.channel($0.account.party)?.collector == .village },
                by: { [$0.account.unit] },
                sum: \.amount
            ).map { ($0.key[0], $0.amount) }
        )
        let shares = units.map { key, amount -> [ReportCell] in
            let part = cash[key[0]] ?? .zero
            return [
                .text(ReportBooks.unitName(key[0])), .money(amount), .money(part),
                .number(amount > .zero ? part.fen * 10_000 / amount.fen : nil),
            ]
        }
        return [
            ReportTable(
                "channels",
                "单位、渠道",
                [
                    ReportColumn("unit", "单位"), ReportColumn("channel", "渠道"),
                    ReportColumn("collector", "收款方"), .money("received", "收款"),
                ],
                rows
            ).summed(),
            ReportTable(
                "cash",
                "现金占比",
                [
                    ReportColumn("unit", "单位"), .money("received", "收款"),
                    .money("cash", "村（社区）代收"), .number("share_per_10000", "占比（万分之）"),
                ],
                shares
            ).summed(),
        ]
    }

    /// What everybody listed would cost, whether enrolled or not: from the shares that each
    /// assessment holds ready (003 三（二）、三（五）).
    private static func budget(_ books: ReportBooks) throws -> [ReportTable] {
        var heads: [[String]: Int64] = [:]
        var sums: [[String]: Money] = [:]
        var enrolled: [[String]: Int64] = [:]
        var insured: [String: Int64] = [:]
        _ = try books.people { standing in
            let it = standing.assessment
            if it.isCovered { insured[ReportBooks.town(of: it.unit), default: 0] += 1 }
            guard it.status != .ineligible, it.status != .waived else { return false }
            for share in it.shares where share.amount > .zero {
                let key = [share.party, it.category]
                heads[key, default: 0] += 1
                sums[key, default: .zero] += share.amount
                if it.isCovered { enrolled[key, default: 0] += 1 }
            }
            return false
        }
        let rows = sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { key, amount -> [ReportCell] in
                [
                    .text(books.funder(key[0])), .text(books.category(key[1])),
                    .text(bureaus(of: key[1], books)), .number(heads[key] ?? 0),
                    .number(enrolled[key] ?? 0), .money(amount),
                ]
            }
        var tables = [
            ReportTable(
                "funders",
                "按名单测算",
                [
                    ReportColumn("funder", "出资方"), ReportColumn("category", "类别"),
                    ReportColumn("bureau", "名单提供部门"), .count("people", "名单内人数"),
                    .count("enrolled", "其中已参保"), .money("need", "需要资金"),
                ],
                rows
            ).summed()
        ]
        if let subsidy = books.pack.terms.fiscalSubsidy {
            tables.append(fiscal(insured, subsidy.value, books))
        } else {
            books.note("通知没有印出财政补助标准，不测算财政补助")
        }
        return tables
    }

    private static func bureaus(of category: String, _ books: ReportBooks) -> String {
        books.policy.bureaus.filter { $0.supplies.contains(category) }.map(\.name)
            .joined(separator: "、")
    }

    private static func fiscal(
        _ insured: [String: Int64],
        _ subsidy: Money,
        _ books: ReportBooks
    ) -> ReportTable {
        let rows = insured.sorted { books.precedes($0.key, $1.key) }
            .map { town, heads -> [ReportCell] in
                [
                    .text(ReportBooks.unitName(town)), .number(heads), .money(subsidy),
                    .money(Money(fen: heads * subsidy.fen)),
                ]
            }
        var table = ReportTable(
            "fiscal",
            "财政补助（仅供参考，不入账）",
            [
                ReportColumn("town", "乡镇（街道）"), .count("enrolled", "已参保"),
                .money("standard", "每人标准"), .money("subsidy", "财政补助"),
            ],
            rows
        ).summed()
        table.total?[2] = .none
        return table
    }
}

/// The names of statuses as balances carry them.
enum AssessmentStatusWords {
    static func word(_ name: String) -> String {
        AssessmentStatus.allCases.first { $0.name == name }.map(ReportBooks.word) ?? name
    }
}

extension ReportBooks {
    /// Sums of rows by a key, in order of the key.
    static func grouped<Row>(
        _ rows: [Row],
        by key: (Row) -> [String],
        sum: (Row) -> Money
    ) -> [(key: [String], amount: Money)] {
        var sums: [[String]: Money] = [:]
        for row in rows { sums[key(row), default: .zero] += sum(row) }
        return sums.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { ($0.key, $0.value) }
    }
}
