import Crypto
import Events

/// Reads all journals of a ledger and proves, or disproves, that the books follow from them.
public struct BookAudit {
    /// A statement about the books.
    public struct Finding: Sendable {
        /// What is stated.
        public var statement: String
        /// What was found against it; empty when it holds.
        public var violations: [String]

        /// Creates a finding.
        public init(statement: String, violations: [String]) {
            self.statement = statement
            self.violations = violations
        }
    }

    /// Journals read.
    public private(set) var journalCount = 0
    /// Final assessments, one for each person and scheme.
    public private(set) var personCount = 0
    /// Items of dossiers that there are in the end.
    public var itemCount: Int { dossiers.items.values.reduce(0) { $0 + $1.count } }
    /// Journals that stand under a seal.
    public var sealedCount: Int64 { seals.sealedCount }
    /// Seals that there are.
    public var sealCount: Int { seals.sealCount }
    /// Journals after the last seal, by partition, as people call them.
    public var unsealed: [String] { seals.unsealed }
    private var sums: [String: [Account: Money]] = [:]
    private var last: [PersonInScheme: LastJournal] = [:]
    private var unbalanced: [String] = []
    private var withoutClause: [String] = []
    private var brokenChains: [String] = []
    private var gaps: [String] = []
    private var seals: SealAudit
    private var fundedTwice: [String] = []
    private var sequences: [Int32: Int64] = [:]
    private var chains: [Int32: SHA256] = [:]
    private var positions: [String: [Account: Money]] = [:]
    private var progress: [String: [ProgressKey: Progress]] = [:]
    private var census: [String: [AssessmentStatus: Int64]] = [:]
    private var finals = DigestSum()
    private var dossiers = DossierReplay()
    /// Journals of dossiers that come before the next journal of a person, in order.
    private var waiting: ArraySlice<DossierReplay.Line> = []
    private let memory = ByteBuffer()
    private static let violationsMax = 20

    private struct PersonInScheme: Hashable {
        var person: PersonKey
        var scheme: String
    }

    private struct LastJournal {
        var partition: Int32
        var sequence: Int64
        var revision: UInt64
    }

