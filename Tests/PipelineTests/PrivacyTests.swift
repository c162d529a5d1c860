import Bootstrap
import Events
import Foundation
import Kafka
import PostgresServer
import Stage
import Testing

/// A number that nobody has.
private let planted: String = {
    let digits = Array("37048119830101101".utf8)
    let check = IdentityNumber.checkCharacter(of: digits)
    return String(decoding: digits, as: UTF8.self) + String(UnicodeScalar(check))
}()

struct PrivacyTests {
    @Test func `a planted number or name is found in every form, and nothing else is`() throws {
        let scan = PrivacyScan(numbers: [planted], names: ["独特姓名"])
        for text in [planted, "独特姓名"] {
            for (form, bytes) in PrivacyScan.forms(of: text) {
                for lead in 0..<4 {
                    let planted = Data(repeating: 0x7C, count: lead) + bytes + Data("|end".utf8)
                    #expect(!scan.findings(in: planted).isEmpty, "\(form) at \(lead)")
                }
            }
        }
        for (form, bytes) in PrivacyScan.integers(of: planted) {
            #expect(!scan.findings(in: Data([1] + bytes + [0])).isEmpty, "\(form)")
        }
        let others = PrivacyScan(numbers: [], names: [])
        #expect(others.findings(in: Data("x\(planted)y".utf8)).count == 1)
        #expect(others.findings(in: Data("|370481830101101|".utf8)).count == 1)
        #expect(
            others.findings(in: Data("281474976710656 1667470530000000 3704811983".utf8)).isEmpty
        )
        for trace in ["00-9370481830101101a-00f067aa0ba902b7-01", "b370481830101101-00"] {
            #expect(others.findings(in: Data(trace.utf8)).isEmpty, "\(trace)")
        }
        #expect(scan.findings(in: Data("张* 370481********101X 独特".utf8)).isEmpty)
    }

    @Test func `no topic of a Kafka log holds a number or a name in clear, headers included`()
        throws
    {
        let season = try SeasonFolder(residents: 400)
        // Positions of transactions are what the mock cluster forgets.
        let mock = try KafkaMock(partitions: 4)
        season.useLog(mock.url(mode: .effectivelyOnce), for: "mock")
        try season.runInOneProcess("mock")
        let scan = try season.privacyScan(numbers: [planted])
        let counts = try season.expectNothingInClear(inTopicsOf: "mock", scan)
        for topic in Topic.allCases { #expect(counts[topic] ?? 0 > 0, "\(topic.rawValue)") }
        try season.expectNothingInClear(known: [], names: [], except: [])

        // Wherever a record can hold it, it is found.
        let log = try KafkaEventLog(url: mock.url(mode: .effectivelyOnce))
        let places: [Topic: (RecordBatch) -> Void] = [
            .paymentsReceived: { $0.append(topic: .paymentsReceived, key: planted) { _ in } },
            .rejections: { batch in
                batch.append(topic: .rejections, key: "k") { $0.append(text: planted) }
            },
            .ledgerPosted: { batch in
                batch.append(topic: .ledgerPosted, key: "k") { $0.append(text: "v") }
                var headers = RecordHeaders()
                headers.add("who", planted)
                batch.addHeaders(headers)
            },
            .rankingsPublished: { batch in
                batch.append(topic: .rankingsPublished, key: "k") { $0.append(text: "v") }
                var headers = RecordHeaders()
                headers.add(planted, "")
                batch.addHeaders(headers)
            },
        ]
        for (topic, plant) in places {
            let batch = RecordBatch()
            plant(batch)
            try log.append(batch)
            #expect(!(try scan.findings(in: topic, of: log)).found.isEmpty, "\(topic.rawValue)")
        }
        try log.close()
    }

    @Test func `no column of any table of PostgreSQL, nor its log, holds a number or a name`()
        throws
    {
        let season = try SeasonFolder(residents: 400)
        let server = try PostgresServer()
        let database = try season.makeDatabase("pg", on: server)
        try season.runInOneProcess("pg")
        let scan = try season.privacyScan(numbers: [planted], names: ["独特姓名"])
        let clean = try scan.findings(in: database)
        #expect(clean.found.isEmpty, "\(clean.found)")
        for table in ["journal_1", "account", "balance", "progress", "office_record", "closure"] {
            #expect(clean.rows["zhengjiao.\(table)"] ?? 0 > 0, "\(table): \(clean.rows)")
        }
        #expect(clean.rows["pg_stats"] ?? 0 > 20)
        let log = try Data(contentsOf: server.logFile)
        #expect(!log.isEmpty && scan.findings(in: log).isEmpty)
        try season.expectNothingInClear(known: [], names: [], except: [])

        // Wherever a table can hold it, it is found.
        let (digits, name) = (planted.prefix { $0 != "X" }, "独特姓名")
        let leaks = [
            ("text", "'x\(planted)'"), ("bytea", "'\(planted)'::bytea"), ("text", "'\(name)'"),
            ("bytea", "convert_to('\(name)', 'UTF8')"), ("bigint", "\(digits)"),
            ("numeric", "\(digits)"), ("jsonb", "'{\"a\":\"\(planted)\"}'"),
            ("text[]", "ARRAY['\(name)']"),
        ]
        for (index, (type, value)) in leaks.enumerated() {
            let table = "zhengjiao.leak_\(index)"
            try database.sql("CREATE TABLE \(table) (it \(type))")
            try database.sql("INSERT INTO \(table) SELECT \(value)")
        }
        let found = try scan.findings(in: database).found
        for (index, (type, _)) in leaks.enumerated() {
            #expect(found["zhengjiao.leak_\(index)"]?.isEmpty == false, "\(type): \(found)")
        }
        try server.stop()
    }
}
