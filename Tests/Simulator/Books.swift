import Events
import Ledger

/// The books in memory: what a store promises, checked line by line as it happens.
final class Books: LedgerReader {
    struct StoredJournal {
        var partition: Int32
        var sequence: Int64
        var scheme: String
        var person: PersonKey
        var revision: UInt64
        var cause: String
        var assessment: [UInt8]
        var seal: [UInt8]
        var entries: [Entry]
    }
    struct StoredDossier {
        var partition: Int32
        var sequence: Int64
        var scheme: String
        var subject: DossierSubject
        var revision: UInt64
        var cause: String
        var change: [UInt8]
        var entries: [Entry]
    }
    struct Person: Hashable {
        var scheme: String
        var key: PersonKey
    }
    struct InScheme<Key: Hashable>: Hashable {
        var scheme: String
        var key: Key
    }

    private(set) var states: [Int32: PartitionState] = [:]
    private(set) var rows: [StoredJournal] = []
    /// The last journal of each person, as an index of ``rows``.
    private(set) var last: [Person: Int] = [:]
    private var identities: [(person: Person, bytes: [UInt8])] = []
    private var balances: [InScheme<Account>: Money] = [:]
    private var progress: [InScheme<ProgressKey>: Progress] = [:]
    private var census: [InScheme<AssessmentStatus>: Int64] = [:]
    private var tallies: [InScheme<TallyKey>: Int64] = [:]
    private var targets: [InScheme<String>: Target] = [:]
    private var closures: [InScheme<String>: [Int32: CivilDate]] = [:]
    private(set) var records: [InScheme<String>: OfficeRecord] = [:]
    private(set) var dossierRows: [StoredDossier] = []
    private(set) var dossierItems: [InScheme<DossierKey>: DossierItem] = [:]
    private(set) var sealed: [ChainSeal] = []
    /// Batches refused.
    private(set) var fenced = 0
    private(set) var outbox: [Int32: [OutboxMessage]] = [:]
    private let scratch = ByteBuffer()

    /// Raises the epoch.
    func open(_ partition: Int32) -> PartitionState {
        var state =
            states[partition]
            ?? PartitionState(
                partition: partition,
                nextOffset: 0,
                epoch: 0,
                journalSequence: 0,
                outboxSequence: 0,
                highWater: .start
            )
        state.epoch += 1
        states[partition] = state
        return state
    }

    /// All of a batch or nothing.
    ///
    /// - Parameter isLate: Whether nobody waits for it any more: then it is no wonder when it is
    ///   refused.
    func apply(_ batch: LedgerBatch, isLate: Bool = false) throws {
        for state in batch.partitions {
            guard let known = states[state.partition], known.epoch == state.epoch,
                known.nextOffset < state.nextOffset
            else {
                if !isLate { fenced += 1 }
                throw LedgerProblem.fenced(partition: state.partition)
            }
        }
        try checkMoney(batch)
        try enterJournals(batch)
        addDeltas(batch)
        for message in batch.outbox {
            scratch.removeAll()
            message.write(to: scratch)
            let box = OutboxMessage(
                scheme: message.scheme,
                sequence: message.sequence,
                bytes: scratch.array
            )
            let known = outbox[message.partition]?.last?.sequence
            if let known, message.sequence != known + 1 {
                throw Violation("outbox \(message.partition): \(message.sequence) after \(known)")
            }
            outbox[message.partition, default: []].append(box)
        }
        for state in batch.partitions { states[state.partition] = state }
    }

    func markPublished(_ partition: Int32, through sequence: Int64) {
        outbox[partition]?.removeAll { $0.sequence <= sequence }
    }

    /// A chain of seals has one end.
    func add(_ seal: ChainSeal) -> Bool {
        let last = sealed.last { $0.partition == seal.partition }
        guard seal.number == (last?.number ?? 0) + 1, seal.first == (last?.through ?? 0) + 1
        else { return false }
        sealed.append(seal)
        return true
    }

    /// Σ debits = Σ credits, in every journal and in what the batch adds to the balances.
    private func checkMoney(_ batch: LedgerBatch) throws {
        var fromJournals: Int64 = 0
        for entries in batch.journals.map(batch.entries) + batch.dossierJournals.map(\.entries) {
            let sum = entries.reduce(into: Int64(0)) { $0 += $1.amount.fen }
            if sum != 0 { throw Violation("a journal is off by \(sum) fen") }
            fromJournals += entries.reduce(into: Int64(0)) { $0 += abs($1.amount.fen) }
        }
        let sum = batch.balances.values.reduce(into: Int64(0)) { $0 += $1.fen }
        if sum != 0 { throw Violation("balances are off by \(sum) fen") }
        if fromJournals == 0, !batch.balances.isEmpty { throw Violation("money without journal") }
    }

    /// Both kinds of journals make up one run of numbers in a partition.
    private func enterJournals(_ batch: LedgerBatch) throws {
        let numbers =
            batch.journals.map { ($0.partition, $0.sequence) }
            + batch.dossierJournals.map { ($0.partition, $0.sequence) }
        var given = states.mapValues(\.journalSequence)
        for (partition, sequence) in numbers.sorted(by: <) {
            if sequence != (given[partition] ?? 0) + 1 {
                throw Violation(
                    "journal \(partition)/\(sequence) after \(given[partition] ?? 0)"
                )
            }
            given[partition] = sequence
        }
        for journal in batch.journals { try enter(journal, batch) }
        for journal in batch.dossierJournals {
            let scheme = batch.schemes[journal.scheme]
            let known = dossierRows.last {
                $0.scheme == scheme && $0.subject == journal.subject
            }
            if journal.revision != (known?.revision ?? 0) + 1 {
                throw Violation("revision \(journal.revision) of \(journal.subject)")
            }
            dossierRows.append(
                StoredDossier(
                    partition: journal.partition,
                    sequence: journal.sequence,
                    scheme: scheme,
                    subject: journal.subject,
                    revision: journal.revision,
                    cause: journal.cause,
                    change: journal.change,
                    entries: journal.entries
                )
            )
        }
    }

