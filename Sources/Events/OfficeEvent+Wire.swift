extension OfficeEvent {
    /// Writes the event in the form of `Topics/facts.proto`.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, UInt64(kind.rawValue))
        buffer.put(2, UInt64(subject.kind.rawValue))
        buffer.put(3, subject.id)
        buffer.put(4, role)
        buffer.put(5, optional: day)
        buffer.put(6, amount.fen)
        buffer.put(7, heads)
        buffer.put(8, failed)
        buffer.put(9, number)
        buffer.put(10, application)
        buffer.put(11, account)
        buffer.put(12, handler)
        buffer.put(13, about)
        buffer.put(14, fromOffice)
        buffer.put(15, toOffice)
        for signatory in signatories { buffer.put(16, signatory) }
        for position in claimsFrom { buffer.put(17) { position.write(to: $0) } }
        for position in claimsThrough { buffer.put(18) { position.write(to: $0) } }
        buffer.put(19, first)
        buffer.put(20, last)
        buffer.put(21, isStamped)
        buffer.put(60, points.map { UInt64($0) + 1 } ?? 0)
        buffer.put(61, students)
    }

    /// Reads an event.
    ///
    /// - Throws: ``WireProblem``; a kind that is not known is malformed.
    public init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var kind: Kind?
        var subjectKind: DossierSubject.Kind?
        let nothing = DossierSubject(kind: .unit, id: "")
        var event = OfficeEvent(kind: .depositRecorded, subject: nothing)
        while let field = try reader.nextField() {
            switch field {
            case 1: kind = UInt8(exactly: try reader.varint()).flatMap(Kind.init)
            case 2:
                subjectKind = UInt8(exactly: try reader.varint())
                    .flatMap(DossierSubject.Kind.init)
            default: try event.read(field, from: &reader)
            }
        }
        guard let kind, let subjectKind else { throw .malformed }
        event.kind = kind
        event.subject.kind = subjectKind
        self = event
    }

    private mutating func read(_ field: Int, from reader: inout WireReader) throws(WireProblem) {
        switch field {
        case 3: subject.id = try reader.text()
        case 4: role = try reader.text()
        case 5: day = try reader.optionalDate()
        case 6: amount.fen = try reader.int64()
        case 7: heads = try reader.int64()
        case 8: failed = try reader.int64()
        case 9: number = try reader.text()
        case 10: application = try reader.text()
        case 11: account = try reader.text()
        case 12: handler = try reader.text()
        case 13: about = try reader.text()
        case 14: fromOffice = try reader.text()
        case 15: toOffice = try reader.text()
        case 16: signatories.append(try reader.text())
        case 17: claimsFrom.append(try JournalPosition(wire: try reader.bytes()))
        case 18: claimsThrough.append(try JournalPosition(wire: try reader.bytes()))
        case 19: first = try reader.int64()
        case 20: last = try reader.int64()
        case 21: isStamped = try reader.varint() != 0
        case 60:
            let told = try reader.int64()
            guard told > 0 else { throw .malformed }
            points = told - 1
        case 61: students = try reader.int64()
        default: try reader.skip()
        }
    }
}

extension JournalPosition {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, UInt64(UInt32(bitPattern: partition)))
        buffer.put(2, sequence)
    }

    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var (partition, sequence): (Int64, Int64) = (0, 0)
        while let field = try reader.nextField() {
            switch field {
            case 1: partition = try reader.int64()
            case 2: sequence = try reader.int64()
            default: try reader.skip()
            }
        }
        guard let partition = Int32(exactly: partition), partition >= 0, sequence >= 0
        else { throw .malformed }
        self.init(partition: partition, sequence: sequence)
    }
}
