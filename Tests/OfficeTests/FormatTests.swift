import Documents
import Events
import Testing
import Workbooks

private func report() -> Report {
    let basis = ReportBasis(
        scheme: "fangcheng-2021",
        place: "方城县",
        coverageYear: 2022,
        policy: "ab",
        position: [JournalPosition(partition: 0, sequence: 12)],
        asOf: CivilDate("2021-12-31"),
        unit: ""
    )
    let table = ReportTable(
        "rows",
        "表",
        [
            ReportColumn("unit", "单位"), ReportColumn("paid", "实收", .money),
            ReportColumn("people", "人数", .number, isSummed: true),
        ],
        [
            [.text("甲,\"乙\""), .money(Money(fen: 12_345)), .number(2)],
            [.text("=1+1"), .money(Money(fen: -5)), .none],
        ]
    )
    return Report(kind: "test", title: "样张", basis: basis, tables: [table.summed()])
}

@Test func `F-131 a document states its ledger position and day, and no cell is a formula`() {
    #expect(
        report().csv() == """
            # 方城县2022年度 样张
            # kind=test scheme=fangcheng-2021 policy=ab
            # ledger=0:12 as_of=2021-12-31
            # 表
            单位,实收,人数
            "甲,""乙""\",123.45,2
            '=1+1,-0.05,
            合计,123.40,2

            """
    )
    #expect(report().json().contains(#""ledger_position": {"0": 12}"#))
    #expect(report().json().contains(#"{"unit": "甲,\"乙\"", "paid_fen": 12345, "people": 2}"#))
    #expect(report().json().contains(#""total": {"paid_fen": 12340, "people": 2}"#))
}

/// Bytes in memory.
private final class MemoryBytes: RandomBytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var size: Int64 { Int64(bytes.count) }

    func read(at offset: Int64, into room: UnsafeMutableRawBufferPointer) -> Int {
        let rest = bytes[Int(offset)...].prefix(room.count)
        room.copyBytes(from: rest)
        return rest.count
    }
}

/// The filled cells of every sheet, row by row, with their kinds.
private func cells(_ bytes: [UInt8]) throws -> [String] {
    let workbook = try Workbook(MemoryBytes(bytes))
    var rows: [String] = []
    for sheet in workbook.sheets {
        rows.append("[\(sheet.name)]")
        let reader = try workbook.open(sheet)
        while let row = try reader.next() {
            rows.append(
                row.cells.map { "\($0.kind):\(String(decoding: $0.text, as: UTF8.self))" }
                    .joined(separator: "|")
            )
        }
    }
    return rows
}

@Test
func `F-131 a workbook keeps text as text, amounts as numbers, and states what it is made from`()
    throws
{
    let rows = try cells(report().bytes(.xlsx))
    #expect(rows[0] == "[表]")
    #expect(rows[1] == "text:方城县2022年度样张")
    #expect(rows.contains { $0.contains("账本位置：0:12") })
    #expect(rows.contains("text:单位|text:实收|text:人数"))
    #expect(rows.contains("text:甲,\"乙\"|number:123.45|number:2"))
    #expect(rows.contains { $0.hasPrefix("text:=1+1|number:-0.05") })
    #expect(rows.contains("text:合计|number:123.4|number:2"))
}

@Test func `F-131 paper states what it is made from, names nothing outside, and no cell is markup`()
{
    var report = report()
    report.tables[0].rows.append([.text("<script>&\""), .none, .none])
    report.signing = [SigningPlace("社保协办员"), SigningPlace("村（居）委会", isStamp: true)]
    report.notes = ["一句说明"]
    let page = report.html()
    for words in [
        "方城县2022年度样张", "截至：2021年12月31日", "账本位置：0:12", "&lt;script&gt;&amp;&quot;", "123.40",
        "社保协办员（签字）", "村（居）委会（盖章）", "一句说明", "size: A4 portrait", "table-header-group",
        "counter(page)", "default-src 'none'",
    ] {
        #expect(page.contains(words), "\(words)")
    }
    for outside in ["<script", "http:", "https:", "src=", "href=", "@import", "url("] {
        #expect(!page.contains(outside), "\(outside)")
    }
}

@Test(arguments: ReportFormat.allCases)
func `F-093 the same document gives the same bytes in every format`(format: ReportFormat) throws {
    let first = try report().file(format)
    #expect(try report().file(format).bytes == first.bytes)
    #expect(first.name == "test-fangcheng-2021-2021-12-31.\(format.rawValue)")
}
