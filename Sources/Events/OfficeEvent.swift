/// What an office recorded, in fields: the typed form of an ``OfficeRecord``.
///
/// Which fields a kind must and may have stands in ``OfficeForm`` and in `Topics/operations.md`.
/// No field holds a name or an identity number: a handler is a staff number or a post.
public struct OfficeEvent: Hashable, Sendable {
    /// Kinds of records.
    ///
    /// Raw values are wire format.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// A unit's payment roster went out (F-080).
        case rosterPublished = 1
        /// A unit registered payers of one day on its roster (F-081).
        case rosterLineMarked = 2
        /// A deposit slip 缴款单 (F-082).
        case depositRecorded = 3
        /// One signature under a document (F-084, F-085, F-088).
        case rosterSigned = 4
        /// An import into the insurance system and its result (F-089, F-090).
        case batchImported = 5
        /// A collection serial 征集流水号 (F-091).
        case collectionSerialIssued = 6
        /// A run of receipts, or the invoices of a serial (F-012, F-091).
        case receiptIssued = 7
        /// A treasury deposit 入库 (F-065, F-091).
        case treasuryDeposited = 8
        /// A funding application (F-061, F-062).
        case fundingApplied = 9
        /// Funding received (F-063).
        case fundingReceived = 10
        /// Funding passed on from one office to the next (F-069).
        case fundingTransferred = 11
        /// A confirmation of a day's entry (F-087), or points of a unit (F-102).
        case decisionMade = 12
        /// A public notice (F-116, F-117).
        case noticePosted = 13
        /// A collection team (F-136).
        case staffTeamReported = 14
        /// A line of a bank's statistics (F-140).
        case bankStatement = 15
        /// How many of a school's students have paid (F-112).
        case schoolReturn = 16

        /// The `type` of the record.
        public var type: String {
            switch self {
            case .rosterPublished: "RosterPublished"
            case .rosterLineMarked: "RosterLineMarked"
            case .depositRecorded: "DepositRecorded"
            case .rosterSigned: "RosterSigned"
            case .batchImported: "BatchImported"
            case .collectionSerialIssued: "CollectionSerialIssued"
            case .receiptIssued: "ReceiptIssued"
            case .treasuryDeposited: "TreasuryDeposited"
            case .fundingApplied: "FundingApplied"
            case .fundingReceived: "FundingReceived"
            case .fundingTransferred: "FundingTransferred"
            case .decisionMade: "DecisionMade"
            case .noticePosted: "NoticePosted"
            case .staffTeamReported: "StaffTeamReported"
            case .bankStatement: "BankStatement"
            case .schoolReturn: "SchoolReturnFiled"
            }
        }

        /// The kind of a `type`; nil when it has no typed form.
        public init?(type: String) {
            guard let kind = Kind.allCases.first(where: { $0.type == type }) else { return nil }
            self = kind
        }
    }

    /// The kind.
    public var kind: Kind
    /// What it is about; its id is the key of the record.
    public var subject: DossierSubject
    /// Role of whoever recorded it: id or printed name in the pack.
    public var role = ""
    /// The day that it is about: of collection, of the voucher, of posting.
    public var day: CivilDate?
    /// The sum.
    public var amount = Money.zero
    /// Persons; of an import, those that succeeded.
    public var heads: Int64 = 0
    /// Of an import, the persons that failed.
    public var failed: Int64 = 0
    /// The number of the document itself: slip, application, batch, roster, receipt series.
    public var number = ""
    /// The number of the application that it names.
    public var application = ""
    /// Account id or printed name in the pack.
    public var account = ""
    /// Handler 经办人: staff number or post.
    public var handler = ""
    /// Id in the pack: document signed, purpose of an application, decision.
    public var about = ""
    /// Office from which money comes.
    public var fromOffice = ""
    /// Office or account to which money goes.
    public var toOffice = ""
    /// Offices that signed an application together.
    public var signatories: [String] = []
    /// Ledger positions after which an application begins to claim; empty = from the start.
    public var claimsFrom: [JournalPosition] = []
    /// Ledger positions through which an application claims.
    public var claimsThrough: [JournalPosition] = []
    /// First receipt number.
    public var first: Int64 = 0
    /// Last receipt number.
    public var last: Int64 = 0
    /// Whether the committee's stamp is on the document.
    public var isStamped = false
    /// Points that a decision gives; nil where it gives none.
    public var points: Int64?
    /// Students that a school has to collect from.
    public var students: Int64 = 0

    /// What a decision that gives points is ``about``.
    public static let scoreDecision = "score"

    /// Creates an event of a kind about a subject.
    public init(kind: Kind, subject: DossierSubject) {
        self.kind = kind
        self.subject = subject
    }
}

/// How far the journals of one partition of a ledger go.
public struct JournalPosition: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Partition.
    public var partition: Int32
    /// Number of the last journal.
    public var sequence: Int64

    /// Creates a position.
    public init(partition: Int32, sequence: Int64) {
        self.partition = partition
        self.sequence = sequence
    }

    /// Orders by partition.
    public static func < (lhs: JournalPosition, rhs: JournalPosition) -> Bool {
        (lhs.partition, lhs.sequence) < (rhs.partition, rhs.sequence)
    }

    /// `3:1200`.
    public var description: String { "\(partition):\(sequence)" }
}

