import Embedded
import Events
import Foundation
import GRDB
import Ledger
import Testing

private let village = DossierSubject(kind: .unit, id: "鲍沟镇/示例村")

private func deposit(_ slip: String, _ yuan: Int64) -> DossierItem {
    var item = DossierItem(key: "deposit/\(slip)", kind: .deposit, status: .recorded)
    item.day = CivilDate(day: 19_300)
    item.amount = Money(yuan: yuan)
    item.rules = ["money.deposit"]
    item.moves = [
        MoneyMove(
            from: MoneyPlace(.cashDeposited, unit: village.id, party: "h-1"),
            to: MoneyPlace(.collectionAccount, unit: "鲍沟镇", party: "township"),
            amount: Money(yuan: yuan)
        )
    ]
    return item
}

/// A batch of one change of the village's dossier.
private func batch(
    _ poster: Poster,
    at offset: Int64,
    revision: UInt64,
    _ items: [DossierItemChange]
) -> LedgerBatch {
    let value = ByteBuffer()
    Classified.writeHead(to: value, scheme: "s", offset: offset, index: 0, tally: .accepted)
    Classified.writeDossier(
        to: value,
        change: DossierChange(
            subject: village,
            revision: revision,
            cause: "operations/D-\(offset)",
            items: items
        )
    )
    let input = RecordBatch()
    Array(village.id.utf8).withUnsafeBytes {
        input.append(
            topic: .assessmentsClassified,
            partition: 0,
            offset: offset,
            key: $0,
            value: value.bytes
        )
    }
    return poster.post(input) { _, problem in Issue.record("\(problem)") }
}

private func withStore(_ body: (LedgerSQLite, Poster, String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("dossiers-\(UInt64.random(in: 0 ..< .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("ledger").path
    let store = try LedgerSQLite(path: path)
    let poster = Poster()
    poster.assign(try store.open(partition: 0))
    try body(store, poster, path)
}

private func violations(_ store: any LedgerStore) throws -> [String] {
    try store.read { try BookAudit($0).findings($0).flatMap(\.violations) }
}

@Test(arguments: StoreKind.allCases)
func `F-070 a dossier's change posts its difference, and the books audit`(kind: StoreKind) throws {
    let world = try LedgerWorld(kind)
    defer { world.remove() }
    let store = try world.store()
    let poster = Poster()
    poster.assign(try store.open(partition: 0))
    let first = deposit("1", 350)
    let second = deposit("2", 700)
    var corrected = second
    corrected.status = .breach
    corrected.moves[0].amount = Money(yuan: 600)
    try store.apply(
        batch(poster, at: 0, revision: 1, [DossierItemChange(previous: nil, current: first)])
    )
    try store.apply(
        batch(poster, at: 1, revision: 2, [DossierItemChange(previous: nil, current: second)])
    )
    try store.apply(
        batch(
            poster,
            at: 2,
            revision: 3,
            [DossierItemChange(previous: second, current: corrected)]
        )
    )
    try store.read { reader in
        #expect(try reader.dossierItems(scheme: "s").map(\.item) == [first, corrected])
        let account = Account(kind: .collectionAccount, unit: "鲍沟镇", party: "township")
        #expect(try reader.balances(scheme: "s")[account] == Money(yuan: 950))
        var revisions: [UInt64] = []
        try reader.dossierJournals { revisions.append($0.revision) }
        #expect(revisions == [1, 2, 3])
        #expect(try BookAudit(reader).itemCount == 2)
    }
    #expect(try violations(store) == [])
    try store.apply(
        batch(
            poster,
            at: 3,
            revision: 4,
            [DossierItemChange(previous: corrected, current: nil)]
        )
    )
    #expect(try store.read { try $0.dossierItems(scheme: "s") }.count == 1)
    #expect(try violations(store) == [])
}

@Test func `a dossier's journal is never changed, and an item that was is found`() throws {
    try withStore { store, poster, path in
        try store.apply(
            batch(
                poster,
                at: 0,
                revision: 1,
                [DossierItemChange(previous: nil, current: deposit("1", 350))]
            )
        )
        let queue = try DatabaseQueue(path: path)
        #expect(throws: DatabaseError.self) {
            try queue.write { try $0.execute(sql: "UPDATE dossierJournal SET cause = 'x'") }
        }
        #expect(throws: DatabaseError.self) {
            try queue.write { try $0.execute(sql: "DELETE FROM dossierJournal") }
        }
        let other = ByteBuffer()
        deposit("1", 351).write(to: other)
        try queue.write {
            try $0.execute(
                sql: "UPDATE dossierItem SET body = ?",
                arguments: [Data(other.array)]
            )
        }
        #expect(try violations(store) == ["s: items of dossiers"])
    }
}

@Test func `a journal of a dossier that says something else than its money is found`() throws {
    try withStore { store, poster, path in
        var item = deposit("1", 350)
        item.rules = []
        try store.apply(
            batch(poster, at: 0, revision: 2, [DossierItemChange(previous: nil, current: item)])
        )
        #expect(
            try violations(store) == ["journal 0/1", "journal 0/1: revision"]
        )
    }
}

@Test func `F-059 entries that do not balance are found in a journal of a dossier`() throws {
    try withStore { store, poster, path in
        try store.apply(
            batch(
                poster,
                at: 0,
                revision: 1,
                [DossierItemChange(previous: nil, current: deposit("1", 350))]
            )
        )
        // The triggers hold whoever goes through the front door; an audit finds the others.
        try DatabaseQueue(path: path).write {
            try $0.execute(
                sql: """
                    DROP TRIGGER dossierJournalIsNeverChanged;
                    UPDATE dossierJournal SET entries = '[[1,35000],[2,-34999]]';
                    """
            )
        }
        let findings = try store.read { try BookAudit($0).findings($0) }
        let found = findings.filter { !$0.violations.isEmpty }.map(\.statement)
        #expect(found.contains("Every journal balances: Σ debits = Σ credits"))
    }
    let account = Account(kind: .treasury, unit: "")
    #expect(!Posting.isBalanced([Entry(account: account, amount: Money(fen: 1))]))
    #expect(Posting.isBalanced([]))
}
