import Events
import Ledger

extension ReportKind {
    /// Money of villages on its way to the bank.
    static let deposits: [ReportKind] = [
        ReportKind("collection-accounts", "乡镇归集户存款", ["F-070"], make: collectionAccounts),
        ReportKind("slips", "缴款单登记簿", ["F-082"], hasDays: true, make: slips),
        ReportKind(
            "vouchers",
            "每日凭证台账",
            ["F-085", "F-086", "F-087"],
            hasDays: true,
            make: vouchers
        ),
        ReportKind(
            "same-day-breaches",
            "未当日存入清单",
            ["F-071", "F-094"],
            hasDays: true,
            make: breaches
        ),
        ReportKind("undeposited", "未缴存资金及账龄", ["F-072"], hasDays: true, make: undeposited),
        ReportKind(
            "collected-deposited",
            "收款与缴存（村、经办人）",
            ["F-073"],
            hasDays: true,
            make: collectedDeposited
        ),
    ]

    private static func collectionAccounts(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.deposits != nil)
        var flows: [MoneyPlace: (entered: Money, left: Money)] = [:]
        for move in books.allItems.flatMap(\.item.moves) {
            if move.to.kind == .collectionAccount {
                flows[move.to, default: (.zero, .zero)].entered += move.amount
            }
            if move.from.kind == .collectionAccount {
                flows[move.from, default: (.zero, .zero)].left += move.amount
            }
        }
        let rows = flows.filter { books.asksFor($0.key.unit) }.sorted { left, right in
            left.key.unit == right.key.unit
                ? left.key.party < right.key.party
                : books.precedes(left.key.unit, right.key.unit)
        }
        .map { place, flow -> [ReportCell] in
            [
                .text(place.unit.isEmpty ? "全区（县）" : place.unit),
                .text(books.account(place.party)), .money(flow.entered), .money(flow.left),
                .money(flow.entered - flow.left),
            ]
        }
        return [
            ReportTable(
                "accounts",
                "归集户",
                [
                    ReportColumn("unit", "乡镇（街道）"), ReportColumn("account", "账户"),
                    .money("deposited", "存入"), .money("treasury", "转入库"),
                    .money("balance", "余额"),
                ],
                rows
            ).summed()
        ]
    }

    private static func slips(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.deposits != nil)
        let rows = books.items(.deposit).map { filed -> [ReportCell] in
            let item = filed.item
            return [
                .text(filed.unit), .day(item.day), .text(item.reference), .text(item.party),
                .text(item.moves.first.map { place($0.to, books) } ?? ""),
                .number(item.heads), .money(item.amount), .money(item.counterpart),
                .status(item.status), DossierWords.notes(item.notes),
            ]
        }
        return [
            ReportTable(
                "slips",
                "缴款单",
                [
                    ReportColumn("unit", "村（社区）"), .day("on", "存入日"),
                    ReportColumn("slip", "单号"), ReportColumn("handler", "经办人"),
                    ReportColumn("account", "账户"), .count("heads", "人数"),
                    .money("amount", "金额"), .money("bank", "银行统计"),
                    ReportColumn("status", "状态"), ReportColumn("notes", "说明"),
                ],
                rows
            ).summed()
        ]
    }

    /// One row a village and day of collection (002 §2三要).
    private static func vouchers(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.deposits != nil)
        var signed: [String: DossierItem] = [:]
        var confirmed: [String: DossierItem] = [:]
        for filed in books.items(.signing, .confirmation) {
            guard let day = filed.item.day else { continue }
            let key = "\(filed.unit)|\(day)"
            if filed.item.kind == .signing { signed[key] = filed.item }
            if filed.item.kind == .confirmation { confirmed[key] = filed.item }
        }
        let rows = books.items(.day).map { filed -> [ReportCell] in
            let item = filed.item
            let key = "\(filed.unit)|\(item.day.map(\.description) ?? "")"
            return [
                .text(filed.unit), .day(item.day), .number(item.heads), .money(item.amount),
                .number(item.counterHeads), .money(item.counterpart),
                .money(item.amount - item.counterpart), .status(item.status),
                signed[key].map { .status($0.status) } ?? .none,
                DossierWords.notes(signed[key]?.notes ?? []),
                confirmed[key].map { .status($0.status) } ?? .none,
            ]
        }
        return [
            ReportTable(
                "days",
                "村、日",
                [
                    ReportColumn("unit", "村（社区）"), .day("on", "收款日"),
                    .count("registered_heads", "登记人数"), .money("registered", "登记金额"),
                    .count("deposited_heads", "缴存人数"), .money("deposited", "缴存金额"),
                    .money("difference", "差额"), ReportColumn("status", "状态"),
                    ReportColumn("signatures", "签字"), ReportColumn("missing", "缺签字"),
                    ReportColumn("confirmation", "区级确认"),
                ],
                rows
            ).summed()
        ]
    }

    private static func breaches(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.deposits?.isSameDay == true)
        let rows = books.items(.day, .deposit).filter { $0.item.status == .breach }
            .map { filed -> [ReportCell] in
                let item = filed.item
                return [
                    .text(filed.unit), .text(item.kind == .day ? "收款日" : "缴款单"),
                    .day(item.day), .text(item.reference), .text(item.party),
                    .money(item.kind == .day ? item.counterpart : item.amount),
                    DossierWords.notes(item.notes),
                ]
            }
        return [
            ReportTable(
                "breaches",
                "未当日存入",
                [
                    ReportColumn("unit", "村（社区）"), ReportColumn("what", "事项"),
                    .day("on", "日期"), ReportColumn("slip", "单号"),
                    ReportColumn("handler", "经办人"), .money("amount", "金额"),
                    ReportColumn("notes", "说明"),
                ],
                rows
            )
        ]
    }

    private static func undeposited(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.deposits != nil)
        let rows = books.items(.day).filter { $0.item.amount > $0.item.counterpart }
            .map { filed -> [ReportCell] in
                let item = filed.item
                return [
                    .text(filed.unit), .day(item.day), books.age(item.day),
                    .money(item.amount), .money(item.counterpart),
                    .money(item.amount - item.counterpart),
                ]
            }
        return [
            ReportTable(
                "days",
                "登记未缴存（按收款日）",
                [
                    ReportColumn("unit", "村（社区）"), .day("on", "收款日"),
                    .number("age_days", "账龄（天）"), .money("registered", "登记"),
                    .money("deposited", "缴存"), .money("open", "未缴存"),
                ],
                rows
            ).summed(),
            try villageCash(books),
        ]
    }

    /// What villages collected by their channels, by the tax bureau's own payments, against slips.
    private static func villageCash(_ books: ReportBooks) throws -> ReportTable {
        var sums: [String: (collected: Money, deposited: Money)] = [:]
        for (account, amount) in try books.balances(.receipts, .cashDeposited) {
            if account.kind == .cashDeposited {
                sums[account.unit, default: (.zero, .zero)].deposited -= amount
            } else if books.channel(account.party)?.collector == .village {
                sums[account.unit, default: (.zero, .zero)].collected += amount
            }
        }
        let rows = sums.sorted { books.precedes($0.key, $1.key) }
            .map { unit, sum -> [ReportCell] in
                [
                    .text(ReportBooks.unitName(unit)), .money(sum.collected),
                    .money(sum.deposited), .money(sum.collected - sum.deposited),
                ]
            }
        return ReportTable(
            "villages",
            "代收与缴存（账本位置上的余额）",
            [
                ReportColumn("unit", "村（社区）"), .money("collected", "代收"),
                .money("deposited", "缴存"), .money("difference", "差额"),
            ],
            rows
        ).summed()
    }

    private static func collectedDeposited(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.deposits != nil)
        struct Place: Hashable {
            var unit: String
            var handler: String
        }
        var sums: [Place: (registered: Money, heads: Int64, deposited: Money)] = [:]
        let nothing = (registered: Money.zero, heads: Int64(0), deposited: Money.zero)
        for note in try books.records([OfficeEvent.Kind.rosterLineMarked.type])
        where books.asksFor(note.record.unit) && note.day <= books.day {
            let place = Place(unit: note.record.unit, handler: note.text("handler"))
            sums[place, default: nothing].registered += note.amount ?? .zero
            sums[place, default: nothing].heads += note.number("heads")
        }
        for filed in books.items(.deposit) where !filed.item.moves.isEmpty {
            let place = Place(unit: filed.unit, handler: filed.item.party)
            sums[place, default: nothing].deposited += filed.item.amount
        }
        let rows = sums.sorted { left, right in
            left.key.unit == right.key.unit
                ? left.key.handler < right.key.handler
                : books.precedes(left.key.unit, right.key.unit)
        }
        .map { place, sum -> [ReportCell] in
            [
                .text(place.unit), .text(place.handler.isEmpty ? "登记时未写" : place.handler),
                .number(sum.heads), .money(sum.registered), .money(sum.deposited),
                .money(sum.registered - sum.deposited),
            ]
        }
        return [
            ReportTable(
                "handlers",
                "村、经办人",
                [
                    ReportColumn("unit", "村（社区）"), ReportColumn("handler", "经办人"),
                    .count("heads", "登记人数"), .money("registered", "登记"),
                    .money("deposited", "缴存"), .money("difference", "差额"),
                ],
                rows
            ).summed(),
            try villageCash(books),
        ]
    }
}