    /// Reads the journals twice: once for the postings, once for what each person ended with.
    ///
    /// - Parameter progress: Told journals read and journals to read, now and then.
    /// - Throws: What the reader throws; findings are never thrown.
    public init(
        _ reader: any LedgerReader,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws {
        let states = try reader.positions()
        let total = 2 * (states.reduce(0) { $0 + $1.journalSequence })
        seals = SealAudit(seals: try reader.chainSeals(), ends: try reader.sealEnds())
        var done: Int64 = 0
        func step() {
            done += 1
            if done % 10_000 == 0 { progress(done, total) }
        }
        try reader.dossierJournals { row in
            for entry in row.entries {
                sums[row.scheme, default: [:]][entry.account, default: .zero] += entry.amount
            }
            dossiers.read(row)
        }
        waiting = dossiers.lines[...]
        try reader.journals {
            readPosting($0)
            step()
        }
        while let line = waiting.popFirst() { read(line) }
        for state in states { number(state.partition, state.journalSequence + 1) }
        seals.finish()
        try reader.journals {
            readFinal($0)
            step()
        }
        personCount = last.count
        for (scheme, entries) in dossiers.positions() {
            for entry in entries {
                positions[scheme, default: [:]][entry.account, default: .zero] += entry.amount
            }
        }
    }

    /// Takes the journals of dossiers that come before a journal of a person.
    private mutating func readDossiers(before row: JournalRow) {
        while let line = waiting.first,
            (line.partition, line.sequence) < (row.partition, row.sequence)
        {
            waiting.removeFirst()
            read(line)
        }
    }

    private mutating func read(_ line: DossierReplay.Line) {
        journalCount += 1
        number(line.partition, line.sequence)
        seals.take(line.partition, line.sequence, line.leaf)
        chains[line.partition, default: SHA256()].update(data: line.digest)
    }

    /// Notes the numbers that are missing before this one.
    private mutating func number(_ partition: Int32, _ sequence: Int64) {
        let next = (sequences[partition] ?? 0) + 1
        if sequence > next {
            note(ChainSeal.journals(partition, next, sequence - 1), in: \.gaps)
        } else if sequence < next {
            note("journal \(partition)/\(sequence) stands twice, or was never numbered", in: \.gaps)
        }
        sequences[partition] = sequence
    }

    private mutating func readPosting(_ row: JournalRow) {
        readDossiers(before: row)
        journalCount += 1
        let name = "journal \(row.partition)/\(row.sequence)"
        if !Posting.isBalanced(row.entries) { note(name, in: \.unbalanced) }
        for entry in row.entries {
            sums[row.scheme, default: [:]][entry.account, default: .zero] += entry.amount
        }
        number(row.partition, row.sequence)
        let key = PersonInScheme(person: row.person, scheme: row.scheme)
        if row.revision != (last[key]?.revision ?? 0) + 1 { note(name, in: \.brokenChains) }
        last[key] = LastJournal(
            partition: row.partition,
            sequence: row.sequence,
            revision: row.revision
        )
        // Where no money moves nothing is posted: a person without a tier has no rule yet.
        let rules = (try? Assessment(wire: row.assessment))?.rules ?? []
        if rules.isEmpty, !row.entries.isEmpty { note(name, in: \.withoutClause) }
        let form = JournalForm(row, in: memory)
        form.add(to: &chains[row.partition, default: SHA256()])
        seals.take(row.partition, row.sequence, form.leaf)
    }

    private mutating func readFinal(_ row: JournalRow) {
        let key = PersonInScheme(person: row.person, scheme: row.scheme)
        guard let final = last[key], final.partition == row.partition,
            final.sequence == row.sequence, let assessment = try? Assessment(wire: row.assessment)
        else { return }
        var digest = SHA256()
        digest.update(data: Array(row.scheme.utf8))
        row.person.withBytes { digest.update(bufferPointer: $0) }
        digest.update(bufferPointer: row.assessment)
        finals.add(digest.finalize())
        var entries: [Entry] = []
        Posting.position(of: assessment, into: &entries)
        for entry in entries {
            positions[row.scheme, default: [:]][entry.account, default: .zero] += entry.amount
        }
        census[row.scheme, default: [:]][assessment.status, default: 0] += 1
        guard assessment.isCovered else { return }
        checkFunding(assessment, row)
        guard let day = assessment.enrolledOn else { return }
        let place = ProgressKey(unit: assessment.unit, day: day, category: assessment.category)
        progress[row.scheme, default: [:]][place, default: Progress()] += Progress(
            heads: 1,
            paid: assessment.due
        )
    }

    /// Person and funders bear the premium once: their shares sum to it exactly.
    private mutating func checkFunding(_ assessment: Assessment, _ row: JournalRow) {
        let borne = assessment.shares.reduce(into: assessment.due) { $0 += $1.amount }
        let funders = Set(assessment.shares.map(\.party))
        if borne != assessment.premium || funders.count != assessment.shares.count {
            note("journal \(row.partition)/\(row.sequence)", in: \.fundedTwice)
        }
    }

    private mutating func note(
        _ violation: String,
        in list: WritableKeyPath<BookAudit, [String]>
    ) {
        if self[keyPath: list].count < BookAudit.violationsMax {
            self[keyPath: list].append(violation)
        }
    }
}

extension BookAudit {
    /// The statements about the books, each with what was found against it.
    public func findings(_ reader: any LedgerReader) throws -> [Finding] {
        var balances: [String] = []
        var recount: [String] = []
        var items: [String] = []
        for scheme in try reader.schemes() {
            let stored = try reader.balances(scheme: scheme)
            balances += differences(sums[scheme] ?? [:], stored, "balance")
            recount += differences(positions[scheme] ?? [:], stored, "position")
            if try reader.progress(scheme: scheme) != (progress[scheme] ?? [:]) {
                recount.append("\(scheme): progress")
            }
            if !dossiers.agrees(with: try reader.dossierItems(scheme: scheme), in: scheme) {
                items.append("\(scheme): items of dossiers")
            }
            let people = try reader.census(scheme: scheme).filter { $0.value != 0 }
            if people != (census[scheme] ?? [:]) { recount.append("\(scheme): census") }
        }
        return [
            Finding(
                statement: "Every journal balances: Σ debits = Σ credits",
                violations: unbalanced + dossiers.unbalanced
            ),
            Finding(
                statement: "Every posting has a clause",
                violations: withoutClause + dossiers.withoutClause
            ),
            Finding(statement: "No journal is missing in its partition", violations: gaps),
            Finding(statement: "Journals are those that were sealed", violations: seals.violations),
            Finding(
                statement: "Every person's assessments follow one another",
                violations: brokenChains
            ),
            Finding(
                statement: "Every dossier follows from its journals, item by item",
                violations: dossiers.broken + items
            ),
            Finding(statement: "No one is funded twice", violations: fundedTwice),
            Finding(statement: "Balances are the sums of the journals", violations: balances),
            Finding(
                statement: "Balances, progress and census are those of the final states",
                violations: recount
            ),
        ]
    }

    private func differences(
        _ counted: [Account: Money],
        _ stored: [Account: Money],
        _ what: String
    ) -> [String] {
        Set(counted.keys).union(stored.keys).filter {
            (counted[$0] ?? .zero) != (stored[$0] ?? .zero)
        }.map { "\(what) of \($0.kind.name) \($0.unit) \($0.party) \($0.category)" }.sorted()
    }

    /// SHA-256 over every posting in order: equal for the same log.
    public var journalDigest: String {
        var digest = SHA256()
        for (partition, chain) in chains.sorted(by: { $0.key < $1.key }) {
            digest.update(data: Array("\(partition):\(chain.finalize())".utf8))
        }
        return Hexadecimal.text(digest.finalize())
    }

    /// SHA-256 over final assessments, balances and `rankings`: equal for the same set of facts.
    ///
    /// - Parameter rankings: Text of the rankings, by the caller.
    public func outcomeDigest(_ reader: any LedgerReader, rankings: [String]) throws -> String {
        var digest = SHA256()
        digest.update(data: Array("\(personCount):\(finals.text)".utf8))
        digest.update(data: dossiers.outcome())
        for scheme in try reader.schemes() {
            let lines = try reader.balances(scheme: scheme).map {
                JournalForm.line(Entry(account: $0.key, amount: $0.value))
            }
            for line in lines.sorted() { digest.update(data: Array("\(scheme) \(line)".utf8)) }
        }
        for ranking in rankings { digest.update(data: Array(ranking.utf8)) }
        return Hexadecimal.text(digest.finalize())
    }
}
