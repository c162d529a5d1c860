/// A day of a village: what it registered, handed over and had signed.
extension OfficeBook {
    /// What becomes of the cash of a day.
    private enum Fate {
        case inTime, late
        /// It stays with the village.
        case withheld
        /// The slip lacks the handler, or the village, and is handed in again.
        case withoutHandler, withoutUnit
        /// The slip is handed in twice.
        case double
        /// The slip tells another number of persons than the roster.
        case miscounted

        init(_ place: Int, _ order: Int) {
            switch (place * 3 + order) % 23 {
            case 1: self = .withoutHandler
            case 3: self = .late
            case 5: self = .withheld
            case 11: self = .double
            case 15: self = .miscounted
            case 19: self = .withoutUnit
            default: self = .inTime
            }
        }
    }

    /// Writes a day.
    ///
    /// - Parameter order: How many days with cash the village had before.
    func write(_ cash: CashBook.Cash, of day: Day, _ order: Int, _ village: inout Village) {
        village.registered += cash
        if asks(.register) {
            records.write(
                "RosterLineMarked",
                "mark-\(village.place)-\(order)",
                at: second(day, 16),
                by: village.name,
                "handler",
                [
                    "unit": .text(village.name), "heads": .number(cash.heads),
                    "amount_fen": .number(cash.fen), "handler": .text("经办-\(village.place)"),
                ]
            )
        }
        guard let deposits = script.deposits else { return }
        let fate = Fate(village.place, order)
        if fate == .withheld {
            village.isShort = true
            records.expect("day", "short")
            return
        }
        village.deposited += cash
        let isBreach = fate == .late && deposits.isSameDay
        let isMatched = writeStatement(cash, of: day, order, village, deposits)
        deposit(cash, of: day, order, village, deposits, fate)
        records.expect("deposit", isBreach ? "breach" : isMatched ? "matched" : "recorded")
        if fate == .double { records.expect("deposit", "double") }
        if fate == .miscounted { village.isMiscounted = true }
        records.expect(
            "day",
            isBreach ? "breach" : fate == .miscounted ? "mismatch" : "matched"
        )
        if asks(.vouchers) { signVoucher(of: day, order, village) }
    }

    private func deposit(
        _ cash: CashBook.Cash,
        of day: Day,
        _ order: Int,
        _ village: Village,
        _ deposits: DepositScript,
        _ fate: Fate
    ) {
        let days = (deposits.isSameDay ? 0 : 1) + (fate == .late ? 3 : 0)
        let moment = second(day, 17, later: days)
        let (place, name) = (village.place, village.name)
        let handler = RecordValue.text("经办-\(place)")
        func write(
            _ version: String,
            unit: RecordValue = .text(name),
            handler: RecordValue = handler,
            refusedAs code: String? = nil
        ) {
            records.write(
                "DepositRecorded",
                "slip-\(place)-\(order)\(version)",
                at: moment,
                by: deposits.bank,
                "teller",
                [
                    "unit": unit, "handler": handler, "account": .text(deposits.account),
                    "slip": .text("缴-\(place)-\(order)"), "amount_fen": .number(cash.fen),
                    "on": .day(day),
                    "heads": .number(cash.heads + (fate == .miscounted ? 1 : 0)),
                ],
                refusedAs: code
            )
        }
        switch fate {
        case .withoutHandler: write("-bad", handler: .text(""), refusedAs: "handler_missing")
        case .withoutUnit: write("-bad", unit: .text(""), refusedAs: "unit_missing")
        case .double: write("-again")
        case .inTime, .late, .withheld, .miscounted: break
        }
        write("")
    }

    /// The bank's line about a slip, where there is one.
    ///
    /// - Returns: Whether it agrees.
    private func writeStatement(
        _ cash: CashBook.Cash,
        of day: Day,
        _ order: Int,
        _ village: Village,
        _ deposits: DepositScript
    ) -> Bool {
        let kind = (village.place + order * 5) % 13
        if kind == 2 { return false }
        let isShort = kind == 6
        // A line about a slip that nobody has handed in.
        let isStray = kind == 9
        for stray in isStray ? [false, true] : [false] {
            records.write(
                "BankStatement",
                "bank-\(village.place)-\(order)\(stray ? "-stray" : "")",
                at: second(day, 9, later: 5),
                by: deposits.bank,
                "clerk",
                [
                    "unit": .text(village.name), "account": .text(deposits.account),
                    "slip": .text("缴-\(village.place)-\(order)\(stray ? "-无" : "")"),
                    "amount_fen": .number(cash.fen - (isShort ? 100 : 0)), "on": .day(day),
                ]
            )
            records.expect("statement", stray ? "waiting" : isShort ? "short" : "matched")
        }
        return !isShort
    }

    /// 002 §2三要: 实行村支部书记和经办人“双签字”; then the district confirms.
    private func signVoucher(of day: Day, _ order: Int, _ village: Village) {
        let isSigned = (village.place + order) % 17 != 5
        for role in isSigned ? ["partySecretary", "handler"] : ["partySecretary"] {
            records.write(
                "RosterSigned",
                "voucher-\(village.place)-\(order)-\(role)",
                at: second(day, 18),
                by: village.name,
                role,
                [
                    "unit": .text(village.name), "document": .text("voucher"), "on": .day(day),
                ]
            )
        }
        records.expect("signing", isSigned ? "signed" : "unsigned")
        let isConfirmed = (village.place + order) % 19 != 7
        if isConfirmed {
            records.write(
                "DecisionMade",
                "confirm-\(village.place)-\(order)",
                at: second(day, 10, later: 5),
                by: "区级经办机构",
                "accountant",
                [
                    "unit": .text(village.name), "decision": .text("confirmed"), "on": .day(day),
                ]
            )
        }
        records.expect(
            "confirmation",
            !isConfirmed ? "waiting" : isSigned ? "confirmed" : "blocked"
        )
    }
}
