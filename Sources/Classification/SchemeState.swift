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
    var people: ContiguousArray<PersonRecord> = []
    /// Seals of persons who came before any policy was in force.
    var waitingSeals: [Int: SealedIdentity] = [:]
    /// Ids of facts that are no person's, to tell a redelivery.
    var seen: Set<String> = []
    /// Ids of records of offices, with a hash of what they say.
    var records: [String: UInt32] = [:]
    var dossiers = DossierBook()
    private var sheet = PersonSheet()
    private let scratch = ByteBuffer(capacity: 1024)

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
        let (slot, isNewPerson) = index.slot(of: key)
        if isNewPerson {
            people.append(PersonRecord())
            if let person = fact.person { _ = people[slot].add(StoredFact(person)) }
            if policy == nil, let seal = fact.seal { waitingSeals[slot] = seal }
        }
        let tally = people[slot].add(stored)
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

    /// Whether the row of a list that a tombstone stands for was taken before: sent again it may be
    /// rejected, and the list has it all the same.
    func hasRow(of tombstone: Fact, key: UnsafeRawBufferPointer) -> Bool {
        guard let key = PersonKey(key), let slot = index.knownSlot(of: key) else { return false }
        let identity = ContentHash.identity(source: tombstone.source, number: tombstone.number)
        return people[slot].has(.listRow, identity: identity)
    }

    /// Assesses a person.
    ///
    /// - Parameter emit: Called when the assessment changed, with key, revision, the assessment
    ///   before (empty with the first) and now, and the seal that goes with the first.
    /// - Returns: Whether it changed.
    mutating func assess(
        _ slot: Int,
        seal: SealedIdentity?,
        emit: (PersonKey, UInt64, UnsafeRawBufferPointer, UnsafeRawBufferPointer, SealedIdentity?)
            -> Void
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
        scratch.removeAll()
        verdict.write(
            to: scratch,
            under: policy,
            unit: symbols.text(sheet.unit),
            receipts: sheet.receipts,
            household: sheet.household,
            refunds: refunds
        )
        let current = scratch.bytes
        let isSame = people[slot].withAssessment { previous in
            if previous.elementsEqual(current) { return true }
            let revision = UInt64(people[slot].revision) + 1
            emit(
                index.keys[slot],
                revision,
                previous,
                current,
                revision == 1 ? waitingSeals[slot] ?? seal : nil
            )
            return false
        }
        if isSame { return false }
        people[slot].replaceAssessment(current)
        if !waitingSeals.isEmpty { waitingSeals[slot] = nil }
        return true
    }
}
