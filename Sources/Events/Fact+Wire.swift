/// The version that this build writes, and the newest that it reads.
public let wireVersion: UInt64 = 1

extension Fact {
    /// Writes the fact in the form of `Topics/facts.proto`.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, wireVersion)
        buffer.put(2, scheme)
        buffer.put(3, source)
        buffer.put(4, number)
        if let seal {
            buffer.put(5) {
                $0.put(1, UInt64(seal.dataKey))
                $0.put(2, seal.box)
            }
        }
        if let person { buffer.put(6) { person.write(to: $0) } }
        if let origin {
            buffer.put(7) {
                $0.put(1, origin.topic.originCode)
                $0.put(2, origin.offset)
            }
        }
        writeBody(to: buffer)
    }

    /// Reads a fact.
    ///
    /// - Throws: ``WireProblem``; `.unknownVersion` before anything else is looked at.
    public init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var version: UInt64 = 0
        var (scheme, source, number) = ("", "", "")
        var seal: SealedIdentity?
        var person: PersonAttributes?
        var origin: Origin?
        var body: Body?
        while let field = try reader.nextField() {
            switch field {
            case 1:
                version = try reader.varint()
                if version > wireVersion { throw .unknownVersion(version) }
            case 2: scheme = try reader.text()
            case 3: source = try reader.text()
            case 4: number = try reader.text()
            case 5: seal = try SealedIdentity(wire: try reader.bytes())
            case 6: person = try PersonAttributes(wire: try reader.bytes())
            case 7: origin = try Origin(wire: try reader.bytes())
            case 16...28, 40, 41, 50, 51:
                body = try Body(field: field, wire: try reader.bytes())
            default: try reader.skip()
            }
        }
        guard version > 0 else { throw .unknownVersion(version) }
        guard let body, !scheme.isEmpty, !source.isEmpty, !number.isEmpty else { throw .malformed }
        self.init(scheme: scheme, source: source, number: number, seal: seal, body: body)
        self.person = person
        self.origin = origin
    }

    private func writeBody(to buffer: ByteBuffer) {
        switch body {
        case .payment(let it): buffer.put(16) { it.write(to: $0) }
        case .listRow(let it): buffer.put(17) { it.write(to: $0) }
        case .rosterLine(let it): buffer.put(18) { it.write(to: $0) }
        case .registration(let it): buffer.put(19) { it.write(to: $0) }
        case .exclusion(let it): buffer.put(20) { $0.put(1, UInt64(it.kind.rawValue)) }
        case .mark(let it):
            buffer.put(21) {
                $0.put(1, UInt64(it.kind.rawValue))
                $0.put(2, optional: it.filedOn)
            }
        case .target(let it):
            buffer.put(22) {
                $0.put(1, it.unit)
                $0.put(2, it.heads)
                $0.put(3, it.amount.fen)
                $0.put(4, zigzag: Int64(it.effectiveFrom.day))
            }
        case .listSealed(let it): buffer.put(23) { it.write(to: $0) }
        case .listAudited(let it):
            buffer.put(24) {
                $0.put(1, it.list)
                $0.put(2, it.office)
            }
        case .dayClosed(let it): buffer.put(25) { $0.put(1, zigzag: Int64(it.date.day)) }
        case .policyActivated(let it): buffer.put(26) { $0.put(1, it.hash) }
        case .officeRecord(let it): buffer.put(27) { it.write(to: $0) }
        case .householdTier(let it): buffer.put(40) { it.write(to: $0) }
        case .transfer(let it): buffer.put(41) { it.write(to: $0) }
        case .rejected(let it):
            buffer.put(28) {
                $0.put(1, it.code)
                $0.put(2, it.list)
                $0.put(3, it.row)
            }
        case .refundPaid(let it): buffer.put(50) { it.write(to: $0) }
        case .decision(let it): buffer.put(51) { it.write(to: $0) }
        }
    }
}

extension Fact.Body {
    init(field: Int, wire: UnsafeRawBufferPointer) throws(WireProblem) {
        switch field {
        case 16: self = .payment(try Payment(wire: wire))
        case 17: self = .listRow(try ListRow(wire: wire))
        case 18: self = .rosterLine(try RosterLine(wire: wire))
        case 19: self = .registration(try RosterLine(wire: wire))
        case 20: self = .exclusion(try Exclusion(wire: wire))
        case 21: self = .mark(try Mark(wire: wire))
        case 22: self = .target(try Target(wire: wire))
        case 23: self = .listSealed(try ListSealed(wire: wire))
        case 24: self = .listAudited(try ListAudited(wire: wire))
        case 25: self = .dayClosed(try DayClosed(wire: wire))
        case 26: self = .policyActivated(try PolicyActivated(wire: wire))
        case 27: self = .officeRecord(try OfficeRecord(wire: wire))
        case 28: self = .rejected(try Tombstone(wire: wire))
        case 40: self = .householdTier(try HouseholdTier(wire: wire))
        case 41: self = .transfer(try Transfer(wire: wire))
        case 50: self = .refundPaid(try RefundPaid(wire: wire))
        case 51: self = .decision(try Decision(wire: wire))
        default: throw .malformed
        }
    }
}

