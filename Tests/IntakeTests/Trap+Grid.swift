extension Trap {
    private typealias Book = BookBuilder
    private static let one = ["1", "张三", Fixture.good, "鲍沟镇", "2022-01-02"]
    private static func person(_ row: Int) -> String { "\(row) 张三 \(Fixture.good) 鲍沟镇 2022-01-02" }

    /// Headers, merged cells, several sheets, rows out of order.
    static var grids: [Trap] { headers + merged + sheets + disorder + loose }

    private static func good(
        _ name: String,
        _ rows: [String],
        _ people: [String],
        after: String = ""
    ) -> Trap {
        Trap(
            name: name,
            code: "taken",
            people: people,
            bytes: Book(Book.sheet(rows, after: after)).bytes()
        )
    }

    private static func bad(_ name: String, _ code: String, _ rows: [String], after: String = "")
        -> Trap
    {
        refused(name, code, Book(Book.sheet(rows, after: after)).bytes())
    }

    private static func headed(_ name: String, _ code: String, _ header: [String]) -> Trap {
        bad("header: \(name)", code, [Book.row(1, header), Book.row(2, one)])
    }

    private static var headers: [Trap] {
        let synonyms = ["No.", "人员姓名", "公民身份号码", "乡镇（街道）", "审批日期"]
        let spaced = ["序 号", "姓　名", "身份证号\n码", " 单位＊", "批准日期(必填)"]
        return [
            good(
                "header: titles above",
                [
                    Book.row(1, ["2022年名单"]), Book.row(2, ["单位", "民政局"]), Book.row(4, Book.header),
                    Book.row(5, one),
                ],
                [person(5)],
                after: "<mergeCells><mergeCell ref=\"A1:F1\"/></mergeCells>"
            ),
            good(
                "header: in row 20",
                [Book.row(20, Book.header), Book.row(21, one)],
                [person(21)]
            ),
            bad(
                "header: in row 21",
                "header_missing",
                [Book.row(21, Book.header), Book.row(22, one)]
            ),
            good("header: synonyms", [Book.row(1, synonyms), Book.row(2, one)], [person(2)]),
            good(
                "header: blanks and line breaks",
                [Book.row(1, spaced), Book.row(2, one)],
                [person(2)]
            ),
            good(
                "header: in English",
                [
                    Book.row(1, ["row_number", "Name", "IDENTITY_NUMBER", "unit", "approved_on"]),
                    Book.row(2, one),
                ],
                [person(2)]
            ),
            headed("nearly right", "header_unknown", ["序号", "姓名", "身份证好", "单位", "批准日期"]),
            headed("another column", "header_unknown", ["序号", "姓名", "身份证号", "单位", "联系电话"]),
            headed("twice the same", "header_doubled", ["序号", "姓名", "身份证号", "单位", "姓名"]),
            headed("twice by a synonym", "header_doubled", ["身份证", "姓名", "身份证号", "单位", "批准日期"]),
            headed("a column is missing", "header_incomplete", ["序号", "姓名", "", "单位", "批准日期"]),
            bad("header: none", "header_missing", [Book.row(1, one), Book.row(2, Book.last)]),
            bad("header: no row at all", "header_missing", []),
            good(
                "header: repeated on each page",
                [
                    Book.row(1, Book.header), Book.row(2, one), Book.row(3, Book.header),
                    Book.row(4, Book.last),
                ],
                [person(2), "4" + Book.lastPerson.dropFirst()]
            ),
        ]
    }

    private static func areas(_ all: String...) -> String {
        "<mergeCells>" + all.map { "<mergeCell ref=\"\($0)\"/>" }.joined() + "</mergeCells>"
    }

    private static var merged: [Trap] {
        let noUnit = ["2", "李四", Fixture.identity(2), "", "2022-01-02"]
        let noName = ["2", "", Fixture.identity(2), "界河镇", "2022-01-02"]
        let rows = { (second: [String]) in
            [Book.row(1, Book.header), Book.row(2, one), Book.row(3, second)]
        }
        return [
            good(
                "merged: one unit for two rows",
                rows(noUnit),
                [person(2), "3 李四 \(Fixture.identity(2)) 鲍沟镇 2022-01-02"],
                after: areas("D2:D3")
            ),
            Trap(
                name: "merged: one name for two rows",
                code: "cell_merged",
                people: [person(2)],
                bytes: Book(Book.sheet(rows(noName), after: areas("B2:B3"))).bytes()
            ),
            Trap(
                name: "merged: over two columns",
                code: "cell_merged",
                people: [person(2)],
                bytes: Book(Book.sheet(rows(noUnit), after: areas("C3:D3"))).bytes()
            ),
            good(
                "merged: all of the grid's height",
                rows(noUnit),
                [person(2), "3 李四 \(Fixture.identity(2)) 鲍沟镇 2022-01-02"],
                after: areas("D2:D1048576")
            ),
            bad(
                "merged: no area",
                "workbook_grid_broken",
                rows(noUnit),
                after: areas("D3").replacing("D3", with: "x")
            ),
            bad(
                "merged: one over the other",
                "workbook_grid_broken",
                rows(noUnit),
                after: areas("D2:D5", "A4:XFD4")
            ),
            bad("merged: backwards", "workbook_grid_broken", rows(noUnit), after: areas("D3:D2")),
        ]
    }

    private static func books(
        _ name: String,
        _ code: String,
        _ people: [String],
        _ sheets: [(String, String, [String])]
    ) -> Trap {
        var book = Book("")
        book.sheets = sheets.map { ($0.0, $0.1, Book.sheet($0.2)) }
        return Trap(name: "sheets: \(name)", code: code, people: people, bytes: book.bytes())
    }

    private static var sheets: [Trap] {
        let table = [Book.row(1, Book.header), Book.row(2, one)]
        let more = [Book.row(1, Book.header), Book.row(3, Book.last)]
        let notes = [Book.row(1, ["填表说明"]), Book.row(2, ["请按身份证填写"])]
        let second = "1048579 李四 \(Fixture.identity(2)) 界河镇 2022-01-02"
        return [
            books(
                "two tables",
                "taken",
                [person(2), second],
                [("一", "", table), ("二", "", more)]
            ),
            books(
                "a hidden one beside",
                "taken",
                [person(2)],
                [("一", "", table), ("二", "state=\"hidden\"", more)]
            ),
            books(
                "a very hidden one beside",
                "taken",
                [person(2)],
                [("一", "state=\"veryHidden\"", more), ("二", "", table)]
            ),
            books("only hidden ones", "workbook_no_sheet", [], [("一", "state=\"hidden\"", table)]),
            books("notes before", "taken", [person(2)], [("说明", "", notes), ("名单", "", table)]),
            books(
                "an empty one before",
                "taken",
                [person(2)],
                [("Sheet1", "", []), ("名单", "", table)]
            ),
            books(
                "people without a header",
                "header_missing",
                [],
                [("一", "", table), ("二", "", [Book.row(1, one)])]
            ),
            books(
                "another header on the second",
                "header_unknown",
                [],
                [("一", "", table), ("二", "", [Book.row(1, ["姓名", "身份证号", "电话"])])]
            ),
            books(
                "a name with references",
                "taken",
                [person(2)],
                [("A&amp;B &lt;1&gt;", "", table)]
            ),
        ]
    }

    private static var disorder: [Trap] {
        let first = Book.row(1, Book.header)
        let odd = { (name: String, row: String) in
            bad("grid: \(name)", "workbook_grid_broken", [first, Book.row(2, one), row])
        }
        return [
            odd("a row twice", Book.row(2, Book.last)),
            odd("rows backwards", Book.row(1, Book.last)),
            odd("row 0", "<row r=\"0\"><c r=\"A0\"/></row>"),
            odd("row 1048577", "<row r=\"1048577\"/>"), odd("a row of letters", "<row r=\"x\"/>"),
            odd("a row number beyond all", "<row r=\"99999999999999999999\"/>"),
            odd(
                "a cell twice",
                "<row r=\"3\"><c r=\"A3\"><v>1</v></c><c r=\"A3\"><v>2</v></c></row>"
            ),
            odd(
                "cells backwards",
                "<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"A3\"><v>2</v></c></row>"
            ),
            odd("a cell of another row", "<row r=\"3\"><c r=\"A4\"><v>1</v></c></row>"),
            odd("a cell beyond the last column", "<row r=\"3\"><c r=\"XFE3\"><v>1</v></c></row>"),
            odd("a cell without letters", "<row r=\"3\"><c r=\"3\"><v>1</v></c></row>"),
            bad(
                "grid: far to the right",
                "workbook_too_wide",
                [first, "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>"]
            ),
        ]
    }

    private static var loose: [Trap] {
        let first = Book.row(1, Book.header)
        let bare =
            "<row>" + one.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
        let stray = Book.row(2, one + ["", "", "<c r=\"@\"><v>7</v></c>"])
        let styled = "<row r=\"9\"><c r=\"A9\" s=\"1\"/><c r=\"B9\" s=\"1\"/></row>"
        let inside = "<extLst><ext><row r=\"9\"><c r=\"A9\"><v>1</v></c></row></ext></extLst>"
        return [
            good("grid: rows and cells without places", [first, bare], [person(2)]),
            good(
                "grid: blank rows between",
                [first, Book.row(2, one), Book.row(7, one)],
                [person(2), person(7)]
            ),
            good("grid: styled blank rows after", [first, Book.row(2, one), styled], [person(2)]),
            good("grid: hidden rows", [first, Book.row(2, one, "hidden=\"1\"")], [person(2)]),
            good(
                "grid: a row in an extension",
                [first, Book.row(2, one)],
                [person(2)],
                after: inside
            ),
            Trap(
                name: "grid: a cell under no header",
                code: "cell_outside_table",
                people: ["3 张三 \(Fixture.good) 鲍沟镇 2022-01-02"],
                bytes: Book(Book.sheet([first, stray, Book.row(3, one)])).bytes()
            ),
        ]
    }
}
