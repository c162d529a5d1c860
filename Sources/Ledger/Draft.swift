import Events

/// A batch of the ledger in the making.
struct Draft {
    /// Whom a message of the outbox is for.
    struct Reader: Hashable {
        var scheme: Int
        var partition: Int32
    }

    /// Changes of one scheme in one partition that are counted, and not yet added up.
    struct Lot {
        let reader: Reader
        /// How often each change of the ``ChangeTable`` came, by its number.
        private(set) var counts: [Int64] = []
        /// Index of its lines in ``LedgerBatch/postings``, by the same number.
        private var postings: [Int32] = []
        /// The changes that came.
        private(set) var numbers: [Int] = []
        /// Facts by what became of them, those without a code.
        var tallies = [Int64](repeating: 0, count: Tally.allCases.count)

        init(_ reader: Reader) { self.reader = reader }

        /// Whether a change has not come yet.
        func isNew(_ number: Int) -> Bool { counts.count <= number || counts[number] == 0 }

        /// Enters a change that is new, with the index of its lines.
        mutating func enter(_ number: Int, posting: Int) {
            if counts.count <= number {
                let more = number + 1 - counts.count
                counts.append(contentsOf: repeatElement(0, count: more))
                postings.append(contentsOf: repeatElement(0, count: more))
            }
            numbers.append(number)
            postings[number] = Int32(posting)
        }

        /// Counts a change that was entered.
        ///
        /// - Returns: The index of its lines.
        mutating func count(_ number: Int) -> Int {
            counts[number] += 1
            return Int(postings[number])
        }
    }

    var batch = LedgerBatch()
    var touched: Set<Int32> = []
    var lots: [Lot] = []
    var posted: [Reader: PostedDelta] = [:]
    var targets: [Reader: [(target: Target, id: String)]] = [:]
    var closures: [Reader: [(source: String, date: CivilDate)]] = [:]
    var schools: [Reader: [(school: SchoolReturn, id: String)]] = [:]
    var decisions: [Reader: [(decision: ScoreDecision, id: String)]] = [:]
    private var lastLot = 0

    var readers: [Reader] {
        Set(posted.keys).union(targets.keys).union(closures.keys)
            .union(schools.keys).union(decisions.keys)
            .sorted { ($0.partition, $0.scheme) < ($1.partition, $1.scheme) }
    }

    mutating func scheme(_ id: String) -> Int {
        if let index = batch.schemes.firstIndex(of: id) { return index }
        batch.schemes.append(id)
        return batch.schemes.count - 1
    }

    /// The index of the lot of a scheme, UTF-8, in a partition.
    mutating func lot(_ scheme: UnsafeRawBufferPointer, _ partition: Int32) -> Int {
        if lastLot < lots.count, isLot(lastLot, scheme, partition) { return lastLot }
        if let known = lots.indices.first(where: { isLot($0, scheme, partition) }) {
            lastLot = known
            return known
        }
        let number = self.scheme(String(decoding: scheme, as: UTF8.self))
        lots.append(Lot(Reader(scheme: number, partition: partition)))
        lastLot = lots.count - 1
        return lastLot
    }

    private func isLot(_ index: Int, _ scheme: UnsafeRawBufferPointer, _ partition: Int32) -> Bool {
        guard lots[index].reader.partition == partition else { return false }
        var known = batch.schemes[lots[index].reader.scheme]
        return known.withUTF8 { UnsafeRawBufferPointer($0).isSame(as: scheme) }
    }

    /// Counts a change of a table.
    ///
    /// - Returns: The index of its lines in ``LedgerBatch/postings``.
    mutating func count(
        _ number: Int,
        of changes: ChangeTable,
        _ change: PlainChange,
        in partition: Int32
    ) -> Int {
        let index = lot(change.scheme, partition)
        if change.tally != .continuation { lots[index].tallies[Int(change.tally.rawValue)] += 1 }
        if lots[index].isNew(number) {
            let posting = posting(changes[number].entries, scheme: lots[index].reader.scheme)
            lots[index].enter(number, posting: posting)
        }
        return lots[index].count(number)
    }

    /// Enters the lines of a journal.
    mutating func posting(_ entries: [Entry], scheme: Int) -> Int {
        batch.postings.append((scheme, entries))
        return batch.postings.count - 1
    }
}