extension ByteBuffer {
    /// Writes a date that may be absent: zigzag of the day, moved up by one so that 0 means absent.
    public func put(_ field: Int, optional date: CivilDate?) {
        guard let date else { return }
        let day = Int64(date.day)
        put(field, zigzag: day >= 0 ? day + 1 : day)
    }
}

extension WireReader {
    /// Reads a date written by `put(_:optional:)`.
    mutating func optionalDate() throws(WireProblem) -> CivilDate? {
        let value = try zigzag()
        if value == 0 { return nil }
        return CivilDate(day: try int32(value > 0 ? value - 1 : value))
    }

    /// Reads a date that is always there.
    mutating func date() throws(WireProblem) -> CivilDate {
        CivilDate(day: try int32(try zigzag()))
    }

    /// A number that must fit in 32 bits.
    func int32(_ value: Int64) throws(WireProblem) -> Int32 {
        guard let small = Int32(exactly: value) else { throw .malformed }
        return small
    }
}

extension Topic {
    var originCode: UInt64 {
        switch self {
        case .paymentsReceived: 1
        case .subsidyListsReceived: 2
        default: 3
        }
    }

    init?(originCode: UInt64) {
        switch originCode {
        case 1: self = .paymentsReceived
        case 2: self = .subsidyListsReceived
        case 3: self = .operationsReceived
        default: return nil
        }
    }
}

extension Origin {
    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var topic: Topic?
        var offset: Int64 = 0
        while let field = try reader.nextField() {
            switch field {
            case 1: topic = Topic(originCode: try reader.varint())
            case 2: offset = try reader.int64()
            default: try reader.skip()
            }
        }
        guard let topic else { throw .malformed }
        self.init(topic: topic, offset: offset)
    }
}

extension SealedIdentity {
    /// Reads a sealed identity.
    public init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var dataKey: UInt64 = 0
        var box: [UInt8] = []
        while let field = try reader.nextField() {
            switch field {
            case 1: dataKey = try reader.varint()
            case 2: box = Array(try reader.bytes())
            default: try reader.skip()
            }
        }
        guard let dataKey = UInt32(exactly: dataKey) else { throw .malformed }
        self.init(dataKey: dataKey, box: box)
    }
}

extension PersonAttributes {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, optional: birth)
        buffer.put(2, UInt64(sex.rawValue))
        buffer.put(3, UInt64(kind.rawValue))
        buffer.put(4, hasForbiddenPrefix)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var birth: CivilDate?
        var (sex, kind): (UInt64, UInt64) = (0, 0)
        var prefix = false
        while let field = try reader.nextField() {
            switch field {
            case 1: birth = try reader.optionalDate()
            case 2: sex = try reader.varint()
            case 3: kind = try reader.varint()
            case 4: prefix = try reader.varint() != 0
            default: try reader.skip()
            }
        }
        guard let sex = UInt8(exactly: sex).flatMap(Sex.init),
            let kind = UInt8(exactly: kind).flatMap(IdentityKind.init)
        else { throw .malformed }
        self.init(birth: birth, sex: sex, kind: kind, hasForbiddenPrefix: prefix)
    }
}

extension Payment {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, amount.fen)
        buffer.put(2, unit)
        buffer.put(3, channel)
        buffer.put(4, zigzag: paidAt.second)
        buffer.put(5, tier)
        buffer.put(6, reverses)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var payment = Payment(
            amount: .zero,
            unit: "",
            channel: "",
            paidAt: CivilTime(second: 0)
        )
        while let field = try reader.nextField() {
            switch field {
            case 1: payment.amount.fen = try reader.int64()
            case 2: payment.unit = try reader.text()
            case 3: payment.channel = try reader.text()
            case 4: payment.paidAt.second = try reader.zigzag()
            case 5: payment.tier = try reader.text()
            case 6: payment.reverses = try reader.text()
            default: try reader.skip()
            }
        }
        self = payment
    }
}

extension ListRow {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, list)
        buffer.put(2, row)
        buffer.put(3, bureau)
        buffer.put(4, category)
        buffer.put(5, unit)
        buffer.put(6, zigzag: Int64(listedOn.day))
        buffer.put(7, attribute)
        buffer.put(8, optional: approvedOn)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var row = ListRow(
            list: "",
            row: 0,
            bureau: "",
            category: "",
            unit: "",
            listedOn: CivilDate(day: 0)
        )
        while let field = try reader.nextField() {
            switch field {
            case 1: row.list = try reader.text()
            case 2: row.row = try reader.int64()
            case 3: row.bureau = try reader.text()
            case 4: row.category = try reader.text()
            case 5: row.unit = try reader.text()
            case 6: row.listedOn = try reader.date()
            case 7: row.attribute = try reader.text()
            case 8: row.approvedOn = try reader.optionalDate()
            default: try reader.skip()
            }
        }
        self = row
    }
}

