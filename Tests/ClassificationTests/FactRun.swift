import Classification
import Events
import Foundation
import Policy
import Testing

/// Facts of a few people of one scheme, run through the core in any order and in any batches.
struct FactRun {
    let pack: PolicyPack
    var facts: [(key: PersonKey?, fact: Fact)] = []

    /// Begins with the pack in force.
    init(_ scheme: String) throws {
        pack = try Fixture.pack(scheme)
        add(.policyActivated(PolicyActivated(hash: pack.hash)), source: "policy", "1", nil)
    }

    mutating func add(
        _ body: Fact.Body,
        source: String,
        _ number: String,
        _ key: PersonKey?,
        born: String = "1980-01-01"
    ) {
        var fact = Fact(scheme: pack.scheme, source: source, number: number, body: body)
        if key != nil {
            fact.person = PersonAttributes(
                birth: CivilDate(born),
                sex: .male,
                kind: .residentID
            )
        }
        facts.append((key, fact))
    }

    /// A roster line, a payment: what a resident of 雁江 mostly has.
    mutating func resident(
        _ key: PersonKey,
        household: UInt64 = 0,
        householdTier: String = "",
        tier: String = "",
        pays: Int64 = 0
    ) {
        let line = RosterLine(
            unit: "",
            tier: tier,
            householdKey: household,
            householdTier: householdTier
        )
        add(.rosterLine(line), source: "roster", "\(key.low)", key)
        if pays > 0 { pay(pays, tier: tier, key, "T\(key.low)") }
    }

    mutating func pay(
        _ yuan: Int64,
        tier: String = "",
        _ key: PersonKey,
        _ number: String,
        unit: String = "",
        at: String = "2020-10-13"
    ) {
        let payment = Payment(
            amount: Money(yuan: yuan),
            unit: unit,
            channel: "wechat",
            paidAt: CivilTime(startOf: CivilDate(at) ?? CivilDate(day: 0)),
            tier: tier
        )
        add(.payment(payment), source: "tax-bureau", number, key)
    }

    /// One person on a list that counts.
    mutating func list(_ id: String, _ category: String, bureau: String, _ key: PersonKey) {
        let day = CivilDate("2020-09-21") ?? CivilDate(day: 0)
        let row = ListRow(
            list: id,
            row: 1,
            bureau: bureau,
            category: category,
            unit: "",
            listedOn: day
        )
        add(.listRow(row), source: id, "1", key)
        let seal = ListSealed(
            list: id,
            bureau: bureau,
            snapshot: day,
            rows: 1,
            checksum: key.withBytes { ListSealed.rowChecksum(row: 1, key: $0) }
        )
        add(.listSealed(seal), source: id, "seal-0", nil)
        add(
            .listAudited(ListAudited(list: id, office: "office")),
            source: "operations",
            "audit-\(id)",
            nil
        )
    }

    /// The facts as records of one partition.
    func records(_ order: [Int]? = nil) -> RecordBatch {
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
        }
        return input
    }

    /// The first so many records.
    func records(count: Int) -> RecordBatch {
        let batch = records()
        batch.removeAll(from: Int64(count))
        return batch
    }

    /// The records from an offset on.
    func records(from offset: Int) -> RecordBatch {
        let all = records()
        let batch = RecordBatch()
        for place in all.places.dropFirst(offset) {
            batch.append(
                topic: place.topic,
                partition: place.partition,
                offset: place.offset,
                key: all.key(of: place),
                value: all.value(of: place)
            )
        }
        return batch
    }

    func classifier() -> Classifier {
        let compiled = pack.compiled
        let classifier = Classifier { _, hash in hash == compiled.hash ? compiled : nil }
        classifier.assign(partition: 0)
        return classifier
    }

    /// The last assessment of each person.
    func run(_ order: [Int]? = nil) throws -> [PersonKey: Assessment] {
        let output = RecordBatch()
        classifier().process(records(order), into: output)
        return try FactRun.last(output)
    }

    /// The last assessments that outputs tell, each of them following the one before.
    static func last(_ output: RecordBatch) throws -> [PersonKey: Assessment] {
        var result: [PersonKey: Assessment] = [:]
        for place in output.places {
            let message = try Classified(wire: output.value(of: place))
            guard case .change(let change) = message.body else { continue }
            let key = try #require(PersonKey(output.key(of: place)))
            #expect(change.previous == result[key])
            result[key] = change.current
        }
        return result
    }
}
