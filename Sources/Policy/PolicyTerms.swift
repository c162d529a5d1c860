import Events

/// What one notice says, section by section, as the pack's files write it.
public struct PolicyTerms: Sendable {
    /// Id of the scheme; the name of its folder.
    public var scheme = ""
    /// The place that issued the notice.
    public var place = ""
    /// The year that the premium buys.
    public var coverageYear: Cited<Int>
    /// The document.
    public var notice: Notice
    /// Settings for what the notice leaves open.
    public var readings: [Reading] = []
    /// Tiers, at least one.
    public var tiers: [Tier] = []
    /// Fiscal subsidy a head (财政补助), for information only; nil where none is printed.
    public var fiscalSubsidy: Cited<Money>?
    /// When money counts.
    public var window: CollectionWindow
    /// Parts of the season.
    public var phases: [Phase] = []
    /// Rule for newborns; nil = the window holds for them as for everybody.
    public var newborn: NewbornRule?
    /// Who may enrol.
    public var scope: [ScopeRule] = []
    /// Who may not.
    public var exclusions: [ScopeExclusion] = []
    /// Sets of residence facts of which any one is needed for relief; nil = all in scope.
    public var reliefResidence: Cited<[Residence]>?
    /// Last day of listing that counts; nil = none.
    public var listsBy: Cited<CivilDate>?
    /// Marks by which a person gives up.
    public var waiverMarks: [WaiverMark] = []
    /// Guardian's particulars.
    public var guardian: GuardianRule?
    /// Whether a first enrolment must be registered before it is paid.
    public var registrationFirst: Citation?
    /// Whether a household must be in one tier.
    public var householdSameTier: Citation?
    /// What decides between several categories.
    public var conflict: Citation
    /// Why money above what is due goes back.
    public var excess: Citation
    /// Groups, in the order of the document; exactly one is `otherwise`.
    public var categories: [CategoryDefinition] = []
    /// Who bears shares.
    public var funders: [Funder] = []
    /// Who supplies lists.
    public var bureaus: [Bureau] = []
    /// Ways to pay.
    public var channels: [Channel] = []
    /// Accounts, deposits, signatures, applications.
    public var offices = OfficeRules()
    /// Progress, ranking, scores.
    public var ranking: RankingSettings
    /// Days by which somebody must have done something.
    public var duties: [Duty] = []
    /// Units in the order of the notice's table.
    public var units: [PolicyUnit] = []
    /// The total that the table prints; nil where it prints none.
    public var printedTotal: Cited<Int64>?
}
