import Events
import Foundation
import Ledger
import Testing

/// What the port ``LedgerStore`` promises, on every store.
struct LedgerStoreTests {
    @Test(arguments: StoreKind.allCases)
    func `a batch is durable with its position, and the books audit`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        var store = try world.store()
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        try store.apply(maker.insured(100))
        try store.apply(maker.insured(50))
        try store.close()
        store = try world.store()
        let state = try store.open(partition: 0)
        #expect(state.nextOffset == 150)
        #expect(state.journalSequence == 150)
        try store.read { reader throws in
            let audit = try BookAudit(reader)
            #expect(try audit.findings(reader).flatMap(\.violations).isEmpty)
            #expect(audit.personCount == 150)
            let balances = try reader.balances(scheme: "s").values.map(\.fen)
            #expect(balances.sorted() == [-5_250_000, 5_250_000])
            #expect(try reader.census(scheme: "s") == [.insured: 150])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `whoever lost the partition cannot write any more`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var zombie = BatchMaker()
        zombie.assign(try store.open(partition: 0))
        try store.apply(zombie.insured(3))
        let stale = zombie.insured(3)
        var heir = BatchMaker()
        heir.assign(try store.open(partition: 0))
        #expect(throws: LedgerProblem.fenced(partition: 0)) { try store.apply(stale) }
        try store.apply(heir.insured(3))
        #expect(try store.read { try $0.census(scheme: "s") } == [.insured: 6])
    }

