import Events
import Foundation
import Policy
import Testing
import Validation

/// A validator that meets a season which began after itself.
struct SeasonsTests {
    private let keys: SeasonKeys
    private let pack: CompiledPolicy

    init() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        pack = try PolicyPack.load(
            folder: root.appendingPathComponent("Policies/tengzhou-2023")
        ).compiled
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("keys-\(UInt64.random(in: 0 ..< .max)).json")
        try SeasonKeys.create(at: url)
        defer { try? FileManager.default.removeItem(at: url) }
        keys = try SeasonKeys(contentsOf: url)
    }

    /// Payments of the season, of one person.
    private func payments(_ count: Int) throws -> RecordBatch {
        let digits = Array("37048119830101101".utf8)
        let number = digits + [IdentityNumber.checkCharacter(of: digits)]
        let identity = OpenIdentity(kind: .residentID, number: number, name: Array("某甲".utf8))
        let batch = RecordBatch()
        for index in 0..<count {
            let fact = Fact(
                scheme: pack.scheme,
                source: "tax-bureau",
                number: "T-\(index)",
                seal: try keys.seal(identity, scheme: pack.scheme),
                body: .payment(
                    Payment(
                        amount: Money(yuan: 350),
                        unit: "鲍沟镇",
                        channel: "wechat",
                        paidAt: CivilTime(second: 1_667_470_530)
                    )
                )
            )
            keys.personKey(kind: .residentID, number: number).withBytes { key in
                let value = ByteBuffer()
                fact.write(to: value)
                value.array.withUnsafeBytes {
                    batch.append(
                        topic: .paymentsReceived,
                        partition: 0,
                        offset: Int64(index),
                        key: key,
                        value: $0
                    )
                }
            }
        }
        return batch
    }

    private func outcome(_ validator: Validator, _ count: Int) throws -> [String] {
        let output = RecordBatch()
        validator.process(try payments(count), into: output)
        return try output.places.filter { $0.topic == .factsValidated }.map {
            let fact = try Fact(wire: output.value(of: $0))
            if case .rejected(let tombstone) = fact.body { return tombstone.code }
            return "accepted"
        }
    }

    @Test
    func `F-125 a pack that is activated while the worker runs is found, asked for once a batch`()
        throws
    {
        var (asked, isActivated) = (0, false)
        let (keys, pack) = (keys, pack)
        let validator = Validator(keys: { _ in keys }, policies: [:]) { scheme in
            asked += 1
            return isActivated && scheme == pack.scheme ? pack : nil
        }
        #expect(try outcome(validator, 2) == ["scheme_unknown", "scheme_unknown"])
        #expect(asked == 1)
        isActivated = true
        #expect(try outcome(validator, 2) == ["accepted", "accepted"])
        #expect(try outcome(validator, 1) == ["accepted"])
        #expect(asked == 2)
    }

    @Test func `a season whose keys are not at hand opens no seal, and does once they are`() throws
    {
        var isThere = false
        let (keys, pack) = (keys, pack)
        let validator = Validator(
            keys: { isThere && $0 == pack.scheme ? keys : nil },
            policies: [pack.scheme: pack]
        )
        #expect(try outcome(validator, 2) == ["seal_broken", "seal_broken"])
        isThere = true
        #expect(try outcome(validator, 1) == ["accepted"])
    }
}
