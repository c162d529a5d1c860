/// Where rows come from, for progress and report.
protocol RowOrigin: AnyObject {
    /// Base name of the file.
    var name: String { get }
    /// Bytes read so far.
    var done: Int64 { get }
    /// Bytes of the whole; nil for a stream.
    var total: Int64? { get }
    /// A sentence about the format and encoding.
    var note: String { get }
    /// Remarks about the file as a whole.
    var remarks: [String] { get }
    /// Whether it ended because the caller asked for it.
    var wasCancelled: Bool { get }
}

extension TextSource: RowOrigin {
    var name: String { source.name }
    var done: Int64 { source.done }
    var total: Int64? { source.total }
    var remarks: [String] { [] }
    var wasCancelled: Bool { source.wasCancelled }
}

/// The rows of a table with a header, of text or of a workbook.
protocol TableReader: RowReader {
    /// Whether the file has a column.
    func has(_ column: Column) -> Bool
    /// Creates the annotated copy of what is read.
    func annotatedCopy(at path: String) throws(FileRefusal) -> any AnnotatedCopy
}

/// A copy of a table with a verdict for each row.
protocol AnnotatedCopy: AnyObject {
    /// Where it stands.
    var path: String { get }
    /// Why it is not whole; nil while it is.
    var problem: String? { get }
    /// Adds a row that was taken.
    func addTaken(_ row: UnsafeRawBufferPointer)
    /// Adds a row that was not taken; `column` is what the file calls the column at fault.
    func addRejected(_ row: UnsafeRawBufferPointer, fault: RowFault, column: String)
    /// Writes the rest.
    func finish()
}

/// A table opened for reading, whatever its format.
struct OpenTable {
    let reader: any TableReader
    let origin: any RowOrigin

    /// Opens a file; nil when a stream ends before its header.
    ///
    /// - Throws: ``FileRefusal`` when it is not the table.
    init?(
        _ file: IntakeFile,
        table: TableColumns,
        options: SendOptions
    ) throws(FileRefusal) {
        if try file.isWorkbook(options) {
            let rows = try WorkbookRows(file, table: table, options: options)
            (reader, origin) = (rows, rows)
            return
        }
        let lines = try LineReader(file, options: options)
        guard let rows = try CsvReader(lines, table: table) else { return nil }
        (reader, origin) = (rows, lines.text)
    }
}
