import Events

/// Records about the money of one person.
extension OperationConverter {
    /// Money paid back (F-067): the office that records it pays.
    func refundPaid(_ head: Head, _ cells: Cells) throws(RowFault) -> Converted {
        let person = try cells.person()
        let paid = RefundPaid(
            amount: try cells.paidAmount(),
            office: head.office,
            paidAt: head.at
        )
        return .person(fact(head, .refundPaid(paid)), person)
    }

    /// A decision on money held (F-078, F-130): `accept`, `refund` or `reject`.
    func decision(
        _ head: Head,
        _ object: [String: Any],
        _ cells: Cells
    ) throws(RowFault) -> Converted {
        let person = try cells.person()
        let name = try filled(object, "decision")
        guard let kind = Decision.Kind.allCases.first(where: { $0.name == name }) else {
            let known = Decision.Kind.allCases.map(\.name).joined(separator: ", ")
            throw RowFault(.documentUnknown, nil, "decision is none of: \(known)")
        }
        let decision = Decision(kind: kind, office: head.office, decidedAt: head.at)
        return .person(fact(head, .decision(decision)), person)
    }
}
