import Events

/// What an assessment reads of a pack: numbers only, laid out flat.
///
/// Days are days since 1970-01-01, money is fen, rules are indexes into `CompiledPolicy.rules`.
public struct AssessmentTables: Sendable {
    /// Terms of each category, by index.
    public var categories: [CategoryTable] = []
    /// Money of each category in each tier: index = category × tier count + tier.
    public var money: [MoneyTable] = []
    /// Premium of each tier.
    public var premiums: [Int64] = []
    /// Index of the ordinary category.
    public var ordinary = 0
    /// Categories that come from facts and not from lists: bit *n* = category *n*.
    public var derived: UInt64 = 0
    /// First and last day, and benefits.
    public var window = WindowTable()
    /// Newborn rule; `bornTo` before `bornFrom` = none.
    public var newborn = NewbornTable()
    /// Who may enrol: any one entry.
    public var scope: [ScopeTable] = []
    /// Who may not: by exclusion kind, mark, prefix, residence.
    public var exclusions: [ExclusionTable] = []
    /// Sets of which any one is needed for relief; empty = no condition.
    public var reliefNeeds: [UInt32] = []
    /// Marks by which a person gives up.
    public var waivers: [WaiverTable] = []
    /// Bits of marks that have a rule.
    public var knownMarks: UInt8 = 0
    /// Guardian rule: first birthdays required and warned; `Int32.max` = none.
    public var guardianRequiredFrom = Int32.max
    /// First birthday for which missing particulars are a warning.
    public var guardianWarnedFrom = Int32.max
    /// Phases in which somebody collects.
    public var phases: [PhaseTable] = []
    /// Collector of each channel: bit of `Channel.Collector`.
    public var collectors: [UInt8] = []
    /// Whether a household must be in one tier.
    public var householdSameTier = false
    /// Whether a first enrolment must be registered.
    public var registrationFirst = false
    /// Rules that are not of a category.
    public var rules = GeneralRules()

    /// Number of tiers.
    public var tierCount: Int { premiums.count }
}

/// A category's terms that do not depend on the tier.
public struct CategoryTable: Sendable {
    /// How a person comes in.
    public enum Kind: UInt8, Sendable {
        /// `CategoryDefinition.Membership` without its values.
        case otherwise, list, birth, approval, residence, newborn
    }
    /// How a person comes in.
    public var kind = Kind.list
    /// How the money is handled.
    public var mode = CategoryDefinition.Mode.selfPaid
    /// Whether somebody else bears a part.
    public var isRelief = false
    /// Whether the school collects.
    public var throughSchool = false
    /// Tier that members are put in; −1 = none.
    public var forcedTier = -1
    /// First birthday; `Int32.min` = no bound.
    public var bornFrom = Int32.min
    /// Last birthday.
    public var bornTo = Int32.max
    /// First day of approval that counts.
    public var approvedFrom = Int32.min
    /// Age on the day of approval, men.
    public var maleAge: Int32 = 0
    /// Age on the day of approval, women.
    public var femaleAge: Int32 = 0
    /// Last day of listing that counts.
    public var listedBy = Int32.max
    /// Any one of these sets of residence facts.
    public var anyOf: [UInt32] = []
    /// None of these residence facts.
    public var without: UInt32 = 0
    /// Kind of number needed; nil = any.
    public var identity: IdentityKind?
    /// The category's rule.
    public var rule = 0
}

/// A category's money in one tier.
public struct MoneyTable: Sendable {
    /// Whether the category's terms hold in the tier.
    public var holds = false
    /// What the person bears in the end.
    public var due: Int64 = 0
    /// What the person pays first.
    public var upfront: Int64 = 0
    /// What goes back under 先征后返; −1 = standard not set; 0 = no refund.
    public var rebate: Int64 = 0
    /// Number of funders in use.
    public var count = 0
    /// Funders.
    public var funders = SIMD4<UInt8>(repeating: 0)
    /// Shares, in fen.
    public var fen = SIMD4<Int64>(repeating: 0)
    /// Component of each share; 255 = the premium as a whole.
    public var components = SIMD4<UInt8>(repeating: 255)
}

/// First and last day, and benefits.
public struct WindowTable: Sendable {
    /// First day.
    public var opens: Int32 = 0
    /// Last day.
    public var closes: Int32 = 0
    /// First day of benefit for those in time; `Int32.min` = not printed.
    public var benefitFrom = Int32.min
    /// Last day of benefit; `Int32.max` = not printed.
    public var benefitTo = Int32.max
    /// What becomes of those who are late.
    public var late = CollectionWindow.LateOutcome.held
    /// Months of waiting; −1 = none printed.
    public var waitMonths = -1
    /// Whether a late payer keeps the relief.
    public var lateKeepsRelief = true
}

/// The newborn rule.
public struct NewbornTable: Sendable {
    /// First birthday.
    public var bornFrom = Int32.max
    /// Last birthday.
    public var bornTo = Int32.min
    /// Any one of these sets; empty = no condition.
    public var needs: [UInt32] = []
    /// Days after birth; −1 = `until`.
    public var days: Int32 = -1
    /// Last day.
    public var until: Int32 = 0
    /// Whether benefits run from birth.
    public var benefitFromBirth = false
}

/// One way into scope.
public struct ScopeTable: Sendable {
    /// Any one of these sets.
    public var anyOf: [UInt32] = []
    /// Kind of number needed; nil = any.
    public var identity: IdentityKind?
    /// The rule.
    public var rule = 0
}

/// One ground that keeps a person out.
public struct ExclusionTable: Sendable {
    /// Bit of the exclusion kind; 0 = none.
    public var exclusion: UInt8 = 0
    /// Bit of the mark; 0 = none.
    public var mark: UInt8 = 0
    /// Whether the forbidden prefix keeps out.
    public var prefix = false
    /// Residence facts, all of them; 0 = none.
    public var residence: UInt32 = 0
    /// A number of this kind lets the person in all the same.
    public var unless: IdentityKind?
    /// The rule.
    public var rule = 0
}

/// A mark by which a person gives up.
public struct WaiverTable: Sendable {
    /// Bit of the mark.
    public var mark: UInt8 = 0
    /// Categories that it is about; 0 = everybody who owes something.
    public var only: UInt64 = 0
    /// The rule.
    public var rule = 0
}

/// A phase in which somebody collects.
public struct PhaseTable: Sendable {
    /// First day.
    public var from: Int32 = 0
    /// Last day.
    public var to: Int32 = 0
    /// Bits of the collectors.
    public var collectors: UInt8 = 0
    /// The rule.
    public var rule = 0
}

/// Rules that are not of a category; −1 = the pack has none.
public struct GeneralRules: Sendable {
    /// First day.
    public var opens = -1
    /// Last day.
    public var closes = -1
    /// What follows the last day.
    public var late = -1
    /// Benefits.
    public var benefit = -1
    /// Several categories.
    public var conflict = -1
    /// Money above what is due.
    public var excess = -1
    /// Newborns.
    public var newborn = -1
    /// Guardian.
    public var guardian = -1
    /// Registration first.
    public var registration = -1
    /// One tier a household.
    public var household = -1
    /// Residence needed for relief.
    public var relief = -1
    /// Last day of lists.
    public var lists = -1
    /// First rule of scope.
    public var scope = -1
    /// Premium of the first tier; that of tier *n* follows at + *n*.
    public var premium = -1
}
