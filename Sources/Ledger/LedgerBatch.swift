import Events

/// One journal: a change of one person's assessment, and the money that it moves.
public struct Journal: Sendable {
    /// Partition of the input.
    public var partition: Int32
    /// Number in the partition, 1 for the first.
    public var sequence: Int64
    /// Index into ``LedgerBatch/schemes``.
    public var scheme: Int
    /// The person.
    public var person: PersonKey
    /// 1 for the person's first assessment; the journal that this one replaces has one less.
    public var revision: UInt64
    /// Source and number of the causing fact, UTF-8.
    public var cause: ByteRun
    /// The assessment now, in wire form.
    public var assessment: ByteRun
    /// Sealed identity; empty but with the first.
    public var seal: ByteRun
    /// Index of the lines in ``LedgerBatch/postings``.
    public var posting: Int
}

/// A change of a dossier, and the money that it moves.
///
/// It is numbered in the same run of numbers as ``Journal``: a partition has one sequence.
public struct DossierJournal: Sendable {
    /// Partition of the input.
    public var partition: Int32
    /// Number in the partition, among all journals of it.
    public var sequence: Int64
    /// Index into ``LedgerBatch/schemes``.
    public var scheme: Int
    /// The unit, funder or serial.
    public var subject: DossierSubject
    /// 1 for the subject's first change; the journal that this one replaces has one less.
    public var revision: UInt64
    /// Source and number of the causing fact.
    public var cause: String
    /// The ``DossierChange`` in wire form.
    public var change: [UInt8]
    /// The lines; empty where no money moves.
    public var entries: [Entry]
}

/// The name of a dossier's item, per scheme.
public struct DossierKey: Hashable, Sendable {
    /// The unit, funder or serial.
    public var subject: DossierSubject
    /// The item's name within it.
    public var item: String

    /// Creates a key.
    public init(subject: DossierSubject, item: String) {
        self.subject = subject
        self.item = item
    }
}

/// Everything that one batch of `assessments.classified` changes in the ledger.
///
/// A store applies it in ONE transaction, together with the positions.
public struct LedgerBatch: Sendable {
    /// The scheme ids that the batch names.
    public internal(set) var schemes: [String] = []
    /// Journals in order.
    public internal(set) var journals: [Journal] = []
    /// Causes, assessments and seals of the journals.
    public internal(set) var bytes: [UInt8] = []
    /// The lines of the journals, per scheme: journals that post the same name the same, so that a
    /// store works out once what they are in its own form.
    public internal(set) var postings: [(scheme: Int, lines: JournalLines)] = []
    /// Changes of dossiers in order.
    public internal(set) var dossierJournals: [DossierJournal] = []
    /// Items of dossiers as they stand after the batch; nil = the item is gone.
    public internal(set) var dossierItems: [SchemeKey<DossierKey>: DossierItem?] = [:]
    /// Balance deltas, each account once, per scheme.
    public internal(set) var balances: [SchemeKey<Account>: Money] = [:]
    /// Progress deltas, per scheme.
    public internal(set) var progress: [SchemeKey<ProgressKey>: Progress] = [:]
    /// Persons by status, as deltas, per scheme.
    public internal(set) var census: [SchemeKey<AssessmentStatus>: Int64] = [:]
    /// Facts by what became of them, as deltas, per scheme.
    public internal(set) var tallies: [SchemeKey<TallyKey>: Int64] = [:]
    /// Targets set, with the ids of the facts.
    public internal(set) var targets: [(scheme: Int, target: Target, id: String)] = []
    /// Days closed, by partition.
    public internal(set) var closures:
        [(scheme: Int, partition: Int32, source: String, date: CivilDate)] = []
    /// Records of offices, with the ids of the facts.
    public internal(set) var records: [(scheme: Int, record: OfficeRecord, id: String)] = []
    /// What readers of `ledger.posted` are told; one message per scheme and partition.
    public internal(set) var outbox: [LedgerPosted] = []
    /// The partitions that the batch moves on, with their state after it.
    public internal(set) var partitions: [PartitionState] = []

    /// Whether a store has nothing to do.
    public var isEmpty: Bool { partitions.isEmpty }
}

/// A key of a scheme.
public struct SchemeKey<Key: Hashable & Sendable>: Hashable, Sendable {
    /// Index into ``LedgerBatch/schemes``.
    public var scheme: Int
    /// The key.
    public var key: Key
}

/// What became of facts.
public struct TallyKey: Hashable, Sendable {
    /// What became of them.
    public var tally: Tally
    /// Code of a rejection; empty otherwise.
    public var code: String

    /// Creates a key.
    public init(tally: Tally, code: String) {
        self.tally = tally
        self.code = code
    }
}

/// Where the ledger stands in one partition of its input.
public struct PartitionState: Hashable, Sendable {
    /// The partition.
    public var partition: Int32
    /// Next offset to read.
    public var nextOffset: Int64
    /// Owner epoch under which the state was read; a store refuses a batch of an older one.
    public var epoch: Int64
    /// Last journal number given.
    public var journalSequence: Int64
    /// Last outbox number given.
    public var outboxSequence: Int64
    /// (offset, index) of the last message taken: what is not above it was taken already.
    public var highWater: HighWater

    /// Creates a state.
    public init(
        partition: Int32,
        nextOffset: Int64,
        epoch: Int64,
        journalSequence: Int64,
        outboxSequence: Int64,
        highWater: HighWater
    ) {
        self.partition = partition
        self.nextOffset = nextOffset
        self.epoch = epoch
        self.journalSequence = journalSequence
        self.outboxSequence = outboxSequence
        self.highWater = highWater
    }
}

/// A place in the outputs of `classify`: causing offset, then ordinal.
public struct HighWater: Hashable, Comparable, Sendable {
    /// Offset of the causing fact; −1 before the first.
    public var offset: Int64
    /// Ordinal among its outputs.
    public var index: UInt32

    /// Creates a place.
    public init(offset: Int64, index: UInt32) {
        self.offset = offset
        self.index = index
    }

    /// Before every message.
    public static let start = HighWater(offset: -1, index: 0)

    /// Orders by offset, then ordinal.
    public static func < (lhs: HighWater, rhs: HighWater) -> Bool {
        (lhs.offset, lhs.index) < (rhs.offset, rhs.index)
    }
}
