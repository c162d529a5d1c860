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
    var records: ContiguousArray<PersonRecord> = []
    /// Seals of persons who came before any policy was in force.
    var waitingSeals: [Int: SealedIdentity] = [:]
    /// Ids of facts that are no person's, to tell a redelivery.
    var seen: Set<String> = []
    private var sheet = PersonSheet()
    private let scratch = ByteBuffer(capacity: 1024)

    init(scheme: String) { self.scheme = scheme }

    /// Persons known.
    var personCount: Int { records.count }

    /// Whether a fact that is no person's is new.
    mutating func isNew(_ fact: Fact) -> Bool {
        seen.insert("\(fact.source)/\(fact.number)").inserted
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
            records.append(PersonRecord())
            if let person = fact.person { _ = records[slot].add(StoredFact(person)) }
            if policy == nil, let seal = fact.seal { waitingSeals[slot] = seal }
        }
        let tally = records[slot].add(stored)
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
        sheet.fill(records[slot], symbols: symbols, lists: lists, policy: policy)
        let verdict = Assessor.assess(sheet.facts, under: policy)
        scratch.removeAll()
        verdict.write(
            to: scratch,
            under: policy,
            unit: symbols.text(sheet.unit),
            receipts: sheet.receipts,
            household: sheet.household
        )
        let current = scratch.bytes
        let isSame = records[slot].withAssessment { previous in
            if previous.elementsEqual(current) { return true }
            let revision = UInt64(records[slot].revision) + 1
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
        records[slot].replaceAssessment(current)
        if !waitingSeals.isEmpty { waitingSeals[slot] = nil }
        return true
    }
}
