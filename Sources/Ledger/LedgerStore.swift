import Events

/// The durable books.
///
/// Promises, proved by the conformance suite on every adapter:
/// - ``apply(_:)`` makes all of a batch durable or nothing, with the positions, behind the epoch.
/// - A partition opened again gets a higher epoch: whoever held it before cannot write any more.
/// - Journals of persons and of dossiers, and seals, are never changed or removed; items of dossiers are, for
///   they follow from the journals.
public protocol LedgerStore: AnyObject, Sendable {
    /// Takes a partition over: raises its epoch and returns where it stands.
    func open(partition: Int32) throws -> PartitionState

    /// Applies a batch.
    ///
    /// - Throws: ``LedgerProblem/fenced(partition:)`` when a partition was opened by another.
    func apply(_ batch: LedgerBatch) throws

    /// Outbox messages of a partition that are not marked as published, in order, encoded.
    func unpublished(partition: Int32, limit: Int) throws -> [OutboxMessage]

    /// Forgets outbox messages up to and with a sequence: they are durable in the log.
    func markPublished(partition: Int32, through sequence: Int64) throws

    /// Appends a seal where the chain of its partition ends just before it.
    ///
    /// - Returns: False, and nothing done, when the chain ends elsewhere by now.
    func add(_ seal: ChainSeal) throws -> Bool

    /// Reads the books at one moment.
    func read<R>(_ body: (any LedgerReader) throws -> R) throws -> R

    /// Releases the store.
    func close() throws
}

/// A message waiting to be published.
public struct OutboxMessage: Sendable {
    /// Scheme, the key of the record.
    public var scheme: String
    /// Number in the partition's outbox.
    public var sequence: Int64
    /// A ``LedgerPosted`` in wire form.
    public var bytes: [UInt8]

    /// Creates a message.
    public init(scheme: String, sequence: Int64, bytes: [UInt8]) {
        self.scheme = scheme
        self.sequence = sequence
        self.bytes = bytes
    }
}

/// The books at one moment.
public protocol LedgerReader {
    /// Schemes that have anything.
    func schemes() throws -> [String]
    /// Balances, each account once, zero ones left out.
    func balances(scheme: String) throws -> [Account: Money]
    /// Progress, each key once.
    func progress(scheme: String) throws -> [ProgressKey: Progress]
    /// Persons by status.
    func census(scheme: String) throws -> [AssessmentStatus: Int64]
    /// Facts by what became of them.
    func tallies(scheme: String) throws -> [TallyKey: Int64]
    /// Targets set, with the ids of the facts.
    func targets(scheme: String) throws -> [(target: Target, id: String)]
    /// Days closed, per source: the day that every partition has closed.
    func closures(scheme: String) throws -> [String: CivilDate]
    /// Positions.
    func positions() throws -> [PartitionState]
    /// All journals of persons in order of (partition, sequence), across schemes.
    func journals(_ body: (JournalRow) throws -> Void) throws
    /// The journals of one person in one scheme, in order of revision.
    ///
    /// Asked once in a while: a store may read the whole book for it.
    func journals(
        of person: PersonKey,
        scheme: String,
        _ body: (JournalRow) throws -> Void
    ) throws
    /// The sealed identities of a scheme's persons, each once, as the first journal brought them.
    func identities(scheme: String, _ body: (PersonKey, SealedIdentity) throws -> Void) throws
    /// All journals of dossiers in order of (partition, sequence), across schemes.
    ///
    /// With ``journals(_:)`` they make up one unbroken sequence in each partition.
    func dossierJournals(_ body: (DossierJournalRow) throws -> Void) throws
    /// Items of dossiers as they stand, sorted by subject and key.
    func dossierItems(scheme: String) throws -> [(subject: DossierSubject, item: DossierItem)]
    /// Records of offices as they came, with the ids of their facts, sorted by time and id (F-131).
    func officeRecords(scheme: String) throws -> [(record: OfficeRecord, id: String)]
    /// Journals of persons of one partition with these numbers, in order.
    func journals(
        partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ body: (JournalRow) throws -> Void
    ) throws
    /// Journals of dossiers of one partition with these numbers, in order.
    func dossierJournals(
        partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ body: (DossierJournalRow) throws -> Void
    ) throws
    /// All seals, in order of (partition, number).
    func chainSeals() throws -> [ChainSeal]
    /// One seal; nil when there is none of that number.
    func chainSeal(partition: Int32, number: Int64) throws -> ChainSeal?
    /// How far each partition is sealed, in order of partitions.
    func sealEnds() throws -> [SealEnd]
    /// Numbers of outbox messages not marked as published, by partition, in order.
    func outboxNumbers() throws -> [Int32: [Int64]]
}

