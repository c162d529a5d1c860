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

/// A category of a unit.
public struct MemberKey: Hashable, Sendable {
    /// Unit.
    public var unit: String
    /// Category id.
    public var category: String

    /// Creates a key.
    public init(unit: String, category: String) {
        self.unit = unit
        self.category = category
    }
}

/// Persons in scope of the scheme, enrolled or not.
public struct Members: Hashable, Sendable {
    /// Persons whose category this is.
    public var heads: Int64 = 0
    /// Of these, those who bear a share.
    public var payers: Int64 = 0
    /// Persons whose category is another, and who are of this one too.
    public var others: Int64 = 0
    /// Of ``others``, the enrolled.
    public var othersEnrolled: Int64 = 0

    /// Creates none.
    public init() {}

    /// Whether there are none.
    public var isZero: Bool { self == Members() }

    /// Adds in place.
    public static func += (lhs: inout Members, rhs: Members) {
        lhs.heads += rhs.heads
        lhs.payers += rhs.payers
        lhs.others += rhs.others
        lhs.othersEnrolled += rhs.othersEnrolled
    }
}

/// A school's return: students who have paid, of those it has to collect from (F-112).
public struct SchoolReturn: Hashable, Sendable {
    /// Unit in which the school is.
    public var unit: String
    /// The school's name.
    public var school: String
    /// The day that it is about.
    public var day: CivilDate
    /// Students to collect from; zero = not told.
    public var students: Int64
    /// Students who have paid.
    public var paid: Int64

    /// Creates a return.
    public init(unit: String, school: String, day: CivilDate, students: Int64, paid: Int64) {
        self.unit = unit
        self.school = school
        self.day = day
        self.students = students
        self.paid = paid
    }
}

/// Points that an office gives where the notice prints none (A-LC-1).
public struct ScoreDecision: Hashable, Sendable {
    /// Unit.
    public var unit: String
    /// Points.
    public var points: Int64
    /// The day of the decision: of several the last holds.
    public var day: CivilDate

    /// Creates a decision.
    public init(unit: String, points: Int64, day: CivilDate) {
        self.unit = unit
        self.points = points
        self.day = day
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
    /// Of each delta of ``progress``, the persons who bear a share; empty where nobody told.
    public var payers: [Int64] = []
    /// Targets set, with the id of the fact.
    public var targets: [(target: Target, id: String)] = []
    /// Days closed: source and day.
    public var closures: [(source: String, date: CivilDate)] = []
    /// Journals of the partition that are told of in this message and those before it; 0 = unknown.
    public var journalsThrough: Int64 = 0
    /// Persons in scope, as deltas, each key once.
    public var members: [(key: MemberKey, delta: Members)] = []
    /// Schools' returns, with the id of the fact.
    public var schools: [(school: SchoolReturn, id: String)] = []
    /// Points decided, with the id of the fact.
    public var decisions: [(decision: ScoreDecision, id: String)] = []

    /// Creates an empty message.
    public init(scheme: String, partition: Int32, sequence: Int64) {
        self.scheme = scheme
        self.partition = partition
        self.sequence = sequence
    }

    /// Whether it tells nothing.
    public var isEmpty: Bool {
        progress.isEmpty && targets.isEmpty && closures.isEmpty && members.isEmpty
            && schools.isEmpty && decisions.isEmpty
    }

    /// Those of delta `index` who bear a share.
    ///
    /// Messages from before this was told: all of a delta with money, for persons of one category
    /// bear the same.
    public func payers(of index: Int) -> Int64 {
        if payers.indices.contains(index) { return payers[index] }
        return progress[index].delta.paid == .zero ? 0 : progress[index].delta.heads
    }
}
