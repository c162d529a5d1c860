import Foundation
import Stage
import Synchronization
import Testing

/// Keeps the lines of a log.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func log(_ format: OperatorLog.Format = .logfmt) -> OperatorLog {
        OperatorLog(format: format, clock: WallClock { 1_671_206_345_678 }) { line in
            self.lines.withLock { $0.append(line) }
        }
    }

    /// The lines that tell of an event.
    func told(_ event: String) -> [String] { all.filter { $0.contains(" event=\(event) ") } }
}

struct OperatorLogTests {
    private let line = OperatorLog.Line(
        level: .warning,
        stage: "ledger",
        event: "waiting",
        cause: "PostgreSQL: \"away\"\n\u{1}",
        next: "Start it.",
        trace: TraceContext(trace: 0xab, span: 1),
        figures: [("waited_seconds", "1.5"), ("empty", "")]
    )

    @Test func `a line is one line of logfmt, quoted where it must be`() {
        let lines = Lines()
        lines.log().write(line)
        #expect(
            lines.all == [
                #"time=2022-12-16T15:59:05.678Z level=warning stage=ledger event=waiting "#
                    + #"cause="PostgreSQL: \"away\"\n\u0001" next="Start it." "#
                    + "trace=000000000000000000000000000000ab waited_seconds=1.5 empty=\"\"\n"
            ]
        )
    }

    @Test func `a line is one JSON object`() throws {
        let lines = Lines()
        lines.log(.json).write(line)
        let data = Data(try #require(lines.all.first).utf8)
        let fields = try JSONSerialization.jsonObject(with: data) as? [String: String]
        #expect(fields?["cause"] == "PostgreSQL: \"away\"\n\u{1}")
        #expect(fields?["trace"] == "000000000000000000000000000000ab")
        #expect(fields?.count == 9)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_102_444_799_999, "2099-12-31T23:59:59.999Z"), (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func `a moment is dated as in RFC 3339`(milliseconds: Int64, text: String) {
        let lines = Lines()
        OperatorLog(format: .logfmt, clock: WallClock { milliseconds }) {
            _ = lines; #expect($0.hasPrefix("time=\(text) "))
        }
        .write(line)
    }
}
