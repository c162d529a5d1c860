extension Trap {
    private static let all = ["2 张三 \(Fixture.good) 鲍沟镇 2022-01-02"]
    private static let rows = [
        BookBuilder.row(1, BookBuilder.header),
        BookBuilder.row(2, ["1", "张三", Fixture.good, "鲍沟镇", "2022-01-02"]),
    ]

    /// A good workbook with another part of a name.
    private static func part(_ name: String, _ code: String, _ path: String, _ bytes: [UInt8])
        -> Trap
    {
        Trap.archive(name, code) { zip in
            for index in zip.parts.indices where zip.parts[index].name.hasSuffix(path) {
                zip.parts[index].bytes = bytes
            }
        }
    }

    private static func sheet(_ name: String, _ code: String, _ xml: String) -> Trap {
        part(name, code, "sheet1.xml", Array(xml.utf8))
    }

    /// XML that is unusual, malformed, or made to harm.
    static var xml: [Trap] {
        let good = BookBuilder.sheet(rows)
        let laughs = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
        let outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
        let deep = String(repeating: "<a>", count: 5_000)
        let wide = String(repeating: "x", count: 2 << 20)
        let prefixed = good.replacing("<", with: "<x:").replacing("<x:/", with: "</x:").replacing(
            "xmlns=",
            with: "xmlns:x="
        )
        let strict = good.replacing(
            BookBuilder.main,
            with: "http://purl.oclc.org/ooxml/spreadsheetml/main"
        )
        let sixteen =
            [0xFF, 0xFE] + ZipBuilder.wide("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + good)
        let bad = "workbook_xml_malformed"
        return [
            sheet("xml: prefixed names", "taken", prefixed),
            sheet("xml: strict names", "taken", strict),
            part("xml: UTF-16", "taken", "sheet1.xml", sixteen),
            sheet("xml: a byte order mark", "taken", "\u{FEFF}" + good),
            sheet("xml: comments and instructions", "taken", "<?a b?><!-- c -->" + good),
            sheet("xml: entities that grow", "workbook_doctype", laughs + good),
            sheet("xml: an entity from outside", "workbook_doctype", outside + good),
            sheet(
                "xml: a document type",
                "workbook_doctype",
                "<!DOCTYPE x SYSTEM \"http://127.0.0.1/\">" + good
            ),
            part(
                "xml: entities in the texts",
                "workbook_doctype",
                "sharedStrings.xml",
                Array((laughs + "<sst>&b;</sst>").utf8)
            ),
            part(
                "xml: entities in the workbook",
                "workbook_doctype",
                "xl/workbook.xml",
                Array((laughs + "<workbook/>").utf8)
            ),
            part(
                "xml: entities in the styles",
                "workbook_doctype",
                "styles.xml",
                Array((laughs + "<s/>").utf8)
            ),
            sheet("xml: an unknown entity", bad, good.replacing("张三", with: "&who;")),
            sheet("xml: nested without end", "workbook_xml_depth", "<worksheet>" + deep),
            sheet("xml: not closed", bad, String(good.dropLast(12))),
            sheet("xml: cut in a row", bad, String(good.prefix(good.count - 60))),
            sheet("xml: something after the end", bad, good + "<more/>"),
            sheet("xml: crossed elements", bad, "<worksheet><sheetData></worksheet></sheetData>"),
            sheet(
                "xml: an attribute twice",
                bad,
                good.replacing("<row r=\"2\"", with: "<row r=\"2\" r=\"2\"")
            ),
            sheet("xml: a control character", bad, good.replacing("张三", with: "张\u{1}三")),
            sheet("xml: a reference to nothing", bad, good.replacing("张三", with: "&#0;")),
            part("xml: a NUL", bad, "sheet1.xml", Array(good.utf8) + [0]),
            part(
                "xml: not UTF-8",
                bad,
                "sheet1.xml",
                Array("<worksheet><sheetData><row><c t=\"str\"><v>".utf8) + [0xC3, 0x28]
                    + Array("</v></c></row></sheetData></worksheet>".utf8)
            ),
            part("xml: nothing", bad, "sheet1.xml", []),
            part("xml: no XML", bad, "sheet1.xml", Array("序号,姓名".utf8)),
            part(
                "xml: a text that is too long for a cell",
                "workbook_too_large",
                "sharedStrings.xml",
                Array("<sst><si><t>\(wide)</t></si></sst>".utf8)
            ),
            part("xml: the texts are cut", bad, "sharedStrings.xml", Array("<sst><si><t>a".utf8)),
            part(
                "xml: no sheets",
                "workbook_no_sheet",
                "xl/workbook.xml",
                Array("<workbook/>".utf8)
            ),
            sheet("xml: a cell of 2 MiB", "workbook_too_large", good.replacing("鲍沟镇", with: wide)),
        ]
    }
}
