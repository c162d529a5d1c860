import Events
import Ledger

extension ReportKind {
    /// Applications and the way of the money.
    static let funding: [ReportKind] = [
        ReportKind(
            "funding-status",
            "资助资金申请、到账、在途",
            ["F-061", "F-063", "F-069"],
            hasDays: true,
            make: fundingStatus
        ),
        ReportKind(
            "pending-remittance",
            "待报解社会保险费及账龄",
            ["F-064"],
            hasDays: true,
            make: pendingRemittance
        ),
        ReportKind(
            "treasury",
            "入库及征集流水号",
            ["F-065", "F-091"],
            hasDays: true,
            make: treasury
        ),
        ReportKind(
            "special-bills",
            "特殊缴费单据",
            ["F-057"],
            isPersonal: true,
            make: specialBills
        ),
    ]

    private static func fundingStatus(_ books: ReportBooks) throws -> [ReportTable] {
        let applications = books.items(.application).map { filed -> [ReportCell] in
            let item = filed.item
            return [
                .text(books.funder(filed.subject.id)), .text(purpose(item.party, books)),
                .text(item.reference), .day(item.day), .money(item.amount),
                .money(item.counterpart), .money(item.amount - item.counterpart),
                .status(item.status), DossierWords.notes(item.notes),
            ]
        }
        let moves = books.items(.funding, .transfer, .treasuryDeposit)
            .filter { $0.subject.kind == .funder }
            .map { filed -> [ReportCell] in
                let item = filed.item
                return [
                    .text(books.funder(filed.subject.id)), .text(item.reference),
                    .text(moveWord(item.kind)), .day(item.day),
                    .text(item.moves.last.map { place($0.to, books) } ?? item.party),
                    .money(item.amount), .status(item.status),
                ]
            }
        return [
            ReportTable(
                "applications",
                "申请与到账",
                [
                    ReportColumn("funder", "出资方"), ReportColumn("purpose", "用途"),
                    ReportColumn("application", "申请号"), .day("on", "申请日"),
                    .money("applied", "申请"), .money("received", "到账"),
                    .money("difference", "差额"), ReportColumn("status", "状态"),
                    ReportColumn("notes", "说明"),
                ],
                applications
            ).summed(),
            ReportTable(
                "moves",
                "到账、转拨、入库",
                [
                    ReportColumn("funder", "出资方"), ReportColumn("application", "申请号"),
                    ReportColumn("step", "环节"), .day("on", "日期"),
                    ReportColumn("to", "去向"), .money("amount", "金额"),
                    ReportColumn("status", "状态"),
                ],
                moves
            ),
            try inTransit(books),
        ]
    }

    /// What each office and account holds; what a paying office has paid to persons is taken off.
    private static func inTransit(_ books: ReportBooks) throws -> ReportTable {
        var held: [String: (transit: Money, paid: Money)] = [:]
        for (account, amount) in try books.reader.balances(scheme: books.scheme) {
            switch account.kind {
            case .fundingInTransit: held[account.party, default: (.zero, .zero)].transit += amount
            case .pendingRemittance:
                held[books.account(account.party), default: (.zero, .zero)].transit += amount
            case .refundsPaid: held[account.party, default: (.zero, .zero)].paid -= amount
            default: break
            }
        }
        let rows = held.sorted { $0.key < $1.key }.map { office, sums -> [ReportCell] in
            [
                .text(office), .money(sums.transit), .money(sums.paid),
                .money(sums.transit - sums.paid),
            ]
        }
        return ReportTable(
            "in-transit",
            "各环节在途资金",
            [
                ReportColumn("office", "单位、账户"), .money("arrived", "到达"),
                .money("paid", "已付个人"), .money("held", "仍在手中"),
            ],
            rows
        ).summed()
    }

    private static func moveWord(_ kind: DossierItem.Kind) -> String {
        switch kind {
        case .funding: "到账"
        case .transfer: "转拨"
        default: "入库"
        }
    }

    private static func purpose(_ id: String, _ books: ReportBooks) -> String {
        books.offices.funding.first { $0.id == id }?.name ?? id
    }

    /// A place of money in words.
    static func place(_ place: MoneyPlace, _ books: ReportBooks) -> String {
        switch place.kind {
        case .treasury: "国库"
        case .pendingRemittance: books.account(place.party)
        case .collectionAccount:
            place.unit.isEmpty ? books.account(place.party) : "\(place.unit)归集户"
        default: place.party
        }
    }

