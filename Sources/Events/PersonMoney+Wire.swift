extension RefundPaid {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, amount.fen)
        buffer.put(2, office)
        buffer.put(3, zigzag: paidAt.second)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var paid = RefundPaid(amount: .zero, office: "", paidAt: CivilTime(second: 0))
        while let field = try reader.nextField() {
            switch field {
            case 1: paid.amount.fen = try reader.int64()
            case 2: paid.office = try reader.text()
            case 3: paid.paidAt.second = try reader.zigzag()
            default: try reader.skip()
            }
        }
        self = paid
    }
}

extension Decision {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, UInt64(kind.rawValue))
        buffer.put(2, office)
        buffer.put(3, zigzag: decidedAt.second)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var kind: Kind?
        var decision = Decision(kind: .accept, office: "", decidedAt: CivilTime(second: 0))
        while let field = try reader.nextField() {
            switch field {
            case 1: kind = UInt8(exactly: try reader.varint()).flatMap(Kind.init)
            case 2: decision.office = try reader.text()
            case 3: decision.decidedAt.second = try reader.zigzag()
            default: try reader.skip()
            }
        }
        guard let kind else { throw .malformed }
        decision.kind = kind
        self = decision
    }
}
