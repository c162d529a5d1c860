import Events
import Foundation
import Testing
import Workbooks

@testable import Intake

struct WorkbookCopyTests {
    private final class Memory: RandomBytes {
        let data: [UInt8]
        init(_ data: [UInt8]) { self.data = data }
        var size: Int64 { Int64(data.count) }

        func read(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int {
            let part = data[Int(offset)..<min(data.count, Int(offset) + room.count)]
            room.copyBytes(from: part)
            return part.count
        }
    }

    /// The cells of all rows: `A1=text`.
    private static func cells(_ path: String) throws -> [String: [String]] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let book = try Workbook(Memory(Array(data)))
        var found: [String: [String]] = [:]
        for sheet in book.sheets {
            let reader = try book.open(sheet)
            while let row = try reader.next() {
                found[sheet.name, default: []] += row.cells.filter { !$0.isBlank }.map {
                    let place = "\(CellReference.letters($0.column))\(row.number)"
                    return "\(place) \($0.kind) \(String(decoding: $0.text, as: UTF8.self))"
                }
            }
        }
        return found
    }

    @Test func `F-039 the copy of a workbook has the same cells and a verdict for each row`() throws
    {
        let number = BookBuilder.number("370481199001010011")
        var book = BookBuilder(
            BookBuilder.sheet([
                BookBuilder.row(1, ["2022年名单"]), BookBuilder.row(3, BookBuilder.header),
                BookBuilder.row(
                    4,
                    [
                        BookBuilder.number("1"), "张三", Fixture.good, "鲍沟镇",
                        BookBuilder.number("44851", style: 1),
                    ]
                ),
                BookBuilder.row(6, ["2", "=1+1", number, "鲍沟镇", "2022-01-02"]),
            ])
        )
        book.sheets.append(("说明", "", BookBuilder.sheet([BookBuilder.row(1, ["填表说明"])])))
        let path = Fixture.folder.appendingPathComponent("copy.xlsx").path
        try Data(book.bytes()).write(to: URL(fileURLWithPath: path))
        var options = SendOptions()
        options.isDryRun = true
        options.verdictCopy = VerdictCopy.path(for: path)
        #expect(options.verdictCopy == path + ".verdicts.xlsx")
        let report = try Fixture.lists(MemoryLog()).send(
            .path(path),
            as: Fixture.description(.list),
            options: options
        )
        #expect(report.annotatedCopy == options.verdictCopy)
        #expect(report.rowsSent == 1 && report.rejected == [.identityRounded: 1])
        let copy = try Self.cells(path + ".verdicts.xlsx")
        #expect(
            copy == [
                "名单": [
                    "A1 text 2022年名单", "A3 text 序号", "B3 text 姓名", "C3 text 身份证号", "D3 text 单位",
                    "E3 text 批准日期", "F3 text 备注", "G3 text 结果", "H3 text 代码", "I3 text 说明",
                    "J3 text 处理", "A4 number 1", "B4 text 张三", "C4 text \(Fixture.good)",
                    "D4 text 鲍沟镇", "E4 day 2022-10-17", "G4 text 已接收", "A6 text 2", "B6 text =1+1",
                    "C6 text 370481199001010000", "D6 text 鲍沟镇", "E6 text 2022-01-02",
                    "G6 text 未接收", "H6 text identity_rounded",
                    "I6 text “身份证号”：身份证号被表格软件当作数值截断（末几位丢失）。",
                    "J6 text 请将该列设为文本格式，按证件重新录入后发送。",
                ]
            ]
        )
        let attributes = try FileManager.default.attributesOfItem(atPath: path + ".verdicts.xlsx")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `the same rows give the same bytes`() throws {
        let files = try (0..<2).map { number in
            let path = Fixture.folder.appendingPathComponent("same-\(number).xlsx").path
            let writer = try WorkbookWriter(path: path)
            let sheet = try writer.addSheet("名单")
            writer.write("张三", to: sheet, row: 0, column: 0, style: .text)
            try writer.close()
            return try Data(contentsOf: URL(fileURLWithPath: path))
        }
        #expect(files[0] == files[1])
    }

    @Test func `F-001 payments come from a workbook as well`() throws {
        let header = ["流水号", "身份证号", "姓名", "单位", "金额（元）", "缴费渠道", "缴费时间"]
        let row = { (number: Int, id: String, amount: String) in
            BookBuilder.row(
                number,
                [
                    id, Fixture.identity(number), "张三", "鲍沟镇", amount, "wechat",
                    BookBuilder.number("44868.4274305556", style: 2),
                ]
            )
        }
        let book = BookBuilder(
            BookBuilder.sheet([
                BookBuilder.row(1, header), row(2, "T1", BookBuilder.number("350.00000000000006")),
                row(3, BookBuilder.number("20221103101530123456"), "350.00"),
                row(4, "T3", BookBuilder.number("350.005")),
                row(5, "T4", BookBuilder.number("0.35E3")),
            ])
        )
        let log = MemoryLog()
        let report = try Fixture.payments(log).send(.memory(book.bytes(), name: "payments.xlsx"))
        #expect(report.rejected == [.numberRounded: 1, .amountPlaces: 1])
        let payments = try log.facts(.paymentsReceived).compactMap { sent -> String? in
            guard case .payment(let it) = sent.fact.body else { return nil }
            return "\(sent.fact.number) \(it.amount) \(it.paidAt)"
        }
        #expect(payments == ["T1 350 2022-11-03T10:15:30", "T4 350 2022-11-03T10:15:30"])
        let wrong = BookBuilder(
            BookBuilder.sheet([
                BookBuilder.row(1, ["流水号", "身份证号", "姓名", "金额（万元）", "渠道", "缴费时间"])
            ])
        )
        let refusal = #expect(throws: FileRefusal.self) {
            _ = try Fixture.payments(log).send(.memory(wrong.bytes(), name: "payments.xlsx"))
        }
        #expect(refusal?.code == "header_unknown")
    }

    @Test func `F-023 a roster in a workbook knows the tiers of its households`() throws {
        let header = ["姓名", "身份证号", "单位", "户号", "户籍", "档次"]
        let rows = (2...4).map { number in
            BookBuilder.row(
                number,
                ["张三", Fixture.identity(number), "鲍沟镇", "H1", "本地", number == 4 ? "一档" : "二档"]
            )
        }
        let book = BookBuilder(BookBuilder.sheet([BookBuilder.row(1, header)] + rows))
        let log = MemoryLog()
        let report = try Fixture.lists(log).send(
            .memory(book.bytes(), name: "roster.xlsx"),
            as: Fixture.description(.roster)
        )
        #expect(report.rowsSent == 3)
        let tiers = try log.facts(.subsidyListsReceived).compactMap { sent -> String? in
            guard case .rosterLine(let line) = sent.fact.body else { return nil }
            return line.householdTier
        }
        #expect(tiers == ["二档", "二档", "二档"])
    }
}
