import Events

/// What is known of one person, in the form that ``Assessor`` reads.
///
/// One value is filled, assessed, emptied by ``reset()`` and filled again, so that the common path
/// allocates nothing.
public struct PersonFacts: Sendable {
    /// Birth date; nil when not known.
    public var birth: CivilDate?
    /// Sex.
    public var sex = Sex.unknown
    /// Kind of number.
    public var identity = IdentityKind.residentID
    /// Whether the number begins with the forbidden prefix of the pack (002 附2五).
    public var hasForbiddenPrefix = false
    /// Where the person lives and studies.
    public var residence = Residence.localHukou
    /// Other insurance that covers the person.
    public var exclusions = ExclusionSet()
    /// Marks of the offices.
    public var marks = MarkSet()
    /// Whether the guardian's particulars are there.
    public var guardian = GuardianData.notAsked
    /// Whether a first enrolment is registered.
    public var registration = RegistrationState.notNeeded
    /// Tier chosen, index into `CompiledPolicy.tiers`; −1 when none is known.
    public var tier = -1
    /// Tier of the household's ordinary members; −1 when none is known.
    public var householdTier = -1
    /// Active listings, in any order.
    public var listings: ContiguousArray<Listing> = []
    /// Payments without those taken back, by (paid-at, id).
    public var payments: ContiguousArray<PaidAmount> = []
    /// The last decision of an office on money held; nil when there is none.
    public var decision: PersonDecision?
    /// Whether a late payer is enrolled all the same, by decision.
    var isLateAccepted = false
    /// Rebate standards that take the place of the pack's, for tests of a 先征后返 pack.
    public var rebates: [RebateStandard] = []
    /// Things that whoever filled the facts noticed (unknown category, attribute missing …).
    public var noticed = AssessmentFlags()

    /// Creates the facts of a person of whom nothing is known but local hukou.
    public init() {}

    /// Forgets the person, keeps the memory.
    public mutating func reset() {
        birth = nil
        sex = .unknown
        identity = .residentID
        hasForbiddenPrefix = false
        residence = .localHukou
        exclusions = []
        marks = []
        guardian = .notAsked
        registration = .notNeeded
        tier = -1
        householdTier = -1
        listings.removeAll(keepingCapacity: true)
        payments.removeAll(keepingCapacity: true)
        decision = nil
        if !rebates.isEmpty { rebates.removeAll(keepingCapacity: true) }
        noticed = []
    }
}

/// A person's row on an active list.
public struct Listing: Hashable, Sendable {
    /// Index into `CompiledPolicy.categories`.
    public var category: Int
    /// From when the person is listed; nil = in time.
    public var listedOn: CivilDate?
    /// Date of approval, where the category asks for it.
    public var approvedOn: CivilDate?
    /// False when the list gives an umbrella name without the attribute that tells the category.
    public var isAttributeKnown: Bool

    /// Creates a listing.
    public init(
        category: Int,
        listedOn: CivilDate? = nil,
        approvedOn: CivilDate? = nil,
        isAttributeKnown: Bool = true
    ) {
        self.category = category
        self.listedOn = listedOn
        self.approvedOn = approvedOn
        self.isAttributeKnown = isAttributeKnown
    }
}

/// One payment received.
public struct PaidAmount: Hashable, Sendable {
    /// When the payer paid.
    public var paidAt: CivilTime
    /// How much.
    public var amount: Money
    /// Index into `CompiledPolicy.channels`; −1 when the pack does not know the channel.
    public var channel: Int

    /// Creates a payment.
    public init(paidAt: CivilTime, amount: Money, channel: Int = -1) {
        self.paidAt = paidAt
        self.amount = amount
        self.channel = channel
    }
}

/// An office's decision on money held.
public struct PersonDecision: Hashable, Sendable {
    /// What was decided.
    public var kind: Decision.Kind
    /// When: it is about money received until then.
    public var decidedAt: CivilTime

    /// Creates a decision.
    public init(kind: Decision.Kind, decidedAt: CivilTime) {
        self.kind = kind
        self.decidedAt = decidedAt
    }
}

/// A rebate standard for one category.
public struct RebateStandard: Hashable, Sendable {
    /// Index into `CompiledPolicy.categories`.
    public var category: Int
    /// What goes back to the person.
    public var amount: Money

    /// Creates a standard.
    public init(category: Int, amount: Money) {
        self.category = category
        self.amount = amount
    }
}

/// Whether the guardian's particulars are registered.
public enum GuardianData: UInt8, Sendable {
    /// Nobody asked: an adult, or a child renewed from the base table.
    case notAsked = 0
    /// Name and number are there.
    case given = 1
    /// They should be there and are not.
    case missing = 2
}

/// Whether a first enrolment is registered.
public enum RegistrationState: UInt8, Sendable {
    /// On the roster, or the scheme asks for none.
    case notNeeded = 0
    /// Registered.
    case present = 1
    /// Neither on the roster nor registered.
    case missing = 2
}

/// Kinds of other insurance, as a set.
public struct ExclusionSet: OptionSet, Hashable, Sendable {
    /// Bit *n* stands for `Exclusion.Kind` of raw value *n*.
    public let rawValue: UInt8

    /// Creates a set of its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The set of one kind.
    public init(_ kind: Exclusion.Kind) { rawValue = 1 << kind.rawValue }
}

/// Kinds of marks, as a set.
public struct MarkSet: OptionSet, Hashable, Sendable {
    /// Bit *n* stands for `Mark.Kind` of raw value *n*.
    public let rawValue: UInt8

    /// Creates a set of its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The set of one kind.
    public init(_ kind: Mark.Kind) { rawValue = 1 << kind.rawValue }
}
