import Glibc

/// The rows of a CSV file with a header.
///
/// - Source: RFC 4180, with lines that end in CRLF or LF. A quotation mark counts only at the
///   beginning of a cell; one that does not close within 64 lines in a row of the right number of
///   cells makes its own line the bad row, and reading goes on with the line after it.
final class CsvReader: TableReader {
    private static let linesPerRow = 64
    private static let cellLimit = 64

    let headerLine: String
    private(set) var row: Int64 = 0
    private(set) var fault: RowFault?
    private let lines: LineReader
    private let header: TableHeader
    private let splitter = CsvSplitter(limit: CsvReader.cellLimit)

    /// Reads the header; nil when a stream ends before it.
    ///
    /// - Throws: ``FileRefusal`` when it is not the header of the table.
    init?(_ lines: LineReader, table: TableColumns) throws(FileRefusal) {
        self.lines = lines
        let source = lines.text.source
        var step = try lines.next()
        while case .quiet = step { step = try lines.next() }
        if case .end = step {
            if source.wasCancelled { return nil }
            throw FileRefusal("\(source.name) is empty. Send a file with a header and rows.")
        }
        if lines.lineFault()?.code == .encodingInvalid {
            throw FileRefusal(
                "\(source.name): the header is not UTF-8, and the file is not GB18030 throughout. "
                    + "Save the file as «CSV UTF-8» and send it again."
            )
        }
        if lines.lineFault() != nil || splitter.split(lines.bytes) != .whole {
            throw FileRefusal(
                "\(source.name): the first line is not a readable header. "
                    + "Save the file as «CSV UTF-8» with the printed headers."
            )
        }
        if lines.bytes.count > TableHeader.bytesMax { throw TableHeader.tooLong(source.name) }
        header = try TableHeader(
            splitter.cells.map(\.trimmed.text),
            table: table,
            file: source.name
        )
        headerLine = String(decoding: lines.bytes, as: UTF8.self)
    }

    var bytes: UnsafeRawBufferPointer { lines.bytes }

    var cells: Cells { Cells(cells: splitter.cells, positions: header.positions) }

    /// Number of cells that each row must have.
    var columnCount: Int { header.count }

    /// Whether the file has a column.
    func has(_ column: Column) -> Bool { header.positions[column.rawValue] >= 0 }

    func title(of column: Column) -> String { header.title(of: column) }

    func annotatedCopy(at path: String) throws(FileRefusal) -> any AnnotatedCopy {
        try VerdictCopy(path: path, header: headerLine, columns: columnCount)
    }

    func next() throws(FileRefusal) -> ReadStep {
        let step = try lines.next()
        guard case .row = step else { return step }
        fault = lines.lineFault()
        if fault == nil {
            if CsvReader.isBlank(lines.bytes) {
                if !lines.bytes.contains(0x2C), let step = try passBlankLine() { return step }
                fault = RowFault(.rowEmpty)
            } else if try !split() {
                return .quiet
            }
        }
        row += 1
        return .row
    }

    /// A blank last line is no row; nil when more comes after it.
    private func passBlankLine() throws(FileRefusal) -> ReadStep? {
        switch try lines.isAtEnd() {
        case true?: return .end
        case false?: return nil
        case nil:
            lines.unread()
            return .quiet
        }
    }

    /// False when the rest of the row has not come yet.
    private func split() throws(FileRefusal) -> Bool {
        var outcome = splitter.split(lines.bytes)
        if outcome == .open {
            switch try extendQuoted() {
            case .row: outcome = .whole
            case .end: outcome = .stray
            case .quiet:
                lines.unread()
                return false
            }
        }
        if outcome != .whole {
            fault = RowFault(.quoteUnbalanced)
        } else if splitter.count != header.count {
            fault = RowFault(
                .columnCount,
                nil,
                "\(splitter.count) cells, \(header.count) expected"
            )
        }
        return true
    }

    /// Adds lines until the quotation mark closes; `end` when it does not.
    private func extendQuoted() throws(FileRefusal) -> ReadStep {
        for _ in 1..<CsvReader.linesPerRow {
            let step = try lines.extend()
            if case .quiet = step { return .quiet }
            if case .end = step { break }
            let outcome = splitter.split(lines.bytes)
            if outcome == .open { continue }
            if outcome == .whole, splitter.count == header.count {
                fault = lines.lineFault()
                return .row
            }
            break
        }
        lines.retract()
        return .end
    }

    private static func isBlank(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.allSatisfy { $0 == 0x2C || $0 == 0x20 || $0 == 0x09 }
    }
}
