import Events

/// Persons enrolled, those of them who bear a share, and their shares.
public struct UnitSum: Hashable, Sendable {
    /// Persons enrolled.
    public var enrolled: Int64 = 0
    /// Of these, who bear a share.
    public var payers: Int64 = 0
    /// Personal shares.
    public var paid = Money.zero

    /// Creates a sum of nothing.
    public init() {}

    /// Whether there is nothing.
    public var isZero: Bool { self == UnitSum() }

    /// Adds in place.
    public static func += (lhs: inout UnitSum, rhs: UnitSum) {
        lhs.enrolled += rhs.enrolled
        lhs.payers += rhs.payers
        lhs.paid += rhs.paid
    }

    /// The persons that a rate counts.
    public func counted(_ counting: RankingSeason.Counting) -> Int64 {
        counting == .enrolled ? enrolled : payers
    }
}

/// One unit's enrolments by day of payment (or of listing), from which any day's state is summed.
public struct UnitBook: Hashable, Sendable {
    /// Days with anything, in order.
    private(set) var days: [(day: CivilDate, sum: UnitSum)] = []
    /// Of all days.
    public private(set) var total = UnitSum()

    /// Creates an empty book.
    public init() {}

    /// The last day with anything.
    public var lastDay: CivilDate? { days.last?.day }

    /// Whether it holds nothing.
    public var isEmpty: Bool { days.isEmpty }

    /// Adds what a day gained or lost.
    public mutating func add(_ sum: UnitSum, on day: CivilDate) {
        total += sum
        // Almost everything is of the last days.
        var index = days.count
        while index > 0, days[index - 1].day > day { index -= 1 }
        if index > 0, days[index - 1].day == day {
            days[index - 1].sum += sum
            if days[index - 1].sum.isZero { days.remove(at: index - 1) }
        } else if !sum.isZero {
            days.insert((day, sum), at: index)
        }
    }

    /// What there was at the end of a day.
    public func sum(through day: CivilDate) -> UnitSum {
        if let last = lastDay, last <= day { return total }
        var sum = UnitSum()
        for entry in days {
            if entry.day > day { break }
            sum += entry.sum
        }
        return sum
    }

    /// The first day, up to and with `last`, from whose end on the rate was reached on every day
    /// up to `last`; nil where it was not at the end of `last`.
    ///
    /// - Source: A-LC-3: the state at 24:00 of the deadline, by payment time.
    public func completion(
        of target: Int64,
        percent: Int64,
        counting: RankingSeason.Counting,
        by last: CivilDate
    ) -> CivilDate? {
        var sum = UnitSum()
        var since: CivilDate?
        for entry in days {
            if entry.day > last { break }
            sum += entry.sum
            let isMet = Standing.isMet(sum.counted(counting), of: target, percent: percent)
            since = isMet ? since ?? entry.day : nil
        }
        return since
    }

    /// Whether two books hold the same.
    public static func == (lhs: UnitBook, rhs: UnitBook) -> Bool {
        lhs.days.elementsEqual(rhs.days) { $0 == $1 }
    }

    /// Hashes the days.
    public func hash(into hasher: inout Hasher) {
        for entry in days {
            hasher.combine(entry.day)
            hasher.combine(entry.sum)
        }
    }
}
