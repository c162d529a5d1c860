/// Gathers the rows of a sheet as its XML is read.
///
/// Only what stands at its proper place counts, so that an extension cannot slip in a row.
final class SheetParser: XmlSink {
    /// A cell as the file has it.
    struct RawCell {
        enum Form { case number, shared, text, boolean, error, day }
        var column: Int
        var form: Form
        var style: Int
        var text: Range<Int>
        var hasValue: Bool
        var hasFormula: Bool
    }

    /// A row as the file has it.
    struct RawRow {
        var number: Int
        var isHidden: Bool
        var cells: Range<Int>
    }

    private(set) var problem: WorkbookProblem?
    /// The rows read and not yet taken.
    private(set) var rows: [RawRow] = []
    /// Their cells.
    private(set) var cells: [RawCell] = []
    /// Their texts.
    let store = TextStore(capacity: 1 << 16)
    /// The merged areas; whole at the end of the sheet.
    private(set) var merges: [MergedArea] = []
    /// Whether a column is hidden.
    private(set) var hidesColumns = false
    private let limits: WorkbookLimits
    private var lastRow = 0
    private var lastColumn = -1
    private var rowStart = 0
    private var isRowHidden = false
    private var isIn = Section.other
    private var isInRow = false
    private var current: RawCell?
    private var isInValue = false
    private var phoneticDepth = 0

    private enum Section { case other, rows, merges, columns }

    /// Creates a parser of one sheet.
    init(limits: WorkbookLimits) { self.limits = limits }

    /// Forgets the rows that were taken.
    func removeAll() {
        rows.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        store.truncate(to: 0)
        rowStart = 0
    }

    /// Whether rows can be forgotten: none is half read.
    var isBetweenRows: Bool { !isInRow }

    func open(_ name: XmlBytes, _ attributes: XmlAttributes, depth: Int) {
        switch depth {
        case 2: openSection(name)
        case 3: openInSection(name, attributes)
        case 4: if isInRow, name.isName("c") { openCell(attributes) }
        default: if current != nil { openInCell(name, depth) }
        }
    }

    func close(_ name: XmlBytes, depth: Int) {
        switch depth {
        case 2: isIn = .other
        case 3: if isInRow { closeRow() }
        case 4: if current != nil { closeCell() }
        default:
            isInValue = false
            if depth == phoneticDepth { phoneticDepth = 0 }
        }
    }

    func text(_ bytes: XmlBytes) {
        guard isInValue, let start = current?.text.lowerBound else { return }
        store.append(bytes)
        if store.count - start > limits.cellBytes {
            refuse(.tooLarge, "row \(lastRow): a cell of more than \(limits.cellBytes) bytes")
        }
    }

    private func openSection(_ name: XmlBytes) {
        isIn =
            name.isName("sheetData")
            ? .rows : name.isName("mergeCells") ? .merges : name.isName("cols") ? .columns : .other
    }

    private func openInSection(_ name: XmlBytes, _ attributes: XmlAttributes) {
        switch isIn {
        case .rows: if name.isName("row") { openRow(attributes) }
        case .merges: if name.isName("mergeCell") { addMerge(attributes) }
        case .columns: if attributes["hidden"]?.isTrue == true { hidesColumns = true }
        case .other: break
        }
    }

    private func openRow(_ attributes: XmlAttributes) {
        var number = lastRow + 1
        if let written = attributes["r"] { number = written.number ?? 0 }
        guard number > lastRow, number <= 1_048_576 else {
            return refuse(.gridBroken, "a row after row \(lastRow) has no number that follows")
        }
        (lastRow, lastColumn, rowStart, isInRow) = (number, -1, cells.count, true)
        isRowHidden = attributes["hidden"]?.isTrue ?? false
    }

    private func closeRow() {
        isInRow = false
        guard cells.count > rowStart else { return }
        rows.append(
            RawRow(number: lastRow, isHidden: isRowHidden, cells: rowStart..<cells.count)
        )
    }

    private func openCell(_ attributes: XmlAttributes) {
        var column = lastColumn + 1
        if let written = attributes["r"] {
            guard let place = CellReference.parse(written), place.row == lastRow else {
                return refuse(.gridBroken, "row \(lastRow) has a cell of another row")
            }
            column = place.column
        }
        guard column > lastColumn, column < 16_384 else {
            return refuse(.gridBroken, "row \(lastRow) has cells out of order")
        }
        lastColumn = column
        current = RawCell(
            column: column,
            form: SheetParser.form(attributes["t"]),
            style: attributes["s"]?.number ?? 0,
            text: store.count..<store.count,
            hasValue: false,
            hasFormula: false
        )
    }

    private static func form(_ type: XmlBytes?) -> RawCell.Form {
        guard let type, !type.isEmpty else { return .number }
        if type.isName("s") { return .shared }
        if type.isName("inlineStr") || type.isName("str") { return .text }
        if type.isName("b") { return .boolean }
        if type.isName("e") { return .error }
        return type.isName("d") ? .day : .number
    }

    private func openInCell(_ name: XmlBytes, _ depth: Int) {
        if name.isName("f"), depth == 5 {
            current?.hasFormula = true
        } else if name.isName("rPh") {
            phoneticDepth = depth
        } else if name.isName("v"), depth == 5 {
            isInValue = true
            current?.hasValue = true
        } else if name.isName("t"), phoneticDepth == 0, current?.form == .text {
            isInValue = true
            current?.hasValue = true
        }
    }

    private func closeCell() {
        guard var cell = current else { return }
        (current, isInValue) = (nil, false)
        if cell.form == .text { store.resolveEscapes(from: cell.text.lowerBound) }
        cell.text = cell.text.lowerBound..<store.count
        // A cell with a style and nothing in it is no cell.
        guard cell.hasFormula || !cell.text.isEmpty else { return }
        guard cell.column < limits.columns else {
            return refuse(.tooWide, "row \(lastRow) reaches beyond column \(limits.columns)")
        }
        cells.append(cell)
    }

    private func addMerge(_ attributes: XmlAttributes) {
        guard let area = attributes["ref"].flatMap(SheetParser.area) else {
            return refuse(.gridBroken, "a merged area has no cells")
        }
        merges.append(area)
        if merges.count > limits.merges { refuse(.tooManyMerges, "more than \(limits.merges)") }
    }

    private static func area(_ bytes: XmlBytes) -> MergedArea? {
        let parts = bytes.split(separator: 0x3A)
        guard let first = parts.first.flatMap({ CellReference.parse($0) }),
            let last = parts.last.flatMap({ CellReference.parse($0) }), parts.count <= 2,
            first.column <= last.column, first.row <= last.row
        else { return nil }
        return MergedArea(columns: first.column...last.column, rows: first.row...last.row)
    }

    private func refuse(_ code: WorkbookProblem.Code, _ detail: String) {
        if problem == nil { problem = WorkbookProblem(code, detail) }
    }
}
