import Events
import Workbooks

/// The rows of a table in a workbook, sheet after sheet.
///
/// Each sheet that is to be read is read to its end before the first row is given out, so that a
/// damaged workbook is refused as a whole. A row keeps the number that a spreadsheet shows; rows of
/// the second table count on from 1,048,576, of the third from twice that.
final class WorkbookRows: TableReader, RowOrigin {
    let name: String
    let plans: [SheetPlan]
    /// Remarks about sheets and rows that are not read.
    private(set) var remarks: [String]
    private(set) var fault: RowFault?
    private(set) var wasCancelled = false
    /// Told of rows that are no data: titles, headers, blank ones.
    var onPassed: ((SheetRow) -> Void)?
    private let workbook: Workbook
    private let options: SendOptions
    private var planIndex = -1
    private var plan: SheetPlan
    private var sheet: SheetReader?
    private var merges = MergedCells([])
    private var doneBefore: Int64 = 0
    private(set) var current: SheetRow?
    private let stored: UnsafeMutableBufferPointer<CellBytes>
    private let line = ByteBuffer()
    private var passed = (blank: 0, headers: 0)
    private var lastFilled = 0

    /// Opens a workbook and looks through it.
    ///
    /// - Throws: ``FileRefusal`` when it is not the table.
    init(
        _ file: IntakeFile,
        table: TableColumns,
        options: SendOptions
    ) throws(FileRefusal) {
        if options.follows {
            throw FileRefusal(
                "\(file.name) is a workbook, which does not grow. Leave out --follow."
            )
        }
        let source = try ByteSource(file, isCancelled: options.isCancelled)
        (name, self.options) = (file.name, options)
        let planned: Result<(plans: [SheetPlan], remarks: [String]), FileRefusal>
        do throws(WorkbookProblem) {
            workbook = try Workbook(source)
            planned = try WorkbookRows.plan(workbook, table: table, file: file.name)
        } catch {
            throw FileRefusal(error, name: file.name)
        }
        let found = try planned.get()
        guard let first = found.plans.first else {
            throw FileRefusal(WorkbookProblem(.noSheet, "every sheet is hidden"), name: file.name)
        }
        (plans, remarks, plan) = (found.plans, found.remarks, first)
        stored = .allocate(capacity: plans.map(\.columns.count).max() ?? 1)
        stored.initialize(repeating: CellBytes(start: nil, count: 0))
    }

    deinit { stored.deallocate() }

    /// The plan of the sheet that is read.
    var currentPlan: SheetPlan { plan }

    /// The number of the row in the file: unique, and the same each time.
    var row: Int64 { plan.base + Int64(current?.number ?? 0) }

    /// The row as a line of CSV.
    var bytes: UnsafeRawBufferPointer { line.bytes }

    var cells: Cells {
        Cells(
            cells: UnsafeBufferPointer(rebasing: stored[..<plan.columns.count]),
            positions: plan.header.positions
        )
    }

    var headerLine: String { plan.headerLine }

    var done: Int64 { doneBefore + (sheet?.packedDone ?? 0) }

    var total: Int64? { plans.reduce(0) { $0 + workbook.packedSize(of: $1.sheet) } }

    var note: String {
        "XLSX, read \(plans.map { "sheet \($0.shownName)" }.joined(separator: ", "))."
    }

    var place: String { "sheet \(plan.shownName) row \(current?.number ?? 0)" }

    var placeChinese: String { "\(plan.shownName)第\(current?.number ?? 0)行" }

    func has(_ column: Column) -> Bool {
        plans.contains { $0.header.positions[column.rawValue] >= 0 }
    }

    func title(of column: Column) -> String { plan.header.title(of: column) }

    func place(of column: Column) -> String {
        let place = plan.header.positions[column.rawValue]
        let title = title(of: column)
        return place < 0 ? title : "\(CellReference.letters(plan.letters[place])) \(title)"
    }

