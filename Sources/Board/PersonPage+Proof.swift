import Events
import Policy

/// From when a payer can have a proof (F-013).
extension PersonPage {
    /// Payments that nothing takes back, with the first day of their proof.
    var proofs: [(paid: CivilDate, amount: Money, from: CivilDate)] {
        guard let rule = pack.terms.duties.first(where: { $0.id == "paymentProof" }),
            let days = rule.days
        else { return [] }
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
                return (paid, one.payment.amount, WorkingDays.day(days, after: paid))
            }
    }

    var proofNote: String {
        guard let rule = pack.terms.duties.first(where: { $0.id == "paymentProof" }) else {
            return ""
        }
        let quotes = rule.citation.quotes.map { "「\($0)」" }.joined()
        return "依据 \(rule.citation.clause)\(quotes)。按国务院办公厅公布的2020至2023年放假安排推算；此外的年份只除去周六、周日。"
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
                    .init(text: "\(proof.from)"),
                ])
            }
        )
    }
}

/// Working days in the months of collection.
///
/// - Source: 国办发明电〔2019〕16号, 〔2020〕27号, 〔2021〕11号, 〔2022〕16号: National Day and New Year
///   of 2020 to 2023, with the Saturdays and Sundays on which is worked instead.
enum WorkingDays {
    private static let holidays: [ClosedRange<CivilDate>] = [
        ("2020-10-01", "2020-10-08"), ("2021-01-01", "2021-01-03"), ("2021-10-01", "2021-10-07"),
        ("2022-01-01", "2022-01-03"), ("2022-10-01", "2022-10-07"), ("2022-12-31", "2023-01-02"),
    ].compactMap { first, last in
        guard let first = CivilDate(first), let last = CivilDate(last) else { return nil }
        return first...last
    }

    private static let worked: Set<CivilDate> = Set(
        ["2020-09-27", "2020-10-10", "2021-09-26", "2021-10-09", "2022-10-08", "2022-10-09"]
            .compactMap { CivilDate($0) }
    )

    /// Whether a day is worked on.
    static func isWorked(_ day: CivilDate) -> Bool {
        if worked.contains(day) { return true }
        return day.weekday <= 5 && !holidays.contains { $0.contains(day) }
    }

    /// The n-th working day after a day, which does not count itself.
    static func day(_ count: Int, after start: CivilDate) -> CivilDate {
        var (day, left) = (start, count)
        while left > 0 {
            day = day.adding(days: 1)
            if isWorked(day) { left -= 1 }
        }
        return day
    }
}
