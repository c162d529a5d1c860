import Events
import Policy

/// Documents and their signatures; receipts and their numbers.
extension UnitDossier {
    /// One item for each document that must be signed, with the roles that have not.
    func signings() -> [DossierItem] {
        let signatures = records(.rosterSigned)
        return rules.signatures.flatMap { rule in
            if !rule.isDaily { return [signing(rule, signatures, on: nil)] }
            let deposited = days.filter { $0.value.depositedOn != nil }.keys
            let signed = signatures.filter { $0.event.about == rule.document }.map(\.day)
            return Set(deposited).union(signed).map { signing(rule, signatures, on: $0) }
        }
    }

    private func signing(
        _ rule: SignatureRule,
        _ signatures: [OfficeEntry],
        on day: CivilDate?
    ) -> DossierItem {
        let mine = signatures.filter {
            $0.event.about == rule.document && (day == nil || $0.day == day)
        }
        let signed = Set(mine.map(\.event.role))
        let name = day.map { "signing/\(rule.document)/\($0)" } ?? "signing/\(rule.document)"
        var item = DossierItem(key: name, kind: .signing, status: .signed)
        item.day = day
        item.party = rule.document
        item.heads = Int64(signed.count)
        item.counterHeads = Int64(rule.signers.count)
        item.rules = [OfficeRules.Name.signature(rule.document)]
        item.notes = rule.signers.filter { !signed.contains($0.role) }.map(\.name)
        if rule.needsStamp, !mine.contains(where: \.event.isStamped) {
            item.notes.append("stamp")
        }
        if !item.notes.isEmpty { item.status = .unsigned }
        return item
    }

    /// Runs of receipt numbers, series by series: what stands twice, what is missing between
    /// (002 §2二要, 附2六).
    func receipts() -> [DossierItem] {
        let sorted = records(.receiptIssued).sorted {
            ($0.event.number, $0.event.first, $0.at, $0.id)
                < ($1.event.number, $1.event.first, $1.at, $1.id)
        }
        var items: [DossierItem] = []
        var (series, last) = ("", Int64(0))
        for entry in sorted {
            var item = DossierItem(.receipts, "receipts", entry, .recorded)
            item.notes = ["\(entry.event.first)–\(entry.event.last)"]
            if entry.event.number == series {
                if entry.event.first <= last {
                    item.status = .double
                } else if entry.event.first > last + 1 {
                    item.status = .gap
                    item.notes.append("missing \(last + 1)–\(entry.event.first - 1)")
                }
                last = max(last, entry.event.last)
            } else {
                (series, last) = (entry.event.number, entry.event.last)
            }
            items.append(item)
        }
        return items
    }
}
