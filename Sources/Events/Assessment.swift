/// Where a person stands in the season.
///
/// Raw values are wire format.
///
/// Declared in order of precedence (golden README, «Precedence of statuses»): the first that
/// applies is the one given.
public enum AssessmentStatus: UInt8, Sendable, CaseIterable {
    /// Outside the scope of the scheme, or withdrawn: everything paid goes back.
    case ineligible = 1
    /// Something that must be registered is missing; money is held.
    case registrationIncomplete = 2
    /// Members of one household chose different tiers; money is held.
    case tierConflict = 3
    /// Paid before the first day; money is held for review.
    case early = 4
    /// Declared in writing not to pay, or deemed to have given up.
    case waived = 5
    /// Nothing paid.
    case unpaid = 6
    /// Less than due; money is held.
    case underpaid = 7
    /// Complete after the last day: insured after a wait, or held, as the scheme says.
    case late = 8
    /// Complete after the last day where the scheme refuses: everything goes back.
    case lateRejected = 9
    /// Insured; a second payment of the whole amount goes back.
    case duplicate = 10
    /// Insured; the excess goes back.
    case overpaid = 11
    /// Insured.
    case insured = 12

    /// The name in files (`late-rejected`).
    public var name: String {
        switch self {
        case .ineligible: "ineligible"
        case .registrationIncomplete: "registration-incomplete"
        case .tierConflict: "tier-conflict"
        case .early: "early"
        case .waived: "waived"
        case .unpaid: "unpaid"
        case .underpaid: "underpaid"
        case .late: "late"
        case .lateRejected: "late-rejected"
        case .duplicate: "duplicate"
        case .overpaid: "overpaid"
        case .insured: "insured"
        }
    }
}

/// A sum and who bears it.
public struct Share: Hashable, Sendable {
    /// Funder id of the pack, or channel id for a receipt.
    public var party: String
    /// The sum.
    public var amount: Money

    /// Creates a share.
    public init(party: String, amount: Money) {
        self.party = party
        self.amount = amount
    }
}

/// What a person owes, who funds the rest, and what has become of the money received.
///
/// Amounts hold if the person enrols; they are posted only when ``isCovered``.
public struct Assessment: Hashable, Sendable {
    /// Where the person stands.
    public var status: AssessmentStatus = .unpaid
    /// Whether the person counts as enrolled, and shares are posted.
    public var isCovered = false
    /// Category id applied.
    public var category = ""
    /// Unit that the person is counted for; empty = unassigned.
    public var unit = ""
    /// Tier; empty where the scheme has one.
    public var tier = ""
    /// The whole premium (个人缴费标准).
    public var premium = Money.zero
    /// What the person bears in the end.
    public var due = Money.zero
    /// What the person pays first; differs from ``due`` under 先征后返 only.
    public var upfront = Money.zero
    /// What each funder bears; with ``due`` they sum to ``premium`` for a person in scope.
    public var shares: [Share] = []
    /// Received and not taken back, per channel.
    public var receipts: [Share] = []
    /// Of the receipts, what goes back.
    public var refund = Money.zero
    /// The day that counts: of completion by payment, or of listing; nil while not covered.
    public var enrolledOn: CivilDate?
    /// First day of benefit, where the scheme fixes one.
    public var benefitStart: CivilDate?
    /// Rule ids of the pack that decided, the deciding one first.
    public var rules: [String] = []
    /// Things to look at (`rebatePending`, `noBenefitThisYear`, `wrongTier` …).
    public var flags: [String] = []
    /// Category ids that matched and were not applied.
    public var otherCategories: [String] = []
    /// Key of the household; 0 where the pack has no rule for households or none is known.
    public var household: UInt64 = 0

    /// Creates the assessment of a person with nothing paid and nothing due.
    public init() {}

    /// The sum of ``receipts``.
    public var received: Money { receipts.reduce(into: .zero) { $0 += $1.amount } }
}
