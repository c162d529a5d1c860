import Events
import Testing

@testable import Intake

/// One bad row between good ones, in each way that a row can be bad.
struct MalformationTests {
    private static let header = Fixture.paymentHeader

    /// Sends good row 1, the bad bytes, good row 2, and tells what became of it.
    private func send(_ bad: [UInt8]) throws -> (SendReport, MemoryLog) {
        var bytes = Array("\(Self.header)\n\(Fixture.payment(1))\n".utf8)
        bytes += bad
        bytes += Array("\n\(Fixture.payment(2))\n".utf8)
        return try Fixture.sendPayments(bytes)
    }

    private static func with(_ column: Int, _ cell: String) -> [UInt8] {
        var cells = Fixture.payment(9).split(separator: ",", omittingEmptySubsequences: false)
        cells[column] = Substring(cell)
        return Array(cells.joined(separator: ",").utf8)
    }

    /// Each way with its own code.
    static let corpus: [(name: String, bytes: [UInt8], code: IntakeRejection)] = [
        ("a line of 10 MB", Array(repeating: 0x41, count: 10_000_000), .rowTooLong),
        ("a row of 950 kB", with(3, String(repeating: "张", count: 320_000)), .rowTooLong),
        ("NUL bytes", Array(Fixture.payment(9).utf8) + [0, 0], .nulByte),
        ("GBK in UTF-8", with(4, "") + [0xB1, 0xAB], .encodingInvalid),
        ("an empty row", [], .rowEmpty),
        ("a row of commas", Array(",,,,,,,,,,".utf8), .rowEmpty),
        ("an open quote", with(3, "\"张三"), .quoteUnbalanced),
        ("text after a quote", with(3, "\"张\"三"), .quoteUnbalanced),
        ("ten cells", Array("a,b,c,d,e,f,g,h,i,j".utf8), .columnCount),
        ("one hundred cells", Array(repeating: 0x2C, count: 99) + [0x41], .columnCount),
        ("no number", with(0, " "), .numberMissing),
        ("17 digits", with(1, "37048119900101001"), .identityLength),
        ("letters", with(1, "37048119900101OO11"), .identityNotDigits),
        ("30 February", with(1, "370481199002300010"), .identityBirthDate),
        ("a wrong check character", with(1, "370481199001010012"), .identityChecksum),
        ("rounded by a spreadsheet", with(1, "370481199001010000"), .identityRounded),
        ("1e3", with(5, "1e3"), .amountMalformed),
        ("a negative amount", with(5, "-350"), .amountNegative),
        ("three decimals", with(5, "350.005"), .amountPlaces),
    ]

    @Test(arguments: corpus.indices)
    func `F-129 a bad row is rejected alone with its own code`(index: Int) throws {
        let (name, bytes, code) = Self.corpus[index]
        let (report, log) = try send(bytes)
        #expect(report.rejected == [code: 1], "\(name)")
        #expect(report.rowsRead == 3, "\(name)")
        #expect(try log.facts(.paymentsReceived).map(\.fact.number) == ["T1", "T2"], "\(name)")
        let rejection = try #require(try log.rejections().first)
        #expect(rejection.code == code.rawValue)
        #expect(rejection.row == 2)
        #expect(rejection.file == "payments.csv")
        #expect(rejection.stage == .producer)
        #expect(rejection.office == "tax-bureau")
        #expect(rejection.header == Self.header)
        let opened = try Fixture.keys.openBytes(
            try #require(rejection.seal),
            scheme: Fixture.scheme
        )
        #expect(opened == Array(bytes.prefix(65_536)))
    }

    @Test func `nothing of a person stands in clear in rejections, keys and reports`() throws {
        let named = Self.corpus.map(\.bytes).filter { !$0.isEmpty && $0.count < 1_000 }
        for bytes in named + [Self.with(0, Fixture.good), Self.with(5, Fixture.identity(9))] {
            let (report, log) = try send(bytes)
            let clear = log.records.filter { $0.topic == .rejections }.flatMap { $0.key + $0.value }
            let texts = [clear, Array(report.summary.utf8)]
            for secret in [Fixture.identity(9), "19900101", "张三", "张"] {
                for text in texts { #expect(!text.contains(Array(secret.utf8))) }
            }
        }
    }

    @Test func `a row is rejected under the same key each time, and under its own number`() throws {
        let (_, first) = try send(Self.with(5, "1e3"))
        let (_, second) = try send(Self.with(5, "1e3"))
        #expect(try first.rejections().map(\.key) == ["tax-bureau:T9"])
        #expect(try second.rejections().map(\.key) == ["tax-bureau:T9"])
        let (_, nameless) = try send(Self.with(0, ""))
        #expect(try nameless.rejections().map(\.key) == ["tax-bureau:payments.csv#2"])
    }

    @Test func `a report names file, row, column, fault and next step`() throws {
        let (report, _) = try send(Self.with(1, "37048119900101001"))
        #expect(
            report.problems == [
                "payments.csv row 2, column identity_number: 17 characters, 18 expected. "
                    + "Compare the number with the card, correct the cell and send the row again; "
                    + "other rows were taken."
            ]
        )
        #expect(report.summary.hasPrefix("payments.csv: 3 rows read, 2 sent, 1 rejected. UTF-8."))
    }

    @Test func `a report keeps the first problems and counts the rest`() throws {
        let bad = (0..<30).map { _ in "a,b" }.joined(separator: "\n")
        let (report, _) = try send(Array(bad.utf8))
        #expect(report.problems.count == 20)
        #expect(report.rejected == [.columnCount: 30])
        #expect(report.summary.contains("… and 10 more."))
    }
}

extension [UInt8] {
    func contains(_ other: [UInt8]) -> Bool {
        guard count >= other.count else { return false }
        return (0...count - other.count).contains {
            self[$0..<$0 + other.count].elementsEqual(other)
        }
    }
}
