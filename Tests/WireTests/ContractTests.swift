import Events
import Foundation
import SwiftProtobuf
import Testing
import Wire

private let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

struct ContractTests {
    @Test func `the contracts take nothing away from those of the last release`() throws {
        let released = try Contract(folder: root.appendingPathComponent("Topics/released"))
        let now = try Contract(folder: root.appendingPathComponent("Topics"))
        #expect(released.fields.count > 200)
        #expect(now.breaks(with: released) == [])
    }

    @Test(arguments: [
        ("int64 a = 1;", "int64 a = 2;", "M.1 a is gone and its number not reserved"),
        ("int64 a = 1;", "uint32 a = 1;", "M.1 a: int64 → uint32"),
        ("int64 a = 1;", "repeated int64 a = 1;", "M.1 a: int64 → repeated int64"),
        ("int64 a = 1;", "int64 b = 1;", "M.1: a is called b"),
        ("reserved 4 to 6;", "string z = 5;", "M.5 z takes a number that is reserved"),
        (
            "oneof body { int64 a = 1; }", "reserved 2;",
            "M.1 a is gone and its number not reserved"
        ),
    ])
    func `a contract that breaks its readers is named`(old: String, new: String, what: String) {
        let breaks = Contract(text: "message M { \(new) }")
            .breaks(with: Contract(text: "message M { \(old) } // one"))
        #expect(breaks == [what])
        #expect(
            Contract(text: "message M { reserved 1; }").breaks(
                with: Contract(text: "message M { int64 a = 1; }")
            ) == []
        )
    }

    @Test func `records of the last release are still read, and mean the same`() throws {
        let file = root.appendingPathComponent("Tests/Fixtures/wire/released.tsv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 100)
        for (index, line) in lines.enumerated() {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(
                String.init
            )
            try #require(cells.count == 3, "line \(index + 1)")
            let topic = try #require(Topic(rawValue: cells[0]))
            let bytes = Array(try #require(Data(base64Encoded: cells[1])))
            #expect(try json(topic, bytes) == cells[2], "line \(index + 1) of \(topic.rawValue)")
            #expect(
                try json(topic, rewritten(topic, bytes)) == cells[2],
                "line \(index + 1) of \(topic.rawValue) by our own codec"
            )
        }
    }

    private func json(_ topic: Topic, _ bytes: [UInt8]) throws -> String {
        switch topic {
        case .factsValidated: try Zhengjiao_V1_Fact(serializedBytes: bytes).jsonString()
        case .assessmentsClassified:
            try Zhengjiao_V1_Classified(serializedBytes: bytes).jsonString()
        case .ledgerPosted: try Zhengjiao_V1_LedgerPosted(serializedBytes: bytes).jsonString()
        case .rankingsPublished:
            try Zhengjiao_V1_RankingPublished(serializedBytes: bytes).jsonString()
        case .rejections: try Zhengjiao_V1_Rejection(serializedBytes: bytes).jsonString()
        case .paymentsReceived, .subsidyListsReceived, .operationsReceived, .policiesActivated: ""
        }
    }

    /// Read and written again by the codecs of Events.
    private func rewritten(_ topic: Topic, _ bytes: [UInt8]) throws -> [UInt8] {
        try bytes.withUnsafeBytes { raw in
            let buffer = ByteBuffer()
            switch topic {
            case .factsValidated: try Fact(wire: raw).write(to: buffer)
            case .assessmentsClassified: return try rewrittenChange(bytes)
            case .ledgerPosted: try LedgerPosted(wire: raw).write(to: buffer)
            case .rankingsPublished: try RankingPublished(wire: raw).write(to: buffer)
            case .rejections: try Rejection(wire: raw).write(to: buffer)
            case .paymentsReceived, .subsidyListsReceived, .operationsReceived,
                .policiesActivated:
                break
            }
            return buffer.array
        }
    }

    /// A stage writes a change in parts: the assessment that it carries is read and written again.
    private func rewrittenChange(_ bytes: [UInt8]) throws -> [UInt8] {
        var message = try Zhengjiao_V1_Classified(serializedBytes: bytes)
        try bytes.withUnsafeBytes { raw in
            let ours = try Classified(wire: raw)
            #expect(ours.offset == message.offset)
        }
        guard case .change(var change)? = message.body else { return bytes }
        let buffer = ByteBuffer()
        try change.current.withUnsafeBytes { try Assessment(wire: $0).write(to: buffer) }
        change.current = Data(buffer.array)
        message.body = .change(change)
        return Array(try message.serializedData())
    }
}