    private func enter(_ journal: Journal, _ batch: LedgerBatch) throws {
        let scheme = batch.schemes[journal.scheme]
        let person = Person(scheme: scheme, key: journal.person)
        let revision = last[person].map { rows[$0].revision } ?? 0
        if journal.revision != revision + 1 {
            throw Violation("revision \(journal.revision) of a person after \(revision)")
        }
        if (journal.revision == 1) == journal.seal.isEmpty {
            throw Violation(
                "revision \(journal.revision) and a seal of \(journal.seal.count) bytes"
            )
        }
        if journal.revision == 1 { identities.append((person, batch.seal(of: journal))) }
        last[person] = rows.count
        rows.append(
            StoredJournal(
                partition: journal.partition,
                sequence: journal.sequence,
                scheme: scheme,
                person: journal.person,
                revision: journal.revision,
                cause: batch.cause(of: journal),
                assessment: batch.assessment(of: journal),
                seal: batch.seal(of: journal),
                entries: batch.entries(of: journal)
            )
        )
    }

    private func addDeltas(_ batch: LedgerBatch) {
        func name<Key>(_ key: SchemeKey<Key>) -> InScheme<Key> {
            InScheme(scheme: batch.schemes[key.scheme], key: key.key)
        }
        for (key, delta) in batch.balances { balances[name(key), default: .zero] += delta }
        for (key, delta) in batch.progress { progress[name(key), default: Progress()] += delta }
        for (key, delta) in batch.census { census[name(key), default: 0] += delta }
        for (key, delta) in batch.tallies { tallies[name(key), default: 0] += delta }
        for (scheme, target, id) in batch.targets {
            let place = InScheme(scheme: batch.schemes[scheme], key: id)
            if targets[place] == nil { targets[place] = target }
        }
        for (scheme, partition, source, date) in batch.closures {
            let place = InScheme(scheme: batch.schemes[scheme], key: source)
            let known = closures[place]?[partition] ?? date
            closures[place, default: [:]][partition] = max(known, date)
        }
        for (scheme, record, id) in batch.records {
            records[InScheme(scheme: batch.schemes[scheme], key: id)] = record
        }
        for (key, item) in batch.dossierItems { dossierItems[name(key)] = item }
    }
}

extension Books {
    func identities(scheme: String, _ body: (PersonKey, SealedIdentity) throws -> Void) throws {
        for (person, bytes) in identities where person.scheme == scheme {
            let seal = try bytes.withUnsafeBytes { bytes throws(WireProblem) in
                try SealedIdentity(wire: bytes)
            }
            try body(person.key, seal)
        }
    }

    func schemes() throws -> [String] {
        Set(rows.map(\.scheme) + tallies.keys.map(\.scheme) + targets.keys.map(\.scheme)).sorted()
    }

    func balances(scheme: String) throws -> [Account: Money] {
        inScheme(balances, scheme).filter { $0.value != .zero }
    }

    func progress(scheme: String) throws -> [ProgressKey: Progress] {
        inScheme(progress, scheme).filter { !$0.value.isZero }
    }

    func census(scheme: String) throws -> [AssessmentStatus: Int64] {
        inScheme(census, scheme).filter { $0.value != 0 }
    }

    func tallies(scheme: String) throws -> [TallyKey: Int64] { inScheme(tallies, scheme) }

    func targets(scheme: String) throws -> [(target: Target, id: String)] {
        inScheme(targets, scheme).map { ($0.value, $0.key) }.sorted { $0.id < $1.id }
    }

    func closures(scheme: String) throws -> [String: CivilDate] {
        inScheme(closures, scheme).compactMapValues { days in
            days.count == states.count ? days.values.min() : nil
        }
    }

    func positions() throws -> [PartitionState] {
        states.values.sorted { $0.partition < $1.partition }
    }

    func journals(_ body: (JournalRow) throws -> Void) throws {
        for row in rows.sorted(by: { ($0.partition, $0.sequence) < ($1.partition, $1.sequence) }) {
            try row.assessment.withUnsafeBytes { bytes in
                try row.seal.withUnsafeBytes { seal in
                    try body(
                        JournalRow(
                            partition: row.partition,
                            sequence: row.sequence,
                            scheme: row.scheme,
                            person: row.person,
                            revision: row.revision,
                            cause: row.cause,
                            assessment: bytes,
                            seal: seal,
                            entries: row.entries
                        )
                    )
                }
            }
        }
    }

    func officeRecords(scheme: String) throws -> [(record: OfficeRecord, id: String)] {
        inScheme(records, scheme).map { ($0.value, $0.key) }
            .sorted { ($0.record.at, $0.id) < ($1.record.at, $1.id) }
    }

    func inScheme<Key: Hashable, Value>(
        _ all: [InScheme<Key>: Value],
        _ scheme: String
    ) -> [Key: Value] {
        var found: [Key: Value] = [:]
        for (place, value) in all where place.scheme == scheme { found[place.key] = value }
        return found
    }
}
