extension LedgerPosted {
    /// Writes the message in the form of `Topics/rankings.proto`.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, wireVersion)
        buffer.put(2, scheme)
        buffer.put(3, Int64(partition))
        buffer.put(4, sequence)
        for (index, entry) in progress.enumerated() {
            buffer.put(5) {
                $0.put(1, entry.key.unit)
                $0.put(2, zigzag: Int64(entry.key.day.day))
                $0.put(3, entry.key.category)
                $0.put(4, entry.delta.heads)
                $0.put(5, entry.delta.paid.fen)
                // One more than the zigzag, so that zero differs from not told.
                if payers.indices.contains(index) {
                    $0.put(60, LedgerPosted.told(payers[index]))
                }
            }
        }
        for (target, id) in targets {
            buffer.put(6) {
                $0.put(1, target.unit)
                $0.put(2, target.heads)
                $0.put(3, target.amount.fen)
                $0.put(4, zigzag: Int64(target.effectiveFrom.day))
                $0.put(5, id)
            }
        }
        for (source, date) in closures {
            buffer.put(7) {
                $0.put(1, source)
                $0.put(2, zigzag: Int64(date.day))
            }
        }
        writeLater(to: buffer)
    }

    private func writeLater(to buffer: ByteBuffer) {
        buffer.put(60, journalsThrough)
        for (key, delta) in members {
            buffer.put(61) {
                $0.put(1, key.unit)
                $0.put(2, key.category)
                $0.put(3, zigzag: delta.heads)
                $0.put(4, zigzag: delta.payers)
                $0.put(5, zigzag: delta.others)
                $0.put(6, zigzag: delta.othersEnrolled)
            }
        }
        for (school, id) in schools {
            buffer.put(62) {
                $0.put(1, school.unit)
                $0.put(2, school.school)
                $0.put(3, zigzag: Int64(school.day.day))
                $0.put(4, school.students)
                $0.put(5, school.paid)
                $0.put(6, id)
            }
        }
        for (decision, id) in decisions {
            buffer.put(63) {
                $0.put(1, decision.unit)
                $0.put(2, decision.points)
                $0.put(3, zigzag: Int64(decision.day.day))
                $0.put(4, id)
            }
        }
    }

    private static func told(_ value: Int64) -> UInt64 {
        UInt64(bitPattern: (value << 1) ^ (value >> 63)) + 1
    }

    /// Reads a message.
    public init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        self.init(scheme: "", partition: 0, sequence: 0)
        var reader = WireReader(bytes)
        var version: UInt64 = 0
        while let field = try reader.nextField() {
            switch field {
            case 1:
                version = try reader.varint()
                if version > wireVersion { throw .unknownVersion(version) }
            case 2: scheme = try reader.text()
            case 3: partition = try reader.int32(try reader.int64())
            case 4: sequence = try reader.int64()
            case 5: try readDelta(try reader.bytes())
            case 6: targets.append(try LedgerPosted.target(wire: try reader.bytes()))
            case 7: closures.append(try LedgerPosted.closure(wire: try reader.bytes()))
            case 60: journalsThrough = try reader.int64()
            case 61: members.append(try LedgerPosted.member(wire: try reader.bytes()))
            case 62: schools.append(try LedgerPosted.school(wire: try reader.bytes()))
            case 63: decisions.append(try LedgerPosted.decision(wire: try reader.bytes()))
            default: try reader.skip()
            }
        }
        guard version > 0 else { throw .unknownVersion(version) }
        // All deltas tell of payers, or none does.
        if payers.count != progress.count { payers = [] }
    }

    private mutating func readDelta(_ wire: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(wire)
        var key = ProgressKey(unit: "", day: CivilDate(day: 0), category: "")
        var delta = Progress()
        while let field = try reader.nextField() {
            switch field {
            case 1: key.unit = try reader.text()
            case 2: key.day = try reader.date()
            case 3: key.category = try reader.text()
            case 4: delta.heads = try reader.int64()
            case 5: delta.paid.fen = try reader.int64()
            case 60:
                let told = try reader.varint()
                guard told > 0 else { throw .malformed }
                payers.append(Int64((told - 1) >> 1) ^ -Int64((told - 1) & 1))
            default: try reader.skip()
            }
        }
        progress.append((key, delta))
    }

    private static func target(
        wire: UnsafeRawBufferPointer
    ) throws(WireProblem) -> (target: Target, id: String) {
        var reader = WireReader(wire)
        var id = ""
        while let field = try reader.nextField() {
            if field == 5 { id = try reader.text() } else { try reader.skip() }
        }
        return (try Target(wire: wire), id)
    }

    private static func closure(
        wire: UnsafeRawBufferPointer
    ) throws(WireProblem) -> (source: String, date: CivilDate) {
        var reader = WireReader(wire)
        var source = ""
        var date = CivilDate(day: 0)
        while let field = try reader.nextField() {
            switch field {
            case 1: source = try reader.text()
            case 2: date = try reader.date()
            default: try reader.skip()
            }
        }
        return (source, date)
    }

    private static func member(
        wire: UnsafeRawBufferPointer
    ) throws(WireProblem) -> (key: MemberKey, delta: Members) {
        var reader = WireReader(wire)
        var key = MemberKey(unit: "", category: "")
        var delta = Members()
        while let field = try reader.nextField() {
            switch field {
            case 1: key.unit = try reader.text()
            case 2: key.category = try reader.text()
            case 3: delta.heads = try reader.zigzag()
            case 4: delta.payers = try reader.zigzag()
            case 5: delta.others = try reader.zigzag()
            case 6: delta.othersEnrolled = try reader.zigzag()
            default: try reader.skip()
            }
        }
        return (key, delta)
    }

    private static func school(
        wire: UnsafeRawBufferPointer
    ) throws(WireProblem) -> (school: SchoolReturn, id: String) {
        var reader = WireReader(wire)
        let epoch = CivilDate(day: 0)
        var school = SchoolReturn(unit: "", school: "", day: epoch, students: 0, paid: 0)
        var id = ""
        while let field = try reader.nextField() {
            switch field {
            case 1: school.unit = try reader.text()
            case 2: school.school = try reader.text()
            case 3: school.day = try reader.date()
            case 4: school.students = try reader.int64()
            case 5: school.paid = try reader.int64()
            case 6: id = try reader.text()
            default: try reader.skip()
            }
        }
        return (school, id)
    }

    private static func decision(
        wire: UnsafeRawBufferPointer
    ) throws(WireProblem) -> (decision: ScoreDecision, id: String) {
        var reader = WireReader(wire)
        var decision = ScoreDecision(unit: "", points: 0, day: CivilDate(day: 0))
        var id = ""
        while let field = try reader.nextField() {
            switch field {
            case 1: decision.unit = try reader.text()
            case 2: decision.points = try reader.int64()
            case 3: decision.day = try reader.date()
            case 4: id = try reader.text()
            default: try reader.skip()
            }
        }
        return (decision, id)
    }
}
