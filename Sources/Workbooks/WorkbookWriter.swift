import CLibxlsxwriter
import Glibc

/// Writes a workbook row by row, in memory of bounded size.
///
/// Rows of a sheet must be written from the top down. What begins with `=` is text all the same.
public final class WorkbookWriter {
    /// How a cell looks.
    public enum Style: Int, CaseIterable, Sendable {
        /// As it is.
        case plain
        /// Text, whatever it looks like: for numbers that are names.
        case text
        /// A day.
        case day
        /// A day with its time.
        case dayAndTime
        /// A cell at fault.
        case fault
        /// The name of a column.
        case header
        /// A verdict that a row was taken.
        case taken
        /// A verdict that a row was not taken.
        case refused
        /// A title.
        case title
        /// Text over several lines.
        case prose
        /// The name of a column of a document: centred, over several lines.
        case heading
        /// Words of a document's table; text, whatever they look like.
        case entry
        /// A day of a document's table.
        case entryDay
        /// A whole number of a document's table.
        case count
        /// Yuan with two places.
        case money
        /// Words in a row of sums.
        case sumEntry
        /// A whole number in a row of sums.
        case sumCount
        /// Yuan with two places in a row of sums.
        case sumMoney
    }

    /// A sheet of the workbook.
    public struct Sheet {
        let sheet: UnsafeMutablePointer<lxw_worksheet>
    }

    /// Why the workbook is not whole; nil while it is.
    public private(set) var problem: WorkbookProblem?
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var formats: [UnsafeMutablePointer<lxw_format>?] = []
    private var text: [CChar] = []

    /// Texts of more UTF-16 units do not fit into a cell.
    private static let textLimit = 32_767
    /// 2000-01-01, for every file.
    private static let created = 946_684_800

