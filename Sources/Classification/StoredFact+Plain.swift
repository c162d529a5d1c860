import Events

extension StoredFact {
    /// The stored form of a plain fact: the same as that of the ``Fact`` of the same bytes.
    init(_ fact: PlainFact, symbols: inout SymbolTable) {
        var payload = FactPayload()
        var content = ContentHash()
        switch fact.body {
        case .payment(let payment):
            tag = .payment
            StoredFact.put(payment, of: fact.source, into: &payload, &content, &symbols)
        case .rosterLine(let line):
            tag = .rosterLine
            StoredFact.put(line, into: &payload, &content, &symbols)
        case .registration(let line):
            tag = .registration
            StoredFact.put(line, into: &payload, &content, &symbols)
        }
        identity = ContentHash.identity(source: fact.source, number: fact.number)
        self.content = content.short
        self.payload = payload
    }

    private static func put(
        _ payment: PlainPayment,
        of source: UnsafeRawBufferPointer,
        into payload: inout FactPayload,
        _ content: inout ContentHash,
        _ symbols: inout SymbolTable
    ) {
        payload.put(second: payment.paidAt.second)
        payload.put(signed: payment.amount.fen)
        payload.put(symbols.number(of: payment.unit))
        payload.put(symbols.number(of: payment.channel))
        payload.put(symbols.number(of: payment.tier))
        if !payment.reverses.isEmpty {
            payload.put(
                hash: ContentHash.identity(source: source, number: payment.reverses)
            )
        }
        content.add(payment.amount.fen)
        content.add(payment.paidAt.second)
        content.add(text: payment.unit)
        content.add(text: payment.channel)
        content.add(text: payment.tier)
        content.add(text: payment.reverses)
    }

    private static func put(
        _ line: PlainRosterLine,
        into payload: inout FactPayload,
        _ content: inout ContentHash,
        _ symbols: inout SymbolTable
    ) {
        payload.put(symbols.number(of: line.unit))
        payload.put(line.residence.rawValue)
        payload.put(symbols.number(of: line.tier))
        payload.put(day: line.birth?.day ?? Int32.min)
        payload.put(UInt32(line.hasGuardian ? 1 : 0))
        payload.put(day: line.filedOn?.day ?? Int32.min)
        if line.householdKey != 0 || !line.householdTier.isEmpty {
            payload.put(symbols.number(of: line.householdTier))
            payload.put(hash: line.householdKey)
        }
        content.add(text: line.unit)
        // A plain line has no household number.
        content.add(text: UnsafeRawBufferPointer(start: nil, count: 0))
        content.add(Int64(line.residence.rawValue))
        content.add(text: line.tier)
        content.add(Int64(line.birth?.day ?? 0))
        content.add(line.hasGuardian ? 1 : 0)
        content.add(Int64(bitPattern: line.householdKey))
        content.add(text: line.householdTier)
    }
}
