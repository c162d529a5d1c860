import Events

/// A batch of the ledger in the making.
struct Draft {
    /// Whom a message of the outbox is for.
    struct Reader: Hashable {
        var scheme: Int
        var partition: Int32
    }

    /// Changes of one scheme in one partition that are counted, and not yet added up.
    ///
    /// The books of a person are a function of the assessment, so the sums need only be told how many
    /// persons more or fewer have each assessment.
    struct Lot {
        let reader: Reader
        /// Persons more or fewer, by the number of the assessment in the ``ChangeTable``.
        private(set) var persons: [Int64] = []
        /// Index in ``LedgerBatch/postings``, by the number of the change; -1 before it came.
        private var postings: [Int32] = []
        /// Facts by what became of them, those without a code.
        var tallies = [Int64](repeating: 0, count: Tally.allCases.count)

        init(_ reader: Reader) { self.reader = reader }

        /// The index of the lines of a change; nil before it has come.
        func posting(of number: Int) -> Int? {
            number < postings.count && postings[number] >= 0 ? Int(postings[number]) : nil
        }

        /// Enters a change that is new, with the index of its lines.
        mutating func enter(_ number: Int, posting: Int) {
            if postings.count <= number {
                let more = number + 1 - postings.count
                postings.append(contentsOf: repeatElement(-1, count: more))
            }
            postings[number] = Int32(posting)
        }

        /// Counts a change.
        mutating func count(_ change: ChangeTable.Change) {
            let most = max(change.previous ?? 0, change.current)
            if persons.count <= most {
                persons.append(contentsOf: repeatElement(0, count: most + 1 - persons.count))
            }
            persons[change.current] += 1
            if let previous = change.previous { persons[previous] -= 1 }
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
        lots[index].count(changes[number])
        if let known = lots[index].posting(of: number) { return known }
        let posting = posting(changes[number].lines, scheme: lots[index].reader.scheme)
        lots[index].enter(number, posting: posting)
        return posting
    }

    /// Enters the lines of a journal.
    mutating func posting(_ lines: JournalLines, scheme: Int) -> Int {
        batch.postings.append((scheme, lines))
        return batch.postings.count - 1
    }
}
