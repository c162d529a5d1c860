import Events
import Policy

/// The core of classify: facts of `facts.validated` in, changes of assessments out.
///
/// What it holds of a person is a function of the SET of the person's facts. Every input gives at
/// least one output, which tells what became of it.
public final class Classifier: StageCore {
    /// Finds a pack by its hash.
    public typealias Library = (_ scheme: String, _ hash: [UInt8]) -> CompiledPolicy?

    let library: Library
    var partitions: [Int32: [SchemeState]] = [:]
    /// The last origin taken, per partition and received topic: `validate` may have published a
    /// fact twice, and twice it must not be counted.
    var marks: [Int32: OriginMarks] = [:]
    /// The sweep of the record in work; nil between records.
    private var sweep: Sweep?
    private let sweepLimit: Int
    /// Per partition the last output of a predecessor, which had not done the record in work.
    private var published: [Int32: OutputMark] = [:]

    /// Creates a classifier.
    ///
    /// - Parameters:
    ///   - sweepLimit: Outputs of one slice of a sweep at most.
    ///   - library: Must know every pack that was ever activated.
    public init(sweepLimit: Int = 10_000, library: @escaping Library) {
        precondition(sweepLimit > 0, "a sweep must get on")
        self.sweepLimit = sweepLimit
        self.library = library
    }

    /// Takes a partition, with empty state.
    public func assign(partition: Int32) {
        partitions[partition] = []
        marks[partition] = OriginMarks()
        published[partition] = nil
        if sweep?.partition == partition { sweep = nil }
    }

    /// Gives a partition and its state up.
    public func revoke(partition: Int32) {
        partitions[partition] = nil
        marks[partition] = nil
        published[partition] = nil
        if sweep?.partition == partition { sweep = nil }
    }

    /// Assessments: in the partition of the facts that caused them.
    public var slicedOutput: Topic? { .assessmentsClassified }

    /// Puts nothing out again up to and with an output that stands in the log.
    public func resume(partition: Int32, after last: UnsafeRawBufferPointer) {
        guard let output = try? Classified(wire: last) else { return }
        published[partition] = OutputMark(offset: output.offset, index: output.index)
    }

