/// A ranking as of a day, in one of its editions.
///
/// `period` names what it is about: `current`, `week-2022-10-23`, `half-2021-10-15`,
/// `cutoff-2020-11-30`, `schools`, `forecast`; followed by `/鲍沟镇` it has that town's villages.
/// The key of the record is `scheme/period`.
public struct RankingPublished: Sendable {
    /// What is ranked.
    ///
    /// Raw values are wire format.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// As things stand; never decided.
        case current = 0
        /// A week, Monday to Sunday (F-100).
        case week = 1
        /// The first fifteen days of a month, or the rest of it (F-101).
        case halfMonth = 2
        /// A day of assessment: of scores, or the pack's cut-off (F-108).
        case cutoff = 3
        /// Students by school, as their returns say; never decided (F-112).
        case schools = 4
        /// Estimates, no ranking: ``RankingPublished/forecasts`` only (F-107).
        case forecast = 5
    }

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
    /// What is ranked.
    public var kind = Kind.current
    /// The town whose villages are ranked; empty = all units of the scheme.
    public var town = ""
    /// First day of the period; nil where it begins with the season.
    public var from: CivilDate?
    /// The day of publication; nil where neither notice nor reading fixes one.
    public var publishedOn: CivilDate?
    /// Whether no notice asks for it: a weekly ranking where no frequency is printed (A-TZ-16).
    public var isVoluntary = false
    /// Data-as-of: the last day that every source has closed; later days may lack records (F-113).
    public var closedThrough: CivilDate?
    /// The edition that this one restates; 0 = the first of its period.
    public var restates: UInt64 = 0
    /// The first decided edition of the period; 0 = this one is, or none can be decided.
    public var firstEdition: UInt64 = 0
    /// Persons enrolled more than in the first decided edition: came late (F-113).
    public var lateHeads: Int64 = 0
    /// Personal shares more than in the first decided edition.
    public var latePaid = Money.zero
    /// What a restatement changes, in the order of ``rows``; empty in a first edition.
    public var differences: [RankingDifference] = []
    /// Groups to be enrolled without exception; of a town and its villages in `current/TOWN`.
    public var groups: [GroupStanding] = []
    /// Estimates.
    public var forecasts: [UnitForecast] = []
    /// The target of the whole as printed (`printedTotal`) or as set for the town; 0 = none.
    public var statedTarget: Int64 = 0

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

    /// What the targets of the rows come to.
    public var targetSum: Int64 { rows.reduce(0) { $0 + $1.target } }

    /// Rows' targets less the stated total: +1 in 滕州, where 1,320,800 is printed over rows of
    /// 1,320,801 (A-TZ-9); nil where none is stated or no row has a target (F-109).
    public var targetDifference: Int64? {
        let sum = targetSum
        return statedTarget == 0 || sum == 0 ? nil : sum - statedTarget
    }

    /// Units of the follow-up list, the slowest first (F-106).
    public var belowLine: [RankingRow] { rows.filter(\.isBelowLine).reversed() }
}
