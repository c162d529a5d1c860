extension RankingPublished {
    /// Writes the ranking in the form of `Topics/rankings.proto`.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, wireVersion)
        buffer.put(2, scheme)
        buffer.put(3, period)
        buffer.put(4, zigzag: Int64(asOf.day))
        buffer.put(5, edition)
        buffer.put(6, isDecided)
        for row in rows { buffer.put(7) { row.write(to: $0) } }
        for (partition, sequence) in positions {
            buffer.put(8) {
                $0.put(1, Int64(partition))
                $0.put(2, sequence)
            }
        }
        buffer.put(60, UInt64(kind.rawValue))
        buffer.put(61, town)
        buffer.put(62, optional: from)
        buffer.put(63, optional: publishedOn)
        buffer.put(64, isVoluntary)
        buffer.put(65, optional: closedThrough)
        buffer.put(66, restates)
        buffer.put(67, firstEdition)
        buffer.put(68, zigzag: lateHeads)
        buffer.put(69, zigzag: latePaid.fen)
        for difference in differences { buffer.put(70) { difference.write(to: $0) } }
        for group in groups { buffer.put(71) { group.write(to: $0) } }
        for forecast in forecasts { buffer.put(72) { forecast.write(to: $0) } }
        buffer.put(73, statedTarget)
    }

    /// Reads a ranking.
    public init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        self.init(
            scheme: "",
            period: "",
            asOf: CivilDate(day: 0),
            edition: 0,
            isDecided: false,
            rows: [],
            positions: []
        )
        var reader = WireReader(bytes)
        var version: UInt64 = 0
        while let field = try reader.nextField() {
            switch field {
            case 1:
                version = try reader.varint()
                if version > wireVersion { throw .unknownVersion(version) }
            case 2: scheme = try reader.text()
            case 3: period = try reader.text()
            case 4: asOf = try reader.date()
            case 5: edition = try reader.varint()
            case 6: isDecided = try reader.varint() != 0
            case 7: rows.append(try RankingRow(wire: try reader.bytes()))
            case 8: positions.append(try RankingPublished.position(wire: try reader.bytes()))
            default: try readLater(field, from: &reader)
            }
        }
        guard version > 0 else { throw .unknownVersion(version) }
    }

    private mutating func readLater(
        _ field: Int,
        from reader: inout WireReader
    ) throws(WireProblem) {
        switch field {
        case 60:
            let value = try reader.varint()
            guard let kind = UInt8(exactly: value).flatMap(Kind.init) else { throw .malformed }
            self.kind = kind
        case 61: town = try reader.text()
        case 62: from = try reader.optionalDate()
        case 63: publishedOn = try reader.optionalDate()
        case 64: isVoluntary = try reader.varint() != 0
        case 65: closedThrough = try reader.optionalDate()
        case 66: restates = try reader.varint()
        case 67: firstEdition = try reader.varint()
        case 68: lateHeads = try reader.zigzag()
        case 69: latePaid.fen = try reader.zigzag()
        case 70: differences.append(try RankingDifference(wire: try reader.bytes()))
        case 71: groups.append(try GroupStanding(wire: try reader.bytes()))
        case 72: forecasts.append(try UnitForecast(wire: try reader.bytes()))
        case 73: statedTarget = try reader.int64()
        default: try reader.skip()
        }
    }

    private static func position(
        wire: UnsafeRawBufferPointer
    ) throws(WireProblem) -> (partition: Int32, sequence: Int64) {
        var reader = WireReader(wire)
        var (partition, sequence): (Int32, Int64) = (0, 0)
        while let field = try reader.nextField() {
            switch field {
            case 1: partition = try reader.int32(try reader.int64())
            case 2: sequence = try reader.int64()
            default: try reader.skip()
            }
        }
        return (partition, sequence)
    }
}
