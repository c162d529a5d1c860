import Events
import Policy

/// The outcome of one assessment: fixed size, no heap.
///
/// Indexes are those of the `CompiledPolicy` that gave it; ``assessment(under:)`` spells them out.
public struct Verdict: Hashable, Sendable {
    /// Where the person stands.
    public var status = AssessmentStatus.unpaid
    /// Whether the person counts as enrolled, and shares are to be posted.
    public var isCovered = false
    /// Number of ``funders`` and ``funderFen`` in use, 0…4.
    public var shareCount: UInt8 = 0
    /// Number of ``rules`` in use, 0…8.
    public var ruleCount: UInt8 = 0
    /// Tier; −1 when none is known.
    public var tier: Int8 = -1
    /// Category applied; −1 for a person out of scope.
    public var category: Int16 = -1
    /// Things to look at.
    public var flags = AssessmentFlags()
    /// Day that counts, days since 1970-01-01; ``Verdict/noDay`` while not covered.
    public var enrolledDay = Verdict.noDay
    /// First day of benefit; ``Verdict/noDay`` where the scheme fixes none.
    public var benefitDay = Verdict.noDay
    /// Categories that matched and were not applied: bit *n* = category *n*.
    public var otherCategories: UInt64 = 0
    /// Whole premium, in fen.
    public var premiumFen: Int64 = 0
    /// What the person bears in the end, in fen.
    public var dueFen: Int64 = 0
    /// What the person pays first, in fen.
    public var upfrontFen: Int64 = 0
    /// What goes back of the money received, in fen.
    public var refundFen: Int64 = 0
    /// Money received, in fen.
    public var receivedFen: Int64 = 0
    /// Funders of the shares.
    public var funders = SIMD4<UInt8>(repeating: 0)
    /// Shares, in fen; with ``dueFen`` they sum to ``premiumFen`` for a person in scope.
    public var funderFen = SIMD4<Int64>(repeating: 0)
    /// Rules that decided, the deciding one first.
    public var rules = SIMD8<UInt16>(repeating: 0)

    /// Stands for «no day».
    public static let noDay = Int32.min

    /// Creates the verdict on a person of whom nothing is known.
    public init() {}

    /// The day that counts; nil while not covered.
    public var enrolledOn: CivilDate? {
        enrolledDay == Verdict.noDay ? nil : CivilDate(day: enrolledDay)
    }

    /// First day of benefit; nil where the scheme fixes none.
    public var benefitStart: CivilDate? {
        benefitDay == Verdict.noDay ? nil : CivilDate(day: benefitDay)
    }

    /// Adds a rule unless it stands there already or eight do; −1 is no rule.
    @inlinable
    mutating func add(rule: Int) {
        if rule < 0 { return }
        let rule = UInt16(truncatingIfNeeded: rule)
        for place in 0..<Int(ruleCount) where rules[place] == rule { return }
        if ruleCount == 8 { return }
        rules[Int(ruleCount)] = rule
        ruleCount += 1
    }

    /// Puts a rule in front; −1 is no rule.
    @inlinable
    mutating func decide(by rule: Int) {
        if rule < 0 { return }
        let rule = UInt16(truncatingIfNeeded: rule)
        var moved = SIMD8<UInt16>(repeating: 0)
        moved[0] = rule
        var count = 1
        for place in 0..<Int(ruleCount) where rules[place] != rule && count < 8 {
            moved[count] = rules[place]
            count += 1
        }
        rules = moved
        ruleCount = UInt8(count)
    }
}
