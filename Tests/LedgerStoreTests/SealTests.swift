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

/// Something that was done behind the ledger's back, and what an audit says of it.
struct Tampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sqlite: String
    let postgres: String
    let found: [String]
    var gaps: [String] = []

    /// SQLite's number of a journal of partition 1.
    private static func id(_ sequence: Int) -> Int { 1 << 40 + sequence }

    private static func change(_ what: String, _ sqlite: String, _ postgres: String, of number: Int)
        -> Tampering
    {
        let isDossier = (8...13).contains(number)
        let block = number <= 10 ? (1, 10, 1) : number <= 20 ? (11, 20, 2) : (21, 25, 3)
        return Tampering(
            testDescription: what,
            sqlite: "UPDATE \(isDossier ? "dossierJournal" : "journal") SET \(sqlite) "
                + "WHERE id = \(id(number))",
            postgres: "UPDATE zhengjiao.\(isDossier ? "dossier_journal" : "journal") "
                + "SET \(postgres) WHERE partition = 1 AND sequence = \(number)",
            found: [
                "journals 1/\(block.0)…1/\(block.1): not what seal 1/\(block.2) was made from"
            ].map {
                block.2 < 3
                    ? $0 : "journals 1/21…1/25 and seal 1/3 do not fit: one was changed"
            }
        )
    }

    /// Gives two journals each other's numbers.
    private static func swap(_ one: Int, _ other: Int, found: [String]) -> Tampering {
        let steps = [(one, 999), (other, one), (999, other)]
        return Tampering(
            testDescription: "journals \(one) and \(other) swapped",
            sqlite: steps.map {
                "UPDATE journal SET id = \(id($0.1)) WHERE id = \(id($0.0))"
            }.joined(separator: "; "),
            postgres: steps.map {
                "UPDATE zhengjiao.journal SET sequence = \($0.1) "
                    + "WHERE partition = 1 AND sequence = \($0.0)"
            }.joined(separator: "; "),
            found: found
        )
    }

    private static func removed(_ numbers: ClosedRange<Int>, found: [String], gap: String)
        -> Tampering
    {
        Tampering(
            testDescription: "journals \(numbers) removed",
            sqlite: "DELETE FROM journal WHERE id BETWEEN \(id(numbers.lowerBound)) "
                + "AND \(id(numbers.upperBound))",
            postgres: "DELETE FROM zhengjiao.journal WHERE partition = 1 AND sequence BETWEEN "
                + "\(numbers.lowerBound) AND \(numbers.upperBound)",
            found: found,
            gaps: [gap]
        )
    }

    private static func seals(_ what: String, _ sql: String, found: [String]) -> Tampering {
        Tampering(
            testDescription: what,
            sqlite: sql.replacing("TABLE", with: "seal"),
            postgres: sql.replacing("TABLE", with: "zhengjiao.seal"),
            found: found
        )
    }

    private static let firstBlock = "journals 1/1…1/10: not what seal 1/1 was made from"
    private static let secondBlock = "journals 1/11…1/20: not what seal 1/2 was made from"

    static let all: [Tampering] = [
        change(
            "a bit of an assessment",
            "assessment = flip(assessment)",
            "assessment = set_bit(assessment, 9, 1 - get_bit(assessment, 9))",
            of: 3
        ),
        change(
            "a bit of a dossier's change",
            "change = flip(change)",
            "change = set_bit(change, 9, 1 - get_bit(change, 9))",
            of: 9
        ),
        change(
            "an amount",
            "entries = replace(replace(entries, '35000', '35001'), '-35000', '-35001')",
            "entries[1][2] = entries[1][2] + 1, entries[2][2] = entries[2][2] - 1",
            of: 15
        ),
        change("a sealed identity", "seal = x'00'", "seal = '\\x00'", of: 6),
        change("a cause", "cause = 't/77'", "cause = 't/77'", of: 20),
        change("a revision", "revision = 2", "revision = 2", of: 14),
        change("a journal of the last seal", "cause = 't/77'", "cause = 't/77'", of: 25),
        swap(2, 5, found: [firstBlock]),
        // Seal 3 proves seal 2; of two links that do not hold, nothing proves the first.
        swap(
            5,
            15,
            found: ["journals 1/1…1/10 and seal 1/1 do not fit: one was changed", secondBlock]
        ),
        removed(4...4, found: [firstBlock], gap: "journal 1/4"),
        removed(16...18, found: [secondBlock], gap: "journals 1/16…1/18"),
        removed(27...28, found: [], gap: "journals 1/27…1/28"),
        seals(
            "a seal changed",
            "UPDATE TABLE SET hash = (SELECT hash FROM TABLE WHERE partition = 0 AND number = 2) "
                + "WHERE partition = 1 AND number = 2",
            found: ["seal 1/2 was changed; its journals 1/11…1/20 hold"]
        ),
        seals(
            "the last seal changed",
            "UPDATE TABLE SET hash = (SELECT hash FROM TABLE WHERE partition = 0 AND number = 2) "
                + "WHERE partition = 1 AND number = 3",
            found: ["journals 1/21…1/25 and seal 1/3 do not fit: one was changed"]
        ),
        seals(
            "the end of a block moved",
            "UPDATE TABLE SET through = 19 WHERE partition = 1 AND number = 2",
            found: [
                "seal 1/3 is said to seal journals 1/21…1/25; the one before ends at 1/19",
                "journals 1/11…1/19: not what seal 1/2 was made from",
            ]
        ),
        seals(
            "the first seal removed",
            "DELETE FROM TABLE WHERE partition = 1 AND number = 1",
            found: ["seal 1/1 is missing"]
        ),
        seals(
            "a seal between removed",
            "DELETE FROM TABLE WHERE partition = 1 AND number = 2",
            found: ["seal 1/2 is missing"]
        ),
        seals(
            "two seals removed",
            "DELETE FROM TABLE WHERE partition = 1 AND number < 3",
            found: ["seals 1/1…1/2 are missing"]
        ),
        seals(
            "the last seal removed",
            "DELETE FROM TABLE WHERE partition = 1 AND number = 3",
            found: ["seal 1/3 is missing"]
        ),
        seals(
            "all seals removed",
            "DELETE FROM TABLE WHERE partition = 1",
            found: ["seals 1/1…1/3 are missing"]
        ),
    ]
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
