/// One unit's place in a ranking.
public struct RankingRow: Hashable, Sendable {
    /// 1 for the best; 0 for a unit without a target, which is shown and not ranked.
    public var rank: UInt32
    /// Unit; empty = unassigned.
    public var unit: String
    /// Target in persons.
    public var target: Int64
    /// Persons enrolled.
    public var enrolled: Int64
    /// Personal shares.
    public var paid: Money
    /// Persons that the rate counts: all enrolled, or the payers among them.
    public var counted: Int64

    /// Creates a row.
    ///
    /// - Parameter counted: Nil counts all enrolled.
    public init(
        rank: UInt32,
        unit: String,
        target: Int64,
        enrolled: Int64,
        paid: Money,
        counted: Int64? = nil
    ) {
        self.counted = counted ?? enrolled
        self.rank = rank
        self.unit = unit
        self.target = target
        self.enrolled = enrolled
        self.paid = paid
    }
}

/// A ranking as of a day.
public struct RankingPublished: Sendable {
    /// Scheme.
    public var scheme: String
    /// `current`, or the period's id (`week-2022-10-23`).
    public var period: String
    /// Last day counted.
    public var asOf: CivilDate
    /// Messages of the ledger counted: greater with each restatement, and the same whoever counts.
    public var edition: UInt64
    /// Whether every source of the scheme has closed the period.
    public var isDecided: Bool
    /// Rows in order of rank, units without a target last.
    public var rows: [RankingRow]
    /// The ledger positions that it was computed at: outbox sequence per partition.
    public var positions: [(partition: Int32, sequence: Int64)]

    /// Creates a ranking.
    public init(
        scheme: String,
        period: String,
        asOf: CivilDate,
        edition: UInt64,
        isDecided: Bool,
        rows: [RankingRow],
        positions: [(partition: Int32, sequence: Int64)]
    ) {
        self.scheme = scheme
        self.period = period
        self.asOf = asOf
        self.edition = edition
        self.isDecided = isDecided
        self.rows = rows
        self.positions = positions
    }

    /// Writes the ranking in the form of `Topics/rankings.proto`.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, wireVersion)
        buffer.put(2, scheme)
        buffer.put(3, period)
        buffer.put(4, zigzag: Int64(asOf.day))
        buffer.put(5, edition)
        buffer.put(6, isDecided)
        for row in rows {
            buffer.put(7) {
                $0.put(1, UInt64(row.rank))
                $0.put(2, row.unit)
                $0.put(3, row.target)
                $0.put(4, row.enrolled)
                $0.put(5, row.paid.fen)
                $0.put(6, row.counted)
            }
        }
        for (partition, sequence) in positions {
            buffer.put(8) {
                $0.put(1, Int64(partition))
                $0.put(2, sequence)
            }
        }
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
            default: try reader.skip()
            }
        }
        guard version > 0 else { throw .unknownVersion(version) }
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

extension RankingRow {
    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var row = RankingRow(rank: 0, unit: "", target: 0, enrolled: 0, paid: .zero)
        while let field = try reader.nextField() {
            switch field {
            case 1: row.rank = UInt32(truncatingIfNeeded: try reader.varint())
            case 2: row.unit = try reader.text()
            case 3: row.target = try reader.int64()
            case 4: row.enrolled = try reader.int64()
            case 5: row.paid.fen = try reader.int64()
            case 6: row.counted = try reader.int64()
            default: try reader.skip()
            }
        }
        self = row
    }
}
