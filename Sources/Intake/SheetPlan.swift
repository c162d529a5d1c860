import Workbooks

/// How one sheet is read: where its header stands and what its columns are.
struct SheetPlan {
    /// Rows from the top among which the header is looked for.
    static let headerRows = 20
    /// Columns that are looked at for merged areas at most.
    private static let rowsOfSheet: Int64 = 1_048_576

    let sheet: Workbook.Sheet
    /// The name, if it may be shown; otherwise its place.
    let shownName: String
    let headerRow: Int
    let header: TableHeader
    /// For each column of the sheet the place in the header; −1 for a column without one.
    let places: [Int]
    /// For each place in the header the column of the table.
    let columns: [Column]
    /// For each place in the header the column of the sheet.
    let letters: [Int]
    let lastColumn: Int
    let merges: [MergedArea]
    /// What is added to the number of a row, so that no two sheets have the same.
    let base: Int64
    let hiddenRows: Int
    let hidesColumns: Bool

    /// A row from the top of the sheet.
    struct Top {
        var number: Int
        var cells: [(column: Int, text: String)]

        /// How many of its cells name a column of the table.
        func known(_ table: TableColumns) -> Int {
            Set(cells.compactMap { Column(heading: $0.text) }).intersection(table.known).count
        }
    }

    /// A cell as a heading; what is longer than any header is cut, and refused as one.
    private static func heading(_ cell: SheetCell) -> String {
        let text = cell.text.trimmed
        return CellBytes(rebasing: text.prefix(TableHeader.bytesMax + 1)).text
    }

    /// What a look through a sheet brings.
    struct Look {
        var tops: [Top] = []
        var rows = 0
        var extent = SheetExtent()
        var merges: [MergedArea] = []
        var hidesColumns = false

        /// Reads a sheet to its end, and so finds what is wrong with it before a row is sent.
        init(_ reader: SheetReader) throws(WorkbookProblem) {
            while let row = try reader.next() {
                rows += 1
                extent.hiddenRows += row.isHidden ? 1 : 0
                let filled = row.cells.filter { !$0.isBlank }
                extent.lastColumn = max(extent.lastColumn, filled.last?.column ?? -1)
                if row.number <= SheetPlan.headerRows, !filled.isEmpty {
                    tops.append(
                        Top(
                            number: row.number,
                            cells: filled.map { ($0.column, SheetPlan.heading($0)) }
                        )
                    )
                }
                if row.number >= SheetPlan.headerRows { break }
            }
            let rest = try reader.measure()
            rows += rest.rows
            extent.hiddenRows += rest.hiddenRows
            extent.lastColumn = max(extent.lastColumn, rest.lastColumn)
            (merges, hidesColumns) = (reader.merges, reader.hidesColumns)
        }

        /// Whether rows of people may stand in it.
        var mayHoldPeople: Bool {
            rows > SheetPlan.headerRows
                || tops.contains { top in
                    top.cells.contains {
                        $0.text.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }.count >= 15
                    }
                }
        }
    }

    /// Plans a sheet; nil when no row at its top is a header.
    ///
    /// The first of the rows that name most columns is the header.
    /// - Parameters:
    ///   - ordinal: Sheets planned before.
    ///   - mustHave: Whether even one known name makes a header, so that the refusal names what is
    ///     missing.
    /// - Throws: ``FileRefusal`` for a header with an unknown, doubled or missing column.
    init?(
        _ sheet: Workbook.Sheet,
        shownName: String,
        look: Look,
        table: TableColumns,
        ordinal: Int,
        mustHave: Bool,
        file: String
    ) throws(FileRefusal) {
        var best: (top: Top, known: Int)?
        for top in look.tops {
            let known = top.known(table)
            if known > best?.known ?? 0 { best = (top, known) }
        }
        guard let best, best.known > 1 || mustHave else { return nil }
        letters = best.top.cells.map(\.column)
        let letters = letters
        header = try TableHeader(
            best.top.cells.map { $0.text.split(whereSeparator: \.isNewline).joined() },
            table: table,
            file: "\(file) sheet \(shownName)",
            place: { "\(CellReference.letters(letters[$0])) of row \(best.top.number)" }
        )
        columns = best.top.cells.compactMap { Column(heading: $0.text) }
        lastColumn = max(look.extent.lastColumn, letters.last ?? 0)
        var places = Array(repeating: -1, count: lastColumn + 1)
        for (place, column) in letters.enumerated() { places[column] = place }
        self.places = places
        (self.sheet, self.shownName, headerRow) = (sheet, shownName, best.top.number)
        (merges, hidesColumns) = (look.merges, look.hidesColumns)
        hiddenRows = look.extent.hiddenRows
        base = Int64(ordinal) * SheetPlan.rowsOfSheet
    }
}
