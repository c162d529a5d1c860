import Events

/// The core of the ledger: messages of `assessments.classified` in, a ``LedgerBatch`` out.
///
/// It keeps only where each owned partition stands; everything else goes to the store.
public final class Poster {
    private var states: [Int32: PartitionState] = [:]
    private var scratch: [Entry] = []

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
        var draft = Draft()
        for place in input.places {
            guard var state = states[place.partition] else { continue }
            defer { states[place.partition] = state }
            guard place.offset >= state.nextOffset else { continue }
            state.nextOffset = place.offset + 1
            draft.touched.insert(place.partition)
            do {
                let message = try Classified(wire: input.value(of: place))
                let water = HighWater(offset: message.offset, index: message.index)
                guard water > state.highWater else { continue }
                state.highWater = water
                take(message, key: input.key(of: place), state: &state, draft: &draft)
            } catch {
                poison(place, error)
            }
        }
        return finish(draft)
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
        var entries: [Entry] = []
        Posting.difference(
            from: change.previous,
            to: change.current,
            into: &entries,
            scratch: &scratch
        )
        for entry in entries {
            let key = SchemeKey(scheme: scheme, key: entry.account)
            draft.batch.balances[key, default: .zero] += entry.amount
        }
        count(change.current, sign: 1, scheme: scheme, draft: &draft)
        if let previous = change.previous {
            count(previous, sign: -1, scheme: scheme, draft: &draft)
        }
        if publishes {
            let reader = Draft.Reader(scheme: scheme, partition: state.partition)
            draft.posted[reader, default: PostedDelta()].change(
                from: change.previous,
                to: change.current
            )
        }
        draft.batch.journals.append(
            Journal(
                partition: state.partition,
                sequence: state.journalSequence,
                scheme: scheme,
                person: person,
                revision: change.revision,
                cause: change.cause,
                assessment: change.currentBytes,
                seal: change.seal,
                entries: entries
            )
        )
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
        sign: Int64,
        scheme: Int,
        draft: inout Draft
    ) {
        let status = SchemeKey(scheme: scheme, key: assessment.status)
        draft.batch.census[status, default: 0] += sign
        guard let (key, delta) = PostedDelta.progress(of: assessment, sign: sign) else { return }
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

/// A batch in the making.
private struct Draft {
    struct Reader: Hashable {
        var scheme: Int
        var partition: Int32
    }

    var batch = LedgerBatch()
    var touched: Set<Int32> = []
    var posted: [Reader: PostedDelta] = [:]
    var targets: [Reader: [(target: Target, id: String)]] = [:]
    var closures: [Reader: [(source: String, date: CivilDate)]] = [:]
    var schools: [Reader: [(school: SchoolReturn, id: String)]] = [:]
    var decisions: [Reader: [(decision: ScoreDecision, id: String)]] = [:]

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
}
