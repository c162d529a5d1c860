import Events

/// What changes of assessments mean for readers of `ledger.posted`: persons enrolled by unit, day
/// and category, and persons in scope by unit and category.
///
/// The ledger sums it up as it posts; an audit sums it up once more from the journals.
public struct PostedDelta: Equatable, Sendable {
    /// Enrolled.
    public private(set) var progress: [ProgressKey: Progress] = [:]
    /// Of these, who bear a share.
    public private(set) var payers: [ProgressKey: Int64] = [:]
    /// In scope.
    public private(set) var members: [MemberKey: Members] = [:]

    /// Creates a delta of nothing.
    public init() {}

    /// Adds what a change means that so many persons have.
    public mutating func change(
        from previous: Assessment?,
        to current: Assessment,
        times: Int64 = 1
    ) {
        addProgress(current, times)
        if let previous { addProgress(previous, -times) }
        // Most changes are payments: the person stays where it was.
        if let previous, PostedDelta.isSameMember(previous, current) { return }
        addMember(current, times)
        if let previous { addMember(previous, -times) }
    }

    /// So many persons enrolled; nil where they are not.
    public static func progress(
        of assessment: Assessment,
        times: Int64
    ) -> (key: ProgressKey, delta: Progress)? {
        guard assessment.isCovered, let day = assessment.enrolledOn else { return nil }
        let key = ProgressKey(unit: assessment.unit, day: day, category: assessment.category)
        return (key, Progress(heads: times, paid: Money(fen: times * assessment.due.fen)))
    }

    /// Whether two assessments of a person count the same in ``members``.
    public static func isSameMember(_ one: Assessment, _ other: Assessment) -> Bool {
        let oneIsOut = one.status == .ineligible
        if oneIsOut || other.status == .ineligible {
            return oneIsOut == (other.status == .ineligible)
        }
        return one.unit == other.unit && one.category == other.category
            && (one.due == .zero) == (other.due == .zero)
            && one.otherCategories == other.otherCategories
            && (one.otherCategories.isEmpty || one.isCovered == other.isCovered)
    }

    /// Adds what it means that so many persons more have an assessment.
    mutating func add(_ assessment: Assessment, _ persons: Int64) {
        addProgress(assessment, persons)
        addMember(assessment, persons)
    }

    private mutating func addProgress(_ assessment: Assessment, _ times: Int64) {
        guard let (key, delta) = PostedDelta.progress(of: assessment, times: times) else { return }
        progress[key, default: Progress()] += delta
        payers[key, default: 0] += assessment.due == .zero ? 0 : times
    }

    private mutating func addMember(_ assessment: Assessment, _ times: Int64) {
        if assessment.status == .ineligible { return }
        var own = Members()
        own.heads = times
        own.payers = assessment.due == .zero ? 0 : times
        let key = MemberKey(unit: assessment.unit, category: assessment.category)
        members[key, default: Members()] += own
        for category in Set(assessment.otherCategories) where category != assessment.category {
            var other = Members()
            other.others = times
            other.othersEnrolled = assessment.isCovered ? times : 0
            let key = MemberKey(unit: assessment.unit, category: category)
            members[key, default: Members()] += other
        }
    }

    /// Writes it into a message, in order of the keys, without what came to nothing.
    public func write(to message: inout LedgerPosted) {
        let changed = progress.filter { !$0.value.isZero || payers[$0.key] != 0 }
            .sorted { $0.key.isBefore($1.key) }
        message.progress = changed.map { ($0.key, $0.value) }
        message.payers = changed.map { payers[$0.key] ?? 0 }
        message.members = members.filter { !$0.value.isZero }
            .sorted { ($0.key.unit, $0.key.category) < ($1.key.unit, $1.key.category) }
            .map { ($0.key, $0.value) }
    }
}

extension ProgressKey {
    fileprivate func isBefore(_ other: ProgressKey) -> Bool {
        (unit, day, category) < (other.unit, other.day, other.category)
    }
}

extension SchoolReturn {
    /// The return that a record is; nil where it is none.
    init?(_ record: OfficeRecord) {
        guard let event = record.event, event.kind == .schoolReturn else { return nil }
        self.init(
            unit: record.unit,
            school: event.number,
            day: event.day ?? record.at.date,
            students: event.students,
            paid: event.heads
        )
    }
}

extension ScoreDecision {
    /// The points that a record gives; nil where it gives none.
    init?(_ record: OfficeRecord) {
        guard let event = record.event, event.kind == .decisionMade,
            event.about == OfficeEvent.scoreDecision, let points = event.points
        else { return nil }
        self.init(unit: record.unit, points: points, day: event.day ?? record.at.date)
    }
}
