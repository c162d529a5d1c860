/// How much one unit gained or lost on one day, in one category.
public struct ProgressKey: Hashable, Sendable {
    /// Unit, `鲍沟镇` or `鲍沟镇/某村`; empty = unassigned.
    public var unit: String
    /// Day of enrolment.
    public var day: CivilDate
    /// Category id.
    public var category: String

    /// Creates a key.
    public init(unit: String, day: CivilDate, category: String) {
        self.unit = unit
        self.day = day
        self.category = category
    }
}

/// Persons and personal shares.
public struct Progress: Hashable, Sendable {
    /// Persons enrolled.
    public var heads: Int64
    /// Personal shares of them.
    public var paid: Money

    /// Creates progress.
    public init(heads: Int64 = 0, paid: Money = .zero) {
        self.heads = heads
        self.paid = paid
    }

    /// Whether there is none.
    public var isZero: Bool { heads == 0 && paid == .zero }

    /// Adds in place.
    public static func += (lhs: inout Progress, rhs: Progress) {
        lhs.heads += rhs.heads
        lhs.paid += rhs.paid
    }
}

/// What one batch of the ledger changed, as deltas.
public struct LedgerPosted: Sendable {
    /// Scheme.
    public var scheme: String
    /// Partition of the ledger's input.
    public var partition: Int32
    /// Number in the outbox of that partition.
    public var sequence: Int64
    /// Progress deltas, each key once.
    public var progress: [(key: ProgressKey, delta: Progress)] = []
    /// Targets set, with the id of the fact.
    public var targets: [(target: Target, id: String)] = []
    /// Days closed: source and day.
    public var closures: [(source: String, date: CivilDate)] = []

    /// Creates an empty message.
    public init(scheme: String, partition: Int32, sequence: Int64) {
        self.scheme = scheme
        self.partition = partition
        self.sequence = sequence
    }

    /// Whether it tells nothing.
    public var isEmpty: Bool { progress.isEmpty && targets.isEmpty && closures.isEmpty }

    /// Writes the message in the form of `Topics/rankings.proto`.
    public func write(to buffer: ByteBuffer) {
        buffer.put(1, wireVersion)
        buffer.put(2, scheme)
        buffer.put(3, Int64(partition))
        buffer.put(4, sequence)
        for (key, delta) in progress {
            buffer.put(5) {
                $0.put(1, key.unit)
                $0.put(2, zigzag: Int64(key.day.day))
                $0.put(3, key.category)
                $0.put(4, delta.heads)
                $0.put(5, delta.paid.fen)
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
            case 5: progress.append(try LedgerPosted.delta(wire: try reader.bytes()))
            case 6: targets.append(try LedgerPosted.target(wire: try reader.bytes()))
            case 7: closures.append(try LedgerPosted.closure(wire: try reader.bytes()))
            default: try reader.skip()
            }
        }
        guard version > 0 else { throw .unknownVersion(version) }
    }

    private static func delta(
        wire: UnsafeRawBufferPointer
    ) throws(WireProblem) -> (key: ProgressKey, delta: Progress) {
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
            default: try reader.skip()
            }
        }
        return (key, delta)
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
}
