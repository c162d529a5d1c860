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
    /// What decides between equal rates.
    public enum TieBreak: UInt8, Sendable {
        /// Money ÷ target in money, where both units have one.
        case amountRate = 1
        /// The printed order of the units; villages, of which none is printed, by name.
        case printedOrder = 2
    }
    /// Points for being complete by a day.
    public struct ScoreStep: Hashable, Sendable {
        /// Points; nil = undetermined until the office decides.
        public var points: Int64?
        /// Last day; nil = not complete by the last day of the other steps.
        public var by: CivilDate?

        /// Creates a step.
        public init(points: Int64?, by: CivilDate?) {
            self.points = points
            self.by = by
        }
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
    /// What decides between equal rates, first first.
    public var ties: [TieBreak] = [.printedOrder]
    /// Whether units without a target are ranked by the persons in scope, as a roster says them.
    public var isOfRoster = false
    /// Percent of the target that the notice asks of units; nil where it prints none.
    public var unitPercent: Int64?
    /// Percent below which a unit stands on the follow-up list; nil = ``unitPercent``.
    public var linePercent: Int64?
    /// Category ids of the groups to be enrolled without exception.
    public var fullCoverage: [String] = []
    /// Points, in order of their days; the one without a day last.
    public var scores: [ScoreStep] = []
    /// Half months, where the notice asks for a bulletin of each.
    public var halfMonths: [ClosedRange<CivilDate>] = []
    /// Whether the notice itself asks for a ranking every week.
    public var isWeeklyAsked = false
    /// Day of the assessment; nil where none is printed.
    public var cutoff: CivilDate?
    /// The target of all units together as printed; zero where none is.
    public var printedTotal: Int64 = 0

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

    /// Every period that is decided once: weeks, half months, days of assessment.
    public var periods: [RankingPeriod] {
        let weeks = weekEnds.map { end in
            RankingPeriod(
                kind: .week,
                from: end.adding(days: -6),
                last: end,
                previousEnd: end.adding(days: -7),
                publishedOn: end.adding(days: 1),
                isVoluntary: !isWeeklyAsked
            )
        }
        let halves = halfMonths.map { days in
            RankingPeriod(
                kind: .halfMonth,
                from: days.lowerBound,
                last: days.upperBound,
                previousEnd: days.lowerBound.adding(days: -1)
            )
        }
        let days = Set(scores.compactMap(\.by) + [cutoff].compactMap { $0 })
        return weeks + halves
            + days.sorted().map {
                RankingPeriod(kind: .cutoff, last: $0, previousEnd: $0.adding(days: -7))
            }
    }
}

/// The days that one decided ranking is about.
public struct RankingPeriod: Hashable, Sendable {
    /// What it is.
    public var kind: RankingPublished.Kind
    /// First day; nil = of the season.
    public var from: CivilDate?
    /// Last day: payments made later do not count, whenever they arrive.
    public var last: CivilDate
    /// The day with whose end it is compared.
    public var previousEnd: CivilDate
    /// The day of publication; nil where neither notice nor reading fixes one.
    public var publishedOn: CivilDate?
    /// Whether no notice asks for it.
    public var isVoluntary = false

    /// `week-2022-10-23`, `half-2021-10-15`, `cutoff-2020-11-30`.
    public var id: String {
        switch kind {
        case .week: "week-\(last)"
        case .halfMonth: "half-\(last)"
        default: "cutoff-\(last)"
        }
    }

    /// Whether the targets set last count, whatever the day from which they hold.
    ///
    /// - Source: 004 附件1 说明, A-YJ-7: the assessment uses the figures that replace the
    ///   provisional ones; weekly figures keep the version of their day.
    var takesLatestTargets: Bool { kind == .cutoff }
}
