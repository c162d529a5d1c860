/// What a dossier is about: a unit, a funder or a collection serial, in one scheme.
public struct DossierSubject: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Kinds of subjects.
    ///
    /// Raw values are wire format.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// A unit or village: slips, signatures, rosters, imports, receipts, notices.
        case unit = 1
        /// A funder: applications, money received, transfers, treasury deposits of it.
        case funder = 2
        /// A collection serial 征集流水号: its issue, invoices, treasury deposits.
        case serial = 3
    }
    /// The kind.
    public var kind: Kind
    /// Canonical unit, funder id, or serial.
    public var id: String

    /// Creates a subject.
    public init(kind: Kind, id: String) {
        self.kind = kind
        self.id = id
    }

    /// Orders by kind, then id.
    public static func < (lhs: DossierSubject, rhs: DossierSubject) -> Bool {
        (lhs.kind.rawValue, lhs.id) < (rhs.kind.rawValue, rhs.id)
    }

    /// `unit:鲍沟镇`.
    public var description: String { "\(kind):\(id)" }
}

/// A place where money of offices is; a move goes from one to another.
///
/// The ledger keeps one account for each (Docs/ledger.md).
public struct MoneyPlace: Hashable, Sendable {
    /// Kinds of places.
    ///
    /// Raw values are wire format.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// Cash that a village has handed over, by handler: takes from what it collected.
        case cashDeposited = 1
        /// A collection account 归集户, by account id of the pack.
        case collectionAccount = 2
        /// The treasury 国库.
        case treasury = 3
        /// A pending-remittance account 待报解, by account id of the pack.
        case pendingRemittance = 4
        /// Applied for and not yet received, by funder.
        case fundingApplied = 5
        /// Of what a funder owes, the part that an application claims.
        case fundingClaimed = 6
        /// Money of a funder on its way, by the office that holds it.
        case fundingInTransit = 7
        /// Received above what was applied for, by funder.
        case fundingSurplus = 8
    }
    /// The kind.
    public var kind: Kind
    /// Canonical unit; empty where the kind has none.
    public var unit: String
    /// Handler, account, funder or office.
    public var party: String

    /// Creates a place.
    public init(_ kind: Kind, unit: String = "", party: String = "") {
        self.kind = kind
        self.unit = unit
        self.party = party
    }
}

/// Money that went from one place to another: balanced by its form.
public struct MoneyMove: Hashable, Sendable {
    /// Where it was: credited.
    public var from: MoneyPlace
    /// Where it is: debited.
    public var to: MoneyPlace
    /// How much; above zero.
    public var amount: Money

    /// Creates a move.
    public init(from: MoneyPlace, to: MoneyPlace, amount: Money) {
        self.from = from
        self.to = to
        self.amount = amount
    }
}

/// One line of a dossier: what was recorded, where it stands, and the money that it moved.
public struct DossierItem: Hashable, Sendable {
    /// What it is.
    ///
    /// Raw values are wire format.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// A deposit slip 缴款单 (F-070, F-082).
        case deposit = 1
        /// A day of a village: registered cash against slips (F-071, F-072, F-094).
        case day = 2
        /// A document and its signatures (F-084, F-085, F-088).
        case signing = 3
        /// The roster of a unit against its slips (F-083).
        case roster = 4
        /// An import into the insurance system (F-090).
        case importBatch = 5
        /// A run of receipt numbers (F-012).
        case receipts = 6
        /// A line of a bank's statistics (F-140).
        case statement = 7
        /// A district's confirmation of a day's entry (F-087).
        case confirmation = 8
        /// A public notice (F-116).
        case notice = 9
        /// A collection team (F-136).
        case team = 10
        /// A funding application (F-061).
        case application = 11
        /// Funding received (F-063).
        case funding = 12
        /// A transfer between offices (F-069).
        case transfer = 13
        /// A treasury deposit 入库 (F-065, F-091).
        case treasuryDeposit = 14
        /// A collection serial 征集流水号 (F-091).
        case serial = 15
    }

    /// Where it stands.
    ///
    /// Raw values are wire format.
    public enum Status: UInt8, Sendable, CaseIterable {
        /// Recorded; nothing is compared with it.
        case recorded = 1
        /// Agrees with its counterpart.
        case matched = 2
        /// Less than its counterpart asks for.
        case short = 3
        /// More than its counterpart asks for.
        case over = 4
        /// Waits for the record that it names.
        case waiting = 5
        /// Signatures are missing.
        case unsigned = 6
        /// Signed by all.
        case signed = 7
        /// Done before what must come first: the roster is not signed.
        case blocked = 8
        /// Deposited on a later day than collected, where the notice asks for the same.
        case breach = 9
        /// A number or range stands twice.
        case double = 10
        /// Numbers are missing before it.
        case gap = 11
        /// An application that claims what another one claims.
        case overlap = 12
        /// Confirmed or decided by the office that may.
        case confirmed = 13
        /// The sums agree and the persons do not, or the other way round.
        case mismatch = 14

        /// Whether somebody has to act on it.
        public var isOpen: Bool {
            switch self {
            case .recorded, .matched, .signed, .confirmed: false
            case .short, .over, .waiting, .unsigned, .blocked, .breach, .double, .gap, .overlap,
                .mismatch:
                true
            }
        }
    }

    /// The item's name within its subject: kind, then the source's own number or the day.
    public var key: String
    /// What it is.
    public var kind: Kind
    /// Where it stands.
    public var status: Status
    /// The day that it is about.
    public var day: CivilDate?
    /// Handler, account, office, document: what the kind calls for.
    public var party = ""
    /// The number of what it names: slip, application, serial, batch.
    public var reference = ""
    /// The sum recorded.
    public var amount = Money.zero
    /// The sum of its counterpart: slips of a day, money received for an application.
    public var counterpart = Money.zero
    /// Persons recorded.
    public var heads: Int64 = 0
    /// Persons of its counterpart; of an import, those that failed.
    public var counterHeads: Int64 = 0
    /// What is missing or found: roles that have not signed, number ranges.
    public var notes: [String] = []
    /// Rule ids of the pack that it rests on.
    public var rules: [String] = []
    /// The money that it moved.
    public var moves: [MoneyMove] = []

    /// Creates an item.
    public init(key: String, kind: Kind, status: Status) {
        self.key = key
        self.kind = kind
        self.status = status
    }
}

/// One item before and after a change of its dossier.
public struct DossierItemChange: Hashable, Sendable {
    /// Before; nil when the item is new.
    public var previous: DossierItem?
    /// Now; nil when the item is gone.
    public var current: DossierItem?

    /// Creates a change; one of the two must be there.
    public init(previous: DossierItem?, current: DossierItem?) {
        self.previous = previous
        self.current = current
    }

    /// The item's name.
    public var key: String { (current ?? previous)?.key ?? "" }
}

/// A change of a dossier: the items that became, changed or went.
public struct DossierChange: Hashable, Sendable {
    /// What the dossier is about.
    public var subject: DossierSubject
    /// 1 for the first change of the subject.
    public var revision: UInt64
    /// Source and number of the causing fact.
    public var cause: String
    /// The items that differ, sorted by key; at least one.
    public var items: [DossierItemChange]

    /// Creates a change.
    public init(
        subject: DossierSubject,
        revision: UInt64,
        cause: String,
        items: [DossierItemChange]
    ) {
        self.subject = subject
        self.revision = revision
        self.cause = cause
        self.items = items
    }
}
