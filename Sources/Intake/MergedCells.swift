import Workbooks

/// What merged areas of a sheet hold, row by row from the top.
struct MergedCells {
    /// What stands in the first cell of an area.
    private final class Held {
        let area: MergedArea
        var kind = SheetCell.Kind.text
        var bytes: UnsafeMutableBufferPointer<UInt8>?

        init(_ area: MergedArea) { self.area = area }

        deinit { bytes?.deallocate() }

        func hold(_ cell: SheetCell) {
            kind = cell.kind
            bytes?.deallocate()
            let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: cell.text.count)
            _ = copy.initialize(from: cell.text)
            bytes = copy
        }
    }

    private var coming: [MergedArea]
    private var active: [Held] = []

    /// Takes the areas of a sheet.
    init(_ areas: [MergedArea]) {
        coming = areas.sorted { $0.rows.lowerBound > $1.rows.lowerBound }
    }

    /// Tells what other cells of merged areas stand for in a row.
    ///
    /// - Parameters:
    ///   - width: Columns that are looked at: an area may reach far beyond the table.
    ///   - fill: Told of each covered cell and what the area's first cell holds; nil where the area
    ///     is wider than one column.
    mutating func pass(
        _ row: SheetRow,
        width: Int,
        fill: (_ column: Int, _ held: SheetCell?) -> Void
    ) {
        if coming.isEmpty, active.isEmpty { return }
        active.removeAll { $0.area.rows.upperBound < row.number }
        while let next = coming.last, next.rows.lowerBound <= row.number {
            coming.removeLast()
            if next.rows.upperBound >= row.number { active.append(Held(next)) }
        }
        for held in active {
            let (columns, first) = (held.area.columns, held.area.columns.lowerBound)
            if row.number == held.area.rows.lowerBound,
                let cell = row.cells.first(where: { $0.column == first })
            {
                held.hold(cell)
            }
            for column in columns.prefix(while: { $0 < width }) {
                if column == first, row.number == held.area.rows.lowerBound { continue }
                fill(column, columns.count == 1 ? MergedCells.cell(held, column) : nil)
            }
        }
    }

    private static func cell(_ held: Held, _ column: Int) -> SheetCell {
        SheetCell(
            column: column,
            kind: held.kind,
            text: held.bytes.map { UnsafeBufferPointer($0) } ?? CellBytes(start: nil, count: 0),
            number: 0
        )
    }
}
