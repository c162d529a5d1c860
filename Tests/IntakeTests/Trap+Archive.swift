extension Trap {
    private static let table = [
        BookBuilder.row(1, BookBuilder.header),
        BookBuilder.row(2, ["1", "张三", Fixture.good, "鲍沟镇", "2022-01-02"]),
    ]
    private static let all = ["2 张三 \(Fixture.good) 鲍沟镇 2022-01-02"]

    /// A good workbook whose archive is changed.
    static func archive(
        _ name: String,
        _ code: String,
        _ change: @escaping (inout ZipBuilder) -> Void
    ) -> Trap {
        var book = BookBuilder(BookBuilder.sheet(table))
        book.change = change
        return Trap(
            name: "archive: \(name)",
            code: code,
            people: code == "taken" ? all : [],
            bytes: book.bytes()
        )
    }

    /// A good workbook.
    static var plain: Trap { archive("good", "taken") { _ in } }

    /// Archives that are harmless, damaged, or made to harm.
    static var archives: [Trap] { harmless + damaged + hostile + others + cut }

    private static func edit(
        _ name: String,
        _ code: String,
        _ change: @escaping (inout ZipBuilder.Part) -> Void
    ) -> Trap {
        archive(name, code) { zip in
            for index in zip.parts.indices where zip.parts[index].name.hasSuffix("sheet1.xml") {
                change(&zip.parts[index])
            }
        }
    }

    private static func adding(_ names: [String]) -> (inout ZipBuilder) -> Void {
        { $0.parts += names.map { ZipBuilder.Part(name: $0, bytes: [1, 2, 3]) } }
    }

    private static var harmless: [Trap] {
        [
            plain, edit("deflated", "taken") { $0.isDeflated = true },
            archive(
                "names that lead out",
                "taken",
                adding(["../../etc/passwd", "/etc/x", "C:\\x", ""])
            ),
            archive("backslashes", "taken") { zip in
                for index in zip.parts.indices { zip.parts[index].name.replace("/", with: "\\") }
            },
            archive("capital letters", "taken") { zip in
                for index in zip.parts.indices {
                    zip.parts[index].name = zip.parts[index].name.uppercased()
                }
            },
            archive("a comment", "taken") { $0.comment = Array("PK\u{5}\u{6} note".utf8) },
            archive("long sizes", "taken") { zip in
                for index in zip.parts.indices { zip.parts[index].isLong = true }
            },
            archive("a macro beside", "taken", adding(["xl/vbaProject.bin"])),
            archive("no styles and texts", "taken") { zip in
                zip.parts.removeAll { $0.name.hasSuffix(".rels") && $0.name.contains("xl/") }
                zip.parts.append(relations("worksheets/sheet1.xml", "worksheet"))
            },
            archive("an absolute target", "taken") {
                replaceRelations(&$0, "/xl/worksheets/sheet1.xml", "worksheet")
            },
            archive("a target with steps back", "taken") {
                replaceRelations(&$0, "../../../xl/./worksheets/sheet1.xml", "worksheet")
            },
        ]
    }

    private static func relations(_ target: String, _ type: String, _ mode: String = "")
        -> ZipBuilder.Part
    {
        let xml =
            "<Relationships><Relationship Id=\"rId1\" Type=\"\(BookBuilder.office)/\(type)\" Target=\"\(target)\" \(mode)/></Relationships>"
        return ZipBuilder.Part(name: "xl/_rels/workbook.xml.rels", bytes: Array(xml.utf8))
    }

    private static func replaceRelations(
        _ zip: inout ZipBuilder,
        _ target: String,
        _ type: String,
        _ mode: String = ""
    ) {
        zip.parts.removeAll { $0.name.hasSuffix("workbook.xml.rels") }
        zip.parts.append(relations(target, type, mode))
    }

    private static var damaged: [Trap] {
        let code = "workbook_zip_damaged"
        return [
            edit("a wrong checksum", code) { $0.checksum = 1 },
            edit("longer than it says", code) { $0.size = 100 },
            edit("shorter than it says", code) { $0.size = 100_000 },
            edit("packed beyond the file", code) { $0.packed = 1_000_000 },
            edit("garbage for deflated bytes", code) { $0.method = 8 },
            edit("a place beyond the file", code) { $0.header = 1 << 30 },
            edit("a place beyond all numbers", code) { $0.longHeader = .max },
            archive("bytes before it", code) {
                ($0.prefix, $0.directoryShift) = ([0x50, 0x4B, 3, 4], -4)
            },
            archive("a directory elsewhere", code) { $0.directoryShift = 5 },
            archive("more parts than there are", code) { $0.count = 99 },
            archive("fewer parts than there are", code) { $0.count = 3 },
            archive("no sheet part", "workbook_part_missing") { zip in
                zip.parts.removeAll { $0.name.hasSuffix("sheet1.xml") }
            },
            archive("no workbook part", "workbook_part_missing") { zip in
                zip.parts.removeAll { $0.name == "xl/workbook.xml" }
            },
            archive("no relations of the workbook", "workbook_part_missing") { zip in
                zip.parts.removeAll { $0.name.hasSuffix("workbook.xml.rels") }
            },
            archive("no relations at all", "workbook_not_recognised") { zip in
                zip.parts.removeAll { $0.name.hasSuffix(".rels") }
            },
            archive("no styles part", "workbook_part_missing") { zip in
                zip.parts.removeAll { $0.name.hasSuffix("styles.xml") }
            },
            archive("a sheet outside", "workbook_part_missing") {
                replaceRelations(
                    &$0,
                    "http://127.0.0.1/x.xml",
                    "worksheet",
                    "TargetMode=\"External\""
                )
            },
            archive("only a chart", "workbook_no_sheet") {
                replaceRelations(&$0, "worksheets/sheet1.xml", "chartsheet")
            },
        ]
    }

    private static var hostile: [Trap] {
        let zeros = [UInt8](repeating: 0x20, count: 24 << 20)
        return [
            edit("another method", "workbook_zip_method") { $0.method = 9 },
            edit("an encrypted part", "workbook_encrypted") { $0.flags = 1 },
            edit("grows a thousand times", "workbook_bomb") {
                ($0.bytes, $0.isDeflated) = (zeros, true)
            },
            edit("says it grows", "workbook_bomb") { $0.size = 1 << 30 },
            edit("grows and denies it", "workbook_zip_damaged") {
                ($0.bytes, $0.isDeflated, $0.size) = (zeros, true, 1_000)
            },
            archive("a part twice", "workbook_part_doubled", adding(["xl/workbook.xml"])),
            archive(
                "a part twice in other letters",
                "workbook_part_doubled",
                adding(["XL\\Workbook.xml"])
            ),
            archive("parts in the same bytes", "workbook_parts_overlap") {
                $0.parts[1].header = 10
            },
            archive(
                "20000 parts",
                "workbook_too_many_parts",
                adding((0..<20_000).map { "p\($0)" })
            ),
            archive("an archive inside", "taken", adding(["xl/more.zip"])),
        ]
    }

    private static var others: [Trap] {
        let name = ZipBuilder.wide("EncryptedPackage")
        let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0] + [UInt8](repeating: 0, count: 1_020)
        let files: [(String, String, [UInt8])] = [
            ("an old workbook", "workbook_old_format", compound),
            (
                "a workbook with a password", "workbook_encrypted",
                compound + name + [UInt8](repeating: 0, count: 96)
            ),
            ("a web page", "workbook_markup", Array("<html><table></table></html>".utf8)),
            ("a web page after a mark", "workbook_markup", Array("\u{FEFF}\n<TABLE>".utf8)),
            (
                "an XML spreadsheet", "workbook_markup",
                Array("<?xml version=\"1.0\"?><Workbook/>".utf8)
            ),
            ("a PDF", "workbook_other_file", Array("%PDF-1.4".utf8)),
            ("a picture", "workbook_other_file", [0x89, 0x50, 0x4E, 0x47, 13, 10]),
            ("a RAR", "workbook_other_file", Array("Rar!\u{1A}".utf8)),
            ("a gzip", "workbook_other_file", [0x1F, 0x8B, 8, 0]),
            ("an empty archive", "workbook_not_recognised", ZipBuilder(parts: []).bytes()),
            ("nothing", "file_refused", []),
        ]
        return files.map { refused("file: \($0.0)", $0.1, $0.2) } + [
            zip("a document", "workbook_part_missing", ["_rels/.rels", "word/document.xml"]),
            zip("a folder of files", "workbook_not_recognised", ["a.txt", "b.txt"]),
            zip("OpenDocument", "workbook_opendocument", ["mimetype", "content.xml"]),
            archive("a binary workbook", "workbook_binary") { zip in
                let xml =
                    "<Relationships><Relationship Id=\"r\" Type=\"\(BookBuilder.office)/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>"
                zip.parts[1].bytes = Array(xml.utf8)
            },
        ]
    }

    private static func zip(_ name: String, _ code: String, _ parts: [String]) -> Trap {
        let empty = Array("<Relationships/>".utf8)
        return refused(
            "file: \(name)",
            code,
            ZipBuilder(parts: parts.map { .init(name: $0, bytes: empty) }).bytes()
        )
    }

    /// The beginning of a good workbook, of every tenth of it.
    private static var cut: [Trap] {
        let bytes = plain.bytes
        return (1...9).map {
            refused(
                "cut to \($0) tenths",
                "workbook_zip_damaged",
                Array(bytes.prefix(bytes.count * $0 / 10))
            )
        }
            + [refused("without its last byte", "workbook_zip_damaged", bytes.dropLast())]
    }
}
