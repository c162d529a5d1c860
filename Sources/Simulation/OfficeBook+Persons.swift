/// Decisions on money held, and money paid back.
extension OfficeBook {
    /// Writes what an office records of single persons.
    func writePersons() {
        let end = population.script.timetable.end
        for index in 0..<population.strangers.lowerBound {
            if let ruling = population.ruling(on: index) {
                records.write(
                    "DecisionMade",
                    "ruling-\(index)",
                    at: second(end, 23),
                    by: script.payingOffice,
                    about: index,
                    of: population,
                    "decision",
                    .text(ruling.rawValue)
                )
            }
            for (order, fen) in population.paidBack(to: index).sent.enumerated() {
                records.write(
                    "RefundPaid",
                    "refund-\(index)-\(order)",
                    at: second(end, 9 + order, later: 10),
                    by: script.payingOffice,
                    about: index,
                    of: population,
                    "amount_fen",
                    .number(fen)
                )
            }
            records.offices.refundsPaidFen += population.paidBack(to: index).takenFen
        }
    }
}
