import Events
import Foundation
import Testing

@testable import Intake

struct EncodingTests {
    private static let header = "流水号,身份证号,姓名,单位,金额,渠道,缴费时间"

    private static func row(_ number: Int, name: String = "张三") -> String {
        "T\(number),\(Fixture.identity(number)),\(name),鲍沟镇,350,wechat,2022-11-03T10:15:30"
    }

    private static func text(_ rows: Int) -> String {
        ([header] + (1...rows).map { row($0) }).joined(separator: "\r\n") + "\r\n"
    }

    /// GB18030 of a text, by the C library.
    private static func gb18030(_ text: String) throws -> [UInt8] {
        let handle = iconv_open("GB18030", "UTF-8")
        defer { iconv_close(handle) }
        var input = Array(text.utf8).map { CChar(bitPattern: $0) }
        var output = [CChar](repeating: 0, count: input.count * 2)
        var (inputLeft, outputLeft) = (input.count, output.count)
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var (source, target) = (input.baseAddress, output.baseAddress)
                _ = iconv(handle, &source, &inputLeft, &target, &outputLeft)
            }
        }
        try #require(inputLeft == 0)
        return output.prefix(output.count - outputLeft).map { UInt8(bitPattern: $0) }
    }

    private func names(_ log: MemoryLog) throws -> Set<String> {
        Set(
            try log.facts(.paymentsReceived).map { sent in
                let open = try Fixture.keys.open(
                    try #require(sent.fact.seal),
                    scheme: Fixture.scheme
                )
                return String(decoding: open.name, as: UTF8.self)
            }
        )
    }

    @Test func `a byte order mark is passed over`() throws {
        let (report, _) = try Fixture.sendPayments([0xEF, 0xBB, 0xBF] + Array(Self.text(3).utf8))
        #expect(report.rowsSent == 3)
        #expect(report.encodingNote == "UTF-8 with a byte order mark.")
    }

    /// The second size is many blocks and buffers long, so that characters are cut at their ends.
    @Test(arguments: [3, 20_000])
    func `a GB18030 file is recognised, converted and reported`(rows: Int) throws {
        let (report, log) = try Fixture.sendPayments(try Self.gb18030(Self.text(rows)))
        #expect(report.rowsSent == Int64(rows))
        #expect(report.problems == [])
        #expect(report.encodingNote == "GB18030, recognised by its bytes and converted to UTF-8.")
        #expect(try names(log) == ["张三"])
    }

    @Test func `characters of four bytes come through GB18030`() throws {
        let text = Self.header + "\n" + Self.row(1, name: "张𠮷㐂") + "\n"
        let (_, log) = try Fixture.sendPayments(try Self.gb18030(text))
        #expect(try names(log) == ["张𠮷㐂"])
    }

    @Test func `a row in another encoding is rejected alone in a UTF-8 file`() throws {
        var bytes = Array(Self.text(40).utf8)
        bytes += try Self.gb18030(Self.row(41)) + [0x0A]
        bytes += Array(Self.row(42).utf8)
        let (report, log) = try Fixture.sendPayments(bytes)
        #expect(report.rowsSent == 41)
        #expect(report.rejected == [.encodingInvalid: 1])
        #expect(try log.rejections().map(\.row) == [41])
        #expect(report.encodingNote == "UTF-8; lines that are not UTF-8: 1, rejected alone.")
    }

    @Test func `a small file of both encodings is not taken for GB18030`() throws {
        let bytes = Array((Self.header + "\n").utf8) + (try Self.gb18030(Self.row(1)))
        let (report, _) = try Fixture.sendPayments(bytes)
        #expect(report.rejected == [.encodingInvalid: 1])
    }

    @Test func `a broken byte in a GB18030 stream costs its own row`() throws {
        let url = Fixture.folder.appendingPathComponent("stream.csv")
        try Data(try Self.gb18030(Self.text(2))).write(to: url)
        var broken = try Self.gb18030(Self.row(3))
        broken[25] = 0xFF
        let later = broken + [0x0A] + (try Self.gb18030(Self.row(4))) + [0x0A]
        var options = SendOptions()
        (options.follows, options.quietMs) = (true, 20)
        let stop = Stop(afterRows: 4)
        let writer = Once { try Fixture.append(later, to: url) }
        options.isCancelled = { stop.isSet }
        options.progress = { progress in
            stop.see(progress)
            if progress.rows == 2 { writer.run() }
        }
        let log = MemoryLog()
        let report = try Fixture.payments(log).send(.path(url.path), options: options)
        #expect(report.rowsSent == 3)
        #expect(report.rejected == [.encodingInvalid: 1])
        #expect(try names(log) == ["张三"])
        #expect(report.encodingNote.hasPrefix("GB18030"))
        #expect(report.encodingNote.contains("(decided on the first"))
    }

    @Test func `a GB18030 file with a broken byte is not guessed at`() throws {
        var bytes = try Self.gb18030(Self.text(3))
        bytes[bytes.count - 30] = 0xFF
        let refusal = #expect(throws: FileRefusal.self) { _ = try Fixture.sendPayments(bytes) }
        #expect(refusal?.sentence.contains("not GB18030 throughout") == true)
    }

    /// Columns: first bytes, what the refusal says.
    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x61, 0x00], "Save it as «CSV UTF-8»"),
            ([0x50, 0x4B, 0x03, 0x04], "is damaged"),
            ([0xD0, 0xCF, 0x11, 0xE0], "save it as «Excel 工作簿 (*.xlsx)»"),
        ] as [([UInt8], String)]
    )
    func `what is no text is refused with what to do`(bytes: [UInt8], word: String) throws {
        let refusal = #expect(throws: FileRefusal.self) { _ = try Fixture.sendPayments(bytes) }
        #expect(refusal?.sentence.contains(word) == true)
    }
}