    // MARK: - Pending remittance

    /// Money that came to an account and has not left it.
    private struct Lot {
        var account: String
        var funder: String
        var application: String
        var day: CivilDate?
        var amount: Money
    }

    /// First in, first out, application by application.
    private static func pendingRemittance(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.accounts.contains { $0.kind == .pendingRemittance })
        let moves = books.items(.funding, .transfer, .treasuryDeposit).flatMap { filed in
            filed.item.moves.map { (filed: filed, move: $0) }
        }
        var lots: [Lot] = []
        for (filed, move) in moves where move.to.kind == .pendingRemittance {
            lots.append(
                Lot(
                    account: move.to.party,
                    funder: filed.subject.id,
                    application: filed.item.reference,
                    day: filed.item.day,
                    amount: move.amount
                )
            )
        }
        for (filed, move) in moves where move.from.kind == .pendingRemittance {
            var left = move.amount
            for index in lots.indices
            where lots[index].account == move.from.party
                && lots[index].application == filed.item.reference
                && lots[index].funder == filed.subject.id && left > .zero
            {
                let taken = min(left, lots[index].amount)
                lots[index].amount -= taken
                left -= taken
            }
        }
        let rows = lots.filter { $0.amount > .zero }.map { lot -> [ReportCell] in
            [
                .text(books.account(lot.account)), .text(books.funder(lot.funder)),
                .text(lot.application), .day(lot.day), books.age(lot.day), .money(lot.amount),
            ]
        }
        return [
            ReportTable(
                "items",
                "未入库的资金",
                [
                    ReportColumn("account", "账户"), ReportColumn("funder", "出资方"),
                    ReportColumn("application", "申请号"), .day("since", "到账日"),
                    .number("age_days", "账龄（天）"), .money("amount", "金额"),
                ],
                rows
            ).summed()
        ]
    }

    // MARK: - Treasury

    private static func treasury(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.serials != nil || !books.offices.funding.isEmpty)
        let units = serialUnits(books)
        let serials = books.items(.serial).map { filed -> [ReportCell] in
            let item = filed.item
            return [
                .text(filed.subject.id), .text(item.reference), .text(item.party),
                .day(item.day), .number(item.heads), .money(item.amount),
                .money(item.counterpart), .money(item.amount - item.counterpart),
                .status(item.status),
            ]
        }
        let deposits = books.allItems.filter { filed in
            (filed.item.kind == .treasuryDeposit || isInvoice(filed))
                && books.asksFor(units[filed.subject.id] ?? "")
                && filed.item.day.map { $0 <= books.day } ?? true
        }
        .map { filed -> [ReportCell] in
            let item = filed.item
            return [
                .text(isInvoice(filed) ? "开票" : "入库"),
                .text(filed.subject.kind == .serial ? filed.subject.id : ""),
                .text(filed.subject.kind == .funder ? books.funder(filed.subject.id) : "个人保费"),
                .text(item.reference), .day(item.day), .money(item.amount),
                .status(item.status),
            ]
        }
        return [
            ReportTable(
                "serials",
                "征集流水号",
                [
                    ReportColumn("serial", "征集流水号"), ReportColumn("batch", "批次"),
                    ReportColumn("unit", "单位"), .day("on", "日期"), .count("heads", "人数"),
                    .money("amount", "金额"), .money("deposited", "已入库"),
                    .money("difference", "未入库"), ReportColumn("status", "状态"),
                ],
                serials
            ).summed(),
            ReportTable(
                "deposits",
                "开票、入库",
                [
                    ReportColumn("kind", "事项"), ReportColumn("serial", "征集流水号"),
                    ReportColumn("money", "资金"), ReportColumn("number", "单号、申请号"),
                    .day("on", "日期"), .money("amount", "金额"), ReportColumn("status", "状态"),
                ],
                deposits
            ),
        ]
    }

    private static func isInvoice(_ filed: FiledItem) -> Bool {
        filed.item.kind == .receipts && filed.subject.kind == .serial
    }

    /// The unit whose account each serial draws on.
    private static func serialUnits(_ books: ReportBooks) -> [String: String] {
        Dictionary(
            books.allItems.filter { $0.item.kind == .serial }.map { ($0.subject.id, $0.unit) },
            uniquingKeysWith: { first, _ in first }
        )
    }
}
