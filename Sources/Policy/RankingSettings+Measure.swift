import Events

extension RankingSettings {
    /// The points of a unit whose task was complete at the end of a day.
    ///
    /// - Parameter day: The day; nil = not complete when the last band's day had passed.
    /// - Returns: The first band whose last day is not before the day, else the band without a last
    ///   day; nil where the notice prints no points. ``ScoreBand/points`` is nil where the notice
    ///   prints none for the band (000 T四, A-LC-1).
    public func band(completedOn day: CivilDate?) -> ScoreBand? {
        if let day, let band = scores.first(where: { $0.by.map { day <= $0 } ?? false }) {
            return band
        }
        return scores.first { $0.by == nil }
    }
}

extension RankingSettings.TargetRate {
    /// Whether a number of persons reaches the rate, in integers: count × 100 ≥ percent × total.
    public func isMet(by count: Int64, of total: Int64) -> Bool {
        count * 100 >= Int64(percent) * total
    }
}

/// The days that one ranking or bulletin is about.
public struct ReportPeriod: Hashable, Sendable {
    /// First to last day.
    public var days: ClosedRange<CivilDate>
    /// The day of publication; nil where neither notice nor reading fixes one.
    public var publishedOn: CivilDate?
}

extension RankingSettings.Period {
    /// The periods that touch a season, oldest first; empty where no frequency is printed.
    public func periods(in season: ClosedRange<CivilDate>) -> [ReportPeriod] {
        var found: [ReportPeriod] = []
        var day = season.lowerBound
        while day <= season.upperBound, let period = period(around: day) {
            found.append(period)
            day = period.days.upperBound.adding(days: 1)
        }
        return found
    }

    /// Weeks run from Monday to Sunday and are published on the Monday after (A-FC-5); half months
    /// end on the 15th and on the last day of the month (A-FC-6).
    private func period(around day: CivilDate) -> ReportPeriod? {
        switch self {
        case .weekly:
            let monday = day.adding(days: 1 - day.weekday)
            return ReportPeriod(
                days: monday...monday.adding(days: 6),
                publishedOn: monday.adding(days: 7)
            )
        case .halfMonth:
            let first = day.firstOfMonth(adding: 0)
            let middle = first.adding(days: 14)
            let last = day.firstOfMonth(adding: 1).adding(days: -1)
            return ReportPeriod(
                days: day <= middle ? first...middle : middle.adding(days: 1)...last,
                publishedOn: nil
            )
        case .unprinted: return nil
        }
    }
}

extension Duty {
    /// Whether something done on a day comes after the printed one; false where none is printed.
    public func isLate(on day: CivilDate) -> Bool { by.map { day > $0 } ?? false }

    /// Whether something lasted at least the printed number of days; the first day does not count.
    public func isLongEnough(from start: CivilDate, to end: CivilDate) -> Bool {
        end.day - start.day >= Int32(days ?? 0)
    }

    /// Whether something was done within the printed number of days; 0 = on the same day.
    public func isWithin(from start: CivilDate, to end: CivilDate) -> Bool {
        days.map { end.day - start.day <= Int32($0) } ?? true
    }
}
