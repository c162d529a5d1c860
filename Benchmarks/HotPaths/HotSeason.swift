import Events
import Foundation
import Policy

/// Made-up residents: number, name, a line of the roster and a payment each.
struct HotSeason {
    /// What a batch holds.
    enum Kind: CaseIterable {
        case rosterLines, payments
    }

    let keys: SeasonKeys
    private let pack: PolicyPack

    init(pack: PolicyPack) throws {
        self.pack = pack
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("hot-paths-\(ProcessInfo.processInfo.processIdentifier).json")
        try SeasonKeys.create(at: file)
        defer { try? FileManager.default.removeItem(at: file) }
        keys = try SeasonKeys(contentsOf: file)
    }

    /// The pack in force.
    func activation() -> RecordBatch {
        let batch = RecordBatch()
        let fact = Fact(
            scheme: pack.scheme,
            source: "policy",
            number: "1",
            body: .policyActivated(PolicyActivated(hash: pack.hash))
        )
        add(fact, key: Array("broadcast".utf8), as: .factsValidated, 0, to: batch)
        return batch
    }

    /// The records of some residents, as a producer sends them.
    func records(_ kind: Kind, _ residents: Range<Int>) -> RecordBatch {
        let batch = RecordBatch(capacity: 1 << 22)
        for resident in residents {
            let identity = identity(resident)
            var fact: Fact
            switch kind {
            case .rosterLines: fact = rosterLine(resident)
            case .payments: fact = payment(resident)
            }
            fact.seal = try? keys.seal(identity, scheme: pack.scheme)
            let key = keys.personKey(kind: .residentID, number: identity.number)
            let topic: Topic = kind == .payments ? .paymentsReceived : .subsidyListsReceived
            add(fact, key: key.withBytes { Array($0) }, as: topic, resident, to: batch)
        }
        return batch
    }

    private func rosterLine(_ resident: Int) -> Fact {
        let line = RosterLine(unit: unit(resident), filedOn: CivilDate(day: 19_282))
        return Fact(
            scheme: pack.scheme,
            source: "roster",
            number: "\(resident + 1)",
            body: .rosterLine(line)
        )
    }

    private func payment(_ resident: Int) -> Fact {
        let channels = pack.compiled.channels
        let day = CivilDate(day: pack.compiled.tables.window.opens + Int32(resident % 60))
        let payment = Payment(
            amount: pack.compiled.tiers[0].premium,
            unit: resident % 3 == 0 ? "" : unit(resident),
            channel: channels[resident % channels.count].id,
            paidAt: CivilTime(second: CivilTime(startOf: day).second + Int64(resident % 86_400))
        )
        let digits = String(resident)
        return Fact(
            scheme: pack.scheme,
            source: "tax-bureau",
            number: "T" + String(repeating: "0", count: 10 - digits.count) + digits,
            body: .payment(payment)
        )
    }

    private func unit(_ resident: Int) -> String {
        pack.compiled.units[resident % pack.compiled.units.count].name
    }

    /// A number that satisfies GB 11643, and a name.
    private func identity(_ resident: Int) -> OpenIdentity {
        let birth = CivilDate(day: Int32(resident * 7 % 20_000)).description
        var number = Array("370481".utf8) + birth.utf8.filter { $0 != UInt8(ascii: "-") }
        let serial = String(1_000 + resident / 20_000 % 1_000).suffix(3)
        number += serial.utf8
        number.append(IdentityNumber.checkCharacter(of: number))
        return OpenIdentity(kind: .residentID, number: number, name: Array("王小明".utf8))
    }

    private func add(
        _ fact: Fact,
        key: [UInt8],
        as topic: Topic,
        _ offset: Int,
        to batch: RecordBatch
    ) {
        let value = ByteBuffer(capacity: 256)
        fact.write(to: value)
        key.withUnsafeBytes {
            batch.append(
                topic: topic,
                partition: 0,
                offset: Int64(offset),
                key: $0,
                value: value.bytes
            )
        }
    }
}
