import Events
import Ledger
import Policy

/// The roster as a village sees it, and the vouchers of those who paid.
extension ReportKind {
    /// What a payer's voucher says; where the district confirms, a village's money first (002 §1三是).
    static func paymentVouchers(_ books: ReportBooks) throws -> [ReportTable] {
        var confirmed: Set<String> = []
        for filed in books.items(.confirmation) where filed.item.status == .confirmed {
            confirmed.insert("\(filed.unit)|\(filed.item.day.map(\.description) ?? "")")
        }
        func waits(_ it: Assessment) -> Bool {
            let isVillage = it.receipts.contains {
                books.channel($0.party)?.collector == .village
            }
            let key = "\(it.unit)|\(it.enrolledOn.map(\.description) ?? "")"
            return books.offices.confirmation != nil && isVillage && !confirmed.contains(key)
        }
        let hasProof = books.pack.terms.duties.contains { $0.id == "proof" }
        let payers = try enrolled(books) { $0.received > .zero }
        let rows = payers.filter { !waits($0.assessment) }
            .map { standing -> (person: PersonKey, cells: [ReportCell]) in
                let it = standing.assessment
                return (
                    standing.person,
                    [
                        .text(ReportBooks.unitName(it.unit)),
                        .number(Int64(books.policy.coverageYear)), .text(books.tier(it.tier)),
                        .money(it.upfront), .text(channels(it, books)), .day(it.enrolledOn),
                    ]
                        + (hasProof
                            ? [.day(it.enrolledOn.flatMap { ProofDay.day(paidOn: $0, books.pack) })]
                            : [])
                )
            }
        return [
            try books.personTable(
                "vouchers",
                "凭证",
                [
                    ReportColumn("unit", "单位"), .number("year", "参保年度"),
                    ReportColumn("tier", "档次"), .money("paid", "缴费金额"),
                    ReportColumn("channels", "渠道"), .day("on", "缴费日"),
                ] + (hasProof ? [.day("proof", "可开证明日")] : []),
                rows
            ).summed(),
            perUnit(payers.filter { waits($0.assessment) }, books, "waiting", "等待区级确认"),
        ]
    }

    /// What a village sees of a person: whether it has to collect (F-139).
    private static func rosterMark(_ it: Assessment, _ books: ReportBooks) -> String {
        let channels = it.receipts.map { books.channel($0.party)?.collector }
        if it.isCovered {
            if it.receipts.isEmpty { return "免缴" }
            return channels.contains(.village) ? "已缴（村收）" : "他处已缴"
        }
        switch it.status {
        case .ineligible: return "不能参保"
        case .waived: return "自愿放弃"
        case .unpaid: return it.received > .zero ? "已缴待退" : "未缴"
        default: return it.received > .zero ? "已缴待处理" : "未缴"
        }
    }

    static func rosterOut(_ books: ReportBooks) throws -> [ReportTable] {
        let people = try books.people { _ in true }
        var scattered: [[String]: (heads: Int64, amount: Money)] = [:]
        for standing in people {
            for receipt in standing.assessment.receipts
            where books.channel(receipt.party)?.collector != .village {
                let key = [standing.unit, receipt.party]
                scattered[key, default: (0, .zero)].heads += 1
                scattered[key, default: (0, .zero)].amount += receipt.amount
            }
        }
        let rows = people.map { standing -> (person: PersonKey, cells: [ReportCell]) in
            let it = standing.assessment
            // What goes back is not there to pay with.
            let kept = max(.zero, it.received - it.refund)
            let open = it.isCovered ? Money.zero : max(.zero, it.upfront - kept)
            return (
                standing.person,
                [
                    .text(ReportBooks.unitName(it.unit)), .text(books.category(it.category)),
                    .text(books.tier(it.tier)), .money(it.upfront), .money(it.received),
                    .money(open), .text(rosterMark(it, books)),
                ]
            )
        }
        let summary = scattered.sorted { left, right in
            left.key[0] == right.key[0]
                ? left.key[1] < right.key[1] : books.precedes(left.key[0], right.key[0])
        }
        .map { key, sum -> [ReportCell] in
            [
                .text(ReportBooks.unitName(key[0])),
                .text(books.channel(key[1])?.name ?? key[1]), .number(sum.heads),
                .money(sum.amount),
            ]
        }
        return [
            try books.personTable(
                "lines",
                "清册",
                [
                    ReportColumn("unit", "单位"), ReportColumn("category", "类别"),
                    ReportColumn("tier", "档次"), .money("payable", "应先缴"),
                    .money("received", "已缴"), .money("open", "待缴"),
                    ReportColumn("mark", "标记"),
                ],
                rows
            ).summed(),
            ReportTable(
                "scattered",
                "零散缴费汇总（非村收）",
                [
                    ReportColumn("unit", "单位"), ReportColumn("channel", "渠道"),
                    .count("people", "人数"), .money("amount", "金额"),
                ],
                summary
            ).summed(),
        ]
    }
}
