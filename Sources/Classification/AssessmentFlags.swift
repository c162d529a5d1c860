/// Things to look at, beside the status.
public struct AssessmentFlags: OptionSet, Hashable, Sendable {
    /// The bits.
    ///
    /// Not wire format: ``names`` are.
    public let rawValue: UInt32

    /// Creates a set of its bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    private init(bit: UInt32) { rawValue = 1 << bit }

    /// A rebate is owed in principle and its standard is not set (001 二（一）).
    public static let rebatePending = AssessmentFlags(bit: 0)
    /// The wait ends after the coverage year (003 二（四）).
    public static let noBenefitThisYear = AssessmentFlags(bit: 1)
    /// The notice does not say from when the person has benefits.
    public static let benefitStartOpen = AssessmentFlags(bit: 2)
    /// A category matched whose relief is written for another tier.
    public static let wrongTier = AssessmentFlags(bit: 3)
    /// A list names a category that the scheme does not have.
    public static let unknownCategory = AssessmentFlags(bit: 4)
    /// An umbrella name without the attribute that tells the category.
    public static let attributeMissing = AssessmentFlags(bit: 5)
    /// Listed after the day by which lists had to be in: gives nothing.
    public static let listedLate = AssessmentFlags(bit: 6)
    /// A list contradicts the birth date or the hukou.
    public static let listContradicted = AssessmentFlags(bit: 7)
    /// A status certified by another place.
    public static let statusElsewhere = AssessmentFlags(bit: 8)
    /// Named in the 100 % target, not in the list of funded groups.
    public static let coverageOnly = AssessmentFlags(bit: 9)
    /// The category asks for a date of approval that is not there.
    public static let approvalMissing = AssessmentFlags(bit: 10)
    /// The guardian's particulars are missing where they are asked for.
    public static let guardianMissing = AssessmentFlags(bit: 11)
    /// The person's tier differs from the household's, and may.
    public static let householdTierDiffers = AssessmentFlags(bit: 12)
    /// A member of the household has not paid.
    public static let householdIncomplete = AssessmentFlags(bit: 13)
    /// The scheme collects from this person through the school.
    public static let schoolChannel = AssessmentFlags(bit: 14)
    /// A village collected after its phase.
    public static let collectedOutsidePhase = AssessmentFlags(bit: 15)
    /// Money from before the first day is held beside the enrolment.
    public static let earlyMoney = AssessmentFlags(bit: 16)
    /// The scheme puts the person in another tier than the one chosen.
    public static let tierForced = AssessmentFlags(bit: 17)
    /// No tier is known.
    public static let tierUnset = AssessmentFlags(bit: 18)
    /// An office's mark has no rule in this scheme.
    public static let markWithoutRule = AssessmentFlags(bit: 19)
    /// Paid late, and so lost the relief (002 §2).
    public static let reliefLost = AssessmentFlags(bit: 20)
    /// Listed in a category that needs the hukou that the person lacks.
    public static let reliefNeedsHukou = AssessmentFlags(bit: 21)
    /// The amount still owed is not printed (002 §2: 政府补贴).
    public static let standardNotSet = AssessmentFlags(bit: 22)
    /// A payment names a channel that the pack does not know.
    public static let unknownChannel = AssessmentFlags(bit: 23)

    /// A certificate that the category asks for is missing (002 附2三).
    public static let certificateMissing = AssessmentFlags(bit: 24)

    /// Money held was released by an office's decision (F-078).
    public static let decided = AssessmentFlags(bit: 25)
    /// A decision on money that nobody holds, or that the scheme does not leave to anybody.
    public static let decisionWithoutItem = AssessmentFlags(bit: 26)
    /// Money was paid back before anything was due back: it waits.
    public static let refundWaiting = AssessmentFlags(bit: 27)
    /// More was paid back than is due back: what does not fit is posted to nothing (F-068).
    public static let refundExcess = AssessmentFlags(bit: 28)
    /// Money was paid back by an office that does not pay this refund (001 五（二）).
    public static let refundWrongOffice = AssessmentFlags(bit: 29)

    private static let table = [
        "rebatePending", "noBenefitThisYear", "benefitStartOpen", "wrongTier", "unknownCategory",
        "attributeMissing", "listedLate", "listContradicted", "statusElsewhere", "coverageOnly",
        "approvalMissing", "guardianMissing", "householdTierDiffers", "householdIncomplete",
        "schoolChannel", "collectedOutsidePhase", "earlyMoney", "tierForced", "tierUnset",
        "markWithoutRule", "reliefLost", "reliefNeedsHukou", "standardNotSet", "unknownChannel",
        "certificateMissing", "decided", "decisionWithoutItem", "refundWaiting", "refundExcess",
        "refundWrongOffice",
    ]

    /// The names, as `Assessment.flags` carries them.
    public var names: [String] {
        AssessmentFlags.table.indices.filter { rawValue >> UInt32($0) & 1 == 1 }
            .map { AssessmentFlags.table[$0] }
    }
}
