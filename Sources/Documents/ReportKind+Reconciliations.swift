import Events
import Ledger
import Policy

extension ReportKind {
    /// Papers against papers.
    static let reconciliations: [ReportKind] = [
        ReportKind("three-party", "三方对账表", ["F-080", "F-081", "F-083"], make: threeParty),
        ReportKind("agreement", "收款、登记、票据、缴存核对", ["F-074"], make: agreement),
        ReportKind("signatures", "签字情况", ["F-084", "F-085"], hasDays: true, make: signatures),
        ReportKind("confirmations", "区级确认", ["F-087"], hasDays: true, make: confirmations),
        ReportKind("settled-villages", "各村最后核对", ["F-088"], make: settled),
        ReportKind("imports", "导入批次及结果", ["F-090"], hasDays: true, make: imports),
        ReportKind(
            "receipts",
            "票据登记及断号重号",
            ["F-004", "F-012"],
            hasDays: true,
            make: receipts
        ),
        ReportKind("bank", "银行统计与缴款单", ["F-140"], hasDays: true, make: bank),
    ]

    /// Only lines that owe money are compared: the fully funded stand on the roster and on no slip.
    private static func threeParty(_ books: ReportBooks) throws -> [ReportTable] {
        var published: [String: (heads: Int64, amount: Money)] = [:]
        var compared: [String: DossierItem] = [:]
        for filed in books.items(.roster) {
            if filed.item.key == "roster" {
                compared[filed.unit] = filed.item
            } else {
                published[filed.unit, default: (0, .zero)].heads += filed.item.heads
                published[filed.unit, default: (0, .zero)].amount += filed.item.amount
            }
        }
        let units = Set(published.keys).union(compared.keys).sorted(by: books.precedes)
        let rows = units.map { unit -> [ReportCell] in
            let item = compared[unit]
            let registered = (heads: item?.heads ?? 0, amount: item?.amount ?? .zero)
            let slips = (heads: item?.counterHeads ?? 0, amount: item?.counterpart ?? .zero)
            return [
                .text(unit), .number(published[unit]?.heads),
                published[unit].map { .money($0.amount) } ?? .none, .number(registered.heads),
                .money(registered.amount), .number(slips.heads), .money(slips.amount),
                .number(registered.heads - slips.heads), .money(registered.amount - slips.amount),
                .text(item.map { DossierWords.status($0.status) } ?? "尚无登记"),
                DossierWords.notes(item?.notes ?? []),
            ]
        }
        return [
            ReportTable(
                "villages",
                "清册与缴款单",
                [
                    ReportColumn("unit", "村（社区）"), .count("roster_heads", "下发清册人数"),
                    .money("roster", "下发清册金额"), .count("registered_heads", "登记人数"),
                    .money("registered", "登记金额"), .count("slip_heads", "缴款单人数"),
                    .money("slips", "缴款单金额"), .count("difference_heads", "人数差"),
                    .money("difference", "金额差"), ReportColumn("status", "结果"),
                    ReportColumn("notes", "说明"),
                ],
                rows
            ).summed()
        ]
    }

    private struct Sums {
        var collected = Money.zero
        var registered = Money.zero
        var receipted = Money.zero
        var deposited = Money.zero
    }

    private static func agreement(_ books: ReportBooks) throws -> [ReportTable] {
        var sums: [String: Sums] = [:]
        for (account, amount) in try books.balances(.receipts)
        where books.channel(account.party)?.collector == .village {
            sums[account.unit, default: Sums()].collected += amount
        }
        for filed in books.items(.day) {
            sums[filed.unit, default: Sums()].registered += filed.item.amount
            sums[filed.unit, default: Sums()].deposited += filed.item.counterpart
        }
        for filed in books.items(.receipts)
        where filed.subject.kind == .unit && filed.item.status != .double {
            sums[filed.unit, default: Sums()].receipted += filed.item.amount
        }
        let rows = sums.sorted { books.precedes($0.key, $1.key) }
            .map { unit, sum -> [ReportCell] in
                let all = [sum.collected, sum.registered, sum.receipted, sum.deposited]
                return [
                    .text(ReportBooks.unitName(unit)), .money(sum.collected),
                    .money(sum.registered), .money(sum.receipted), .money(sum.deposited),
                    .text(Set(all).count == 1 ? "一致" : "不一致"),
                ]
            }
        return [
            ReportTable(
                "villages",
                "四项核对",
                [
                    ReportColumn("unit", "村（社区）"), .money("collected", "代收"),
                    .money("registered", "登记"), .money("receipts", "票据"),
                    .money("deposited", "缴存"), ReportColumn("result", "结果"),
                ],
                rows
            ).summed()
        ]
    }

    private static func signatures(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(!books.offices.signatures.isEmpty)
        let rows = books.items(.signing).map { filed -> [ReportCell] in
            let item = filed.item
            let rule = books.offices.signature(item.party)
            return [
                .text(filed.unit), .text(rule?.name ?? item.party), .day(item.day),
                .number(item.heads), .number(item.counterHeads), .status(item.status),
                DossierWords.notes(item.notes), .text(rule.map { blocks($0.blocks) } ?? ""),
            ]
        }
        return [
            ReportTable(
                "documents",
                "签字",
                [
                    ReportColumn("unit", "村（社区）"), ReportColumn("document", "文件"),
                    .day("on", "日期"), .number("signed", "已签"), .number("needed", "应签"),
                    ReportColumn("status", "状态"), ReportColumn("missing", "缺"),
                    ReportColumn("blocks", "不签则不能"),
                ],
                rows
            )
        ]
    }

