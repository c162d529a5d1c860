import Classification
import Events
import Ledger
import Policy
import Ranking
import Validation

/// Messages as a source may write them, through `validate`, `classify`, `ledger` and `ranking`.
///
/// Whatever a source writes, each message gives an output, no stage stops, what is read in place comes
/// out as what is read the long way, and a state that is written and taken goes on the same.
final class ChainTarget: FuzzTarget {
    static let name = "chain"

    private let world: FuzzWorld
    private let validator: Validator
    private let seals: [(key: [UInt8], seal: SealedIdentity)]
    private let season: RankingSeason
    private let activation: [UInt8]
    private static let scheme = "tengzhou-2023"
    /// A field that no build knows, by which a message goes the long way.
    private static let unknown: [UInt8] = [0xE0, 3, 1]

    init() throws {
        world = try FuzzWorld([ChainTarget.scheme])
        guard let pack = world.packs[ChainTarget.scheme] else { throw Broken("no pack") }
        validator = Validator(keys: world.keys, policies: world.policies)
        let (keys, person) = (world.keys, world.person)
        seals = try ["370481199001010011", "370481201503020027"].map { digits in
            var person = person
            person.number = Array(digits.utf8.prefix(17))
            person.number.append(IdentityNumber.checkCharacter(of: person.number))
            let key = keys.personKey(kind: person.kind, number: person.number)
            return (
                key.withBytes { Array($0) }, try keys.seal(person, scheme: ChainTarget.scheme)
            )
        }
        season = RankingSeason(
            scheme: ChainTarget.scheme,
            towns: pack.compiled.units.map(\.name),
            weeks: CivilDate(day: 19_282)...CivilDate(day: 19_310),
            sources: ["tax-bureau"]
        )
        let active = Fact(
            scheme: ChainTarget.scheme,
            source: "policy",
            number: "1",
            body: .policyActivated(PolicyActivated(hash: pack.hash))
        )
        activation = written { active.write(to: $0) }
    }

    func read(_ input: UnsafeRawBufferPointer) throws {
        let (facts, valid) = try validated(input)
        let short = try classify(facts, valid, suffix: [])
        let long = try classify(facts, valid, suffix: ChainTarget.unknown)
        try promise(short.state == long.state, "the ways give other states")
        try promise(same(short.output, long.output), "the ways give other assessments")
        try post(short.output)
    }

    /// The state of `classify` after the messages of an input.
    func state(after input: UnsafeRawBufferPointer) throws -> [UInt8] {
        let (facts, valid) = try validated(input)
        return try classify(facts, valid, suffix: []).state
    }

    /// What `validate` makes of the messages of an input, the pack in force before them.
    private func validated(
        _ input: UnsafeRawBufferPointer
    ) throws -> (facts: RecordBatch, valid: [RecordPlace]) {
        var feed = InputFeed(input)
        let received = RecordBatch(capacity: 4096)
        add(activation, seals[0].key, to: received)
        while !feed.rest.isEmpty, received.count < 12 {
            let (key, seal) = seals[feed.choice(of: seals.count)]
            add(message(feed.run(), seal), key, to: received)
        }
        let facts = RecordBatch(capacity: 4096)
        validator.process(received, into: facts)
        let valid = facts.places.filter { $0.topic == .factsValidated }
        try promise(valid.count == received.count, "a message gives no fact and no tombstone")
        return (facts, valid)
    }

    /// Nobody guesses a seal, a version or a scheme: they are given.
    private func message(_ bytes: UnsafeRawBufferPointer, _ seal: SealedIdentity) -> [UInt8] {
        let head = written { $0.put(1, wireVersion) }
        let all = head + Array(bytes)
        guard var fact = all.withUnsafeBytes({ try? Fact(wire: $0) }) else { return Array(bytes) }
        fact.scheme = ChainTarget.scheme
        fact.seal = seal
        return written { fact.write(to: $0) }
    }

    private func add(_ value: [UInt8], _ key: [UInt8], to batch: RecordBatch) {
        key.withUnsafeBytes { key in
            value.withUnsafeBytes {
                batch.append(
                    topic: .operationsReceived,
                    partition: 0,
                    offset: Int64(batch.count),
                    key: key,
                    value: $0
                )
            }
        }
    }

    private func classify(
        _ facts: RecordBatch,
        _ places: [RecordPlace],
        suffix: [UInt8]
    ) throws -> (state: [UInt8], output: RecordBatch) {
        let (input, output) = (RecordBatch(capacity: 4096), RecordBatch(capacity: 4096))
        for (offset, place) in places.enumerated() {
            let value = Array(facts.value(of: place)) + suffix
            value.withUnsafeBytes {
                input.append(
                    topic: .factsValidated,
                    partition: 0,
                    offset: Int64(offset),
                    key: facts.key(of: place),
                    value: $0
                )
            }
        }
        let core = Classifier(library: world.library)
        core.assign(partition: 0)
        core.process(input, into: output)
        let state = written { core.save(0, to: $0) }
        let other = Classifier(library: world.library)
        other.assign(partition: 0)
        try state.withUnsafeBytes { try other.restore(0, from: $0) }
        try promise(state == written { other.save(0, to: $0) }, "a state is taken otherwise")
        return (state, output)
    }

    private func same(_ one: RecordBatch, _ other: RecordBatch) -> Bool {
        one.places.elementsEqual(other.places) {
            one.value(of: $0).elementsEqual(other.value(of: $1))
                && one.key(of: $0).elementsEqual(other.key(of: $1))
        }
    }

    /// The ledger takes every assessment, and the ranking every delta.
    private func post(_ assessed: RecordBatch) throws {
        let input = RecordBatch(capacity: 4096)
        for (offset, place) in assessed.places.enumerated() {
            input.append(
                topic: .assessmentsClassified,
                partition: 0,
                offset: Int64(offset),
                key: assessed.key(of: place),
                value: assessed.value(of: place)
            )
        }
        let poster = Poster()
        poster.assign(
            PartitionState(
                partition: 0,
                nextOffset: 0,
                epoch: 1,
                journalSequence: 0,
                outboxSequence: 0,
                highWater: .start
            )
        )
        var problem: WireProblem?
        let batch = poster.post(input) { problem = $1 }
        try promise(problem == nil, "what classify puts out is not read by the ledger")
        for journal in batch.journals {
            let sum = batch.entries(of: journal).reduce(Money.zero) { $0 + $1.amount }
            try promise(sum == .zero, "a journal does not balance")
        }
        rank(batch)
    }

    private func rank(_ batch: LedgerBatch) {
        let (input, output) = (RecordBatch(capacity: 4096), RecordBatch(capacity: 4096))
        for message in batch.outbox {
            input.append(topic: .ledgerPosted, partition: 0, key: message.scheme) {
                message.write(to: $0)
            }
        }
        Ranker(seasons: [season], partitionCount: 1).process(input, into: output)
    }
}
