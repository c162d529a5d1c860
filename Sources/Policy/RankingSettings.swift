import Events

/// How progress is measured, ranked, scored and published.
public struct RankingSettings: Sendable {
    /// Who counts in the numerator.
    public enum Counting: String, CaseIterable, Sendable {
        /// Everybody enrolled: paid, or fully funded.
        case enrolled
        /// Those who paid a share themselves.
        case payers
    }
    /// What stands in the denominator.
    public enum Base: String, CaseIterable, Sendable {
        /// The printed number of persons.
        case headcount
        /// The printed population.
        case population
        /// Persons on the payment roster.
        case roster
    }
    /// What decides between equal rates, first first.
    public enum TieBreak: String, CaseIterable, Sendable {
        /// Rate of the amounts.
        case amountRate
        /// The printed order of the units.
        case printedOrder
    }
    /// What a target rate is about.
    public enum Group: String, CaseIterable, Sendable {
        /// Every unit.
        case units
        /// The groups marked `fullCoverage`.
        case fullCoverageGroups
    }
    /// A rate to reach.
    public struct TargetRate: Sendable {
        /// Whole percent.
        public var percent: Int
        /// What it is about.
        public var of: Group
        /// Where it comes from.
        public var citation: Citation
    }
    /// Points for being complete by a day.
    public struct ScoreBand: Sendable {
        /// Points; nil = undetermined until somebody decides.
        public var points: Int?
        /// Last day; nil = no completion by the last day of the other bands.
        public var by: CivilDate?
        /// The office that gives the points where none are printed; empty where they are.
        public var decidedBy = ""
        /// Where it comes from.
        public var citation: Citation
    }
    /// How often something is published.
    public enum Period: String, CaseIterable, Sendable {
        /// Monday to Sunday, published on the Monday after.
        case weekly
        /// 1st–15th, 16th–end of the month.
        case halfMonth
        /// At the office's discretion; the notice prints no frequency.
        case unprinted
    }
    /// What is published, and how often.
    public struct Publication: Sendable {
        /// `ranking` or `bulletin`.
        public var what: String
        /// How often.
        public var every: Period
        /// Where it comes from.
        public var citation: Citation
    }
    /// Who counts.
    public var counts: Counting
    /// Of what.
    public var base: Base
    /// Where that comes from.
    public var citation: Citation
    /// What decides between equals.
    public var ties: [TieBreak]
    /// Rates to reach.
    public var targetRates: [TargetRate]
    /// Points.
    public var scores: [ScoreBand]
    /// What is published.
    public var publications: [Publication]
    /// Percent below which a unit is followed up (通报); nil = the rate asked of units.
    public var line: Cited<Int>?
    /// Day of the assessment; nil where none is printed.
    public var cutoff: Cited<CivilDate>?
}
