import Bootstrap
import Events
import Foundation
import Ledger
import Testing

/// Texts that a database cannot hold, or that are easily spoilt on the way, from the file to
/// PostgreSQL: refused with a code, or there as they were.
struct OddTextTests {
    /// Two planes, an accent of its own, a mark of direction, what is no character.
    private static let odd = "𠮷野家 e\u{301} \u{202E}缴 \u{FFFF}\u{10FFFF} 😀"

    /// Columns: code, what stands in the record's `evidence` or `note`, as JSON writes it.
    private static let records: [(code: String?, field: String, json: String)] = [
        ("control_character", "evidence", #"缴-\u0000"#),
        ("control_character", "note", #"a\u0000b"#),
        ("control_character", "evidence", #"缴\u0085"#),
        ("json_malformed", "evidence", #"缴\ud800"#),
        (nil, "evidence", OddTextTests.odd),
        (nil, "note", #"\ud842\udfb7"#),
        ("control_character", "note", #"a\bc"#),
        ("control_character", "note", #"\\\u009F"#),
        (nil, "note", #"C:\\u0000 and\ta line\nmore"#),
    ]
    /// Columns: code, the name.
    private static let names: [(code: String?, name: String)] = [
        ("nul_byte", "甲\u{0}乙"), ("control_character", "甲\u{85}乙"), (nil, OddTextTests.odd),
    ]

    @Test func `F-129 U+0000 and odd Unicode are refused by name or kept, and PostgreSQL goes on`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        let database = try season.makeDatabase("odd")
        try season.runInOneProcess("odd")
        let before = try season.rejections("odd")
        let common = [
            "--log", season.log("odd"), "--keys", season.keys.path, "--scheme", season.scheme,
        ]
        let operations = season.url.appendingPathComponent("in/odd.jsonl")
        try OddTextTests.records.enumerated().map { index, record in
            let (evidence, note) =
                record.field == "note" ? ("影像-\(index)", record.json) : (record.json, "")
            return #"{"type":"NoticePosted","id":"odd-\#(index)","at":"2023-01-05T09:00:00","#
                + #""by":{"office":"鲍沟镇","role":"clerk"},"unit":"鲍沟镇","#
                + #""evidence":"\#(evidence)","note":"\#(note)"}"# + "\n"
        }.joined().write(to: operations, atomically: true, encoding: .utf8)
        let payments = season.url.appendingPathComponent("in/odd.csv")
        let lines = try String(
            contentsOf: season.input.appendingPathComponent("payments.csv"),
            encoding: .utf8
        ).split(separator: "\n")
        let cells = try #require(lines.dropFirst().first { $0.contains(",payment,") })
            .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let rows = OddTextTests.names.enumerated().map { index, odd in
            (["ODD-\(index)"] + cells[1...2] + [odd.name] + cells[4...]).joined(separator: ",")
        }
        try (lines.prefix(1).map(String.init) + rows).joined(separator: "\n").appending("\n")
            .write(to: payments, atomically: true, encoding: .utf8)

        let sent = try Programs.run("operations-producer", common + [operations.path])
        try Programs.succeed("payment-producer", common + [payments.path])
        try season.drain("odd")
        let after = try season.rejections("odd")
        var expected: [String: Int] = [:]
        for code in OddTextTests.records.map(\.code) + OddTextTests.names.map(\.code) {
            if let code { expected[code, default: 0] += 1 }
        }
        for (code, count) in expected {
            #expect((after[code] ?? 0) - (before[code] ?? 0) == count, "\(code): \(after) \(sent)")
        }
        let grown: Int = after.values.reduce(0, +) - before.values.reduce(0, +)
        let wanted: Int = expected.values.reduce(0, +)
        #expect(grown == wanted, "\(after)")
        // Sent = accepted + rejected + repeated, and the books hold.
        _ = try season.audit("odd")
        let store = try Adapters.ledger(database.url)
        let kept = try store.read { try $0.officeRecords(scheme: season.scheme) }
            .filter { $0.id.contains("odd-") }.map(\.record.json)
        try store.close()
        #expect(kept.count == 3, "\(kept)")
        #expect(kept.contains { $0.contains(OddTextTests.odd) }, "\(kept)")
        // What cannot be taken is told to the office without what it said.
        let told = try season.rejectionList("odd", ["--format", "json"])
        #expect(told.contains("control_character") && !told.contains("甲"))
    }
}
