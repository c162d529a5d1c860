extension DossierChange {
    /// Writes the change in the form of `Topics/assessments.proto`.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, UInt64(subject.kind.rawValue))
        buffer.put(2, subject.id)
        buffer.put(3, revision)
        buffer.put(4, cause)
        for item in items {
            buffer.put(5) {
                if let previous = item.previous { $0.put(1) { previous.write(to: $0) } }
                if let current = item.current { $0.put(2) { current.write(to: $0) } }
            }
        }
    }

    /// Reads a change.
    ///
    /// - Throws: ``WireProblem``; a change of no item is malformed.
    public init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var kind: DossierSubject.Kind?
        var (id, cause) = ("", "")
        var revision: UInt64 = 0
        var items: [DossierItemChange] = []
        while let field = try reader.nextField() {
            switch field {
            case 1: kind = UInt8(exactly: try reader.varint()).flatMap(DossierSubject.Kind.init)
            case 2: id = try reader.text()
            case 3: revision = try reader.varint()
            case 4: cause = try reader.text()
            case 5: items.append(try DossierItemChange(wire: try reader.bytes()))
            default: try reader.skip()
            }
        }
        guard let kind, revision > 0, !items.isEmpty else { throw .malformed }
        self.init(
            subject: DossierSubject(kind: kind, id: id),
            revision: revision,
            cause: cause,
            items: items
        )
    }
}

extension DossierItemChange {
    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var previous: DossierItem?
        var current: DossierItem?
        while let field = try reader.nextField() {
            switch field {
            case 1: previous = try DossierItem(wire: try reader.bytes())
            case 2: current = try DossierItem(wire: try reader.bytes())
            default: try reader.skip()
            }
        }
        guard previous != nil || current != nil else { throw .malformed }
        if let previous, let current, previous.key != current.key { throw .malformed }
        self.init(previous: previous, current: current)
    }
}

extension DossierItem {
    /// Writes the item in the form of `Topics/assessments.proto`; equal items give equal bytes.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, key)
        buffer.put(2, UInt64(kind.rawValue))
        buffer.put(3, UInt64(status.rawValue))
        buffer.put(4, optional: day)
        buffer.put(5, party)
        buffer.put(6, reference)
        buffer.put(7, amount.fen)
        buffer.put(8, counterpart.fen)
        buffer.put(9, heads)
        buffer.put(10, counterHeads)
        for note in notes { buffer.put(11, note) }
        for rule in rules { buffer.put(12, rule) }
        for move in moves {
            buffer.put(13) {
                $0.put(1) { move.from.write(to: $0) }
                $0.put(2) { move.to.write(to: $0) }
                $0.put(3, move.amount.fen)
            }
        }
    }

    /// Reads an item.
    ///
    /// - Throws: ``WireProblem``; a kind or status that is not known is malformed.
    public init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var item = DossierItem(key: "", kind: .deposit, status: .recorded)
        var kind: Kind?
        var status: Status?
        while let field = try reader.nextField() {
            switch field {
            case 1: item.key = try reader.text()
            case 2: kind = UInt8(exactly: try reader.varint()).flatMap(Kind.init)
            case 3: status = UInt8(exactly: try reader.varint()).flatMap(Status.init)
            case 4: item.day = try reader.optionalDate()
            case 5: item.party = try reader.text()
            case 6: item.reference = try reader.text()
            case 7: item.amount.fen = try reader.int64()
            case 8: item.counterpart.fen = try reader.int64()
            case 9: item.heads = try reader.int64()
            case 10: item.counterHeads = try reader.int64()
            case 11: item.notes.append(try reader.text())
            case 12: item.rules.append(try reader.text())
            case 13: item.moves.append(try MoneyMove(wire: try reader.bytes()))
            default: try reader.skip()
            }
        }
        guard let kind, let status, !item.key.isEmpty else { throw .malformed }
        item.kind = kind
        item.status = status
        self = item
    }
}

extension MoneyMove {
    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var from: MoneyPlace?
        var to: MoneyPlace?
        var amount = Money.zero
        while let field = try reader.nextField() {
            switch field {
            case 1: from = try MoneyPlace(wire: try reader.bytes())
            case 2: to = try MoneyPlace(wire: try reader.bytes())
            case 3: amount.fen = try reader.int64()
            default: try reader.skip()
            }
        }
        guard let from, let to, amount > .zero else { throw .malformed }
        self.init(from: from, to: to, amount: amount)
    }
}

extension MoneyPlace {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, UInt64(kind.rawValue))
        buffer.put(2, unit)
        buffer.put(3, party)
    }

    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var kind: Kind?
        var (unit, party) = ("", "")
        while let field = try reader.nextField() {
            switch field {
            case 1: kind = UInt8(exactly: try reader.varint()).flatMap(Kind.init)
            case 2: unit = try reader.text()
            case 3: party = try reader.text()
            default: try reader.skip()
            }
        }
        guard let kind else { throw .malformed }
        self.init(kind, unit: unit, party: party)
    }
}