    /// Creates a file that its owner alone can read, or empties one.
    ///
    /// - Throws: ``WorkbookProblem`` when it cannot be written.
    public init(path: String) throws(WorkbookProblem) {
        let descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw WorkbookProblem(.notWritten, String(cString: strerror(errno)))
        }
        fchmod(descriptor, 0o600)
        Glibc.close(descriptor)
        var options = lxw_workbook_options()
        options.constant_memory = 1
        workbook = workbook_new_opt(path, &options)
        guard workbook != nil else { throw WorkbookProblem(.notWritten, "no memory for it") }
        // The same rows give the same bytes: the time of writing is left out.
        var properties = lxw_doc_properties()
        properties.created = WorkbookWriter.created
        workbook_set_properties(workbook, &properties)
        formats = Style.allCases.map(makeFormat)
    }

    deinit { if let workbook { lxw_workbook_free(workbook) } }

    /// Adds a sheet; a name that a spreadsheet does not allow, or that is there already, gets a
    /// name of the program's own.
    ///
    /// - Throws: ``WorkbookProblem`` when it cannot be added.
    public func addSheet(_ name: String) throws(WorkbookProblem) -> Sheet {
        let isAllowed = workbook_validate_sheet_name(workbook, name) == LXW_NO_ERROR
        guard let sheet = workbook_add_worksheet(workbook, isAllowed ? name : nil) else {
            throw WorkbookProblem(.notWritten, "a sheet cannot be added")
        }
        return Sheet(sheet: sheet)
    }

    /// Writes text; row and column begin with 0.
    public func write(
        _ bytes: UnsafeBufferPointer<UInt8>,
        to sheet: Sheet,
        row: Int,
        column: Int,
        style: Style = .plain
    ) {
        text.removeAll(keepingCapacity: true)
        for byte in bytes.prefix(WorkbookWriter.textLimit) where byte != 0 {
            text.append(CChar(bitPattern: byte))
        }
        // Not in the middle of a character.
        while bytes.count > WorkbookWriter.textLimit, let last = text.last,
            UInt8(bitPattern: last) & 0xC0 == 0x80
        { text.removeLast() }
        text.append(0)
        let code = worksheet_write_string(
            sheet.sheet,
            UInt32(row),
            UInt16(column),
            text,
            formats[style.rawValue]
        )
        note(code)
    }

    /// Writes text; row and column begin with 0.
    public func write(
        _ text: String,
        to sheet: Sheet,
        row: Int,
        column: Int,
        style: Style = .plain
    ) {
        var text = text
        text.withUTF8 { write($0, to: sheet, row: row, column: column, style: style) }
    }

    /// Writes a number; row and column begin with 0.
    public func write(
        number: Double,
        to sheet: Sheet,
        row: Int,
        column: Int,
        style: Style = .plain
    ) {
        note(
            worksheet_write_number(
                sheet.sheet,
                UInt32(row),
                UInt16(column),
                number,
                formats[style.rawValue]
            )
        )
    }

    /// Gives columns a width in letters and a style for cells to come.
    public func set(
        _ columns: ClosedRange<Int>,
        width: Double,
        style: Style = .plain,
        of sheet: Sheet
    ) {
        note(
            worksheet_set_column(
                sheet.sheet,
                UInt16(columns.lowerBound),
                UInt16(columns.upperBound),
                width,
                formats[style.rawValue]
            )
        )
    }

    /// Hides a sheet that serves others.
    public func hide(_ sheet: Sheet) { worksheet_hide(sheet.sheet) }

    /// Keeps the rows above one in sight.
    public func freeze(above row: Int, of sheet: Sheet) {
        worksheet_freeze_panes(sheet.sheet, UInt32(row), 0)
    }

    /// Lets users choose the cells of a column from those of another sheet.
    ///
    /// - Parameters:
    ///   - rows: Rows, beginning with 0.
    ///   - source: Such as `=选项!$A$1:$A$21`.
    ///   - message: What to do when something else was typed.
    public func choose(
        _ column: Int,
        rows: ClosedRange<Int>,
        from source: String,
        message: String,
        of sheet: Sheet
    ) {
        source.withCString { source in
            message.withCString { message in
                var rule = lxw_data_validation()
                rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
                rule.value_formula = UnsafeMutablePointer(mutating: source)
                rule.error_message = UnsafeMutablePointer(mutating: message)
                rule.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_STOP.rawValue)
                note(
                    worksheet_data_validation_range(
                        sheet.sheet,
                        UInt32(rows.lowerBound),
                        UInt16(column),
                        UInt32(rows.upperBound),
                        UInt16(column),
                        &rule
                    )
                )
            }
        }
    }

    /// Writes the rest and closes the file.
    ///
    /// - Throws: ``WorkbookProblem`` when something of it could not be written.
    public func close() throws(WorkbookProblem) {
        guard let workbook else { return }
        self.workbook = nil
        note(workbook_close(workbook))
        if let problem { throw problem }
    }

    func note(_ code: lxw_error) {
        guard code != LXW_NO_ERROR, problem == nil else { return }
        problem = WorkbookProblem(.notWritten, String(cString: lxw_strerror(code)))
    }

    private func makeFormat(_ style: Style) -> UnsafeMutablePointer<lxw_format>? {
        if style == .plain { return nil }
        let format = workbook_add_format(workbook)
        if style.isOfTable { style.dressTable(format) }
        switch style {
        case .plain, .heading, .entry, .entryDay, .count, .money, .sumEntry, .sumCount, .sumMoney:
            break
        case .text: format_set_num_format(format, "@")
        case .day: format_set_num_format(format, "yyyy-mm-dd")
        case .dayAndTime: format_set_num_format(format, "yyyy-mm-dd hh:mm:ss")
        case .fault:
            format_set_num_format(format, "@")
            format_set_bg_color(format, 0xFF_C7CE)
            format_set_font_color(format, 0x9C_0006)
        case .header:
            format_set_bold(format)
            format_set_bg_color(format, 0xD9_E1F2)
            format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
        case .taken: format_set_font_color(format, 0x00_6100)
        case .refused: format_set_font_color(format, 0x9C_0006)
        case .title:
            format_set_bold(format)
            format_set_font_size(format, 14)
        case .prose:
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        }
        return format
    }
}
