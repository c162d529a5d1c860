import Events

/// The document that a pack says.
public struct Notice: Hashable, Sendable {
    /// Its title.
    public var title: String
    /// Its number (`滕政办发〔2022〕24号`); empty where none is printed.
    public var number: String
    /// Its date; nil where none is printed.
    public var issued: CivilDate?
}

/// A tier (档次) with its price.
public struct Tier: Sendable {
    /// The id; empty for the only tier of a scheme.
    public var id: String
    /// The printed name.
    public var name: String
    /// Other names.
    public var aliases: [String]
    /// The parts of the price.
    public var components: [Component]
    /// The whole price (个人缴费标准).
    public var premium: Money { components.reduce(into: .zero) { $0 += $1.amount } }

    /// A part of the price (基本医疗保险, 补充医疗保险).
    public struct Component: Sendable {
        /// The id.
        public var id: String
        /// How much.
        public var amount: Money
        /// Where it comes from.
        public var citation: Citation
    }
}

/// Who bears a share.
public struct Funder: Hashable, Sendable {
    /// The id.
    public var id: String
    /// The name as printed.
    public var name: String
    /// Other names.
    public var aliases: [String]
    /// Where it comes from.
    public var citation: Citation
}

/// An office that supplies lists.
public struct Bureau: Hashable, Sendable {
    /// The id.
    public var id: String
    /// The name as printed.
    public var name: String
    /// Other names.
    public var aliases: [String]
    /// Ids of the categories that it may supply.
    public var supplies: [String]
    /// Where it comes from.
    public var citation: Citation
}

/// A way to pay.
public struct Channel: Hashable, Sendable {
    /// Who takes the money.
    public enum Collector: String, CaseIterable, Sendable {
        /// The village, in cash or with its device.
        case village
        /// The payer pays without any collector.
        case selfService
        /// A bank's or credit union's counter.
        case bank
        /// The school.
        case school
        /// An office's window.
        case office
    }
    /// The id.
    public var id: String
    /// The name as printed.
    public var name: String
    /// Other names.
    public var aliases: [String]
    /// Who takes the money.
    public var collector: Collector
    /// Where it comes from.
    public var citation: Citation
}

/// A part of the season, and who may collect in it.
public struct Phase: Sendable {
    /// The id (names of `windows.csv`).
    public var id: String
    /// The printed name.
    public var name: String
    /// First day; nil where none is printed.
    public var from: CivilDate?
    /// Last day.
    public var to: CivilDate?
    /// Who may collect; empty where the phase is not about collecting.
    public var collects: [Channel.Collector]
    /// What follows, in words.
    public var next: String
    /// Where it comes from.
    public var citation: Citation
}

/// When money counts, what follows, and from when there are benefits.
public struct CollectionWindow: Sendable {
    /// What becomes of a person who is complete after the last day.
    public enum LateOutcome: String, CaseIterable, Sendable {
        /// Insured, with a waiting period (003 二（四）).
        case covered
        /// Money is held until somebody decides.
        case held
        /// Money goes back (004 二（三）).
        case refused
    }
    /// First day.
    public var opens: Cited<CivilDate>
    /// Last day.
    public var closes: Cited<CivilDate>
    /// First day of benefit for those who paid in time; nil where the notice fixes none.
    public var benefitFrom: Cited<CivilDate>?
    /// Last day of benefit; nil where the notice fixes none.
    public var benefitTo: Cited<CivilDate>?
    /// What becomes of those who are late.
    public var late: Cited<LateOutcome>
    /// Whole months of waiting, from the month after payment; nil where none are printed.
    public var waitMonths: Cited<Int>?
    /// Whether a late payer keeps the relief of the category.
    public var lateKeepsRelief: Bool
}

/// A rule for children born in the season.
public struct NewbornRule: Sendable {
    /// First birthday that it holds for.
    public var bornFrom: CivilDate
    /// Last birthday that it holds for.
    public var bornTo: CivilDate
    /// Any one of these sets of residence facts must hold; empty = all residents in scope.
    public var needs: [Residence]
    /// Days after the day of birth within which the premium must be complete; nil = ``until``.
    public var days: Int?
    /// Last day to be complete, where no number of days is printed.
    public var until: CivilDate?
    /// Whether benefits run from the day of birth.
    public var benefitFromBirth: Bool
    /// Where it comes from.
    public var citation: Citation
}

/// Who may enrol.
public struct ScopeRule: Sendable {
    /// Any one of these sets of residence facts lets a person in.
    public var anyOf: [Residence]
    /// Kind of number that is needed beside; nil = any.
    public var identity: IdentityKind?
    /// Where it comes from.
    public var citation: Citation
}

/// Who may not enrol.
public struct ScopeExclusion: Sendable {
    /// What keeps a person out.
    public enum Ground: Hashable, Sendable {
        /// Another insurance.
        case insured(Exclusion.Kind)
        /// A mark of an office.
        case mark(Mark.Kind)
        /// The number begins so (ASCII).
        case numberPrefix(String)
        /// All of these residence facts, without a number of the kind.
        case residence(Residence, unless: IdentityKind?)
    }
    /// What keeps a person out.
    public var ground: Ground
    /// Where it comes from.
    public var citation: Citation
}

/// What a mark does that does not put a person out of scope.
public struct WaiverMark: Sendable {
    /// The mark: money declined, or entitlement given up.
    public var mark: Mark.Kind
    /// Ids of the categories that it is about; empty = everybody who owes something.
    public var only: [String]
    /// Where it comes from.
    public var citation: Citation
}

/// When a guardian's particulars must be there.
public struct GuardianRule: Sendable {
    /// Born on or after this day: the registration is incomplete without them.
    public var requiredFrom: CivilDate
    /// Born on or after this day: a warning.
    public var warnedFrom: CivilDate
    /// Where it comes from.
    public var citation: Citation
}

/// A day by which somebody must have done something.
public struct Duty: Sendable {
    /// The id.
    public var id: String
    /// Who.
    public var who: String
    /// What.
    public var what: String
    /// The day.
    public var by: CivilDate?
    /// A number of days (notice of at least seven days); nil where the duty is a day.
    public var days: Int?
    /// Where it comes from.
    public var citation: Citation
}
