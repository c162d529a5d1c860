import Events

/// What a row becomes.
enum Converted {
    /// A fact about a person, still to be sealed.
    case person(Fact, OpenIdentity)
    /// One fact for each of several people, all still to be sealed.
    case people([(Fact, OpenIdentity)])
    /// A corrected number: facts that the log tells.
    case correction(Correction)
    /// A fact about a unit or funder, under its own key.
    case keyed(Fact, key: String)
    /// A fact for every partition.
    case broadcast(Fact, key: String)
    /// Nothing: the row serves a check of the whole table.
    case noted

    /// Whether an identity number stands where nothing is sealed: in another column than its own.
    var tellsIdentityNumber: Bool {
        switch self {
        case .person(let fact, let identity): Converted.tells(fact, identity)
        case .keyed(let fact, _), .broadcast(let fact, _):
            fact.hasClearText(where: Personal.holdsIdentityNumber)
        case .people(let facts): facts.contains { Converted.tells($0.0, $0.1) }
        case .correction, .noted: false
        }
    }

    /// A payment's own number may be made of place, day and count, and every eleventh of these looks
    /// like the number of somebody born on that day: so of the newborn only the payer's own number
    /// counts.
    private static func tells(_ fact: Fact, _ identity: OpenIdentity) -> Bool {
        guard case .payment(let payment) = fact.body else {
            return fact.hasClearText(where: Personal.holdsIdentityNumber)
        }
        let newborn = payment.paidAt.date.adding(days: -31)
        return fact.hasClearText { text in
            if text.utf8.count < 18 { return false }
            return Personal.holdsIdentityNumber(text, bornBefore: newborn)
                || identity.number.count >= 6
                    && text.contains(String(decoding: identity.number, as: UTF8.self))
        }
    }
}

/// Turns payment lines into facts (F-001, F-008).
struct PaymentConverter {
    let scheme: String
    let source: String

    /// Converts one line.
    ///
    /// - Throws: The first reason in the order of ``IntakeRejection``.
    func convert(_ cells: Cells) throws(RowFault) -> Converted {
        let number = cells[.eventID]
        if number.isEmpty { throw RowFault(.numberMissing, .eventID) }
        let person = try cells.person()
        let amount = try cells.paidAmount()
        guard let paidAt = CivilTime(ascii: cells[.paidAt]) else {
            throw RowFault(
                .paidAtMalformed,
                .paidAt,
                "«\(Masked.figure(cells[.paidAt]))» is not a time such as 2022-11-03T10:15:30"
            )
        }
        let reverses = try reversed(cells)
        let payment = Payment(
            amount: amount,
            unit: cells.text(.unit),
            channel: cells.text(.channel),
            paidAt: paidAt,
            tier: cells.text(.tier),
            reverses: reverses
        )
        let fact = Fact(
            scheme: scheme,
            source: source,
            number: number.text,
            body: .payment(payment)
        )
        return .person(fact, person)
    }

    /// The number of the payment taken back; empty for a payment.
    private func reversed(_ cells: Cells) throws(RowFault) -> String {
        let (kind, reverses) = (cells[.kind], cells[.reverses])
        if kind.isEmpty, reverses.isEmpty { return "" }
        switch kind.text {
        case "", "payment", "缴费":
            if reverses.isEmpty { return "" }
            throw RowFault(
                .kindUnknown,
                .kind,
                "a payment takes nothing back: the kind must be reversal"
            )
        case "reversal", "冲正":
            if reverses.isEmpty { throw RowFault(.reversesMissing, .reverses) }
            return reverses.text
        case let other:
            throw RowFault(
                .kindUnknown,
                .kind,
                "«\(Masked.text(Array(other.utf8)))» is neither payment nor reversal"
            )
        }
    }
}
