import Events
import Foundation
import GRDB
import Stage
import Testing

@testable import Embedded

/// What stands in the file, and what is refused.
@Suite(.serialized)
struct EmbeddedStorageTests {
    @Test func `keeps the partition count with which it was created`() throws {
        let fresh = try FreshLog()
        try fresh.open(partitions: 6).close()
        let error = #expect(throws: LogProblem.self) { try fresh.open(partitions: 4) }
        #expect(error.map { "\($0)".contains("created with 6 partitions") } == true)
        let log = try fresh.open()
        #expect(try log.partitionCount(of: .factsValidated) == 6)
        #expect(try log.partitionCount(of: .rankingsPublished) == 1)
        try log.close()
    }

    @Test(arguments: [0, -1, 1_025])
    func `refuses a partition count that makes no sense`(count: Int) throws {
        let fresh = try FreshLog()
        let error = #expect(throws: LogProblem.self) { try fresh.open(partitions: count) }
        #expect(error.map(isUnusable) == true)
        try fresh.open(partitions: 2).close()
    }

    @Test func `refuses a file that is no event log`() throws {
        let foreign = try FreshLog()
        try foreign.execute("CREATE TABLE log (partitionCount INTEGER)")
        #expect(throws: LogProblem.unusable("The file is an SQLite database, but no event log.")) {
            try foreign.open()
        }
        let text = try FreshLog()
        try Data(repeating: 65, count: 5_000).write(to: URL(fileURLWithPath: text.path))
        let error = #expect(throws: LogProblem.self) { try text.open() }
        #expect(error.map(isUnusable) == true)
    }

    @Test func `refuses a format of another build`() throws {
        let fresh = try FreshLog()
        try fresh.open().close()
        try fresh.execute("PRAGMA user_version = 99")
        #expect(throws: LogProblem.unusable("The log has format 99; this build reads 2.")) {
            try fresh.open()
        }
    }

    @Test func `gives a topic that is new to the file the streams after the last`() throws {
        let fresh = try FreshLog()
        try fresh.open(partitions: 3).close()
        try fresh.execute("DELETE FROM topic WHERE name = 'payments.received'")
        let log = try fresh.open()
        try log.append(.paymentsReceived, 2, ["a"])
        try log.append(.rankingsPublished, 0, ["b"])
        #expect(try log.values(.paymentsReceived, 2) == ["a"])
        #expect(try log.values(.rankingsPublished, 0) == ["b"])
        try log.close()
    }

    @Test func `waits for another writer and then says that the log is busy`() throws {
        let fresh = try FreshLog()
        let log = try EmbeddedEventLog(path: fresh.path, patienceMs: 150)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: fresh.path, configuration: configuration)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let start = Date()
        let error = #expect(throws: LogProblem.self) {
            try log.append(.factsValidated, 0, ["late"])
        }
        #expect(error.map(isUnavailable) == true)
        #expect((0.1..<2).contains(Date().timeIntervalSince(start)))
        #expect(try log.endOffset(topic: .factsValidated, partition: 0) == 0)
        try other.inDatabase { try $0.execute(sql: "COMMIT") }
        try log.append(.factsValidated, 0, ["late"])
        #expect(try log.values(.factsValidated, 0) == ["late"])
        try log.close()
    }

    @Test func `cuts a large batch into blobs of about four mebibytes`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 1)
        let text = String(repeating: "x", count: 100_000)
        try log.append(.factsValidated, 0, Array(repeating: text, count: 200))
        let sizes = try DatabaseQueue(path: fresh.path).read {
            try Int.fetchAll($0, sql: "SELECT length(records) FROM recordBatch ORDER BY id")
        }
        #expect(sizes.count == 5)
        #expect(sizes.allSatisfy { $0 < BatchFramer.blobLimit + 200_000 })
        #expect(try log.endOffset(topic: .factsValidated, partition: 0) == 200)
        let batch = RecordBatch()
        try log.read(
            topic: .factsValidated,
            partition: 0,
            from: 101,
            maxRecords: 1_000,
            into: batch
        )
        #expect(batch.places.map(\.offset) == Array(101..<200))
        try log.close()
    }

    @Test func `positions never go back`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 1)
        try log.append(.paymentsReceived, 0, ["a", "b", "c"])
        let member = try TestConsumer(log, group: "g")
        #expect(try member.poll { $0.values.count == 3 })
        for (offset, kept) in [(2, 2), (1, 2), (3, 3), (0, 3)] as [(Int64, Int64)] {
            try member.consumer.commit(
                outputs: RecordBatch(),
                upTo: [LogPosition(topic: .paymentsReceived, partition: 0, offset: offset)]
            )
            #expect(try log.committed(group: "g", topic: .paymentsReceived, partition: 0) == kept)
        }
        try log.close()
    }

    @Test(arguments: ["substr(records, 1, 5)", "records || x'00'", "x'ffffffffffffffffffff'"])
    func `says where a stored batch is damaged`(damage: String) throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 1)
        try log.append(.factsValidated, 0, ["whole"])
        try log.append(.factsValidated, 0, ["first", "second"])
        try fresh.execute("UPDATE recordBatch SET records = \(damage) WHERE recordCount = 2")
        let error = #expect(throws: LogProblem.self) { try log.values(.factsValidated, 0) }
        #expect(error.map { "\($0)".contains("facts.validated/0 offset 1 is damaged") } == true)
        try log.close()
    }

    @Test func `says of each SQLite error whether it may pass`() {
        let passing: [ResultCode] = [
            .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_IOERR_FSYNC,
            .SQLITE_NOMEM,
        ]
        for code in passing {
            #expect(LogProblem(DatabaseError(resultCode: code), doing: "write").isTransient)
        }
        let full = LogProblem(DatabaseError(resultCode: .SQLITE_FULL), doing: "write")
        #expect(full.waitCause == .disk)
        let lasting: [ResultCode] = [
            .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_TOOBIG,
        ]
        for code in lasting {
            #expect(isUnusable(LogProblem(DatabaseError(resultCode: code), doing: "write")))
        }
    }
}
