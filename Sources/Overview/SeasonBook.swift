import Events
import Ledger

/// What a ledger says of one scheme, folded from its journals: the board's read model.
///
/// A journal replaces the last one of its person, so folding in steps and at once give the same.
/// Used under the lock of ``Overview``.
public struct SeasonBook: Sendable {
    /// Persons of one unit, terms and status, added up.
    struct CellKey: Hashable {
        var unit: UInt32
        var terms: UInt32
        /// Raw value of the status, and 128 for those who are covered.
        var status: UInt8

        var isCovered: Bool { status & 128 != 0 }
        var standing: AssessmentStatus { AssessmentStatus(rawValue: status & 127) ?? .unpaid }
    }

    /// Sums of a cell.
    struct Cell: Hashable {
        var heads: Int64 = 0
        /// Persons of whom something is held.
        var holders: Int64 = 0
        var received: Int64 = 0
        var refund: Int64 = 0
        var refunded: Int64 = 0
    }

    /// Progress of a unit on a day.
    struct DayKey: Hashable {
        var unit: UInt32
        var day: Int32
    }

    var units = NameList<String>()
    var terms = NameList<Terms>()
    var people = PersonTable()
    /// Row numbers by unit; one who moved away stays on the list and is passed over.
    var members: [ContiguousArray<UInt32>] = []
    var cells: [CellKey: Cell] = [:]
    var days: [DayKey: DayProgress] = [:]
    var accounts: [Account: Int64] = [:]
    /// Row numbers by journal, for each partition: `.max` where a journal is no person's.
    var journals: [Int32: ContiguousArray<UInt32>] = [:]
    /// Days of the items of dossiers, with how many name them.
    var itemDays: [Int32: Int] = [:]
    var targetRows: [(target: Target, id: String)] = []
    var closures: [String: CivilDate] = [:]

    static let noDay = Int32.min
}

/// What a unit gained on one day.
public struct DayProgress: Hashable, Sendable {
    /// Persons enrolled.
    public var heads: Int64 = 0
    /// Of them, those who bear a share themselves.
    public var payers: Int64 = 0
    /// Personal shares, in fen.
    public var fen: Int64 = 0

    /// Creates the progress of a day without any.
    public init() {}

    /// Personal shares.
    public var paid: Money { Money(fen: fen) }

    /// Adds in place.
    public static func += (left: inout DayProgress, right: DayProgress) {
        left.heads += right.heads
        left.payers += right.payers
        left.fen += right.fen
    }
}
