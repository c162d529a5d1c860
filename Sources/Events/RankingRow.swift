/// One unit's place in a ranking, and everything that is printed beside it.
///
/// All rates are compared as products of integers: 98.99 % never passes 99 %.
public struct RankingRow: Hashable, Sendable {
    /// Whether the rate that the notice asks of units is reached (F-103).
    ///
    /// Raw values are wire format.
    public enum Mark: UInt8, Sendable, CaseIterable {
        /// The notice prints no rate, or the unit has no target.
        case none = 0
        /// Reached.
        case met = 1
        /// Not reached.
        case missed = 2
    }

    /// 1 for the best; 0 for a unit without a target, which is shown and not ranked.
    public var rank: UInt32
    /// Unit, `鲍沟镇` or `鲍沟镇/某村`; empty = unassigned.
    public var unit: String
    /// Target in persons: the printed number, or persons on the roster where the pack says so.
    public var target: Int64
    /// Persons enrolled.
    public var enrolled: Int64
    /// Personal shares.
    public var paid: Money
    /// Persons that the rate counts: all enrolled, or the payers among them.
    public var counted: Int64
    /// Target in money (F-110); zero where none is set.
    public var amountTarget = Money.zero
    /// Rank at the end of the week before; 0 where there is none to compare with.
    public var previousRank: UInt32 = 0
    /// Persons that the rate counts more than at the end of the week before.
    public var countedSince: Int64 = 0
    /// Personal shares more than at the end of the week before.
    public var paidSince = Money.zero
    /// Whether the rate of the notice is reached.
    public var mark = Mark.none
    /// Whether the unit is below the line of the follow-up list (F-106).
    public var isBelowLine = false
    /// Points; nil where the notice prints none (F-102).
    public var score: UnitScore?

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

    /// Persons that the target still lacks; below zero where it is exceeded.
    public var gap: Int64 { target - counted }

    /// Money that the target still lacks; zero where there is no such target.
    public var amountGap: Money { amountTarget == .zero ? .zero : amountTarget - paid }

    /// Places gained since the week before: 2 = from the 5th to the 3rd; nil = nothing to compare.
    public var rise: Int? {
        previousRank == 0 || rank == 0 ? nil : Int(previousRank) - Int(rank)
    }

    /// Hundredths of a percent of the target, cut off and never rounded up; nil without a target.
    public var rate: Int64? { RankingRow.rate(counted, of: target) }

    /// Hundredths of a percent of the target in money, cut off; nil without one.
    public var amountRate: Int64? { RankingRow.rate(paid.fen, of: amountTarget.fen) }

    /// Persons that a rate asks for: the least number with number × 100 ≥ percent × target.
    ///
    /// Lacking of it: `max(0, needed(percent: 99) - counted)`.
    public func needed(percent: Int64) -> Int64 { (target * percent + 99) / 100 }

    /// Hundredths of a percent, cut off: 9899 for 98.99 %; nil where the whole is not above zero.
    public static func rate(_ part: Int64, of whole: Int64) -> Int64? {
        guard whole > 0, part >= 0 else { return nil }
        let product = part.multipliedFullWidth(by: 10_000)
        guard product.high < whole else { return nil }
        return whole.dividingFullWidth(product).quotient
    }
}

/// The points of a unit (F-102).
///
/// - Source: 000 T四, A-LC-1, A-LC-3, A-LC-11.
public struct UnitScore: Hashable, Sendable {
    /// How certain the points are.
    ///
    /// Raw values are wire format.
    public enum State: UInt8, Sendable, CaseIterable {
        /// The task is not complete and a day that gives points is still to come.
        case open = 1
        /// The notice prints the points.
        case printed = 2
        /// 待定: the notice prints none for the day of completion, and nobody has decided.
        case undetermined = 3
        /// The office has decided them.
        case decided = 4
    }

    /// How certain they are.
    public var state: State
    /// Points; nil while open or undetermined.
    public var points: Int64?
    /// The day, by payment time, at whose end the task was complete; nil = not complete.
    public var completedOn: CivilDate?

    /// Creates a score.
    public init(state: State, points: Int64? = nil, completedOn: CivilDate? = nil) {
        self.state = state
        self.points = points
        self.completedOn = completedOn
    }
}

extension RankingRow {
    func write(to buffer: ByteBuffer) {
        buffer.put(1, UInt64(rank))
        buffer.put(2, unit)
        buffer.put(3, target)
        buffer.put(4, enrolled)
        buffer.put(5, paid.fen)
        buffer.put(6, counted)
        buffer.put(60, amountTarget.fen)
        buffer.put(61, UInt64(previousRank))
        buffer.put(62, zigzag: countedSince)
        buffer.put(63, zigzag: paidSince.fen)
        buffer.put(64, UInt64(mark.rawValue))
        buffer.put(65, isBelowLine)
        guard let score else { return }
        buffer.put(66) {
            $0.put(1, UInt64(score.state.rawValue))
            $0.put(2, score.points.map { UInt64($0) + 1 } ?? 0)
            $0.put(3, optional: score.completedOn)
        }
    }

    init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var row = RankingRow(rank: 0, unit: "", target: 0, enrolled: 0, paid: .zero, counted: 0)
        while let field = try reader.nextField() {
            switch field {
            case 1: row.rank = UInt32(truncatingIfNeeded: try reader.varint())
            case 2: row.unit = try reader.text()
            case 3: row.target = try reader.int64()
            case 4: row.enrolled = try reader.int64()
            case 5: row.paid.fen = try reader.int64()
            case 6: row.counted = try reader.int64()
            case 60: row.amountTarget.fen = try reader.int64()
            case 61: row.previousRank = UInt32(truncatingIfNeeded: try reader.varint())
            case 62: row.countedSince = try reader.zigzag()
            case 63: row.paidSince.fen = try reader.zigzag()
            case 64:
                let value = try reader.varint()
                guard let mark = UInt8(exactly: value).flatMap(Mark.init) else { throw .malformed }
                row.mark = mark
            case 65: row.isBelowLine = try reader.varint() != 0
            case 66: row.score = try UnitScore(wire: try reader.bytes())
            default: try reader.skip()
            }
        }
        self = row
    }
}

extension UnitScore {
    fileprivate init(wire bytes: UnsafeRawBufferPointer) throws(WireProblem) {
        var reader = WireReader(bytes)
        var state: State?
        var points: Int64?
        var day: CivilDate?
        while let field = try reader.nextField() {
            switch field {
            case 1: state = UInt8(exactly: try reader.varint()).flatMap(State.init)
            case 2:
                let value = try reader.int64()
                points = value > 0 ? value - 1 : nil
            case 3: day = try reader.optionalDate()
            default: try reader.skip()
            }
        }
        guard let state else { throw .malformed }
        self.init(state: state, points: points, completedOn: day)
    }
}
