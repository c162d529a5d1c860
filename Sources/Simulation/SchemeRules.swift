/// What a scheme has beyond categories, lists and stories; left out, there is none of it.
struct SchemeRules: Sendable {
    /// Who fills the units' targets, and who counts in their ranking.
    enum Counting: Sendable {
        /// Everybody.
        case everybody
        /// Those who owe something themselves.
        case payers
    }

    /// Who is counted.
    var counting = Counting.everybody
    /// Whether who pays late is covered all the same.
    var coversLate = false
    /// Ids of the tiers; empty where there is one.
    var tiers: [String] = []
    /// Reasons to be outside the scope.
    var scopes: [Scope] = [.employee, .elsewhere, .withdrawn, .deceased, .withoutBasis]
    /// Residences of those whom lists may name.
    var listed: Set<Residence> = [.local]
    /// Residences of those who may owe less; nil = all.
    var relieved: Set<Residence>?
    /// Categories of which the village makes a return, by residence.
    var returned: [Residence: Int] = [:]
    /// Whether a first enrolment must be registered before its payment counts.
    var registersFirst = false
    /// First birth day of children whose registration must name the guardian.
    var guardedFrom: Day?
    /// Birth days of newborns of the season.
    var newborns: ClosedRange<Day>?
    /// Whether people refuse in writing.
    var takesRefusals = false
    /// The category that depends on a date of approval.
    var approval: ApprovalScript?
    /// What makes a payment row unacceptable.
    var faults = Fault.allCases.filter { $0 != .tierUnknown }
    /// What the existing system numbers begin with.
    var systemPrefix = ""
    /// Whether the roster has the column 出生日期.
    var rosterTellsBirth = false
    /// Whether the targets print amounts beside persons.
    var targetsPrintAmounts = false
}
