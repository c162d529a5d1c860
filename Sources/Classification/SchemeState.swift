import Events
import Policy

/// The persons of one scheme in one partition.
///
/// What is stored here is written and taken back in SchemeState+Snapshot.swift.
struct SchemeState {
    let scheme: String
    var symbols = SymbolTable()
    var lists = ListBook()
    var policy: CompiledPolicy?
    var activation = ""
    var index = PersonIndex()
    var people = PersonStore()
    /// The forms of all assessments so far.
    var forms = AssessmentForms()
    /// Seals of persons who came before any policy was in force.
    var waitingSeals: [Int: SealedIdentity] = [:]
    /// Ids of facts that are no person's, to tell a redelivery.
    var seen: Set<String> = []
    /// Ids of records of offices, with a hash of what they say.
    var records: [String: UInt32] = [:]
    var dossiers = DossierBook()
    private var sheet = PersonSheet()
    private let scratch = SchemeScratch()

    init(scheme: String) { self.scheme = scheme }

    /// Persons known.
    var personCount: Int { people.count }

    /// Whether a fact that is no person's is new.
    mutating func isNew(_ fact: Fact) -> Bool {
        seen.insert("\(fact.source)/\(fact.number)").inserted
    }

    /// Takes a record of an office.
    ///
    /// - Returns: What becomes of it: a record whose number came with other content is kept out.
    mutating func take(_ record: OfficeRecord, of fact: Fact) -> Tally {
        let id = "\(fact.source)/\(fact.number)"
        var hash = ContentHash()
        hash.add(record.type)
        hash.add(record.unit)
        hash.add(record.at.second)
        hash.add(record.by)
        hash.add(record.json)
        if let known = records[id] { return known == hash.short ? .repeated : .conflicting }
        records[id] = hash.short
        if let event = record.event {
            dossiers.add(OfficeEntry(id: id, at: record.at, event: event))
        }
        return .accepted
    }

    /// Subjects of dossiers.
    var subjects: [DossierSubject] { dossiers.subjects }

    /// Decides anew where a dossier stands; nil when nothing changed or no pack is in force.
    mutating func settle(_ subject: DossierSubject, cause: String) -> DossierChange? {
        guard let policy else { return nil }
        return dossiers.settle(subject, under: policy, cause: cause)
    }

    /// Puts a pack in force; of several the one with the greatest number is.
    ///
    /// - Returns: Whether everybody must be assessed anew.
    mutating func activate(_ pack: CompiledPolicy, number: String) -> Bool {
        guard number > activation || policy == nil else { return false }
        activation = number
        let isSame = policy?.hash == pack.hash
        policy = pack
        return !isSame
    }

    /// Folds a fact about a person.
    ///
    /// - Returns: What became of the fact, the person's slot, and whether a list became ready or
    ///   ceased to be.
    mutating func fold(
        _ fact: Fact,
        key: PersonKey,
        keyBytes: UnsafeRawBufferPointer
    ) -> (tally: Tally, slot: Int, isListDue: Bool) {
        guard let stored = StoredFact(fact, symbols: &symbols, lists: &lists) else {
            return (.control, -1, false)
        }
        let (slot, isNew) = slot(of: key, fact.person)
        if isNew, policy == nil, let seal = fact.seal { waitingSeals[slot] = seal }
        let tally = people.add(stored, to: slot)
        guard tally == .accepted, case .listRow(let row) = fact.body else {
            return (tally, slot, false)
        }
        let isListDue = lists.addRow(
            row.row,
            key: keyBytes,
            member: UInt32(slot),
            to: lists.number(of: row.list)
        )
        return (tally, slot, isListDue)
    }

    /// Folds a plain fact.
    ///
    /// - Returns: What became of it, and the person's slot.
    mutating func fold(_ fact: PlainFact, key: PersonKey) -> (tally: Tally, slot: Int) {
        let stored = StoredFact(fact, symbols: &symbols)
        let (slot, isNew) = slot(of: key, fact.person)
        if isNew, policy == nil, let seal = fact.seal {
            waitingSeals[slot] = SealedIdentity(seal)
        }
        return (people.add(stored, to: slot), slot)
    }

    /// The slot of a person, with what `validate` derived where the person is new.
    private mutating func slot(
        of key: PersonKey,
        _ attributes: PersonAttributes?
    ) -> (slot: Int, isNew: Bool) {
        let (slot, isNew) = index.slot(of: key)
        if isNew {
            people.append()
            if let attributes { people.append(StoredFact(attributes), to: slot) }
        }
        return (slot, isNew)
    }

    /// Whether the row of a list that a tombstone stands for was taken before: sent again it may be
    /// rejected, and the list has it all the same.
    func hasRow(of tombstone: Fact, key: UnsafeRawBufferPointer) -> Bool {
        guard let key = PersonKey(key), let slot = index.knownSlot(of: key) else { return false }
        let identity = ContentHash.identity(source: tombstone.source, number: tombstone.number)
        return people[slot].fact(.listRow, identity: identity) != nil
    }

    /// Assesses a person.
    ///
    /// - Parameters:
    ///   - seal: Goes with the first assessment.
    ///   - emit: Called when the assessment changed.
    /// - Returns: Whether it changed.
    mutating func assess(
        _ slot: Int,
        seal: PlainSeal?,
        emit: (StandingChange) -> Void
    ) -> Bool {
        guard let policy else { return false }
        sheet.fill(people[slot], symbols: symbols, lists: lists, policy: policy)
        var verdict = Assessor.assess(sheet.facts, under: policy)
        var refunds: ContiguousArray<Share> = []
        if !sheet.refunds.isEmpty {
            let settlement = RefundSettlement(sheet.refunds, of: verdict, under: policy)
            verdict.flags.formUnion(settlement.flags)
            refunds = settlement.refunds
        }
        let known = people[slot].standing
        let standing = Standing(
            revision: (known?.revision ?? 0) + 1,
            form: forms.number(
                of: verdict,
                under: policy,
                receipts: sheet.receipts,
                refunds: refunds,
                scratch: scratch.current
            ),
            unit: sheet.unit,
            enrolledDay: verdict.enrolledDay,
            benefitDay: verdict.benefitDay,
            household: policy.tables.householdSameTier ? sheet.household : 0
        )
        if let known, known.tellsTheSame(as: standing) { return false }
        scratch.previous.removeAll()
        if let known { write(known, to: scratch.previous) }
        scratch.current.removeAll()
        write(standing, to: scratch.current)
        var change = StandingChange(
            person: index.keys[slot],
            revision: standing.revision,
            previous: scratch.previous.bytes,
            current: scratch.current.bytes
        )
        if known == nil, let waiting = waitingSeals[slot] {
            waiting.withPlain {
                change.seal = $0
                emit(change)
            }
        } else {
            if known == nil { change.seal = seal }
            emit(change)
        }
        people.replaceStanding(standing, of: slot)
        if !waitingSeals.isEmpty { waitingSeals[slot] = nil }
        return true
    }

    private func write(_ standing: Standing, to buffer: ByteBuffer) {
        forms.write(standing, unit: symbols.text(standing.unit), to: buffer)
    }
}

/// Working memory of a scheme; holds nothing between two facts.
final class SchemeScratch {
    let previous = ByteBuffer(capacity: 1024)
    let current = ByteBuffer(capacity: 1024)
}
