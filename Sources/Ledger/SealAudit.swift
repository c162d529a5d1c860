import Events

/// Proves the chain of seals over the journals of a ledger, or names the links that do not hold.
struct SealAudit {
    /// Journals that stand under a seal.
    private(set) var sealedCount: Int64 = 0
    /// Seals that there are.
    let sealCount: Int
    /// What was found, in order of partition.
    private(set) var violations: [String] = []
    /// Journals after the last seal, as people call them; nothing is wrong with them.
    private(set) var unsealed: [String] = []
    private var chains: [Int32: SealedChain] = [:]

    init(seals: [ChainSeal], ends: [SealEnd]) {
        sealCount = seals.count
        let byPartition = Dictionary(grouping: seals, by: \.partition)
        for partition in Set(byPartition.keys).union(ends.map(\.partition)) {
            chains[partition] = SealedChain(
                partition,
                (byPartition[partition] ?? []).sorted { $0.number < $1.number },
                end: ends.first { $0.partition == partition }
            )
        }
    }

    /// Takes the next journal of a partition.
    ///
    /// - Parameter leaf: ``JournalForm/leaf`` of the journal.
    mutating func take(_ partition: Int32, _ sequence: Int64, _ leaf: [UInt8]) {
        chains[partition, default: SealedChain(partition, [], end: nil)].take(sequence, leaf)
    }

    /// Checks what is left when all journals were taken.
    mutating func finish() {
        for partition in chains.keys.sorted() {
            chains[partition]?.finish()
            guard let chain = chains[partition] else { continue }
            violations += chain.violations
            sealedCount += chain.sealedCount
            if let rest = chain.unsealed {
                unsealed.append(
                    ChainSeal.journals(partition, rest.lowerBound, rest.upperBound)
                )
            }
        }
        chains = [:]
    }
}

/// The chain of one partition, checked while its journals go by.
private struct SealedChain {
    /// Journals that belong together.
    private struct Block {
        /// The seal; its hash is empty when the row is gone.
        var seal: ChainSeal
        /// Whether several rows are gone, so that nobody knows where one of them ended.
        var isVague = false
    }

    /// A hash that the next seal may follow.
    private struct Candidate {
        var hash: [UInt8]
        /// Whether it is what the journals come to, and not what was stored.
        var isComputed: Bool
    }

    private let partition: Int32
    private var blocks: ArraySlice<Block> = []
    private var candidates = [Candidate(hash: ChainSeal.origin, isComputed: true)]
    private var doubtful: ChainSeal?
    private var content = BlockContent()
    private var last: Int64 = 0
    private var sealedThrough: Int64 = 0
    private(set) var sealedCount: Int64 = 0
    private(set) var violations: [String] = []

    init(_ partition: Int32, _ seals: [ChainSeal], end: SealEnd?) {
        self.partition = partition
        var number: Int64 = 0
        for seal in seals {
            if seal.number > number + 1 { addMissing(number + 1, before: seal) }
            if seal.first != sealedThrough + 1 || seal.through < seal.first {
                violations.append(
                    "\(seal.name) is said to seal \(seal.journals); "
                        + "the one before ends at \(partition)/\(sealedThrough)"
                )
            }
            blocks.append(Block(seal: seal))
            number = seal.number
            sealedThrough = seal.through
        }
        let told = end ?? SealEnd(partition: partition, number: 0, through: 0)
        if told.number > number {
            violations.append("\(SealedChain.names(partition, number + 1, told.number)) missing")
        } else if told.number < number || told.through != sealedThrough {
            violations.append(
                "the end of the seals of partition \(partition) is noted as \(told.number) "
                    + "through journal \(told.through), and is \(number) through \(sealedThrough)"
            )
        }
    }

    private static func names(_ partition: Int32, _ first: Int64, _ last: Int64) -> String {
        first == last
            ? "seal \(partition)/\(first) is"
            : "seals \(partition)/\(first)…\(partition)/\(last) are"
    }

    private mutating func addMissing(_ number: Int64, before seal: ChainSeal) {
        violations.append("\(SealedChain.names(partition, number, seal.number - 1)) missing")
        let lost = ChainSeal(
            partition: partition,
            number: number,
            first: sealedThrough + 1,
            through: max(sealedThrough, seal.first - 1),
            hash: []
        )
        blocks.append(Block(seal: lost, isVague: seal.number - number > 1))
        sealedThrough = lost.through
    }

    mutating func take(_ sequence: Int64, _ leaf: [UInt8]) {
        while let block = blocks.first, block.seal.through < sequence {
            blocks.removeFirst()
            check(block)
        }
        last = max(last, sequence)
        guard let block = blocks.first else { return }
        if sequence >= block.seal.first {
            content.add(leaf: leaf)
            sealedCount += 1
        }
    }

    mutating func finish() {
        while let block = blocks.popFirst() { check(block) }
        settle(nil)
    }

    var unsealed: ClosedRange<Int64>? {
        last > sealedThrough ? (sealedThrough + 1)...last : nil
    }

    private mutating func check(_ block: Block) {
        let digest = content.digest
        content = BlockContent()
        let seal = block.seal
        let computed = candidates.map { candidate in
            let made = ChainSeal(
                partition: partition,
                number: seal.number,
                first: seal.first,
                through: seal.through,
                after: candidate.hash,
                content: digest
            )
            return (candidate: candidate, hash: made.hash)
        }
        if seal.hash.isEmpty {
            let known = block.isVague ? [] : computed
            candidates = known.map { Candidate(hash: $0.hash, isComputed: true) }
            return
        }
        let stored = Candidate(hash: seal.hash, isComputed: false)
        if let match = computed.first(where: { $0.hash == seal.hash }) {
            settle(match.candidate)
            candidates = [stored]
            return
        }
        settle(nil)
        // After a gap in the chain the next seal proves nothing of its own, and is no lie either.
        if !candidates.isEmpty { doubtful = seal }
        candidates =
            [stored] + computed.prefix(2).map { Candidate(hash: $0.hash, isComputed: true) }
    }

    /// Says what is wrong with the seal before, by what the one after it follows.
    private mutating func settle(_ match: Candidate?) {
        guard let seal = doubtful else { return }
        doubtful = nil
        switch match?.isComputed {
        case true?: violations.append("\(seal.name) was changed; its \(seal.journals) hold")
        case false?:
            violations.append("\(seal.journals): not what \(seal.name) was made from")
        case nil:
            violations.append("\(seal.journals) and \(seal.name) do not fit: one was changed")
        }
    }
}
