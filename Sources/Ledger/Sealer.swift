import Events

/// Seals the journals of a partition, block after block, beside the posting and never in its way.
///
/// Journals are never changed, so two that seal the same block make the same seal, and the store
/// takes it once.
public struct Sealer {
    /// What came of a partition.
    public enum Outcome: Hashable, Sendable {
        /// A block was sealed.
        case sealed(ChainSeal)
        /// Fewer journals wait than were asked for.
        case nothing(sealedThrough: Int64)
        /// Another has sealed there meanwhile.
        case overtaken
        /// Something is missing that an audit names: nothing was sealed.
        case refused(String)
    }

    /// Most journals of a block.
    public static let blockMax: Int64 = 10_000

    private let store: any LedgerStore
    private let blockMax: Int64

    /// Creates a sealer.
    ///
    /// - Parameter blockMax: Most journals of a block.
    public init(_ store: any LedgerStore, blockMax: Int64 = Sealer.blockMax) {
        self.store = store
        self.blockMax = blockMax
    }

    /// Seals the next block of a partition.
    ///
    /// - Parameter waitingMin: Journals that must wait.
    /// - Throws: What the store throws; a seal whose answer was lost is found by the next call.
    public func sealNext(partition: Int32, waitingMin: Int64 = 1) throws -> Outcome {
        let outcome = try store.read { try draft($0, partition, waitingMin) }
        guard case .sealed(let seal) = outcome else { return outcome }
        return try store.add(seal) ? outcome : .overtaken
    }

    /// Seals all that waits.
    ///
    /// - Parameter progress: Told each seal.
    /// - Returns: Why partitions were left, for those that were.
    public func sealAll(progress: (ChainSeal) -> Void = { _ in }) throws -> [String] {
        var refusals: [String] = []
        for state in try store.read({ try $0.positions() }) {
            var isAtWork = true
            while isAtWork {
                switch try sealNext(partition: state.partition) {
                case .sealed(let seal): progress(seal)
                case .nothing, .overtaken: isAtWork = false
                case .refused(let reason):
                    refusals.append(reason)
                    isAtWork = false
                }
            }
        }
        return refusals
    }

    private func draft(
        _ reader: any LedgerReader,
        _ partition: Int32,
        _ waitingMin: Int64
    ) throws -> Outcome {
        let end =
            try reader.sealEnds().first { $0.partition == partition }
            ?? SealEnd(partition: partition, number: 0, through: 0)
        let state = try reader.positions().first { $0.partition == partition }
        let last = state?.journalSequence ?? 0
        guard last - end.through >= max(waitingMin, 1) else {
            return .nothing(sealedThrough: end.through)
        }
        var previous = ChainSeal.origin
        if end.number > 0 {
            guard let known = try reader.chainSeal(partition: partition, number: end.number) else {
                return .refused("seal \(partition)/\(end.number) is missing")
            }
            previous = known.hash
        }
        let numbers = (end.through + 1)...min(end.through + blockMax, last)
        var content = BlockContent()
        var next = numbers.lowerBound
        try Sealer.leaves(reader, partition, numbers) { sequence, leaf in
            content.add(leaf: leaf)
            if sequence == next { next += 1 }
        }
        guard next == numbers.upperBound + 1 else {
            return .refused("journal \(partition)/\(next) is missing")
        }
        return .sealed(
            ChainSeal(
                partition: partition,
                number: end.number + 1,
                first: numbers.lowerBound,
                through: numbers.upperBound,
                after: previous,
                content: content.digest
            )
        )
    }

    /// The journals of both kinds in the order of their numbers.
    private static func leaves(
        _ reader: any LedgerReader,
        _ partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ body: (Int64, [UInt8]) -> Void
    ) throws {
        let memory = ByteBuffer()
        var dossiers: [(sequence: Int64, leaf: [UInt8])] = []
        try reader.dossierJournals(partition: partition, numbers) {
            dossiers.append(($0.sequence, JournalForm($0, in: memory).leaf))
        }
        var waiting = dossiers[...]
        try reader.journals(partition: partition, numbers) { row in
            while let dossier = waiting.first, dossier.sequence < row.sequence {
                waiting.removeFirst()
                body(dossier.sequence, dossier.leaf)
            }
            body(row.sequence, JournalForm(row, in: memory).leaf)
        }
        for dossier in waiting { body(dossier.sequence, dossier.leaf) }
    }
}
