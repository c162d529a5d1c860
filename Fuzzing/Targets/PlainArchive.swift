import CZlib

/// Writes ZIP archives of stored parts.
enum PlainArchive {
    /// The archive.
    static func bytes(of parts: [(key: String, value: [UInt8])]) -> [UInt8] {
        var (out, directory): ([UInt8], [UInt8]) = ([], [])
        for (name, bytes) in parts {
            let sum = Int(crc32(0, bytes, UInt32(bytes.count)))
            let sizes = [sum, bytes.count, bytes.count].flatMap { little($0, 4) }
            let common = little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + sizes
            let start = out.count
            out += little(0x0403_4B50, 4) + common + little(name.utf8.count, 2) + little(0, 2)
            out += Array(name.utf8) + bytes
            directory += little(0x0201_4B50, 4) + little(20, 2) + common
            directory += little(name.utf8.count, 2) + little(0, 6) + little(0, 2) + little(0, 4)
            directory += little(start, 4) + Array(name.utf8)
        }
        let start = out.count
        out += directory + little(0x0605_4B50, 4) + little(0, 4)
        out += little(parts.count, 2) + little(parts.count, 2)
        return out + little(directory.count, 4) + little(start, 4) + little(0, 2)
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}

/// The parts of a workbook of one sheet.
enum PlainParts {
    private static let office =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    /// By name, without the sheet.
    static let good: [String: [UInt8]] = [
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations([("r", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": """
        <workbook xmlns="\(main)" xmlns:r="\(office)"><sheets><sheet name="s" sheetId="1" r:id="a"/>\
        </sheets></workbook>
        """,
        "xl/_rels/workbook.xml.rels": relations([
            ("a", "worksheet", "worksheets/sheet1.xml"),
            ("s", "sharedStrings", "sharedStrings.xml"),
            ("t", "styles", "styles.xml"),
        ]),
        "xl/sharedStrings.xml": """
        <sst xmlns="\(main)"><si><t>姓名</t></si><si><t>身份证号</t></si><si><r><t>张</t></r></si></sst>
        """,
        "xl/styles.xml": """
        <styleSheet xmlns="\(main)"><numFmts><numFmt numFmtId="200" formatCode="yyyy-mm-dd"/></numFmts>\
        <cellXfs><xf numFmtId="0"/><xf numFmtId="200"/><xf numFmtId="22"/></cellXfs></styleSheet>
        """,
    ].mapValues { Array($0.utf8) }

    private static func relations(_ all: [(id: String, type: String, target: String)]) -> String {
        let items = all.map {
            "<Relationship Id=\"\($0.id)\" Type=\"\(office)/\($0.type)\" Target=\"\($0.target)\"/>"
        }
        return "<Relationships>\(items.joined())</Relationships>"
    }
}
