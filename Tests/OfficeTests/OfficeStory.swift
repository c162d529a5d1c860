import Classification
import Embedded
import Events
import Foundation
import Intake
import Ledger
import Policy
import Stage
import Testing
import Validation

/// A season of one scheme told in records, sent by the real producer and run through the real
/// stages into a real ledger file.
final class OfficeStory {
    let pack: PolicyPack
    let folder: URL
    let keys: SeasonKeys
    private let log = StoryLog()
    private var payments = 0

    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Begins a story.
    ///
    /// - Parameter change: Changes the text of the pack: what the notice leaves open is decided.
    init(_ scheme: String, change: (String) -> String = { $0 }) throws {
        let loaded = try PolicyPack.load(
            folder: OfficeStory.root.appending(path: "Policies/\(scheme)")
        )
        var texts = loaded.texts
        texts["policy.yaml"] = change(try #require(texts["policy.yaml"]))
        pack = try PolicyPack.load(texts: texts)
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("story-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("season.json")
        try SeasonKeys.create(at: file)
        keys = try SeasonKeys(contentsOf: file)
        try say(.policyActivated(PolicyActivated(hash: pack.hash)), "policy", "000001")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    // MARK: - Telling

    /// Sends records of offices as they stand in a file.
    ///
    /// - Returns: The codes of the lines that the producer refused.
    @discardableResult
    func office(
        _ lines: String,
        isChecked: Bool = true,
        scheme: String? = nil
    ) throws -> [String] {
        try send(lines, isChecked: isChecked && scheme == nil, scheme: scheme).rejected
            .flatMap { code, count in Array(repeating: code.rawValue, count: Int(count)) }
            .sorted()
    }

    /// Sends records; returns what the producer says of those that it refused.
    func problems(_ lines: String) throws -> [String] {
        try send(lines, isChecked: true, scheme: nil).problems
    }

    private func send(_ lines: String, isChecked: Bool, scheme: String?) throws -> SendReport {
        let producer = OperationsProducer(
            log: log,
            keys: keys,
            scheme: scheme ?? pack.scheme,
            policy: isChecked ? pack.compiled : nil
        )
        let file = IntakeFile.memory(Array((lines + "\n").utf8), name: "operations.jsonl")
        return try producer.send(file)
    }

    /// An identity number of a person who does not exist: born in 1980, from 900 on in 1950.
    static func identity(_ person: Int) -> String {
        let birth = person < 900 ? "19800101" : "19500101"
        let digits = Array("370481\(birth)\(String(1_000 + person).dropFirst())".utf8)
        return String(decoding: digits + [IdentityNumber.checkCharacter(of: digits)], as: UTF8.self)
    }

    /// The keys of a person in a record.
    static func named(_ person: Int) -> String {
        #""identity_number":"\#(identity(person))","name":"示例\#(person)""#
    }

    private func open(_ person: Int) -> OpenIdentity {
        OpenIdentity(
            kind: .residentID,
            number: Array(OfficeStory.identity(person).utf8),
            name: Array("示例\(person)".utf8)
        )
    }

    /// Puts a person on the roster.
    func enrol(_ person: Int, _ unit: String, tier: String = "", household: UInt64 = 0) throws {
        let line = RosterLine(unit: unit, tier: tier, householdKey: household)
        try say(.rosterLine(line), "roster", "\(person)", person: person)
    }

    /// Registers a person who is on no roster.
    func register(_ person: Int, _ unit: String, _ residence: Residence) throws {
        let line = RosterLine(
            unit: unit,
            residence: residence,
            filedOn: CivilDate("2021-10-08")
        )
        try say(.registration(line), "registrations", "\(person)", person: person)
    }

    /// Marks a person.
    func mark(_ person: Int, _ kind: Mark.Kind) throws {
        try say(.mark(Mark(kind: kind)), "marks", "\(person)", person: person)
    }

    /// A payment of a person.
    func pay(
        _ person: Int,
        _ yuan: Int64,
        _ at: String,
        channel: String,
        unit: String = ""
    ) throws {
        payments += 1
        let payment = Payment(
            amount: Money(yuan: yuan),
            unit: unit,
            channel: channel,
            paidAt: CivilTime(startOf: try #require(CivilDate(at)))
        )
        try say(.payment(payment), "tax-bureau", "T-\(payments)", person: person)
    }

    /// A list of persons in one category, sealed and audited.
    func list(
        _ id: String,
        _ category: String,
        _ bureau: String,
        _ on: String,
        _ people: [Int],
        approved: CivilDate? = nil
    ) throws {
        let day = try #require(CivilDate(on))
        var checksum: UInt64 = 0
        for (row, person) in people.enumerated() {
            let key = keys.personKey(kind: .residentID, number: open(person).number)
            checksum &+= key.withBytes { ListSealed.rowChecksum(row: Int64(row + 1), key: $0) }
            let line = ListRow(
                list: id,
                row: Int64(row + 1),
                bureau: bureau,
                category: category,
                unit: "",
                listedOn: day,
                approvedOn: approved
            )
            try say(.listRow(line), id, "\(row + 1)", person: person)
        }
        let seal = ListSealed(
            list: id,
            bureau: bureau,
            snapshot: day,
            rows: Int64(people.count),
            checksum: checksum
        )
        try say(.listSealed(seal), id, "seal")
        try say(.listAudited(ListAudited(list: id, office: "医保局")), "audit", id)
    }

    private func say(
        _ body: Fact.Body,
        _ source: String,
        _ number: String,
        person: Int? = nil
    ) throws {
        var fact = Fact(scheme: pack.scheme, source: source, number: number, body: body)
        var key = Array("\(source):\(number)".utf8)
        if let person {
            let identity = open(person)
            fact.seal = try keys.seal(identity, scheme: pack.scheme)
            key = keys.personKey(kind: .residentID, number: identity.number)
                .withBytes { Array($0) }
        }
        let batch = RecordBatch()
        key.withUnsafeBytes {
            batch.append(topic: .operationsReceived, partition: 0, key: $0) { fact.write(to: $0) }
        }
        try log.append(batch)
    }

    // MARK: - Running

    /// What came of a story.
    struct Outcome {
        var items: [DossierSubject: [String: DossierItem]] = [:]
        var balances: [Account: Money] = [:]
        var people: [PersonKey: Assessment] = [:]
        var rejected: [String] = []
        var tallies: [TallyKey: Int64] = [:]
        var digest = ""
        /// What each funder came to owe in all.
        var claims: [String: FundingClaim] = [:]

        /// Σ of the balances of a kind, in yuan, of one party or of all.
        func yuan(_ kind: AccountKind, _ party: String? = nil, unit: String? = nil) -> Int64 {
            balances.reduce(into: Int64(0)) { sum, entry in
                guard entry.key.kind == kind, party == nil || entry.key.party == party,
                    unit == nil || entry.key.unit == unit
                else { return }
                sum += entry.value.fen
            } / 100
        }

        /// The status of an item.
        func status(_ subject: DossierSubject, _ key: String) -> DossierItem.Status? {
            items[subject]?[key]?.status
        }

        /// The items of a status, by key.
        func keys(_ status: DossierItem.Status) -> [String] {
            items.values.flatMap(\.values).filter { $0.status == status }.map(\.key).sorted()
        }
    }

    /// The person's assessment in an outcome.
    func assessment(_ person: Int, in outcome: Outcome) throws -> Assessment {
        let key = keys.personKey(kind: .residentID, number: open(person).number)
        return try #require(outcome.people[key])
    }

    /// Runs everything that was sent, in the order given or as sent, from an empty ledger; the books
    /// must audit.
    func run(_ order: ((Int) -> [Int])? = nil, repeating: Int = 1) throws -> Outcome {
        let validated = try validate(order, repeating: repeating)
        return try book(try classify(validated), rejections: validated)
    }

    /// What `validate` makes of everything that was sent.
    func validate(
        _ order: ((Int) -> [Int])? = nil,
        repeating: Int = 1
    ) throws -> RecordBatch {
        let sent = log.records.filter { $0.topic != .rejections }
        let places = order.map { $0(sent.count) } ?? Array(sent.indices)
        let received = RecordBatch()
        var offset: Int64 = 0
        for _ in 0..<repeating {
            for place in places {
                sent[place].append(to: received, as: .operationsReceived, offset: offset)
                offset += 1
            }
        }
        let validated = RecordBatch()
        let validator = Validator(keys: keys, policies: [pack.scheme: pack.compiled])
        validator.process(received, into: validated)
        return validated
    }

    func classify(_ validated: RecordBatch) throws -> RecordBatch {
        let compiled = pack.compiled
        let classifier = Classifier { _, _ in compiled }
        classifier.assign(partition: 0)
        let facts = RecordBatch()
        var offset: Int64 = 0
        for place in validated.places where place.topic == .factsValidated {
            let record = StoryLog.Record(validated, place)
            record.append(to: facts, as: .factsValidated, offset: offset)
            offset += 1
        }
        let classified = RecordBatch()
        classifier.process(facts, into: classified)
        return classified
    }

    private func book(_ classified: RecordBatch, rejections: RecordBatch) throws -> Outcome {
        let path = folder.appendingPathComponent("ledger-\(UUID().uuidString)").path
        let store = try LedgerSQLite(path: path)
        try post(classified, to: store)
        var outcome = Outcome()
        for place in rejections.places where place.topic == .rejections {
            outcome.rejected.append(try Rejection(wire: rejections.value(of: place)).code)
        }
        try store.read { try read($0, into: &outcome) }
        try store.close()
        return outcome
    }

    /// Posts what `classify` made to an empty store.
    func post(_ classified: RecordBatch, to store: any LedgerStore) throws {
        let poster = Poster()
        poster.assign(try store.open(partition: 0))
        let input = RecordBatch()
        for (offset, place) in classified.places.enumerated() {
            StoryLog.Record(classified, place)
                .append(to: input, as: .assessmentsClassified, offset: Int64(offset))
        }
        try store.apply(poster.post(input) { _, problem in Issue.record("\(problem)") })
    }

    private func read(_ reader: any LedgerReader, into outcome: inout Outcome) throws {
        let audit = try BookAudit(reader)
        #expect(try audit.findings(reader).flatMap(\.violations) == [])
        outcome.digest = try audit.outcomeDigest(reader, rankings: [])
        outcome.balances = try reader.balances(scheme: pack.scheme)
        outcome.tallies = try reader.tallies(scheme: pack.scheme)
        for (subject, item) in try reader.dossierItems(scheme: pack.scheme) {
            outcome.items[subject, default: [:]][item.key] = item
        }
        for funder in pack.compiled.funders {
            outcome.claims[funder.id] = try FundingClaim(
                reader,
                scheme: pack.scheme,
                funder: funder.id
            )
        }
        try reader.journals { outcome.people[$0.person] = try Assessment(wire: $0.assessment) }
    }
}