    private static func blocks(_ blocking: SignatureRule.Blocking) -> String {
        switch blocking {
        case .import: "导入医保系统"
        case .entry: "确认到账"
        case .nothing: ""
        }
    }

    private static func confirmations(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.confirmation != nil)
        let rows = books.items(.confirmation).map { filed -> [ReportCell] in
            [
                .text(filed.unit), .day(filed.item.day), books.age(filed.item.day),
                .money(filed.item.amount), .status(filed.item.status),
            ]
        }
        return [
            ReportTable(
                "days",
                "村、日",
                [
                    ReportColumn("unit", "村（社区）"), .day("on", "收款日"),
                    .number("age_days", "已过（天）"), .money("deposited", "缴存"),
                    ReportColumn("status", "状态"),
                ],
                rows
            ).summed()
        ]
    }

    /// A village is settled when the settlement is signed and nothing of it is open.
    private static func settled(_ books: ReportBooks) throws -> [ReportTable] {
        let document = books.offices.signatures.first { $0.document == "settlement" }
        books.noteUnless(document != nil)
        var open: [String: Int64] = [:]
        var signing: [String: DossierItem] = [:]
        for filed in books.allItems
        where filed.subject.kind == .unit && books.asksFor(filed.unit) {
            if filed.item.kind == .signing, filed.item.party == "settlement" {
                signing[filed.unit] = filed.item
                open[filed.unit, default: 0] += 0
            } else {
                open[filed.unit, default: 0] += filed.item.status.isOpen ? 1 : 0
            }
        }
        let rows = open.sorted { books.precedes($0.key, $1.key) }
            .map { unit, count -> [ReportCell] in
                let isSigned = signing[unit]?.status == .signed
                return [
                    .text(unit), .text(isSigned ? "已签字" : "未签字"), .number(count),
                    .text(isSigned && count == 0 ? "已核对完毕" : "未完毕"),
                ]
            }
        return [
            ReportTable(
                "villages",
                "最后核对",
                [
                    ReportColumn("unit", "村（社区）"), ReportColumn("signed", "最后核对签字"),
                    .count("open", "未了事项"), ReportColumn("result", "结果"),
                ],
                rows
            )
        ]
    }

    private static func imports(_ books: ReportBooks) throws -> [ReportTable] {
        let rows = books.items(.importBatch).map { filed -> [ReportCell] in
            let item = filed.item
            return [
                .text(filed.unit), .text(item.reference), .day(item.day), .number(item.heads),
                .number(item.counterHeads), .status(item.status),
            ]
        }
        return [
            ReportTable(
                "batches",
                "批次",
                [
                    ReportColumn("unit", "村（社区）"), ReportColumn("batch", "批次"),
                    .day("on", "日期"), .count("succeeded", "成功"), .count("failed", "失败"),
                    ReportColumn("status", "状态"),
                ],
                rows
            ).summed()
        ]
    }

    private static func receipts(_ books: ReportBooks) throws -> [ReportTable] {
        let rows = books.items(.receipts).map { filed -> [ReportCell] in
            let item = filed.item
            let isUnit = filed.subject.kind == .unit
            return [
                .text(isUnit ? filed.unit : "征集流水号 \(filed.subject.id)"),
                .text(item.reference), .text(item.notes.first ?? ""), .day(item.day),
                .number(item.heads), .money(item.amount), .status(item.status),
                DossierWords.notes(Array(item.notes.dropFirst())),
            ]
        }
        let heads = "一张票据写几个人的，人数大于张数；姓名只在票据上，不在账上"
        if !rows.isEmpty { books.note(heads) }
        return [
            ReportTable(
                "runs",
                "票据",
                [
                    ReportColumn("unit", "单位"), ReportColumn("series", "票据种类"),
                    ReportColumn("numbers", "号码"), .day("on", "日期"), .count("heads", "人数"),
                    .money("amount", "金额"), ReportColumn("status", "状态"),
                    ReportColumn("notes", "说明"),
                ],
                rows
            ).summed()
        ]
    }

    private static func bank(_ books: ReportBooks) throws -> [ReportTable] {
        let statements = books.items(.statement).map { filed -> [ReportCell] in
            let item = filed.item
            return [
                .text(filed.unit), .text(books.account(item.party)), .text(item.reference),
                .day(item.day), .money(item.amount), .money(item.counterpart),
                .money(item.amount - item.counterpart), .status(item.status),
            ]
        }
        let known = Set(
            books.items(.statement).map { "\($0.unit)|\($0.item.party)|\($0.item.reference)" }
        )
        let missing = books.items(.deposit).filter { filed in
            let account = filed.item.moves.first?.to.party ?? ""
            return filed.item.status != .double
                && !known.contains("\(filed.unit)|\(account)|\(filed.item.reference)")
        }
        .map { filed -> [ReportCell] in
            [
                .text(filed.unit), .text(filed.item.reference), .day(filed.item.day),
                books.age(filed.item.day), .money(filed.item.amount),
            ]
        }
        return [
            ReportTable(
                "statements",
                "银行统计",
                [
                    ReportColumn("unit", "村（社区）"), ReportColumn("account", "账户"),
                    ReportColumn("slip", "单号"), .day("on", "日期"), .money("bank", "银行"),
                    .money("slips", "缴款单"), .money("difference", "差额"),
                    ReportColumn("status", "结果"),
                ],
                statements
            ).summed(),
            ReportTable(
                "missing",
                "缴款单有、银行没有",
                [
                    ReportColumn("unit", "村（社区）"), ReportColumn("slip", "单号"),
                    .day("on", "日期"), .number("age_days", "已过（天）"),
                    .money("amount", "金额"),
                ],
                missing
            ).summed(),
        ]
    }
}
