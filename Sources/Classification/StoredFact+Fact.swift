import Events

extension StoredFact {
    /// The stored form of a fact about a person; nil for facts about anything else.
    init?(_ fact: Fact, symbols: inout SymbolTable, lists: inout ListBook) {
        var payload = FactPayload()
        var content = ContentHash()
        switch fact.body {
        case .payment(let payment):
            tag = .payment
            StoredFact.put(payment, of: fact.source, into: &payload, symbols: &symbols)
            content.add(payment.amount.fen)
            content.add(payment.paidAt.second)
            content.add(payment.unit)
            content.add(payment.channel)
            content.add(payment.tier)
            content.add(payment.reverses)
        case .rosterLine(let line), .registration(let line):
            if case .rosterLine = fact.body { tag = .rosterLine } else { tag = .registration }
            StoredFact.put(line, into: &payload, symbols: &symbols)
            content.add(line.unit)
            content.add(line.household)
            content.add(Int64(line.residence.rawValue))
            content.add(line.tier)
            content.add(Int64(line.birth?.day ?? 0))
            content.add(line.hasGuardian ? 1 : 0)
            content.add(Int64(bitPattern: line.householdKey))
            content.add(line.householdTier)
        case .listRow(let row):
            tag = .listRow
            StoredFact.put(row, into: &payload, symbols: &symbols, lists: &lists)
            content.add(row.category)
            content.add(row.unit)
            content.add(row.bureau)
            content.add(row.attribute)
            content.add(Int64(row.listedOn.day))
            content.add(Int64(row.approvedOn?.day ?? 0))
        case .exclusion(let exclusion):
            tag = .exclusion
            payload.put(UInt32(exclusion.kind.rawValue))
            content.add(Int64(exclusion.kind.rawValue))
        case .mark(let mark):
            tag = .mark
            payload.put(UInt32(mark.kind.rawValue))
            content.add(Int64(mark.kind.rawValue))
        case .householdTier(let decision):
            tag = .householdTier
            payload.put(second: decision.at.second)
            payload.put(symbols.number(of: decision.tier))
            payload.put(hash: decision.key)
            content.add(decision.at.second)
            content.add(decision.tier)
            content.add(Int64(bitPattern: decision.key))
        case .transfer(let transfer):
            tag = .transfer
            payload.put(second: transfer.at.second)
            payload.put(symbols.number(of: transfer.unit))
            content.add(transfer.at.second)
            content.add(transfer.unit)
        case .refundPaid(let paid):
            tag = .refundPaid
            payload.put(second: paid.paidAt.second)
            payload.put(signed: paid.amount.fen)
            payload.put(symbols.number(of: paid.office))
            content.add(paid.paidAt.second)
            content.add(paid.amount.fen)
            content.add(paid.office)
        case .decision(let decision):
            tag = .decision
            payload.put(second: decision.decidedAt.second)
            payload.put(UInt32(decision.kind.rawValue))
            content.add(decision.decidedAt.second)
            content.add(Int64(decision.kind.rawValue))
            content.add(decision.office)
        default:
            return nil
        }
        identity = ContentHash.identity(source: fact.source, number: fact.number)
        self.content = content.short
        self.payload = payload
    }

    /// What `validate` derived, stored once for a person.
    init(_ person: PersonAttributes) {
        tag = .attributes
        identity = 0
        content = 0
        payload = FactPayload()
        payload.put(day: person.birth?.day ?? Int32.min)
        payload.put(UInt32(person.sex.rawValue))
        payload.put(UInt32(person.kind.rawValue))
        payload.put(UInt32(person.hasForbiddenPrefix ? 1 : 0))
    }

    private static func put(
        _ payment: Payment,
        of source: String,
        into payload: inout FactPayload,
        symbols: inout SymbolTable
    ) {
        payload.put(second: payment.paidAt.second)
        payload.put(signed: payment.amount.fen)
        payload.put(symbols.number(of: payment.unit))
        payload.put(symbols.number(of: payment.channel))
        payload.put(symbols.number(of: payment.tier))
        if !payment.reverses.isEmpty {
            payload.put(hash: ContentHash.identity(source: source, number: payment.reverses))
        }
    }

    private static func put(
        _ line: RosterLine,
        into payload: inout FactPayload,
        symbols: inout SymbolTable
    ) {
        payload.put(symbols.number(of: line.unit))
        payload.put(line.residence.rawValue)
        payload.put(symbols.number(of: line.tier))
        payload.put(day: line.birth?.day ?? Int32.min)
        payload.put(UInt32(line.hasGuardian ? 1 : 0))
        payload.put(day: line.filedOn?.day ?? Int32.min)
        // Most schemes know no households: their records do not grow.
        if line.householdKey == 0 && line.householdTier.isEmpty { return }
        payload.put(symbols.number(of: line.householdTier))
        payload.put(hash: line.householdKey)
    }

    private static func put(
        _ row: ListRow,
        into payload: inout FactPayload,
        symbols: inout SymbolTable,
        lists: inout ListBook
    ) {
        payload.put(UInt32(lists.number(of: row.list)))
        payload.put(symbols.number(of: row.category))
        payload.put(symbols.number(of: row.unit))
        payload.put(day: row.listedOn.day)
        payload.put(day: row.approvedOn?.day ?? Int32.min)
    }
}
