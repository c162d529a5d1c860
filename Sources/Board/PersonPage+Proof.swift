import Documents
import Events
import Policy

/// From when a payer can have a proof (F-013).
extension PersonPage {
    /// Payments that nothing takes back, with the first day of their proof.
    var proofs: [(paid: CivilDate, amount: Money, from: CivilDate?)] {
        guard pack.terms.duties.contains(where: { $0.id == "proof" }) else { return [] }
        let payments = (evidence.facts ?? []).filter { !$0.isRepeated }.compactMap { fact in
            if case .payment(let payment) = fact.fact.body {
                (number: fact.fact.number, payment: payment)
            } else {
                nil
            }
        }
        let reversed = Set(payments.map(\.payment.reverses))
        return payments.filter { $0.payment.reverses.isEmpty && !reversed.contains($0.number) }
            .map { one in
                let paid = one.payment.paidAt.date
                return (paid, one.payment.amount, ProofDay.day(paidOn: paid, pack))
            }
    }

    var proofNote: String {
        guard let rule = pack.terms.duties.first(where: { $0.id == "proof" }) else {
            return ""
        }
        let quotes = rule.citation.quotes.map { "「\($0)」" }.joined()
        return "依据 \(rule.citation.clause)\(quotes)，按国务院办公厅公布的放假安排推算。"
    }

    var proof: TableModel {
        TableModel(
            caption: "可以开具证明的日子",
            columns: [
                .init(key: "paid", title: "缴费日"),
                .init(key: "amount", title: "金额（元）", isNumber: true),
                .init(key: "from", title: "自此日起可开具"),
            ],
            rows: proofs.map { proof in
                .init(cells: [
                    .init(text: "\(proof.paid)"), .init(text: RankingWords.yuan(proof.amount)),
                    .init(text: proof.from.map { "\($0)" } ?? "当年放假安排没有录入"),
                ])
            }
        )
    }
}
