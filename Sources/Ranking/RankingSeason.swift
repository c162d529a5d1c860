import Events

/// What the ranking of one scheme needs to know of it.
public struct RankingSeason: Sendable {
    /// Who counts in a unit's rate.
    public enum Counting: Sendable {
        /// Everybody enrolled.
        case enrolled
        /// Those who bear a share themselves.
        case payers
    }
    /// Scheme id.
    public var scheme: String
    /// Canonical towns in printed order.
    public var towns: [String]
    /// First and last day of the weekly rankings.
    public var weeks: ClosedRange<CivilDate>
    /// Sources that must close a day before a period that ends on it is decided.
    public var sources: [String]
    /// Who counts.
    public var counting: Counting

    /// Creates a season.
    public init(
        scheme: String,
        towns: [String],
        weeks: ClosedRange<CivilDate>,
        sources: [String],
        counting: Counting = .enrolled
    ) {
        self.scheme = scheme
        self.towns = towns
        self.weeks = weeks
        self.sources = sources
        self.counting = counting
    }

    /// The Sundays on which a week of the season ends, oldest first.
    ///
    /// - Source: 001 五(二) 每周一排名, read as A-FC-5 (Monday to Sunday); 003 prints no frequency
    ///   (A-TZ-16: weekly by default).
    public var weekEnds: [CivilDate] {
        var ends: [CivilDate] = []
        var end = weeks.lowerBound.adding(days: 7 - weeks.lowerBound.weekday)
        while end.adding(days: -6) <= weeks.upperBound {
            ends.append(end)
            end = end.adding(days: 7)
        }
        return ends
    }
}
