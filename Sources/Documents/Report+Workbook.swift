import Events
import Workbooks

extension Report {
    /// The document as a workbook: a sheet for each table, identity numbers and ids as text,
    /// amounts as numbers with two places, nothing a formula.
    ///
    /// - Throws: `WorkbookProblem` when it cannot be written.
    func workbook() throws -> [UInt8] {
        try WorkbookBytes.make { writer in
            for table in tables { try sheets(of: table, writer) }
            if layout == .exchange { try remarks(writer) }
        }
    }

    /// Rows of a sheet; more go on to another.
    private static let rowsOfSheet = 1_048_576

    private func sheets(of table: ReportTable, _ writer: WorkbookWriter) throws {
        let head = layout == .exchange ? [] : headOfSheet(table)
        let room = Report.rowsOfSheet - head.count - 2 - signing.count
        var from = 0
        repeat {
            let rows = table.rows[from..<min(table.rows.count, from + room)]
            let number = from / room + 1
            let name = sheetName(table, number == 1 ? "" : "（\(number)）")
            let sheet = try writer.addSheet(name)
            from += room
            write(table, rows, head, isLast: from >= table.rows.count, to: sheet, writer)
        } while from < table.rows.count
    }

    /// Title and notes of a sheet; the notes stand on the first one.
    private func headOfSheet(_ table: ReportTable) -> [String] {
        let isFirst = table.id == tables.first?.id
        let words = tables.count > 1 ? [heading, table.title] : [heading]
        return words + headLines + (isFirst ? notes.map { "说明：\($0)" } : [])
    }

    /// A name that a spreadsheet allows: 31 letters, none of `[]:*?/\`.
    private func sheetName(_ table: ReportTable, _ suffix: String) -> String {
        let allowed = table.title.filter { !"[]:*?/\\'".contains($0) }
        return String(allowed.prefix(31 - suffix.count)) + suffix
    }

    private func write(
        _ table: ReportTable,
        _ rows: ArraySlice<[ReportCell]>,
        _ head: [String],
        isLast: Bool,
        to sheet: WorkbookWriter.Sheet,
        _ writer: WorkbookWriter
    ) {
        for (column, letters) in table.letters.enumerated() {
            writer.set(column, letters: letters, of: sheet)
        }
        for (row, words) in head.enumerated() {
            writer.write(words, to: sheet, row: row, column: 0, style: row == 0 ? .title : .text)
        }
        var row = head.count
        writer.set(
            SheetPages(isLandscape: table.isWide, heading: row, columns: table.columns.count),
            of: sheet
        )
        let heading = layout == .exchange ? WorkbookWriter.Style.header : .heading
        for (column, it) in table.columns.enumerated() {
            writer.write(it.title, to: sheet, row: row, column: column, style: heading)
        }
        writer.freeze(above: row + 1, of: sheet)
        for cells in rows {
            row += 1
            for (column, cell) in cells.enumerated() {
                write(cell, to: sheet, row, column, isSum: false, writer)
            }
        }
        guard isLast, layout != .exchange else { return }
        if let total = table.namedTotal {
            row += 1
            for (column, cell) in total.enumerated() {
                write(cell, to: sheet, row, column, isSum: true, writer)
            }
        }
        for place in signing {
            row += 1
            writer.write(place.sentence, to: sheet, row: row, column: 0, style: .text)
        }
    }

    private func write(
        _ cell: ReportCell,
        to sheet: WorkbookWriter.Sheet,
        _ row: Int,
        _ column: Int,
        isSum: Bool,
        _ writer: WorkbookWriter
    ) {
        switch cell {
        case .none:
            writer.write("", to: sheet, row: row, column: column, style: isSum ? .sumEntry : .entry)
        case .text(let text):
            let style = isSum ? WorkbookWriter.Style.sumEntry : .entry
            writer.write(text, to: sheet, row: row, column: column, style: style)
        case .number(let number):
            let style = isSum ? WorkbookWriter.Style.sumCount : .count
            writer.write(whole: number, to: sheet, row: row, column: column, style: style)
        case .money(let money):
            let style = isSum ? WorkbookWriter.Style.sumMoney : .money
            writer.write(hundredths: money.fen, to: sheet, row: row, column: column, style: style)
        case .day(let day):
            writer.write(day: Int(day.day), to: sheet, row: row, column: column)
        }
    }

    /// Of a table for another system, what is said about it stands on a sheet of its own.
    private func remarks(_ writer: WorkbookWriter) throws {
        let sheet = try writer.addSheet("说明")
        writer.set(0, letters: 100, of: sheet)
        for (row, words) in ([heading] + headLines + notes).enumerated() {
            writer.write(words, to: sheet, row: row, column: 0, style: row == 0 ? .title : .text)
        }
    }
}

extension ReportTable {
    /// The sums, named in their first column where it has none.
    var namedTotal: [ReportCell]? {
        guard var total else { return nil }
        if case .none = total[0] { total[0] = .text("合计") }
        return total
    }
}

extension SigningPlace {
    /// `社保协办员（签字）：`.
    var sentence: String { "\(name)\(isStamp ? "（盖章）" : "（签字）")：　　　　　　　　年　　月　　日" }
}