    func annotatedCopy(at path: String) throws(FileRefusal) -> any AnnotatedCopy {
        try WorkbookCopy(path: path, of: self)
    }

    func next() throws(FileRefusal) -> ReadStep {
        do throws(WorkbookProblem) {
            while true {
                if options.isCancelled() {
                    wasCancelled = true
                    return .end
                }
                guard let row = try sheet?.next() else {
                    if try !openNext() { return .end }
                    continue
                }
                current = row
                if take(row) { return .row }
                onPassed?(row)
            }
        } catch {
            throw FileRefusal(error, name: name)
        }
    }

    /// False after the last sheet.
    private func openNext() throws(WorkbookProblem) -> Bool {
        if let sheet { doneBefore += sheet.packedDone }
        sheet = nil
        if planIndex == plans.count { return false }
        if planIndex >= 0 { tellPassed() }
        planIndex += 1
        if planIndex == plans.count { return false }
        plan = plans[planIndex]
        (merges, passed, lastFilled) = (MergedCells(plan.merges), (0, 0), plan.headerRow)
        sheet = try workbook.open(plan.sheet)
        return true
    }

    private func tellPassed() {
        if passed.blank > 0 {
            remarks.append(
                "sheet \(plan.shownName): \(passed.blank) blank rows between others were passed over."
            )
        }
        if passed.headers > 0 {
            remarks.append(
                "sheet \(plan.shownName): the header stands \(passed.headers) more times between "
                    + "rows; it was passed over."
            )
        }
    }

    /// Takes a row; false when it is no data.
    private func take(_ row: SheetRow) -> Bool {
        fault = nil
        for place in plan.columns.indices { stored[place] = CellBytes(start: nil, count: 0) }
        var stray: Int?
        var isBlank = true
        for cell in row.cells where !cell.isBlank {
            isBlank = false
            let place = cell.column < plan.places.count ? plan.places[cell.column] : -1
            if place < 0 { stray = stray ?? cell.column } else { put(cell, place) }
        }
        fill(row)
        if row.number <= plan.headerRow || isBlank { return false }
        if plan.isHeader(cells) {
            passed.headers += 1
            return false
        }
        passed.blank += row.number - lastFilled - 1
        lastFilled = row.number
        if let stray, fault == nil {
            fault = RowFault(
                .cellOutsideTable,
                nil,
                "column \(CellReference.letters(stray)) is filled and has no header"
            )
        }
        composeLine()
        return true
    }

    /// Stores what merged areas show in the row.
    private func fill(_ row: SheetRow) {
        let isData = row.number > plan.headerRow
        merges.pass(row, width: plan.places.count) { column, held in
            let place = plan.places[column]
            guard place >= 0, isData, stored[place].isEmpty else { return }
            let known = plan.columns[place]
            if let held, known.isShared {
                put(held, place)
            } else if fault == nil {
                fault = RowFault(.cellMerged, known)
            }
        }
    }

    private func put(_ cell: SheetCell, _ place: Int) {
        let column = plan.columns[place]
        stored[place] = cell.text
        if cell.kind == .dayAndTime, column != .paidAt, cell.text.text.hasSuffix("T00:00:00") {
            stored[place] = CellBytes(rebasing: cell.text.dropLast(9))
        }
        if cell.kind == .uncomputed { stored[place] = CellBytes(start: nil, count: 0) }
        if fault == nil { fault = WorkbookRows.fault(of: cell, column) }
    }

    private func composeLine() {
        line.removeAll()
        for place in plan.columns.indices {
            if place > 0 { line.append(byte: 0x2C) }
            let cell = stored[place]
            if cell.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) {
                line.append(byte: 0x22)
                for byte in cell {
                    if byte == 0x22 { line.append(byte: 0x22) }
                    line.append(byte: byte)
                }
                line.append(byte: 0x22)
            } else {
                line.append(UnsafeRawBufferPointer(cell))
            }
        }
    }
}
