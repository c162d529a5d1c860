import Embedded
import Events
import GRDB
import Stage
import Testing

/// Files of earlier releases.
struct FormatTests {
    @Test func `a log of format 1 is read and written on, with headers from then on`() throws {
        let fresh = try FreshLog()
        let old = try fresh.open(partitions: 2)
        try old.append(.factsValidated, 1, ["a", "b"])
        try old.close()
        // Format 1 had neither column; its blobs were the same.
        try fresh.execute(
            """
            ALTER TABLE recordBatch DROP COLUMN writtenMs;
            ALTER TABLE recordBatch DROP COLUMN headers;
            PRAGMA user_version = 1;
            """
        )
        let log = try fresh.open()
        #expect(try log.values(.factsValidated, 1) == ["a", "b"])
        let batch = RecordBatch()
        batch.append(topic: .factsValidated, partition: 1, key: "k") { $0.append(text: "c") }
        var headers = RecordHeaders()
        headers.add("traceparent", "x")
        batch.openingHeaders = headers
        try log.append(batch)
        try log.read(topic: .factsValidated, partition: 1, from: 0, maxRecords: 9, into: batch)
        #expect(batch.places.map { batch.headers(of: $0)["traceparent"] } == [nil, nil, "x"])
        #expect(batch.places.map { $0.writtenMs > 0 } == [false, false, true])
        try log.close()
    }

    @Test func `damaged headers are told by the place of their batch`() throws {
        let fresh = try FreshLog()
        let log = try fresh.open(partitions: 1)
        let batch = RecordBatch()
        for text in ["a", "b"] {
            batch.append(topic: .factsValidated, partition: 0, key: "k") { $0.append(text: text) }
            var headers = RecordHeaders()
            headers.add("name", text)
            batch.addHeaders(headers)
        }
        try log.append(batch)
        try fresh.execute("UPDATE recordBatch SET headers = substr(headers, 1, 12)")
        let error = #expect(throws: LogProblem.self) { try log.values(.factsValidated, 0) }
        #expect(error.map { "\($0)".contains("facts.validated/0 offset 0 is damaged") } == true)
        try log.close()
    }
}
