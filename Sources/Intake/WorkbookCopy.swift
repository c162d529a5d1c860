import Workbooks

/// The annotated copy of a workbook: the same cells with the columns 结果, 代码, 说明 and 处理 behind
/// them, and the cells at fault marked.
///
/// Identity numbers are text in it. It is readable by its owner only.
final class WorkbookCopy: AnnotatedCopy {
    let path: String
    private(set) var problem: String?
    private unowned let rows: WorkbookRows
    private let writer: WorkbookWriter
    private var sheet: WorkbookWriter.Sheet?
    private var base: Int64 = -1

    private static let titles = ["结果", "代码", "说明", "处理"]

    /// Creates the file, and asks the rows to tell of titles and headers.
    init(path: String, of rows: WorkbookRows) throws(FileRefusal) {
        (self.path, self.rows) = (path, rows)
        do throws(WorkbookProblem) {
            writer = try WorkbookWriter(path: path)
        } catch {
            throw FileRefusal(error, name: "the annotated copy")
        }
        rows.onPassed = { [unowned self] in copyPassed($0) }
    }

    func addTaken(_ row: UnsafeRawBufferPointer) {
        guard let current = rows.current, let sheet = openSheet() else { return }
        copy(current, to: sheet, faulty: nil)
        put(["已接收"], row: current.number, to: sheet, style: .taken)
    }

    func addRejected(_ row: UnsafeRawBufferPointer, fault: RowFault, column: String) {
        guard let current = rows.current, let sheet = openSheet() else { return }
        copy(current, to: sheet, faulty: fault.column.flatMap(sheetColumn))
        let place = column.isEmpty ? "" : "“\(column)”："
        put(
            [
                "未接收", fault.code.rawValue, "\(place)\(fault.code.chinese)。",
                "\(fault.code.nextStepChinese)。",
            ],
            row: current.number,
            to: sheet,
            style: .refused
        )
    }

    func finish() {
        do throws(WorkbookProblem) {
            if rows.plans.isEmpty || sheet == nil { _ = openSheet() }
            try writer.close()
        } catch {
            note(error)
        }
    }

    private func copyPassed(_ row: SheetRow) {
        guard let sheet = openSheet() else { return }
        let isHeader = row.number == rows.currentPlan.headerRow
        copy(row, to: sheet, faulty: nil, style: isHeader ? .header : nil)
        if isHeader {
            put(WorkbookCopy.titles, row: row.number, to: sheet, style: .header)
        }
    }

    private func openSheet() -> WorkbookWriter.Sheet? {
        let plan = rows.currentPlan
        if let sheet, base == plan.base { return sheet }
        do throws(WorkbookProblem) {
            let opened = try writer.addSheet(plan.sheet.name)
            for (place, column) in plan.columns.enumerated() where column.isIdentity {
                let at = plan.letters[place]
                writer.set(at...at, width: 22, style: .text, of: opened)
            }
            let after = plan.lastColumn + 1
            writer.set(after...after + 1, width: 18, of: opened)
            writer.set(after + 2...after + 3, width: 48, of: opened)
            writer.freeze(above: plan.headerRow, of: opened)
            (sheet, base) = (opened, plan.base)
            return opened
        } catch {
            note(error)
            return nil
        }
    }

    private func sheetColumn(_ column: Column) -> Int? {
        let place = rows.currentPlan.header.positions[column.rawValue]
        return place < 0 ? nil : rows.currentPlan.letters[place]
    }

    private func copy(
        _ row: SheetRow,
        to sheet: WorkbookWriter.Sheet,
        faulty: Int?,
        style: WorkbookWriter.Style? = nil
    ) {
        let plan = rows.currentPlan
        var markedFault = false
        for cell in row.cells {
            let place = cell.column < plan.places.count ? plan.places[cell.column] : -1
            let isIdentity = place >= 0 && plan.columns[place].isIdentity
            let isFaulty = cell.column == faulty
            markedFault = markedFault || isFaulty
            write(cell, isIdentity, style ?? (isFaulty ? .fault : nil), row.number - 1, sheet)
        }
        if let faulty, !markedFault {
            // An empty cell that must be filled is marked as well.
            writer.write("", to: sheet, row: row.number - 1, column: faulty, style: .fault)
        }
    }

    private func write(
        _ cell: SheetCell,
        _ isIdentity: Bool,
        _ style: WorkbookWriter.Style?,
        _ row: Int,
        _ sheet: WorkbookWriter.Sheet
    ) {
        let column = cell.column
        // A number that was rounded stays what it is: as text it would look like a real one.
        let isNumber = cell.kind == .number && !isIdentity && cell.text.first != 0x30
        if style == nil, isNumber || cell.kind == .day || cell.kind == .dayAndTime,
            cell.number != 0
        {
            let shape: WorkbookWriter.Style =
                cell.kind == .day ? .day : cell.kind == .dayAndTime ? .dayAndTime : .plain
            writer.write(number: cell.number, to: sheet, row: row, column: column, style: shape)
            return
        }
        let plain: WorkbookWriter.Style = isIdentity ? .text : .plain
        writer.write(cell.text, to: sheet, row: row, column: column, style: style ?? plain)
    }

    private func put(
        _ texts: [String],
        row: Int,
        to sheet: WorkbookWriter.Sheet,
        style: WorkbookWriter.Style
    ) {
        for (index, text) in texts.enumerated() {
            writer.write(
                text,
                to: sheet,
                row: row - 1,
                column: rows.currentPlan.lastColumn + 1 + index,
                style: style
            )
        }
    }

    private func note(_ problem: WorkbookProblem) {
        self.problem = "the annotated copy is not whole: \(problem.detail)."
    }
}