    @Test(arguments: StoreKind.allCases)
    func `a batch of two partitions of which one is lost writes nothing`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        maker.assign(try store.open(partition: 1))
        let stale = maker.insured([0: 1, 1: 1])
        _ = try store.open(partition: 1)
        #expect(throws: LedgerProblem.fenced(partition: 1)) { try store.apply(stale) }
        #expect(try store.read { try $0.journalNumbers() } == [])
        #expect(try store.read { try $0.positions() }.map(\.nextOffset) == [0, 0])
        #expect(try store.read { try $0.tallies(scheme: "s") }.isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `a batch applied twice is refused, not posted twice`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        let once = maker.insured(3)
        try store.apply(once)
        #expect(throws: LedgerProblem.fenced(partition: 0)) { try store.apply(once) }
        #expect(try store.read { try $0.census(scheme: "s") } == [.insured: 3])
    }

    @Test(arguments: StoreKind.allCases)
    func `a batch of a partition that nobody opened is refused`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        maker.assign(
            PartitionState(
                partition: 3,
                nextOffset: 0,
                epoch: 1,
                journalSequence: 0,
                outboxSequence: 0,
                highWater: .start
            )
        )
        let batch = maker.insured(1, partition: 3)
        #expect(throws: LedgerProblem.fenced(partition: 3)) { try store.apply(batch) }
        #expect(try store.read { try $0.positions() } == [])
    }

    @Test(arguments: StoreKind.allCases)
    func `the outbox keeps messages in order until they are published`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        for _ in 0..<4 { try store.apply(maker.insured(2)) }
        #expect(try store.unpublished(partition: 0, limit: 10).map(\.sequence) == [1, 2, 3, 4])
        #expect(try store.unpublished(partition: 0, limit: 2).map(\.sequence) == [1, 2])
        #expect(try store.unpublished(partition: 1, limit: 10).isEmpty)
        try store.markPublished(partition: 0, through: 3)
        let left = try store.unpublished(partition: 0, limit: 10)
        #expect(left.map(\.sequence) == [4])
        #expect(left[0].scheme == "s")
        let message = try left[0].bytes.withUnsafeBytes { bytes throws(WireProblem) in
            try LedgerPosted(wire: bytes)
        }
        #expect(message.progress.map(\.delta.heads).reduce(0, +) == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `a journal is never changed or removed`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        try store.apply(maker.insured(1))
        try store.close()
        for change in ["UPDATE % SET cause = 'x'", "DELETE FROM %"] {
            let sqlite = change.replacingOccurrences(of: "%", with: "journal")
            for table in ["zhengjiao.journal", "zhengjiao.journal_1"] {
                let postgres = change.replacingOccurrences(of: "%", with: table)
                #expect(throws: (any Error).self) { try world.tamper(sqlite, postgres) }
            }
        }
        #expect(try world.store().read { try $0.journalNumbers() } == ["0/1"])
    }

    @Test(arguments: StoreKind.allCases)
    func `an audit finds a balance that was tampered with`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        try store.apply(maker.insured(5))
        try store.close()
        try world.tamper(
            "UPDATE balance SET fen = fen + 1 WHERE fen > 0",
            "UPDATE zhengjiao.balance SET fen = fen + 1 WHERE fen > 0"
        )
        try world.store().read { reader throws in
            let violations = try BookAudit(reader).findings(reader)
                .filter { !$0.violations.isEmpty }
            #expect(violations.count == 2)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `what facts say beside persons is kept: targets, days closed, tallies`(
        kind: StoreKind
    ) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        for partition in Int32(0)...1 { maker.assign(try store.open(partition: partition)) }
        let target = Target(
            unit: "鲍沟镇",
            heads: 73_131,
            amount: Money(fen: 5),
            effectiveFrom: CivilDate(day: 19_240)
        )
        func closed(_ day: Int32) -> Fact {
            let body = Fact.Body.dayClosed(DayClosed(date: CivilDate(day: day)))
            return Fact(scheme: "s", source: "tax-bureau", number: "d\(day)", body: body)
        }
        let set = Fact(scheme: "s", source: "operations", number: "T1", body: .target(target))
        let record = OfficeRecord(
            type: "DepositRecorded",
            unit: "鲍沟镇",
            at: CivilTime(second: 1_667_000_000),
            by: "tax/cashier",
            json: "{\"fen\":1}"
        )
        let noted = Fact(
            scheme: "s",
            source: "operations",
            number: "R1",
            body: .officeRecord(record)
        )
        // The same fact again, and days out of order, change nothing.
        try store.apply(maker.forwarded([set, set, closed(19_301), closed(19_300), noted]))
        try store.apply(maker.forwarded([set, closed(19_299), noted]))
        #expect(try store.read { try $0.closures(scheme: "s") } == [:])
        try store.apply(maker.forwarded([closed(19_305)], partition: 1))
        try store.apply(maker.rejected(["IDENTITY", "IDENTITY", "AMOUNT"]))
        try store.read { reader throws in
            #expect(try reader.targets(scheme: "s").map(\.target) == [target])
            #expect(try reader.targets(scheme: "s").map(\.id) == ["operations/T1"])
            #expect(
                try reader.closures(scheme: "s") == ["tax-bureau": CivilDate(day: 19_301)]
            )
            #expect(
                try reader.tallies(scheme: "s") == [
                    TallyKey(tally: .accepted, code: ""): 9,
                    TallyKey(tally: .rejected, code: "IDENTITY"): 2,
                    TallyKey(tally: .rejected, code: "AMOUNT"): 1,
                ]
            )
            #expect(try reader.schemes() == ["s"])
            #expect(try reader.balances(scheme: "unknown").isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `journals of several schemes and partitions are read in order`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        for partition in Int32(0)...2 { maker.assign(try store.open(partition: partition)) }
        var expected: [Int32: Int] = [:]
        // Over the number of rows that a store reads at once, and exactly at it.
        for (round, counts) in [[0: 700, 2: 900], [1: 1_300, 0: 5], [2: 1_095]].enumerated() {
            maker.scheme = "scheme-\(round % 2)"
            let counts = Dictionary(uniqueKeysWithValues: counts.map { (Int32($0), $1) })
            try store.apply(maker.insured(counts))
            expected.merge(counts, uniquingKeysWith: +)
        }
        let numbers = expected.sorted { $0.key < $1.key }.flatMap { partition, count in
            (1...count).map { "\(partition)/\($0)" }
        }
        #expect(numbers.count == 4_000)
        #expect(try store.read { try $0.journalNumbers() } == numbers)
        #expect(try store.read { try $0.schemes() } == ["scheme-0", "scheme-1"])
        #expect(try store.read { try BookAudit($0).findings($0) }.flatMap(\.violations).isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func `a reading sees one moment, whatever is posted meanwhile`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let (store, other) = (try world.store(), try world.store())
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        try store.apply(maker.insured(10))
        try other.read { reader throws in
            #expect(try reader.census(scheme: "s") == [.insured: 10])
            try store.apply(maker.insured(10))
            #expect(try reader.census(scheme: "s") == [.insured: 10])
            #expect(try reader.journalNumbers().count == 10)
        }
        #expect(try other.read { try $0.census(scheme: "s") } == [.insured: 20])
    }

    @Test(arguments: StoreKind.allCases)
    func `a reader that gives up leaves the store usable`(kind: StoreKind) throws {
        struct GivenUp: Error {}
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        try store.apply(maker.insured(30))
        #expect(throws: GivenUp.self) {
            try store.read { try $0.journals { _ in throw GivenUp() } }
        }
        try store.apply(maker.insured(1))
        #expect(try store.read { try $0.journalNumbers() }.count == 31)
    }

    @Test(arguments: StoreKind.allCases)
    func `writers of different partitions enter the same accounts at once`(
        kind: StoreKind
    ) async throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for partition in Int32(0)..<4 {
                group.addTask {
                    let store = try world.store()
                    var maker = BatchMaker()
                    maker.assign(try store.open(partition: partition))
                    for round in 0..<15 {
                        try store.apply(maker.insured(7, partition: partition, unit: "u\(round)"))
                    }
                    try store.close()
                }
            }
            try await group.waitForAll()
        }
        try world.store().read { reader throws in
            #expect(try BookAudit(reader).findings(reader).flatMap(\.violations).isEmpty)
            #expect(try reader.census(scheme: "s") == [.insured: 420])
            #expect(try reader.balances(scheme: "s").count == 30)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `F-014 the journals of one person are found among all others`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        for partition in Int32(0)...1 {
            maker.assign(try store.open(partition: partition))
            try store.apply(maker.insured(50, partition: partition))
        }
        let person = PersonKey(high: 1, low: 7)
        func read(_ scheme: String) throws -> [String] {
            var found: [String] = []
            try store.read { reader throws in
                try reader.journals(of: person, scheme: scheme) {
                    #expect($0.person == person)
                    #expect($0.entries.count == 2)
                    found.append("\($0.partition)/\($0.sequence) \($0.cause)")
                }
            }
            return found
        }
        #expect(try read("s") == ["1/8 t/7"])
        #expect(try read("another") == [])
    }
}
