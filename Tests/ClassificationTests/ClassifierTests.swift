import Classification
import Events
import Foundation
import Policy
import Testing

private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private func day(_ text: String) -> CivilDate { CivilDate(text) ?? CivilDate(day: 0) }

/// A season of one person and what surrounds it, as facts.
private struct Story {
    let pack: PolicyPack
    let person = PersonKey(high: 7, low: 9)
    /// Every fact about the person carries the birth date: it is that of the sealed number.
    let born: CivilDate
    var facts: [(key: PersonKey?, fact: Fact)] = []

    init(born: String = "1980-01-01") throws {
        self.born = day(born)
        pack = try PolicyPack.load(folder: root.appendingPathComponent("Policies/tengzhou-2023"))
        add(
            .policyActivated(PolicyActivated(hash: pack.hash)),
            source: "policy",
            "000001",
            key: nil
        )
        add(.rosterLine(RosterLine(unit: "鲍沟镇")), source: "roster", "1")
    }

    mutating func add(
        _ body: Fact.Body,
        source: String,
        _ number: String,
        key: PersonKey? = PersonKey(high: 7, low: 9)
    ) {
        var fact = Fact(scheme: "tengzhou-2023", source: source, number: number, body: body)
        if key != nil {
            fact.person = PersonAttributes(birth: born, sex: .male, kind: .residentID)
        }
        facts.append((key, fact))
    }

    mutating func pay(_ yuan: Int64, _ at: String, _ number: String, reverses: String = "") {
        add(
            .payment(
                Payment(
                    amount: Money(yuan: yuan),
                    unit: "",
                    channel: "wechat",
                    paidAt: CivilTime(startOf: day(at)),
                    reverses: reverses
                )
            ),
            source: "tax-bureau",
            number
        )
    }

    /// A list of the one person, sealed and audited.
    mutating func list(
        _ id: String,
        _ category: String,
        _ snapshot: String,
        has: Bool = true,
        supersedes: String = "",
        isAudited: Bool = true
    ) {
        if has {
            add(
                .listRow(
                    ListRow(
                        list: id,
                        row: 1,
                        bureau: "disabledFederation",
                        category: category,
                        unit: "",
                        listedOn: day(snapshot)
                    )
                ),
                source: id,
                "1"
            )
        }
        let checksum = person.withBytes { ListSealed.rowChecksum(row: 1, key: $0) }
        add(
            .listSealed(
                ListSealed(
                    list: id,
                    bureau: "disabledFederation",
                    snapshot: day(snapshot),
                    supersedes: supersedes,
                    rows: has ? 1 : 0,
                    checksum: has ? checksum : 0
                )
            ),
            source: id,
            "seal-0",
            key: nil
        )
        if isAudited {
            add(
                .listAudited(ListAudited(list: id, office: "medicalInsurance")),
                source: "operations",
                "audit-\(id)",
                key: nil
            )
        }
    }

    /// Runs the facts in an order; returns the last assessment and all tallies.
    func run(
        _ order: [Int]? = nil,
        batches: Int = 1,
        library: (([UInt8]) -> CompiledPolicy?)? = nil
    ) throws -> (last: Assessment?, tallies: [Tally], changes: Int) {
        let compiled = pack.compiled
        let classifier = Classifier { _, hash in library == nil ? compiled : library?(hash) }
        classifier.assign(partition: 0)
        let output = RecordBatch()
        let input = RecordBatch()
        for (offset, index) in (order ?? Array(facts.indices)).enumerated() {
            let (key, fact) = facts[index]
            let value = ByteBuffer()
            fact.write(to: value)
            let bytes = key.map { $0.withBytes { Array($0) } } ?? Array("broadcast".utf8)
            bytes.withUnsafeBytes {
                input.append(
                    topic: .factsValidated,
                    partition: 0,
                    offset: Int64(offset),
                    key: $0,
                    value: value.bytes
                )
            }
            if offset % batches == 0 {
                classifier.process(input, into: output)
                input.removeAll()
            }
        }
        classifier.process(input, into: output)
        var result: (Assessment?, [Tally], Int) = (nil, [], 0)
        for place in output.places {
            let message = try Classified(wire: output.value(of: place))
            if message.tally != .continuation { result.1.append(message.tally) }
            guard case .change(let change) = message.body else { continue }
            #expect(change.previous == result.0)
            #expect(change.revision == UInt64(result.2 + 1))
            result.0 = change.current
            result.2 += 1
        }
        return result
    }
}

@Test func `F-051 a person listed after paying is refunded, the funder charged`() throws {
    var story = try Story()
    story.pay(350, "2022-10-20", "T-1")
    story.list("D-1", "severeDisability", "2022-12-15")
    let last = try #require(try story.run().last)
    #expect(last.status == .overpaid)
    #expect(last.refund == Money(yuan: 350))
    #expect(last.shares.map(\.amount) == [Money(yuan: 350)])
    #expect(last.enrolledOn != nil)
}

@Test func `a person removed from a list owes what had been waived`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20")
    #expect(try story.run().last?.status == .insured)
    story.list("D-2", "severeDisability", "2022-12-15", has: false, supersedes: "D-1")
    let last = try #require(try story.run().last)
    #expect(last.status == .unpaid)
    #expect(last.shares.isEmpty)
    #expect(last.due == Money(yuan: 350))
}