    /// Persons known in all partitions.
    public var personCount: Int {
        partitions.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.personCount } }
    }

    /// Folds facts and publishes what changed.
    public func process(_ input: RecordBatch, into output: RecordBatch) {
        var next = 0
        repeat { next = process(input, from: next, into: output) } while next < input.count
    }

    /// Folds facts; a sweep over many people stops after so many outputs and goes on with the next
    /// call, before any later record.
    public func process(_ input: RecordBatch, from first: Int, into output: RecordBatch) -> Int {
        let limit = output.count + sweepLimit
        guard first < input.count else { return input.count }
        let emitter = Emitter(place: input.places[first], input: input, output: output)
        for index in first..<input.count {
            let place = input.places[index]
            emitter.turn(to: place, published: published[place.partition])
            if sweep == nil { take(emitter) }
            if sweep != nil, !advance(emitter, until: limit) { return index }
        }
        return input.count
    }

    private func take(_ emitter: Emitter) {
        if takePlain(emitter) { return }
        guard let fact = try? Fact(wire: emitter.value) else {
            return emitter.note(scheme: "", .rejected, code: "undecodable")
        }
        let partition = emitter.place.partition
        guard marks[partition]?.take(fact.origin) == true else { return }
        let index = stateIndex(fact.scheme, partition: partition)
        withState(index, partition) { take(fact, state: &$0, emitter: emitter) }
    }

    /// Changes a state where it lies: nothing of it is copied.
    func withState<R>(
        _ index: Int,
        _ partition: Int32,
        _ body: (inout SchemeState) -> R
    ) -> R {
        body(&partitions[partition, default: []][index])
    }

    private func stateIndex(_ scheme: String, partition: Int32) -> Int {
        let states = partitions[partition, default: []]
        if let known = states.firstIndex(where: { $0.scheme == scheme }) { return known }
        partitions[partition, default: []].append(SchemeState(scheme: scheme))
        return states.count
    }

    private func take(_ fact: Fact, state: inout SchemeState, emitter: Emitter) {
        switch fact.body {
        case .payment, .listRow, .rosterLine, .registration, .exclusion, .mark, .householdTier,
            .transfer, .refundPaid, .decision:
            takePersonal(fact, state: &state, emitter: emitter)
        case .listSealed(let seal):
            let tally = state.lists.seal(seal)
            emitter.note(
                scheme: state.scheme,
                .control,
                code: tally == .conflicting ? "seal_conflict" : ""
            )
            settleLists(state: &state, emitter: emitter, cause: fact)
        case .listAudited(let audit):
            let tally = state.lists.audit(audit)
            // A broadcast is one message of its office: it is counted in one partition.
            emitter.note(scheme: state.scheme, emitter.place.partition == 0 ? tally : .control)
            settleLists(state: &state, emitter: emitter, cause: fact)
        case .rejected(let tombstone):
            emitter.note(scheme: state.scheme, .rejected, code: tombstone.code)
            if tombstone.list.isEmpty || state.hasRow(of: fact, key: emitter.key) { return }
            if state.lists.addRejected(tombstone.row, key: emitter.key, to: tombstone.list) {
                settleLists(state: &state, emitter: emitter, cause: fact)
            }
        case .policyActivated(let activated):
            activate(activated, fact: fact, state: &state, emitter: emitter)
        case .target, .dayClosed: forward(fact, state: &state, emitter: emitter)
        case .officeRecord(let record):
            takeRecord(record, fact: fact, state: &state, emitter: emitter)
        }
    }

    private func takePersonal(_ fact: Fact, state: inout SchemeState, emitter: Emitter) {
        guard let key = PersonKey(emitter.key) else {
            emitter.note(scheme: state.scheme, .rejected, code: "key_mismatch")
            return
        }
        let (tally, slot, isListDue) = state.fold(fact, key: key, keyBytes: emitter.key)
        guard tally == .accepted else {
            emitter.note(scheme: state.scheme, tally, code: tally == .conflicting ? "conflict" : "")
            return
        }
        emitter.cause(fact)
        let isChanged = assess(slot, fact: fact, state: &state, emitter: emitter, tally: tally)
        if !isChanged { emitter.note(scheme: state.scheme, tally) }
        if isListDue { settleLists(state: &state, emitter: emitter, cause: fact) }
    }

    private func assess(
        _ slot: Int,
        fact: Fact,
        state: inout SchemeState,
        emitter: Emitter,
        tally: Tally
    ) -> Bool {
        guard let seal = fact.seal else {
            return assess(slot, seal: nil, state: &state, emitter: emitter, tally: tally)
        }
        return seal.withPlain {
            assess(slot, seal: $0, state: &state, emitter: emitter, tally: tally)
        }
    }

    /// Assesses a person, for the cause that the emitter knows.
    func assess(
        _ slot: Int,
        seal: PlainSeal?,
        state: inout SchemeState,
        emitter: Emitter,
        tally: Tally
    ) -> Bool {
        let scheme = state.scheme
        return state.assess(slot, seal: seal) {
            emitter.change($0, scheme: scheme, tally: tally)
        }
    }

    /// Begins a sweep over the members of every list that begins or ceases to count.
    private func settleLists(state: inout SchemeState, emitter: Emitter, cause: Fact) {
        let changed = state.lists.settle()
        if changed.isEmpty { return }
        sweep = Sweep(over: .members(changed), of: emitter.place, cause: cause, next: emitter.next)
    }

    /// Goes on with the sweep.
    ///
    /// - Returns: Whether everybody was assessed before the output held `limit` records.
    private func advance(_ emitter: Emitter, until limit: Int) -> Bool {
        guard var running = sweep else { return true }
        precondition(running.offset == emitter.place.offset, "no record passes a sweep")
        sweep = nil
        emitter.next = running.next
        emitter.cause(running.cause)
        let index = stateIndex(running.cause.scheme, partition: running.partition)
        let isDone = withState(index, running.partition) { state in
            while let slot = running.slot(in: state) {
                if emitter.outputCount >= limit { return false }
                running.step()
                _ = assess(
                    slot,
                    seal: nil,
                    state: &state,
                    emitter: emitter,
                    tally: .continuation
                )
            }
            return true
        }
        if !isDone {
            running.next = emitter.next
            sweep = running
        }
        return isDone
    }

    private func activate(
        _ activated: PolicyActivated,
        fact: Fact,
        state: inout SchemeState,
        emitter: Emitter
    ) {
        // A pack that went neither through the log nor came with this program cannot be obeyed; the
        // one in force stays.
        guard let pack = library(state.scheme, activated.hash) else {
            return emitter.note(scheme: state.scheme, .control, code: "pack_unknown")
        }
        emitter.note(scheme: state.scheme, .control)
        guard state.activate(pack, number: fact.number) else { return }
        for subject in state.subjects {
            settle(subject, state: &state, emitter: emitter, cause: fact)
        }
        sweep = Sweep(over: .everybody, of: emitter.place, cause: fact, next: emitter.next)
    }

    /// Keeps a record as it is, and tells what changed in the dossier of its subject.
    private func takeRecord(
        _ record: OfficeRecord,
        fact: Fact,
        state: inout SchemeState,
        emitter: Emitter
    ) {
        let tally = state.take(record, of: fact)
        guard tally == .accepted else {
            emitter.note(scheme: state.scheme, tally, code: tally == .conflicting ? "conflict" : "")
            return
        }
        emitter.forward(fact, scheme: state.scheme, tally: .accepted)
        guard let subject = record.event?.subject else { return }
        settle(subject, state: &state, emitter: emitter, cause: fact)
    }

    private func settle(
        _ subject: DossierSubject,
        state: inout SchemeState,
        emitter: Emitter,
        cause: Fact
    ) {
        let cause = "\(cause.source)/\(cause.number)"
        if let change = state.settle(subject, cause: cause) {
            emitter.dossier(change, scheme: state.scheme)
        }
    }

    private func forward(_ fact: Fact, state: inout SchemeState, emitter: Emitter) {
        var isBroadcast = false
        if case .dayClosed = fact.body { isBroadcast = true }
        guard state.isNew(fact) else {
            emitter.note(scheme: state.scheme, isBroadcast ? .control : .repeated)
            return
        }
        emitter.forward(fact, scheme: state.scheme, tally: isBroadcast ? .control : .accepted)
    }
}