/// A field of an ``OfficeEvent`` as records write it.
public enum OfficeField: String, Sendable, CaseIterable {
    /// Unit or village.
    case unit
    /// Funder.
    case funder
    /// Collection serial.
    case serial
    /// Day that it is about.
    case on
    /// Sum (`amount_yuan` or `amount_fen`).
    case amount
    /// Persons.
    case heads
    /// Persons whose import failed.
    case failed
    /// Number of the document.
    case number
    /// Number of the application named.
    case application
    /// Account.
    case account
    /// Handler.
    case handler
    /// Document, purpose or decision.
    case about
    /// Office from which money comes.
    case from
    /// Office or account to which money goes.
    case to
    /// Offices that signed together.
    case signatories
    /// Positions after which a claim begins.
    case claimsFrom = "claims_from"
    /// Positions through which a claim goes.
    case claimsThrough = "claims_through"
    /// First number.
    case first
    /// Last number.
    case last
    /// Committee's stamp.
    case stamped
    /// Points decided.
    case points
    /// Students of a school.
    case students
}

/// The fields that a kind of record must and may have.
public struct OfficeForm: Sendable {
    /// Must be filled.
    public let required: [OfficeField]
    /// May be filled.
    public let optional: [OfficeField]

    /// The form of a kind, `unit`, `funder` and `serial` excepted: a subject is always one of them.
    public init(_ kind: OfficeEvent.Kind) {
        self.kind = kind
        switch kind {
        case .rosterPublished: (required, optional) = ([.number, .heads, .amount], [])
        case .rosterLineMarked: (required, optional) = ([.heads, .amount], [.on, .handler])
        case .depositRecorded:
            (required, optional) = ([.handler, .account, .number, .amount], [.on, .heads])
        case .rosterSigned: (required, optional) = ([.about], [.on, .stamped])
        case .batchImported: (required, optional) = ([.number, .heads], [.failed])
        case .collectionSerialIssued:
            (required, optional) = ([.number, .heads, .amount], [.to])
        case .receiptIssued:
            (required, optional) = ([.number, .first, .last, .amount, .heads], [])
        case .treasuryDeposited: (required, optional) = ([.number, .amount], [.application])
        case .fundingApplied:
            (required, optional) = (
                [.number, .amount, .claimsThrough, .signatories], [.about, .claimsFrom]
            )
        case .fundingReceived:
            (required, optional) = ([.application, .number, .amount, .to], [])
        case .fundingTransferred:
            (required, optional) = ([.application, .number, .amount, .from, .to], [])
        case .decisionMade: (required, optional) = ([.about, .on], [.points])
        case .noticePosted: (required, optional) = ([], [.on, .number])
        case .staffTeamReported: (required, optional) = ([.heads], [])
        case .bankStatement:
            (required, optional) = ([.account, .number, .amount], [.on])
        case .schoolReturn: (required, optional) = ([.number], [.heads, .students, .on])
        }
    }

    /// The kind.
    public let kind: OfficeEvent.Kind

    /// The key under which records of the kind write a field.
    public func key(_ field: OfficeField) -> String {
        switch (kind, field) {
        case (.rosterSigned, .about): "document"
        case (.decisionMade, .about): "decision"
        case (.fundingApplied, .about): "purpose"
        case (.depositRecorded, .number), (.bankStatement, .number): "slip"
        case (.batchImported, .number), (.collectionSerialIssued, .number): "batch"
        case (.fundingApplied, .number): "application"
        case (.rosterPublished, .number): "roster"
        case (.receiptIssued, .number): "series"
        case (.schoolReturn, .number): "school"
        case (.batchImported, .heads): "succeeded"
        case (.collectionSerialIssued, .to): "unit"
        case (.noticePosted, .number): "evidence"
        default: field.rawValue
        }
    }

    /// The kinds of subjects that a kind of record may be about.
    public static func subjects(of kind: OfficeEvent.Kind) -> [DossierSubject.Kind] {
        switch kind {
        case .collectionSerialIssued: [.serial]
        case .receiptIssued: [.unit, .serial]
        case .treasuryDeposited: [.serial, .funder]
        case .fundingApplied, .fundingReceived, .fundingTransferred: [.funder]
        default: [.unit]
        }
    }
}

extension OfficeEvent {
    /// Whether a field is filled.
    public func has(_ field: OfficeField) -> Bool {
        switch field {
        case .unit: subject.kind == .unit && !subject.id.isEmpty
        case .funder: subject.kind == .funder && !subject.id.isEmpty
        case .serial: subject.kind == .serial && !subject.id.isEmpty
        case .on: day != nil
        case .amount: amount != .zero
        case .heads: heads != 0
        case .failed: failed != 0
        case .number: !number.isEmpty
        case .application: !application.isEmpty
        case .account: !account.isEmpty
        case .handler: !handler.isEmpty
        case .about: !about.isEmpty
        case .from: !fromOffice.isEmpty
        case .to: !toOffice.isEmpty
        case .signatories: !signatories.isEmpty
        case .claimsFrom: !claimsFrom.isEmpty
        case .claimsThrough: !claimsThrough.isEmpty
        case .first: first != 0
        case .last: last != 0
        case .stamped: isStamped
        case .points: points != nil
        case .students: students != 0
        }
    }

    /// The first field that the form asks for and the event lacks; nil when nothing is missing.
    ///
    /// An import in which nobody succeeded has no heads, but failures.
    public var missingField: OfficeField? {
        if kind == .batchImported, failed > 0 {
            return number.isEmpty ? .number : nil
        }
        if subject.kind == .funder, kind == .treasuryDeposited, application.isEmpty {
            return .application
        }
        return OfficeForm(kind).required.first { !has($0) }
    }
}