@Test func `F-041 a new version of a list does not list anew who stood on the one before`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20")
    story.list("D-2", "severeDisability", "2022-12-15", supersedes: "D-1")
    story.list("D-3", "severeDisability", "2023-02-10", supersedes: "D-2")
    let last = try #require(try story.run().last)
    #expect(last.status == .insured)
    #expect(last.enrolledOn == CivilDate("2022-10-20"))
    #expect(last.benefitStart == CivilDate("2023-01-01"))
    var random = SeededGenerator(seed: 41)
    for _ in 0..<50 {
        let order = story.facts.indices.shuffled(using: &random)
        #expect(try story.run(order).last == last)
    }
}

@Test func `F-041 who was missing from a version between is listed anew`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20")
    story.list("D-2", "severeDisability", "2022-12-15", has: false, supersedes: "D-1")
    story.list("D-3", "severeDisability", "2023-02-10", supersedes: "D-2")
    let last = try #require(try story.run().last)
    #expect(last.status == .late)
    #expect(last.enrolledOn == CivilDate("2023-02-10"))
    // A version that was never audited was never in force, so nobody was missing from it.
    var unaudited = try Story()
    unaudited.list("D-1", "severeDisability", "2022-10-20")
    unaudited.list(
        "D-2",
        "severeDisability",
        "2022-12-15",
        has: false,
        supersedes: "D-1",
        isAudited: false
    )
    unaudited.list("D-3", "severeDisability", "2023-02-10", supersedes: "D-2")
    var random = SeededGenerator(seed: 42)
    for _ in 0..<50 {
        let order = unaudited.facts.indices.shuffled(using: &random)
        #expect(try unaudited.run(order).last?.enrolledOn == CivilDate("2022-10-20"))
    }
}

@Test func `F-042 a list counts only when all of it is here and it is audited`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20", isAudited: false)
    #expect(try story.run().last?.status == .unpaid)
    story.add(
        .listAudited(ListAudited(list: "D-1", office: "m")),
        source: "operations",
        "a",
        key: nil
    )
    #expect(try story.run().last?.status == .insured)
    let unsealed = story.facts.indices.filter {
        if case .listSealed = story.facts[$0].fact.body { false } else { true }
    }
    #expect(try story.run(unsealed).last?.status == .unpaid)
}

@Test func `a reversal takes its payment back, and waits when it comes first`() throws {
    var story = try Story()
    story.pay(350, "2022-10-20", "T-2", reverses: "T-1")
    #expect(try story.run().last?.status == .unpaid)
    story.pay(350, "2022-10-19", "T-1")
    #expect(try story.run().last?.status == .unpaid)
    #expect(try story.run().last?.received == .zero)
    story.pay(350, "2022-10-21", "T-3")
    #expect(try story.run().last?.status == .insured)
}

@Test func `a redelivery is counted and changes nothing; other content under its number is told`()
    throws
{
    var story = try Story()
    story.pay(350, "2022-10-20", "T-1")
    let before = try story.run()
    story.pay(350, "2022-10-20", "T-1")
    let again = try story.run()
    #expect(again.last == before.last)
    #expect(again.tallies.filter { $0 == .repeated }.count == 1)
    story.pay(175, "2022-10-20", "T-1")
    let conflict = try story.run()
    #expect(conflict.last == before.last)
    #expect(conflict.tallies.last == .conflicting)
}

@Test func `a pack that nobody knows is told and the one in force stays`() throws {
    var story = try Story()
    story.pay(350, "2022-10-20", "T-1")
    let compiled = story.pack.compiled
    story.add(
        .policyActivated(PolicyActivated(hash: Array(repeating: 1, count: 32))),
        source: "policy",
        "000002",
        key: nil
    )
    let run = try story.run(library: { $0 == compiled.hash ? compiled : nil })
    #expect(run.last?.status == .insured)
    #expect(run.tallies.count == story.facts.count)
}

@Test func `every fact is tallied once`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20")
    story.pay(350, "2022-10-20", "T-1")
    #expect(try story.run().tallies.count == story.facts.count)
}

@Test func `any order of the same facts gives the same assessment`() throws {
    var story = try Story(born: "1960-05-05")
    story.list("D-1", "severeDisability", "2022-10-20")
    story.list("D-2", "severeDisability", "2022-11-20", has: false, supersedes: "D-1")
    story.list("D-3", "entitledGroup", "2022-12-01")
    story.pay(200, "2022-10-20", "T-1")
    story.pay(150, "2022-11-20", "T-2")
    story.pay(150, "2022-11-25", "T-3", reverses: "T-2")
    story.pay(175, "2022-12-01", "T-4")
    let expected = try #require(try story.run().last)
    for seed in 1...2_000 {
        var random = SplitMix(state: UInt64(seed))
        let order = Array(story.facts.indices).shuffled(using: &random)
        let last = try story.run(order, batches: seed % 5 + 1).last
        if last != expected { return #expect(last == expected, "seed \(seed)") }
    }
}

/// Steele, Lea, Flood, «Fast Splittable Pseudorandom Number Generators».
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
