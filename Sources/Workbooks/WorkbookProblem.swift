/// Why a workbook as a whole cannot be read or written.
public struct WorkbookProblem: Error, Equatable, Sendable {
    /// What kind of problem; raw values stand in reports: never rename or reuse one.
    public enum Code: String, CaseIterable, Sendable {
        /// A ZIP archive without a workbook in it, or no ZIP archive at all.
        case notWorkbook = "workbook_not_recognised"
        /// A workbook of Excel 97–2003 (.xls) or an old one of WPS (.et).
        case oldFormat = "workbook_old_format"
        /// A workbook or a part of it that asks for a password.
        case encrypted = "workbook_encrypted"
        /// A binary workbook (.xlsb).
        case binary = "workbook_binary"
        /// An OpenDocument spreadsheet (.ods).
        case openDocument = "workbook_opendocument"
        /// A web page or an XML spreadsheet of 2003 under the name of a workbook.
        case markup = "workbook_markup"
        /// A file of another kind: PDF, RAR, 7z, gzip, a picture.
        case otherFile = "workbook_other_file"
        /// The archive is cut short or contradicts itself.
        case zipDamaged = "workbook_zip_damaged"
        /// The archive uses a method other than storing and deflating, or several disks.
        case zipMethod = "workbook_zip_method"
        /// The archive has more parts than any workbook has.
        case tooManyParts = "workbook_too_many_parts"
        /// Two parts have the same name.
        case partDoubled = "workbook_part_doubled"
        /// Two parts lie in the same bytes.
        case partsOverlap = "workbook_parts_overlap"
        /// A part is larger than any that is read.
        case tooLarge = "workbook_too_large"
        /// A part grows more than any real table does when it is inflated.
        case bomb = "workbook_bomb"
        /// A part that others name is not there.
        case partMissing = "workbook_part_missing"
        /// A part is not well-formed XML.
        case xmlMalformed = "workbook_xml_malformed"
        /// A part declares a document type, which no workbook needs and attackers do.
        case doctype = "workbook_doctype"
        /// Elements are nested deeper than in any workbook.
        case tooDeep = "workbook_xml_depth"
        /// The shared texts need more memory than is given to them.
        case stringsTooLarge = "workbook_strings_too_large"
        /// Rows or cells are out of order, doubled or outside the grid.
        case gridBroken = "workbook_grid_broken"
        /// More merged areas than are kept.
        case tooManyMerges = "workbook_too_many_merges"
        /// More columns than are read.
        case tooWide = "workbook_too_wide"
        /// No sheet is there to be read.
        case noSheet = "workbook_no_sheet"
        /// The file cannot be written.
        case notWritten = "workbook_not_written"
    }

    /// The code.
    public var code: Code
    /// Which part, and what is wrong with it; no value of a cell.
    public var detail: String

    /// Creates a problem.
    public init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }
}

/// How much of a workbook is read at most.
///
/// The defaults let every table of a county through and stop what is made to exhaust a machine.
public struct WorkbookLimits: Sendable {
    /// Parts of the archive.
    public var parts = 10_000
    /// Bytes of one part when inflated.
    public var partBytes: Int64 = 4 << 30
    /// Bytes of all shared texts.
    public var stringBytes = 256 << 20
    /// Number of shared texts.
    public var stringCount = 8 << 20
    /// How many times its packed size a part may have, from ``bombBytes`` on.
    public var ratio: Int64 = 300
    /// Size from which on the ratio is looked at.
    public var bombBytes: Int64 = 16 << 20
    /// Nested elements.
    public var depth = 64
    /// Bytes of one cell's text.
    public var cellBytes = 1 << 20
    /// Columns.
    public var columns = 1_000
    /// Merged areas of a sheet.
    public var merges = 100_000

    /// Creates the default limits.
    public init() {}
}
