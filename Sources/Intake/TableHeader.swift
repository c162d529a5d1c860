/// The header of one file: where each column stands, and what the file calls it.
struct TableHeader {
    /// Cells that each row must have.
    let count: Int
    /// Where each column stands, by raw value; −1 when the file has it not.
    let positions: [Int]
    private let cells: [String]
    /// Bytes of a header at most: every rejected row bears it.
    static let bytesMax = 1 << 13

    /// What the file calls a column.
    func title(of column: Column) -> String {
        let position = positions[column.rawValue]
        return position < 0 ? column.title : cells[position]
    }

    /// Reads a header.
    ///
    /// - Throws: ``FileRefusal`` for an unknown, doubled or missing column.
    ///
    /// - Parameter place: How the place of a cell is told.
    init(
        _ cells: [String],
        table: TableColumns,
        file: String,
        place: (Int) -> String = { "\($0 + 1)" }
    ) throws(FileRefusal) {
        if cells.reduce(0, { $0 + $1.utf8.count + 1 }) > TableHeader.bytesMax {
            throw TableHeader.tooLong(file)
        }
        guard cells.contains(where: { Column(heading: $0) != nil }) else {
            throw FileRefusal(
                "\(file): the first line is not a header of \(table.name). "
                    + "Put \(TableHeader.list(table.known)) above the rows.",
                code: "header_missing"
            )
        }
        var positions = Array(repeating: -1, count: Column.allCases.count)
        for (index, cell) in cells.enumerated() {
            guard let column = Column(heading: cell), table.known.contains(column) else {
                throw TableHeader.unknown(cell, place(index), table, file)
            }
            if positions[column.rawValue] >= 0 {
                throw FileRefusal(
                    "\(file): column \(cell) stands twice in the header. Remove one of them.",
                    code: "header_doubled"
                )
            }
            positions[column.rawValue] = index
        }
        for group in table.required where group.allSatisfy({ positions[$0.rawValue] < 0 }) {
            throw FileRefusal(
                "\(file): column \(TableHeader.list(group)) is missing. "
                    + "Add it to the header; \(table.name) cannot be read without it.",
                code: "header_incomplete"
            )
        }
        (self.count, self.positions, self.cells) = (cells.count, positions, cells)
    }

    /// The refusal of a header that is longer than any table's.
    static func tooLong(_ file: String) -> FileRefusal {
        FileRefusal(
            "\(file): the header has more than \(bytesMax) bytes. "
                + "Put the names of the columns alone above the rows.",
            code: "header_too_long"
        )
    }

    private static func unknown(
        _ cell: String,
        _ place: String,
        _ table: TableColumns,
        _ file: String
    ) -> FileRefusal {
        if cell.isEmpty {
            return FileRefusal(
                "\(file): column \(place) has no header. Name it or remove it.",
                code: "header_unknown"
            )
        }
        let names = table.known.flatMap { $0.title == $0.key ? [$0.key] : [$0.title, $0.key] }
        if let near = Spelling.nearest(to: cell, among: names) {
            return FileRefusal(
                "\(file): column \(cell) is not known: did you mean \(near)?",
                code: "header_unknown"
            )
        }
        // A cell that resembles no header may be a person's: it is shown only masked.
        let shown = Column(heading: cell) == nil ? Masked.text(Array(cell.utf8)) : cell
        return FileRefusal(
            "\(file): column \(place) «\(shown)» is not known in \(table.name). Known are "
                + "\(list(table.known)). Remove it or rename it.",
            code: "header_unknown"
        )
    }

    static func list(_ columns: [Column]) -> String {
        columns.map { $0.title == $0.key ? $0.key : "\($0.title) (\($0.key))" }
            .joined(separator: ", ")
    }
}

/// The cells of one row by their columns, in place in a reader's buffer.
struct Cells {
    let cells: UnsafeBufferPointer<CellBytes>
    let positions: [Int]

    /// The cell of a column without blanks at its ends; empty when the table has no such column.
    subscript(column: Column) -> CellBytes {
        let position = positions[column.rawValue]
        if position < 0 || position >= cells.count { return CellBytes(start: nil, count: 0) }
        return cells[position].trimmed
    }

    /// The cell of a column as text.
    func text(_ column: Column) -> String { self[column].text }
}
