/// How many of a group that must be enrolled without exception are (F-103, F-104).
public struct GroupStanding: Hashable, Sendable {
    /// Unit; a village's counts stand in its town's as well.
    public var unit: String
    /// Category id.
    public var category: String
    /// Persons of the group: in scope of the scheme, by the category applied or any other of theirs.
    public var members: Int64
    /// Of these, the enrolled.
    public var enrolled: Int64

    /// Creates a standing.
    public init(unit: String, category: String, members: Int64, enrolled: Int64) {
        self.unit = unit
        self.category = category
        self.members = members
        self.enrolled = enrolled
    }

    /// Whether nobody is missing.
    public var isComplete: Bool { enrolled >= members }
}

/// What a restatement changes for one unit (F-108).
public struct RankingDifference: Hashable, Sendable {
    /// Why a row changed.
    public struct Causes: OptionSet, Hashable, Sendable {
        /// Bits; wire format.
        public let rawValue: UInt64
        /// Creates causes of bits.
        public init(rawValue: UInt64) { self.rawValue = rawValue }
        /// Payments, or what takes them back, that came after the period was decided.
        public static let payments = Causes(rawValue: 1)
        /// A target, or the roster, was replaced.
        public static let targets = Causes(rawValue: 2)
        /// The points were decided.
        public static let decision = Causes(rawValue: 4)
        /// Other units, or the week before, changed: the unit's own figures are the same.
        public static let others = Causes(rawValue: 8)
    }

    /// The row in the edition that is restated; nil when it had none.
    public var was: RankingRow?
    /// The row now; nil when there is none any more.
    public var now: RankingRow?
    /// Why.
    public var causes: Causes

    /// Creates a difference.
    public init(was: RankingRow?, now: RankingRow?, causes: Causes) {
        self.was = was
        self.now = now
        self.causes = causes
    }

    /// The unit.
    public var unit: String { now?.unit ?? was?.unit ?? "" }
}

/// When a unit would reach its target at the pace of the last seven closed days: an ESTIMATE, which
/// no ranking takes account of (F-107).
public struct UnitForecast: Hashable, Sendable {
    /// Unit.
    public var unit: String
    /// Persons that the rate of the notice, or the whole target, still lacks.
    public var lacking: Int64
    /// Persons that the rate counts more than seven closed days before.
    public var lastSevenDays: Int64
    /// The day on which nobody would be lacking; nil where the pace does not lead there.
    public var reachedOn: CivilDate?

    /// Creates a forecast.
    public init(unit: String, lacking: Int64, lastSevenDays: Int64, reachedOn: CivilDate?) {
        self.unit = unit
        self.lacking = lacking
        self.lastSevenDays = lastSevenDays
        self.reachedOn = reachedOn
    }
}

extension GroupStanding {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, unit)
        buffer.put(2, category)
        buffer.put(3, members)
        buffer.put(4, enrolled)
    }

    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        self.init(unit: "", category: "", members: 0, enrolled: 0)
        var reader = WireReader(bytes)
        while let field = try reader.nextField() {
            switch field {
            case 1: unit = try reader.text()
            case 2: category = try reader.text()
            case 3: members = try reader.int64()
            case 4: enrolled = try reader.int64()
            default: try reader.skip()
            }
        }
    }
}

extension RankingDifference {
    func write(to buffer: ByteBuffer) {
        if let was { buffer.put(1) { was.write(to: $0) } }
        if let now { buffer.put(2) { now.write(to: $0) } }
        buffer.put(3, causes.rawValue)
    }

    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        self.init(was: nil, now: nil, causes: [])
        var reader = WireReader(bytes)
        while let field = try reader.nextField() {
            switch field {
            case 1: was = try RankingRow(wire: try reader.bytes())
            case 2: now = try RankingRow(wire: try reader.bytes())
            case 3: causes = Causes(rawValue: try reader.varint())
            default: try reader.skip()
            }
        }
    }
}

extension UnitForecast {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, unit)
        buffer.put(2, lacking)
        buffer.put(3, zigzag: lastSevenDays)
        buffer.put(4, optional: reachedOn)
    }

    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        self.init(unit: "", lacking: 0, lastSevenDays: 0, reachedOn: nil)
        var reader = WireReader(bytes)
        while let field = try reader.nextField() {
            switch field {
            case 1: unit = try reader.text()
            case 2: lacking = try reader.int64()
            case 3: lastSevenDays = try reader.zigzag()
            case 4: reachedOn = try reader.optionalDate()
            default: try reader.skip()
            }
        }
    }
}