extension LedgerReader {
    /// Reads the whole book: what a store does that knows nothing quicker.
    public func journals(
        of person: PersonKey,
        scheme: String,
        _ body: (JournalRow) throws -> Void
    ) throws {
        try journals { if $0.person == person && $0.scheme == scheme { try body($0) } }
    }
}

/// A journal of a dossier as it is stored.
public struct DossierJournalRow {
    /// Partition of the input.
    public var partition: Int32
    /// Number in the partition, among all journals of it.
    public var sequence: Int64
    /// Scheme.
    public var scheme: String
    /// The unit, funder or serial.
    public var subject: DossierSubject
    /// Revision of the dossier.
    public var revision: UInt64
    /// Source and number of the causing fact.
    public var cause: String
    /// The ``DossierChange`` in wire form, valid during the call.
    public var change: UnsafeRawBufferPointer
    /// The lines.
    public var entries: [Entry]

    /// Creates a row.
    public init(
        partition: Int32,
        sequence: Int64,
        scheme: String,
        subject: DossierSubject,
        revision: UInt64,
        cause: String,
        change: UnsafeRawBufferPointer,
        entries: [Entry]
    ) {
        self.partition = partition
        self.sequence = sequence
        self.scheme = scheme
        self.subject = subject
        self.revision = revision
        self.cause = cause
        self.change = change
        self.entries = entries
    }
}

/// A journal as it is stored.
public struct JournalRow {
    /// Partition of the input.
    public var partition: Int32
    /// Number in the partition.
    public var sequence: Int64
    /// Scheme.
    public var scheme: String
    /// The person.
    public var person: PersonKey
    /// Revision of the assessment.
    public var revision: UInt64
    /// Source and number of the causing fact.
    public var cause: String
    /// The assessment in wire form, valid during the call.
    public var assessment: UnsafeRawBufferPointer
    /// The sealed identity in wire form, valid during the call; empty but with the first.
    public var seal: UnsafeRawBufferPointer
    /// The lines.
    public var entries: [Entry]

    /// Creates a row.
    public init(
        partition: Int32,
        sequence: Int64,
        scheme: String,
        person: PersonKey,
        revision: UInt64,
        cause: String,
        assessment: UnsafeRawBufferPointer,
        seal: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        entries: [Entry]
    ) {
        self.partition = partition
        self.sequence = sequence
        self.scheme = scheme
        self.person = person
        self.revision = revision
        self.cause = cause
        self.assessment = assessment
        self.seal = seal
        self.entries = entries
    }
}

/// An operating error of a ledger store.
public enum LedgerProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Another owner has opened the partition: nothing was written.
    case fenced(partition: Int32)
    /// The database is away or busy: the same call may succeed later.
    case unavailable(String)
    /// There is no room: the same call may succeed when there is some.
    case full(String)
    /// Configuration or stored data is not usable: a person must act.
    case unusable(String)

    /// The problem in one sentence or two.
    public var description: String {
        switch self {
        case .fenced(let partition): "another owner has opened partition \(partition)"
        case .unavailable(let text), .full(let text), .unusable(let text): text
        }
    }
}
