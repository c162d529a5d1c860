/// Builds workbooks out of raw XML, so that any mistake can be made.
struct BookBuilder {
    var sheets: [(name: String, state: String, xml: String)]
    var texts: [String] = []
    var formats: [String] = []
    var settings = ""
    var change: (inout ZipBuilder) -> Void = { _ in }

    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

    /// A workbook of one sheet.
    init(_ xml: String) { sheets = [("名单", "", xml)] }

    /// The file.
    func bytes() -> [UInt8] {
        let names = sheets.enumerated().map { index, sheet in
            "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\" \(sheet.state)/>"
        }
        let relations = sheets.indices.map { index in
            relation("rId\(index + 1)", "worksheet", "worksheets/sheet\(index + 1).xml")
        }
        var parts = [
            part("[Content_Types].xml", "<Types/>"),
            part("_rels/.rels", relations_([relation("r", "officeDocument", "xl/workbook.xml")])),
            part(
                "xl/workbook.xml",
                "<workbook xmlns=\"\(BookBuilder.main)\" xmlns:r=\"\(BookBuilder.office)\">"
                    + "<workbookPr \(settings)/><sheets>\(names.joined())</sheets></workbook>"
            ),
            part(
                "xl/_rels/workbook.xml.rels",
                relations_(
                    relations + [
                        relation("s", "sharedStrings", "sharedStrings.xml"),
                        relation("t", "styles", "styles.xml"),
                    ]
                )
            ),
            part(
                "xl/sharedStrings.xml",
                "<sst xmlns=\"\(BookBuilder.main)\">"
                    + texts.map { "<si>\($0)</si>" }.joined() + "</sst>"
            ),
            part("xl/styles.xml", styles),
        ]
        for (index, sheet) in sheets.enumerated() {
            parts.append(part("xl/worksheets/sheet\(index + 1).xml", sheet.xml))
        }
        var archive = ZipBuilder(parts: parts)
        change(&archive)
        return archive.bytes()
    }

    /// Style 1 is a day (14), 2 a day with time (22), 3 text (49), from 4 on ``formats``.
    private var styles: String {
        let own = formats.enumerated().map {
            "<numFmt numFmtId=\"\(200 + $0)\" formatCode=\"\($1)\"/>"
        }
        let cells = [0, 14, 22, 49] + formats.indices.map { 200 + $0 }
        return
            "<styleSheet xmlns=\"\(BookBuilder.main)\"><numFmts>\(own.joined())</numFmts><cellXfs>"
            + cells.map { "<xf numFmtId=\"\($0)\"/>" }.joined() + "</cellXfs></styleSheet>"
    }

    private func part(_ name: String, _ xml: String) -> ZipBuilder.Part {
        ZipBuilder.Part(name: name, bytes: Array((BookBuilder.head + xml).utf8))
    }

    private func relation(_ id: String, _ type: String, _ target: String) -> String {
        "<Relationship Id=\"\(id)\" Type=\"\(BookBuilder.office)/\(type)\" Target=\"\(target)\"/>"
    }

    private func relations_(_ all: [String]) -> String {
        "<Relationships>\(all.joined())</Relationships>"
    }

    /// The XML of a sheet.
    static func sheet(_ rows: [String], after: String = "", before: String = "") -> String {
        "<worksheet xmlns=\"\(main)\">\(before)<sheetData>\(rows.joined())</sheetData>\(after)</worksheet>"
    }

    /// A row of cells; a cell is text, or XML that begins with `<`, in which `@` is its place.
    static func row(_ number: Int, _ cells: [String], _ attributes: String = "") -> String {
        let cells = cells.enumerated().map { index, cell -> String in
            let place = "\(Array("ABCDEFGHIJKLMNOP")[index])\(number)"
            if cell.isEmpty { return "" }
            if cell.hasPrefix("<") {
                return cell.split(separator: "@", omittingEmptySubsequences: false).joined(
                    separator: place
                )
            }
            return "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(cell)</t></is></c>"
        }
        return "<row r=\"\(number)\" \(attributes)>\(cells.joined())</row>"
    }

    /// A number of a style.
    static func number(_ text: String, style: Int = 0) -> String {
        "<c r=\"@\" s=\"\(style)\"><v>\(text)</v></c>"
    }

    static let header = ["序号", "姓名", "身份证号", "单位", "批准日期", "备注"]

    /// A list with its header in row 1, one row to be tried in row 2 and a good one in row 3.
    static func trial(_ cells: [String], after: String = "") -> BookBuilder {
        BookBuilder(sheet([row(1, header), row(2, cells), row(3, last)], after: after))
    }

    static let last = ["2", "李四", Fixture.identity(2), "界河镇", "2022-01-02"]
    /// What is to come of the last row.
    static let lastPerson = "3 李四 \(Fixture.identity(2)) 界河镇 2022-01-02"
}
