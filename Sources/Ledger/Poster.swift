import Events

/// The core of the ledger: messages of `assessments.classified` in, a ``LedgerBatch`` out.
///
/// It keeps only where each owned partition stands; everything else goes to the store.
public final class Poster {
    private var states: [Int32: PartitionState] = [:]
    private var scratch: [Entry] = []
    private let changes = ChangeTable()
    private let publishes: Bool

    /// Creates a poster without partitions.
    ///
    /// - Parameter publishes: Whether its batches have messages for readers of `ledger.posted`.
    public init(publishes: Bool = true) { self.publishes = publishes }

    /// Takes a partition at the state that the store holds.
    public func assign(_ state: PartitionState) { states[state.partition] = state }

    /// Gives a partition up.
    public func revoke(partition: Int32) { states[partition] = nil }

    /// The states of the owned partitions, in order.
    public var owned: [PartitionState] { states.values.sorted { $0.partition < $1.partition } }

    /// The state of an owned partition after the last batch.
    public func state(of partition: Int32) -> PartitionState? { states[partition] }

    /// Works on records of `assessments.classified`.
    ///
    /// - Parameter poison: Called with a record that cannot be read; the batch goes on after it.
    /// - Returns: What changes. The poster counts on the store to apply it: when that fails for
    ///   good, the partitions must be assigned again.
    public func post(
        _ input: RecordBatch,
        poison: (RecordPlace, WireProblem) -> Void
    ) -> LedgerBatch {
        changes.trim()
        var draft = Draft()
        var rest = input.places[...]
        while let partition = rest.first?.partition {
            let end = rest.firstIndex { $0.partition != partition } ?? rest.endIndex
            let run = rest[..<end]
            rest = rest[end...]
            guard var state = states[partition] else { continue }
            for place in run where place.offset >= state.nextOffset {
                state.nextOffset = place.offset + 1
                draft.touched.insert(partition)
                do {
                    try take(input, place, &state, &draft)
                } catch {
                    poison(place, error)
                }
            }
            states[partition] = state
        }
        return finish(draft)
    }

    private func take(
        _ input: RecordBatch,
        _ place: RecordPlace,
        _ state: inout PartitionState,
        _ draft: inout Draft
    ) throws(WireProblem) {
        let (key, value) = (input.key(of: place), input.value(of: place))
        if let person = PersonKey(key), let change = PlainChange(value) {
            return try take(change, person, &state, &draft)
        }
        let message = try Classified(wire: value)
        let water = HighWater(offset: message.offset, index: message.index)
        guard water > state.highWater else { return }
        state.highWater = water
        take(message, key: key, state: &state, draft: &draft)
    }

    /// Takes what comes by the million: what it adds to the sums is counted, and added up in the end.
    private func take(
        _ change: PlainChange,
        _ person: PersonKey,
        _ state: inout PartitionState,
        _ draft: inout Draft
    ) throws(WireProblem) {
        let number = try changes.number(from: change.previous, to: change.current)
        let water = HighWater(offset: change.offset, index: change.index)
        guard water > state.highWater else { return }
        state.highWater = water
        state.journalSequence += 1
        let posting = draft.count(number, of: changes, change, in: state.partition)
        draft.batch.journals.append(
            Journal(
                partition: state.partition,
                sequence: state.journalSequence,
                scheme: draft.batch.postings[posting].scheme,
                person: person,
                revision: change.revision,
                cause: draft.batch.keep(change.cause),
                assessment: draft.batch.keep(change.current),
                seal: draft.batch.keep(change.seal),
                posting: posting
            )
        )
    }

    private func take(
        _ message: Classified,
        key: UnsafeRawBufferPointer,
        state: inout PartitionState,
        draft: inout Draft
    ) {
        let scheme = draft.scheme(message.scheme)
        if message.tally != .continuation {
            let tally = TallyKey(tally: message.tally, code: message.code)
            draft.batch.tallies[SchemeKey(scheme: scheme, key: tally), default: 0] += 1
        }
        switch message.body {
        case .change(let change):
            guard let person = PersonKey(key) else { return }
            state.journalSequence += 1
            journal(change, person: person, scheme: scheme, state: state, draft: &draft)
        case .dossier(let change):
            state.journalSequence += 1
            journal(change, scheme: scheme, state: state, draft: &draft)
        case .forwarded(let fact):
            forward(fact, scheme: scheme, partition: state.partition, draft: &draft)
        case .noted:
            break
        }
    }

    private func journal(
        _ change: AssessmentChange,
        person: PersonKey,
        scheme: Int,
        state: PartitionState,
        draft: inout Draft
    ) {
        let entries = Posting.difference(from: change.previous, to: change.current, &scratch)
        let reader = Draft.Reader(scheme: scheme, partition: state.partition)
        add(change.current, persons: 1, reader, &draft)
        if let previous = change.previous { add(previous, persons: -1, reader, &draft) }
        draft.batch.journals.append(
            Journal(
                partition: state.partition,
                sequence: state.journalSequence,
                scheme: scheme,
                person: person,
                revision: change.revision,
                cause: draft.batch.keep(change.cause.utf8),
                assessment: draft.batch.keep(change.currentBytes),
                seal: draft.batch.keep(change.seal),
                posting: draft.posting(JournalLines(entries), scheme: scheme)
            )
        )
    }

