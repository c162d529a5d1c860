import Events
import Ledger
import Testing

@testable import LedgerStage

private let statement = "Journals are those that were sealed"
private let noGap = "No journal is missing in its partition"

/// Two partitions with 28 journals of persons and dossiers each; 25 of them sealed, ten at a time.
private func sealedWorld(_ kind: StoreKind) throws -> LedgerWorld {
    let world = try LedgerWorld(kind)
    let store = try world.store()
    var maker = BatchMaker()
    for partition in Int32(0)...1 {
        maker.assign(try store.open(partition: partition))
        try store.apply(maker.insured(7, partition: partition))
        try store.apply(maker.deposits(6, partition: partition))
        try store.apply(maker.insured(12, partition: partition))
    }
    #expect(try Sealer(store, blockMax: 10).sealAll() == [])
    for partition in Int32(0)...1 { try store.apply(maker.insured(3, partition: partition)) }
    try store.close()
    return world
}

/// What an audit says under a statement.
private func violations(_ store: any LedgerStore, _ name: String = statement) throws -> [String] {
    try store.read { reader in
        let findings = try BookAudit(reader).findings(reader)
        return try #require(findings.first { $0.statement == name }).violations
    }
}

@Suite struct SealTests {
    @Test(arguments: StoreKind.allCases, Tampering.all)
    func `F-131 what was done to sealed journals or to seals is named`(
        kind: StoreKind,
        tampering: Tampering
    ) throws {
        let world = try sealedWorld(kind)
        defer { world.remove() }
        #expect(try violations(world.store()) == [])
        #expect(try violations(world.store(), noGap) == [])
        try world.tamperAsOwner(tampering.sqlite, tampering.postgres)
        #expect(try violations(world.store()) == tampering.found)
        #expect(try violations(world.store(), noGap) == tampering.gaps)
    }

    @Test(arguments: StoreKind.allCases)
    func `journals after the last seal are told as not sealed, which is no fault`(
        kind: StoreKind
    ) throws {
        let world = try sealedWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        let audit = try store.read { try BookAudit($0) }
        #expect(audit.unsealed == ["journals 0/26…0/28", "journals 1/26…1/28"])
        #expect(audit.sealedCount == 50)
        #expect(audit.sealCount == 6)
        #expect(try Sealer(store, blockMax: 10).sealAll() == [])
        #expect(try Sealer(store, blockMax: 10).sealAll() == [])
        let after = try store.read { try BookAudit($0) }
        #expect(after.unsealed == [])
        #expect(after.sealCount == 8)
        #expect(after.journalDigest == audit.journalDigest)
    }

    @Test func `the same journals have the same seals in every store`() throws {
        let seals = try StoreKind.allCases.map { kind in
            let world = try sealedWorld(kind)
            defer { world.remove() }
            return try world.store().read { try $0.chainSeals() }
        }
        #expect(seals[0].map(\.name).count == 6)
        #expect(seals[0] == seals[1])
    }

    @Test(arguments: StoreKind.allCases)
    func `a seal is never changed or removed, and the end never goes back`(kind: StoreKind) throws {
        let world = try sealedWorld(kind)
        defer { world.remove() }
        for change in [
            "UPDATE SEAL SET through = through + 1", "DELETE FROM SEAL",
            "UPDATE END SET number = number - 1, through = through - 1", "DELETE FROM END",
        ] {
            let sqlite = change.replacing("SEAL", with: "seal").replacing("END", with: "sealEnd")
            let postgres = change.replacing("SEAL", with: "zhengjiao.seal")
                .replacing("END", with: "zhengjiao.seal_end")
            #expect(throws: (any Error).self) { try world.tamper(sqlite, postgres) }
        }
        #expect(try violations(world.store()) == [])
    }

    @Test(arguments: StoreKind.allCases)
    func `several seal at once while others post, and each block is sealed once`(
        kind: StoreKind
    ) async throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for partition in Int32(0)...1 {
                group.addTask {
                    let store = try world.store()
                    var maker = BatchMaker()
                    maker.assign(try store.open(partition: partition))
                    for _ in 0..<30 { try store.apply(maker.insured(9, partition: partition)) }
                    try store.close()
                }
            }
            for _ in 0..<3 {
                group.addTask {
                    let store = try world.store()
                    for _ in 0..<40 {
                        #expect(try Sealer(store, blockMax: 7).sealAll() == [])
                    }
                    try store.close()
                }
            }
            try await group.waitForAll()
        }
        let store = try world.store()
        #expect(try Sealer(store, blockMax: 7).sealAll() == [])
        let audit = try store.read { try BookAudit($0) }
        #expect(audit.sealedCount == 540)
        #expect(audit.unsealed == [])
        #expect(try violations(store) == [])
        let ends = try store.read { try $0.sealEnds() }
        #expect(ends.map(\.through) == [270, 270])
    }

    @Test(arguments: StoreKind.allCases)
    func `a seal that does not follow the last one is not taken`(kind: StoreKind) throws {
        let world = try sealedWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        let seals = try store.read { try $0.chainSeals() }
        for seal in seals { #expect(try !store.add(seal)) }
        var other = seals[0]
        other.partition = 5
        other.number = 2
        #expect(try !store.add(other))
        #expect(try store.read { try $0.chainSeals() } == seals)
    }

    @Test(arguments: StoreKind.allCases)
    func `what is missing already is not sealed over`(kind: StoreKind) throws {
        let world = try sealedWorld(kind)
        defer { world.remove() }
        try world.tamperAsOwner(
            "DELETE FROM journal WHERE id = 27",
            "DELETE FROM zhengjiao.journal WHERE (partition, sequence) = (0, 27)"
        )
        let store = try world.store()
        #expect(try Sealer(store).sealAll() == ["journal 0/27 is missing"])
        #expect(try store.read { try $0.sealEnds() }.map(\.through) == [25, 28])
    }

    @Test func `a worker that rests seals full blocks first, and the rest after a while`() throws {
        let world = try LedgerWorld(.sqlite)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        for partition in Int32(0)...1 { maker.assign(try store.open(partition: partition)) }
        var told: [String] = []
        let sealing = RestSealing(store, blockMax: 10, restsMax: 4) { told.append($0) }
        func rest() throws -> [Int64] {
            try sealing.rest(maker.poster.owned)
            let ends = try store.read { try $0.sealEnds() }
            return (Int32(0)...1).map { partition in
                ends.first { $0.partition == partition }?.through ?? 0
            }
        }
        try store.apply(maker.insured([0: 23, 1: 4]))
        #expect(try rest() == [10, 0])
        #expect(try rest() == [20, 0])
        // Four rests: what is left of each, one block at a time.
        var last: [Int64] = []
        for _ in 0..<6 { last = try rest() }
        #expect(last == [23, 4])
        try store.apply(maker.insured([0: 2]))
        #expect(try rest() == [23, 4])
        try world.tamperAsOwner("DELETE FROM journal WHERE id = 25", "")
        for _ in 0..<8 { _ = try rest() }
        #expect(
            told == [
                "partition 0 is not sealed: journal 0/25 is missing. Run zhengjiao audit."
            ]
        )
    }
}
