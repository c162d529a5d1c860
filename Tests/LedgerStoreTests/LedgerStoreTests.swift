import Embedded
import Events
import Foundation
import GRDB
import Ledger
import Testing

/// A ledger in a folder of its own, gone with it.
private final class Folder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("ledger-\(UInt64.random(in: 0 ..< .max))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    var path: String { url.appendingPathComponent("ledger").path }

    func store() throws -> LedgerSQLite { try LedgerSQLite(path: path) }
}

/// A batch of `count` new persons, each insured for 350 yuan, from an offset on.
private func batch(
    _ poster: Poster,
    from offset: Int64,
    count: Int64,
    partition: Int32 = 0
) -> LedgerBatch {
    let input = RecordBatch()
    for index in 0..<count {
        var assessment = Assessment()
        assessment.status = .insured
        assessment.isCovered = true
        assessment.unit = "鲍沟镇"
        assessment.category = "ordinary"
        assessment.premium = Money(yuan: 350)
        assessment.due = Money(yuan: 350)
        assessment.receipts = [Share(party: "wechat", amount: Money(yuan: 350))]
        assessment.enrolledOn = CivilDate(day: 19_300)
        assessment.rules = ["TZ-01"]
        let now = ByteBuffer()
        assessment.write(to: now)
        let value = ByteBuffer()
        Classified.writeHead(
            to: value,
            scheme: "s",
            offset: offset + index,
            index: 0,
            tally: .accepted
        )
        Classified.writeChange(
            to: value,
            revision: 1,
            cause: "t/\(offset + index)",
            previous: UnsafeRawBufferPointer(start: nil, count: 0),
            current: now.bytes,
            seal: nil
        )
        PersonKey(high: UInt64(partition), low: UInt64(offset + index)).withBytes {
            input.append(
                topic: .assessmentsClassified,
                partition: partition,
                offset: offset + index,
                key: $0,
                value: value.bytes
            )
        }
    }
    return poster.post(input) { _, problem in Issue.record("\(problem)") }
}

@Test func `a batch is durable with its position, and the books audit`() throws {
    let folder = try Folder()
    var store = try folder.store()
    let poster = Poster()
    poster.assign(try store.open(partition: 0))
    try store.apply(batch(poster, from: 0, count: 100))
    try store.apply(batch(poster, from: 100, count: 50))
    try store.close()
    store = try folder.store()
    let state = try store.open(partition: 0)
    #expect(state.nextOffset == 150)
    #expect(state.journalSequence == 150)
    try store.read { reader in
        let audit = try BookAudit(reader)
        #expect(try audit.findings(reader).flatMap(\.violations).isEmpty)
        #expect(audit.personCount == 150)
        #expect(
            try reader.balances(scheme: "s").values.map(\.fen).sorted() == [-5_250_000, 5_250_000]
        )
        #expect(try reader.census(scheme: "s") == [.insured: 150])
    }
}

@Test func `whoever lost the partition cannot write any more`() throws {
    let folder = try Folder()
    let store = try folder.store()
    let zombie = Poster()
    zombie.assign(try store.open(partition: 0))
    try store.apply(batch(zombie, from: 0, count: 3))
    let stale = batch(zombie, from: 3, count: 3)
    let heir = Poster()
    heir.assign(try store.open(partition: 0))
    #expect(throws: LedgerProblem.fenced(partition: 0)) { try store.apply(stale) }
    try store.apply(batch(heir, from: 3, count: 3))
    #expect(try store.read { try $0.census(scheme: "s") } == [.insured: 6])
}

@Test func `a batch of two partitions of which one is lost writes nothing`() throws {
    let folder = try Folder()
    let store = try folder.store()
    let poster = Poster()
    poster.assign(try store.open(partition: 0))
    poster.assign(try store.open(partition: 1))
    var both = RecordBatchPair(poster: poster)
    let stale = both.make()
    _ = try store.open(partition: 1)
    #expect(throws: LedgerProblem.fenced(partition: 1)) { try store.apply(stale) }
    #expect(try store.read { try $0.journalCount() } == 0)
    #expect(try store.read { try $0.positions() }.map(\.nextOffset) == [0, 0])
}

