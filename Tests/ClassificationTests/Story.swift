import Classification
import Events
import Foundation
import Policy
import Testing

private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

func day(_ text: String) -> CivilDate { CivilDate(text) ?? CivilDate(day: 0) }

/// A season of one person and what surrounds it, as facts.
struct Story {
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
