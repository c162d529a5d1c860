import Events
import Foundation
import Policy
import Testing
import Validation

/// An unknown field, by which a message goes the long way.
private let unknown: [UInt8] = [0xE0, 3, 1]

@Suite struct ShortWayTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func number(_ digits: String) -> [UInt8] {
        Array(digits.utf8) + [IdentityNumber.checkCharacter(of: Array(digits.utf8))]
    }

    private func bodies(_ policy: CompiledPolicy) -> [Fact.Body] {
        let units = [
            "", "鲍沟镇", "鲍沟镇/某村", "鲍沟镇/", "鲍 沟 镇", "哪儿也不是", policy.units[0].aliases.first ?? "",
        ]
        let channels = ["wechat", "", "微信", "barter"]
        let amounts: [Int64] = [35_000, 0, -1, 10_000_001]
        var all: [Fact.Body] = []
        for unit in units {
            for channel in channels {
                for fen in amounts {
                    let payment = Payment(
                        amount: Money(fen: fen),
                        unit: unit,
                        channel: channel,
                        paidAt: CivilTime(second: fen == 35_000 ? 1_667_470_530 : .max / 2),
                        tier: policy.tiers[0].id,
                        reverses: channel
                    )
                    all.append(.payment(payment))
                }
            }
            for tier in ["", policy.tiers[0].id, policy.tiers[0].name, "第九档"] {
                let line = RosterLine(
                    unit: unit,
                    household: tier.isEmpty ? "H1" : "",
                    birth: CivilDate(day: 5_000),
                    tier: tier,
                    filedOn: CivilDate(day: tier.isEmpty ? 19_000 : 900_000),
                    householdKey: 77,
                    householdTier: tier
                )
                all += [.rosterLine(line), .registration(line)]
            }
        }
        return all
    }

    @Test(arguments: ["tengzhou-2023", "yanjiang-2021", "fangcheng-2021"])
    func `both ways accept and refuse the same, byte for byte`(scheme: String) throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("keys-\(UInt64.random(in: 0 ..< .max)).json")
        try SeasonKeys.create(at: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let keys = try SeasonKeys(contentsOf: file)
        let pack = try PolicyPack.load(
            folder: Self.root.appendingPathComponent("Policies/\(scheme)")
        )
        let validator = Validator(keys: keys, policies: [scheme: pack.compiled])
        let good = number("37048119830101101")
        let people: [(kind: IdentityKind, number: [UInt8])] = [
            (.residentID, good), (.residentID, good.dropLast() + [0x30]), (.newborn, good),
            (.residentID, number("36210119830231101")), (.permit, Array("P-1".utf8)),
        ]
        for (index, body) in bodies(pack.compiled).enumerated() {
            let person = people[index % people.count]
            var fact = Fact(scheme: scheme, source: "tax-bureau", number: "T\(index)", body: body)
            let identity = OpenIdentity(
                kind: person.kind,
                number: person.number,
                name: Array((index % 11 == 0 ? "某\u{7}" : "某甲").utf8)
            )
            fact.seal = try keys.seal(identity, scheme: index % 13 == 0 ? "other" : scheme)
            let key = keys.personKey(
                kind: person.kind,
                number: index % 7 == 0 ? good : person.number
            )
            let wire = ByteBuffer()
            fact.write(to: wire)
            let short = outcome(of: wire.array, key, validator)
            let long = outcome(of: wire.array + unknown, key, validator)
            #expect(short.topics == long.topics)
            // A rejection holds the bytes that were sent, sealed.
            if short.topics == [.factsValidated] { #expect(short.bytes == long.bytes) }
        }
    }

    private func outcome(
        of value: [UInt8],
        _ key: PersonKey,
        _ validator: Validator
    ) -> (topics: [Topic], bytes: [[UInt8]]) {
        let (input, output) = (RecordBatch(), RecordBatch())
        key.withBytes { key in
            value.withUnsafeBytes {
                input.append(
                    topic: .paymentsReceived,
                    partition: 2,
                    offset: 7,
                    key: key,
                    value: $0
                )
            }
        }
        validator.process(input, into: output)
        return (
            output.places.map(\.topic),
            output.places.map { Array(output.key(of: $0)) + Array(output.value(of: $0)) }
        )
    }
}
