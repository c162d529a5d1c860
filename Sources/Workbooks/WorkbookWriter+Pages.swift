import CLibxlsxwriter

/// How a sheet is printed on A4.
public struct SheetPages: Sendable, Hashable {
    /// Whether the long side lies.
    public var isLandscape: Bool
    /// The row that stands at the head of every page, beginning with 0.
    public var heading: Int
    /// Columns of the table; all of them stand on one page's width.
    public var columns: Int

    /// Creates settings.
    public init(isLandscape: Bool, heading: Int, columns: Int) {
        self.isLandscape = isLandscape
        self.heading = heading
        self.columns = columns
    }
}

extension WorkbookWriter {
    /// A4 by the number that spreadsheets give it.
    private static let a4: UInt8 = 9
    /// 1970-01-01 by the number that spreadsheets give it.
    private static let epoch = 25_569

    /// Writes hundredths as a number, as 12345 for 123.45; row and column begin with 0.
    ///
    /// A cell has no other form of a number than a binary one. The division is the last step: what
    /// the cell holds is the number nearest to the amount, and shows the amount to the hundredth
    /// up to 10^13 hundredths and beyond.
    public func write(
        hundredths: Int64,
        to sheet: Sheet,
        row: Int,
        column: Int,
        style: Style = .money
    ) {
        let number = Double(hundredths) / 100
        write(number: number, to: sheet, row: row, column: column, style: style)
    }

    /// Writes a whole number; row and column begin with 0.
    public func write(
        whole: Int64,
        to sheet: Sheet,
        row: Int,
        column: Int,
        style: Style = .count
    ) {
        write(number: Double(whole), to: sheet, row: row, column: column, style: style)
    }

    /// Writes a day, as days after 1970-01-01; row and column begin with 0.
    public func write(
        day: Int,
        to sheet: Sheet,
        row: Int,
        column: Int,
        style: Style = .entryDay
    ) {
        let serial = Double(day + WorkbookWriter.epoch)
        write(number: serial, to: sheet, row: row, column: column, style: style)
    }

    /// Gives a column a width in letters of half width.
    public func set(_ column: Int, letters: Int, of sheet: Sheet) {
        set(column...column, width: Double(letters), of: sheet)
    }

    /// Says how a sheet is printed: A4, one page wide, the heading on every page, pages numbered.
    public func set(_ pages: SheetPages, of sheet: Sheet) {
        worksheet_set_paper(sheet.sheet, WorkbookWriter.a4)
        if pages.isLandscape { worksheet_set_landscape(sheet.sheet) }
        worksheet_fit_to_pages(sheet.sheet, 1, 0)
        worksheet_set_margins(sheet.sheet, 0.5, 0.5, 0.6, 0.7)
        let heading = UInt32(pages.heading)
        note(worksheet_repeat_rows(sheet.sheet, heading, heading))
        note(worksheet_set_footer(sheet.sheet, "&C第 &P 页，共 &N 页"))
    }
}

extension WorkbookWriter.Style {
    var isOfTable: Bool {
        switch self {
        case .heading, .entry, .entryDay, .count, .money, .sumEntry, .sumCount, .sumMoney: true
        default: false
        }
    }

    /// Frames, figures and wrapping of a document's table.
    func dressTable(_ format: UnsafeMutablePointer<lxw_format>?) {
        format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        switch self {
        case .heading:
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
            format_set_bg_color(format, 0xE8_EDF3)
        case .entry, .sumEntry:
            format_set_num_format(format, "@")
            format_set_text_wrap(format)
        case .entryDay: format_set_num_format(format, "yyyy-mm-dd")
        case .count, .sumCount: format_set_num_format(format, "0")
        default: format_set_num_format(format, "0.00")
        }
        switch self {
        case .heading, .sumEntry, .sumCount, .sumMoney: format_set_bold(format)
        default: break
        }
    }
}