    /// Adds to the sums what it means that so many persons more have an assessment.
    private func add(
        _ assessment: Assessment,
        persons: Int64,
        _ reader: Draft.Reader,
        _ draft: inout Draft
    ) {
        scratch.removeAll(keepingCapacity: true)
        Posting.position(of: assessment, into: &scratch)
        for entry in scratch {
            let key = SchemeKey(scheme: reader.scheme, key: entry.account)
            draft.batch.balances[key, default: .zero].fen += entry.amount.fen * persons
        }
        count(assessment, persons, scheme: reader.scheme, draft: &draft)
        if publishes { draft.posted[reader, default: PostedDelta()].add(assessment, persons) }
    }

    private func journal(
        _ change: DossierChange,
        scheme: Int,
        state: PartitionState,
        draft: inout Draft
    ) {
        var entries: [Entry] = []
        Posting.difference(of: change, into: &entries)
        for entry in entries {
            let key = SchemeKey(scheme: scheme, key: entry.account)
            draft.batch.balances[key, default: .zero] += entry.amount
        }
        for item in change.items {
            let key = DossierKey(subject: change.subject, item: item.key)
            draft.batch.dossierItems.updateValue(
                item.current,
                forKey: SchemeKey(scheme: scheme, key: key)
            )
        }
        let buffer = ByteBuffer()
        change.write(to: buffer)
        draft.batch.dossierJournals.append(
            DossierJournal(
                partition: state.partition,
                sequence: state.journalSequence,
                scheme: scheme,
                subject: change.subject,
                revision: change.revision,
                cause: change.cause,
                change: buffer.array,
                entries: entries
            )
        )
    }

    private func count(
        _ assessment: Assessment,
        _ times: Int64,
        scheme: Int,
        draft: inout Draft
    ) {
        let status = SchemeKey(scheme: scheme, key: assessment.status)
        draft.batch.census[status, default: 0] += times
        guard let (key, delta) = PostedDelta.progress(of: assessment, times: times) else { return }
        draft.batch.progress[SchemeKey(scheme: scheme, key: key), default: Progress()] += delta
    }

    private func forward(_ fact: Fact, scheme: Int, partition: Int32, draft: inout Draft) {
        let reader = Draft.Reader(scheme: scheme, partition: partition)
        switch fact.body {
        case .target(let target):
            let id = "\(fact.source)/\(fact.number)"
            draft.batch.targets.append((scheme, target, id))
            draft.targets[reader, default: []].append((target, id))
        case .dayClosed(let closed):
            draft.batch.closures.append((scheme, partition, fact.source, closed.date))
            draft.closures[reader, default: []].append((fact.source, closed.date))
        case .officeRecord(let record):
            let id = "\(fact.source)/\(fact.number)"
            draft.batch.records.append((scheme, record, id))
            if let school = SchoolReturn(record) {
                draft.schools[reader, default: []].append((school, id))
            }
            if let decision = ScoreDecision(record) {
                draft.decisions[reader, default: []].append((decision, id))
            }
        default:
            break
        }
    }

    /// Numbers the outbox messages and closes the batch.
    ///
    /// Zero deltas are left out.
    private func finish(_ draft: Draft) -> LedgerBatch {
        var draft = draft
        for lot in draft.lots {
            for (number, persons) in lot.persons.enumerated() where persons != 0 {
                add(changes.assessment(number), persons: persons, lot.reader, &draft)
            }
            for tally in Tally.allCases where lot.tallies[Int(tally.rawValue)] > 0 {
                let key = SchemeKey(
                    scheme: lot.reader.scheme,
                    key: TallyKey(tally: tally, code: "")
                )
                draft.batch.tallies[key, default: 0] += lot.tallies[Int(tally.rawValue)]
            }
        }
        var batch = draft.batch
        batch.balances = batch.balances.filter { $0.value != .zero }
        batch.progress = batch.progress.filter { !$0.value.isZero }
        batch.census = batch.census.filter { $0.value != 0 }
        for reader in publishes ? draft.readers : [] {
            guard var state = states[reader.partition] else { continue }
            var message = LedgerPosted(
                scheme: batch.schemes[reader.scheme],
                partition: reader.partition,
                sequence: state.outboxSequence + 1
            )
            draft.posted[reader]?.write(to: &message)
            message.journalsThrough = state.journalSequence
            message.schools = draft.schools[reader] ?? []
            message.decisions = draft.decisions[reader] ?? []
            message.targets = draft.targets[reader] ?? []
            message.closures = draft.closures[reader] ?? []
            if message.isEmpty { continue }
            state.outboxSequence += 1
            states[reader.partition] = state
            batch.outbox.append(message)
        }
        batch.partitions = draft.touched.sorted().compactMap { states[$0] }
        return batch
    }
}