extension RosterLine {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, unit)
        buffer.put(2, household)
        buffer.put(3, UInt64(residence.rawValue))
        buffer.put(4, optional: birth)
        buffer.put(5, tier)
        buffer.put(6, hasGuardian)
        buffer.put(7, optional: filedOn)
        buffer.put(8, householdKey)
        buffer.put(9, householdTier)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var line = RosterLine(unit: "", residence: [])
        while let field = try reader.nextField() {
            switch field {
            case 1: line.unit = try reader.text()
            case 2: line.household = try reader.text()
            case 3:
                line.residence = Residence(
                    rawValue: UInt32(truncatingIfNeeded: try reader.varint())
                )
            case 4: line.birth = try reader.optionalDate()
            case 5: line.tier = try reader.text()
            case 6: line.hasGuardian = try reader.varint() != 0
            case 7: line.filedOn = try reader.optionalDate()
            case 8: line.householdKey = try reader.varint()
            case 9: line.householdTier = try reader.text()
            default: try reader.skip()
            }
        }
        self = line
    }
}

extension Exclusion {
    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var kind: Kind?
        while let field = try reader.nextField() {
            if field == 1 {
                kind = UInt8(exactly: try reader.varint()).flatMap(Kind.init)
            } else {
                try reader.skip()
            }
        }
        guard let kind else { throw .malformed }
        self.init(kind: kind)
    }
}

extension Mark {
    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var kind: Kind?
        var filedOn: CivilDate?
        while let field = try reader.nextField() {
            switch field {
            case 1: kind = UInt8(exactly: try reader.varint()).flatMap(Kind.init)
            case 2: filedOn = try reader.optionalDate()
            default: try reader.skip()
            }
        }
        guard let kind else { throw .malformed }
        self.init(kind: kind, filedOn: filedOn)
    }
}

extension Target {
    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var target = Target(unit: "", heads: 0, effectiveFrom: CivilDate(day: 0))
        while let field = try reader.nextField() {
            switch field {
            case 1: target.unit = try reader.text()
            case 2: target.heads = try reader.int64()
            case 3: target.amount.fen = try reader.int64()
            case 4: target.effectiveFrom = try reader.date()
            default: try reader.skip()
            }
        }
        self = target
    }
}

extension ListSealed {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, list)
        buffer.put(2, bureau)
        buffer.put(3, zigzag: Int64(snapshot.day))
        buffer.put(4, supersedes)
        buffer.put(5, rows)
        buffer.put(6, checksum)
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var seal = ListSealed(
            list: "",
            bureau: "",
            snapshot: CivilDate(day: 0),
            rows: 0,
            checksum: 0
        )
        while let field = try reader.nextField() {
            switch field {
            case 1: seal.list = try reader.text()
            case 2: seal.bureau = try reader.text()
            case 3: seal.snapshot = try reader.date()
            case 4: seal.supersedes = try reader.text()
            case 5: seal.rows = try reader.int64()
            case 6: seal.checksum = try reader.varint()
            default: try reader.skip()
            }
        }
        self = seal
    }
}

extension ListAudited {
    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var audit = ListAudited(list: "", office: "")
        while let field = try reader.nextField() {
            switch field {
            case 1: audit.list = try reader.text()
            case 2: audit.office = try reader.text()
            default: try reader.skip()
            }
        }
        self = audit
    }
}

extension DayClosed {
    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var date = CivilDate(day: 0)
        while let field = try reader.nextField() {
            if field == 1 { date = try reader.date() } else { try reader.skip() }
        }
        self.init(date: date)
    }
}

extension PolicyActivated {
    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var hash: [UInt8] = []
        while let field = try reader.nextField() {
            if field == 1 { hash = Array(try reader.bytes()) } else { try reader.skip() }
        }
        guard hash.count == 32 else { throw .malformed }
        self.init(hash: hash)
    }
}

extension OfficeRecord {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, type)
        buffer.put(2, unit)
        buffer.put(3, zigzag: at.second)
        buffer.put(4, by)
        buffer.put(5, json)
        if let event { buffer.put(6) { event.write(to: $0) } }
    }

    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var record = OfficeRecord(
            type: "",
            unit: "",
            at: CivilTime(second: 0),
            by: "",
            json: ""
        )
        while let field = try reader.nextField() {
            switch field {
            case 1: record.type = try reader.text()
            case 2: record.unit = try reader.text()
            case 3: record.at.second = try reader.zigzag()
            case 4: record.by = try reader.text()
            case 5: record.json = try reader.text()
            case 6: record.event = try OfficeEvent(wire: try reader.bytes())
            default: try reader.skip()
            }
        }
        self = record
    }
}

extension Tombstone {
    init(wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var tombstone = Tombstone(code: "")
        while let field = try reader.nextField() {
            switch field {
            case 1: tombstone.code = try reader.text()
            case 2: tombstone.list = try reader.text()
            case 3: tombstone.row = try reader.int64()
            default: try reader.skip()
            }
        }
        self = tombstone
    }
}
