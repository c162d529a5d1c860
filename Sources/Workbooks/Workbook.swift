/// A workbook (XLSX) that is read sheet by sheet.
///
/// Excel, LibreOffice, WPS and what programs write, in the transitional and the strict form.
/// - Source: ISO/IEC 29500-1 (SpreadsheetML), 29500-2 (packages).
public final class Workbook {
    /// One sheet of rows and columns.
    public struct Sheet: Sendable {
        /// Its name.
        public var name: String
        /// Whether a user does not see it.
        public var isHidden: Bool
        let part: String
    }

    /// The sheets, in their order; charts are left out.
    public let sheets: [Sheet]
    private let bytes: any RandomBytes
    private let archive: ZipArchive
    private let limits: WorkbookLimits
    private let texts: SharedTexts
    private let formats: NumberFormats
    private let is1904: Bool

    /// Opens a workbook and reads its shared texts and styles.
    ///
    /// - Throws: ``WorkbookProblem`` when it is none, or is not to be trusted.
    public init(
        _ bytes: any RandomBytes,
        limits: WorkbookLimits = WorkbookLimits()
    ) throws(WorkbookProblem) {
        (self.bytes, self.limits) = (bytes, limits)
        archive = try ZipArchive(bytes, limits: limits)
        (texts, formats) = (SharedTexts(limits: limits), NumberFormats(limits: limits))
        let package = PackageReader(bytes: bytes, archive: archive, limits: limits)
        let main = try package.mainPart()
        let index = WorkbookIndex(limits: limits)
        try package.read(main, index)
        let relations = try package.relations(of: main)
        is1904 = index.is1904
        var found: [Sheet] = []
        for sheet in index.sheets {
            guard let relation = relations.byID[sheet.relation] else {
                throw WorkbookProblem(.partMissing, "a sheet names no part")
            }
            guard relation.isOf("worksheet") else { continue }
            guard !relation.isExternal, archive.entry(relation.part) != nil else {
                throw WorkbookProblem(.partMissing, "the part of a sheet is not there")
            }
            found.append(Sheet(name: sheet.name, isHidden: sheet.isHidden, part: relation.part))
        }
        sheets = found
        if let part = relations.part("sharedStrings") { try package.read(part, texts) }
        if let part = relations.part("styles") { try package.read(part, formats) }
        if sheets.isEmpty { throw WorkbookProblem(.noSheet, "it has no sheet") }
    }

    /// Bytes of a sheet when packed.
    public func packedSize(of sheet: Sheet) -> Int64 { archive.entry(sheet.part)?.packed ?? 0 }

    /// Opens a sheet at its beginning.
    ///
    /// - Throws: ``WorkbookProblem`` when its part cannot be read.
    public func open(_ sheet: Sheet) throws(WorkbookProblem) -> SheetReader {
        guard let entry = archive.entry(sheet.part) else {
            throw WorkbookProblem(.partMissing, "the part of a sheet is not there")
        }
        return SheetReader(
            "the sheet",
            stream: try PartStream(entry, of: bytes, limits: limits),
            texts: texts,
            formats: formats,
            is1904: is1904,
            limits: limits
        )
    }
}

/// What the main part of a workbook tells.
final class WorkbookIndex: XmlSink {
    struct Sheet {
        var name: String
        var relation: String
        var isHidden: Bool
    }

    private(set) var problem: WorkbookProblem?
    private(set) var sheets: [Sheet] = []
    private(set) var is1904 = false
    private let limits: WorkbookLimits
    private var isInSheets = false

    /// Creates an empty index.
    init(limits: WorkbookLimits) { self.limits = limits }

    func open(_ name: XmlBytes, _ attributes: XmlAttributes, depth: Int) {
        if depth == 2 {
            isInSheets = name.isName("sheets")
            if name.isName("workbookPr") { is1904 = attributes["date1904"]?.isTrue ?? false }
        } else if depth == 3, isInSheets, name.isName("sheet") {
            let state = attributes.text("state") ?? ""
            sheets.append(
                Sheet(
                    name: attributes.text("name") ?? "",
                    relation: attributes.text("id") ?? "",
                    isHidden: state == "hidden" || state == "veryHidden"
                )
            )
            if sheets.count > 1_000 { problem = WorkbookProblem(.tooLarge, "over 1000 sheets") }
        }
    }

    func close(_ name: XmlBytes, depth: Int) {}

    func text(_ bytes: XmlBytes) {}
}