@Test func `a batch applied twice is refused, not posted twice`() throws {
    let folder = try Folder()
    let store = try folder.store()
    let poster = Poster()
    poster.assign(try store.open(partition: 0))
    let once = batch(poster, from: 0, count: 3)
    try store.apply(once)
    #expect(throws: (any Error).self) { try store.apply(once) }
    #expect(try store.read { try $0.census(scheme: "s") } == [.insured: 3])
}

@Test func `the outbox keeps messages in order until they are published`() throws {
    let folder = try Folder()
    let store = try folder.store()
    let poster = Poster()
    poster.assign(try store.open(partition: 0))
    for round in 0..<4 { try store.apply(batch(poster, from: Int64(round * 2), count: 2)) }
    #expect(try store.unpublished(partition: 0, limit: 10).map(\.sequence) == [1, 2, 3, 4])
    try store.markPublished(partition: 0, through: 3)
    let left = try store.unpublished(partition: 0, limit: 10)
    #expect(left.map(\.sequence) == [4])
    let message = try left[0].bytes.withUnsafeBytes { bytes throws(WireProblem) in
        try LedgerPosted(wire: bytes)
    }
    #expect(message.progress.map(\.delta.heads) == [2])
}

@Test func `a journal is never changed or removed`() throws {
    let folder = try Folder()
    let store = try folder.store()
    let poster = Poster()
    poster.assign(try store.open(partition: 0))
    try store.apply(batch(poster, from: 0, count: 1))
    try store.close()
    let queue = try DatabaseQueue(path: folder.path)
    #expect(throws: DatabaseError.self) {
        try queue.write { try $0.execute(sql: "UPDATE journal SET cause = 'x'") }
    }
    #expect(throws: DatabaseError.self) {
        try queue.write { try $0.execute(sql: "DELETE FROM journal") }
    }
}

@Test func `an audit finds a balance that was tampered with`() throws {
    let folder = try Folder()
    let store = try folder.store()
    let poster = Poster()
    poster.assign(try store.open(partition: 0))
    try store.apply(batch(poster, from: 0, count: 5))
    try store.close()
    try DatabaseQueue(path: folder.path).write {
        try $0.execute(sql: "UPDATE balance SET fen = fen + 1 WHERE fen > 0")
    }
    try folder.store().read { reader in
        let violations = try BookAudit(reader).findings(reader).filter { !$0.violations.isEmpty }
        #expect(violations.count == 2)
    }
}

/// A batch over two partitions.
private struct RecordBatchPair {
    let poster: Poster

    mutating func make() -> LedgerBatch {
        let input = RecordBatch()
        for partition in Int32(0)...1 {
            let value = ByteBuffer()
            Classified.writeHead(
                to: value,
                scheme: "s",
                offset: 0,
                index: 0,
                tally: .accepted
            )
            PersonKey(high: 1, low: UInt64(partition)).withBytes {
                input.append(
                    topic: .assessmentsClassified,
                    partition: partition,
                    offset: 0,
                    key: $0,
                    value: value.bytes
                )
            }
        }
        return poster.post(input) { _, _ in }
    }
}

extension LedgerReader {
    fileprivate func journalCount() throws -> Int {
        var count = 0
        try journals { _ in count += 1 }
        return count
    }
}

@Test func `F-014 the journals of one person are found among all others`() throws {
    let folder = try Folder()
    let store = try folder.store()
    let poster = Poster()
    for partition in Int32(0)...1 { poster.assign(try store.open(partition: partition)) }
    try store.apply(batch(poster, from: 0, count: 50))
    try store.apply(batch(poster, from: 0, count: 50, partition: 1))
    let person = PersonKey(high: 1, low: 7)
    func read(_ scheme: String) throws -> [String] {
        var found: [String] = []
        try store.read { reader in
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
