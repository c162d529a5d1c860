import Events
import Ledger

/// Special payment bills 特殊缴费单据 of funded persons.
extension ReportKind {
    /// One bill for each person, funder and application: pushed, funded, collected (003 二（七）).
    static func specialBills(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.offices.bills != nil)
        struct Bill: Hashable {
            var person: PersonKey
            var funder: String
            var claim: Int
        }
        let claims = try AppliedClaim.all(books.reader, policy: books.policy).filter(\.counts)
        var sums: [Bill: Money] = [:]
        var units: [PersonKey: String] = [:]
        try books.reader.journals { row in
            guard row.scheme == books.scheme else { return }
            let place = JournalPosition(partition: row.partition, sequence: row.sequence)
            for entry in row.entries where entry.account.kind == .fundingReceivable {
                let claim = claims.firstIndex { $0.takes(entry, at: place) } ?? claims.count
                let bill = Bill(person: row.person, funder: entry.account.party, claim: claim)
                sums[bill, default: .zero] += entry.amount
                units[row.person] = entry.account.unit
            }
        }
        let rows = sums.filter { $0.value != .zero && books.asksFor(units[$0.key.person] ?? "") }
            .sorted { left, right in
                let (one, two) = (units[left.key.person] ?? "", units[right.key.person] ?? "")
                if one != two { return books.precedes(one, two) }
                if left.key.person != right.key.person { return left.key.person < right.key.person }
                return (left.key.funder, left.key.claim) < (right.key.funder, right.key.claim)
            }
            .map { bill, amount -> (person: PersonKey, cells: [ReportCell]) in
                let claim = bill.claim < claims.count ? claims[bill.claim] : nil
                let state = claim?.item.notes.last.map(DossierWords.note) ?? "未列入申请"
                return (
                    bill.person,
                    [
                        .text(ReportBooks.unitName(units[bill.person] ?? "")),
                        .text(books.funder(bill.funder)), .text(claim?.number ?? ""),
                        .money(amount), .text(state),
                    ]
                )
            }
        return [
            try books.personTable(
                "bills",
                "单据",
                [
                    ReportColumn("unit", "单位"), ReportColumn("funder", "出资方"),
                    ReportColumn("application", "申请号"), .money("amount", "金额"),
                    ReportColumn("state", "状态"),
                ],
                rows
            ).summed()
        ]
    }
}
