/// The topics of the pipeline, in the order of the data.
///
/// Raw values are their names in every log.
///
/// Their keys, partitions, retention and owners stand in `Topics/catalogue.yaml`.
public enum Topic: String, CaseIterable, Sendable {
    /// Payments and reversals, from the tax bureau.
    case paymentsReceived = "payments.received"
    /// List rows, rosters, registrations, exclusions, removals, targets, from the bureaus.
    case subsidyListsReceived = "subsidy-lists.received"
    /// Records of the offices, days closed, policies activated.
    case operationsReceived = "operations.received"
    /// The text of each activated policy pack, by scheme and hash.
    case policiesActivated = "policies.activated"
    /// What could not be taken, with its code and its bytes sealed.
    case rejections = "rejections"
    /// The log of record: accepted facts in an order that is fixed for ever.
    case factsValidated = "facts.validated"
    /// Each change of a person's assessment, and the facts that `classify` passes on.
    case assessmentsClassified = "assessments.classified"
    /// What the ledger posted, as deltas of progress.
    case ledgerPosted = "ledger.posted"
    /// Rankings.
    case rankingsPublished = "rankings.published"

    /// Whether a record of the topic goes to the partition that its key gives, with as many
    /// partitions as every other such topic; the others have one partition.
    public var isPartitionedByPerson: Bool {
        switch self {
        case .paymentsReceived, .subsidyListsReceived, .operationsReceived, .factsValidated,
            .assessmentsClassified, .rejections:
            true
        case .policiesActivated, .ledgerPosted, .rankingsPublished: false
        }
    }

    /// The topics that `validate` reads.
    public static let received: [Topic] = [
        .paymentsReceived, .subsidyListsReceived, .operationsReceived,
    ]
}

/// The one partitioner: FNV-1a (64 bit) of the key, modulo the number of partitions.
///
/// - Source: Fowler, Noll, Vo, «FNV hash», 64-bit FNV-1a.
public enum Partitioner {
    /// The partition of a key.
    public static func partition(of key: UnsafeRawBufferPointer, count: Int) -> Int32 {
        Int32(truncatingIfNeeded: fnv1a(key) % UInt64(count))
    }

    /// FNV-1a over 64 bits.
    public static func fnv1a(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
