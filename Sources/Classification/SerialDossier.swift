import Events
import Policy

/// What the records about one collection serial 征集流水号 stand for: its issue, the invoices made
/// by it, and the treasury deposits, which wait for it.
///
/// - Source: 001 四（五）: 税务局根据征集流水号完成开票、入库工作.
struct SerialDossier {
    private(set) var items: [DossierItem] = []

    init(_ serial: String, _ entries: [OfficeEntry], _ rules: OfficeRules) {
        let issues = entries.filter { $0.event.kind == .collectionSerialIssued }
        let issue = issues.first
        for other in issues.dropFirst() {
            items.append(item(.serial, "serial", other, .double))
        }
        var invoiced = Money.zero
        for entry in entries where entry.event.kind == .receiptIssued {
            invoiced += entry.event.amount
            var invoice = item(.receipts, "invoice", entry, .recorded)
            if let issue {
                invoice.counterpart = issue.event.amount
                if invoiced > issue.event.amount { invoice.status = .over }
            } else {
                invoice.status = .waiting
            }
            items.append(invoice)
        }
        let deposited = addDeposits(entries, issue, rules)
        guard let issue else { return }
        var chain = item(.serial, "serial", issue, .waiting)
        chain.party = issue.event.toOffice
        chain.counterpart = deposited
        if deposited > .zero { chain.status = .compare(deposited, with: issue.event.amount) }
        items.append(chain)
    }

    private func item(
        _ kind: DossierItem.Kind,
        _ name: String,
        _ entry: OfficeEntry,
        _ status: DossierItem.Status
    ) -> DossierItem {
        var item = DossierItem(kind, name, entry, status)
        item.rules = [OfficeRules.Name.serials]
        return item
    }

    /// Treasury deposits, as long as they fit into the serial's sum; what does not fit posts nothing.
    ///
    /// - Returns: The sum of those that fit.
    private mutating func addDeposits(
        _ entries: [OfficeEntry],
        _ issue: OfficeEntry?,
        _ rules: OfficeRules
    ) -> Money {
        var deposited = Money.zero
        var numbers: Set<String> = []
        for entry in entries where entry.event.kind == .treasuryDeposited {
            var deposit = item(.treasuryDeposit, "treasury", entry, .waiting)
            if !numbers.insert(entry.event.number).inserted {
                deposit.status = .double
            } else if let issue {
                deposit.counterpart = issue.event.amount
                if deposited + entry.event.amount > issue.event.amount {
                    deposit.status = .over
                } else {
                    deposit.status = .matched
                    deposited += entry.event.amount
                    deposit.moves = [
                        MoneyMove(
                            from: SerialDossier.account(issue, rules),
                            to: MoneyPlace(.treasury, party: "premium"),
                            amount: entry.event.amount
                        )
                    ]
                }
            }
            items.append(deposit)
        }
        return deposited
    }

    /// The collection account that the serial draws on.
    private static func account(_ issue: OfficeEntry, _ rules: OfficeRules) -> MoneyPlace {
        let id = rules.deposits?.account ?? ""
        let unit = rules.account(id)?.isPerUnit == true ? issue.event.toOffice : ""
        return MoneyPlace(.collectionAccount, unit: unit, party: id)
    }
}
