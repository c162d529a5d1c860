import Events

/// A group of people whom the notice treats alike.
public struct CategoryDefinition: Sendable {
    /// How the money of the group is handled.
    public enum Mode: String, CaseIterable, Sendable {
        /// The person pays everything.
        case selfPaid
        /// The person pays nothing.
        case waived
        /// The person pays a part.
        case reduced
        /// The person pays everything first and gets a part back (先征后返).
        case refundLater
        /// In the 100 % target, without any money.
        case coverageOnly

        /// Whether somebody else bears a part.
        public var isRelief: Bool { self == .waived || self == .reduced || self == .refundLater }
    }

    /// How a person comes into the group.
    public enum Membership: Sendable {
        /// Everybody who is in no other.
        case otherwise
        /// A bureau's list.
        case list
        /// Birth date: first day (nil = no bound) and last day.
        case birth(from: CivilDate?, to: CivilDate)
        /// A bureau's list with a date of approval, and an age on that date by sex.
        case approval(from: CivilDate, maleAge: Int, femaleAge: Int)
        /// Residence facts: any one of the sets, and none of `without`; `identity` nil = any.
        case residence(anyOf: [Residence], without: Residence, identity: IdentityKind?)
        /// The newborn rule of the pack.
        case newborn
    }

    /// Someone's part of the premium.
    public struct Share: Sendable {
        /// `person` or a funder's id.
        public var party: String
        /// Component that it goes to; nil = the premium as a whole.
        public var component: String?
        /// How much.
        public var amount: ShareAmount
    }

    /// What goes back under 先征后返.
    public struct Refund: Sendable {
        /// The standard; nil = not printed and not set: nothing is computed.
        public var amount: Money?
        /// Funder's id.
        public var funder: String
        /// The office that pays it out; empty where none is printed.
        public var payingOffice: String
    }

    /// The id.
    public var id: String
    /// The printed name.
    public var name: String
    /// Other names.
    public var aliases: [String]
    /// Names that cover more than this group: taken, and the missing attribute flagged.
    public var umbrellas: [String]
    /// How a person comes in.
    public var membership: Membership
    /// Tiers in which the group's terms hold; empty = all.
    public var tiers: [String]
    /// Tier that members are put in whatever they chose; empty = none.
    public var forcedTier: String
    /// How the money is handled.
    public var mode: Mode
    /// Who bears what; empty for modes without relief and for refunds.
    public var shares: [Share]
    /// What goes back; for mode `refundLater`.
    public var refund: Refund?
    /// Last day of listing that counts; nil = no day of its own.
    public var listedBy: CivilDate?
    /// Whether the group stands in the 100 % target.
    public var isFullCoverage: Bool
    /// Whether members must hold a certificate.
    public var needsCertificate: Bool
    /// Whether the school collects from the group.
    public var paysThroughSchool: Bool
    /// Where it comes from.
    public var citation: Citation
    /// Where it stands in the pack.
    var place: SourcePlace
}

/// A part of the premium as a pack writes it.
public enum ShareAmount: Hashable, Sendable {
    /// `1/2`, `0`, `all`.
    case fraction(numerator: Int64, denominator: Int64)
    /// `525 yuan`.
    case money(Money)
    /// `rest`: what the others leave.
    case rest

    /// So that any amount can be divided by it.
    private static let denominatorMax: Int64 = 10_000

    /// Reads the form of a pack; nil when it is none.
    public init?(_ text: String) {
        switch text {
        case "all": self = .fraction(numerator: 1, denominator: 1)
        case "none", "0": self = .fraction(numerator: 0, denominator: 1)
        case "rest": self = .rest
        default:
            if text.hasSuffix(" yuan") {
                guard case .success(let money) = Money.parse(yuan: Array(text.dropLast(5).utf8))
                else { return nil }
                self = .money(money)
                return
            }
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let numerator = Int64(parts[0]),
                let denominator = Int64(parts[1]),
                (1...ShareAmount.denominatorMax).contains(denominator),
                (0...denominator).contains(numerator)
            else { return nil }
            self = .fraction(numerator: numerator, denominator: denominator)
        }
    }
}
