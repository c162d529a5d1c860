/// The cells of an object inside a record, which no reader holds in place.
struct OwnedCells {
    private var bytes: [UInt8] = []
    private var ranges = Array(repeating: 0..<0, count: Column.allCases.count)
    private static let positions = Array(0..<Column.allCases.count)

    /// Takes the fields that are columns of a table; others are passed over.
    init(_ fields: [String: Any]) {
        for (key, value) in fields {
            guard let column = Column(header: key), let text = JsonLinesReader.text(value) else {
                continue
            }
            let start = bytes.count
            bytes.append(contentsOf: text.utf8)
            ranges[column.rawValue] = start..<bytes.count
        }
    }

    /// Calls `body` with the cells, valid during the call.
    func read<R>(_ body: (Cells) throws(RowFault) -> R) throws(RowFault) -> R {
        let result: Result<R, RowFault> = bytes.withUnsafeBufferPointer { bytes in
            let cells = ranges.map { CellBytes(rebasing: bytes[$0]) }
            return cells.withUnsafeBufferPointer { cells in
                do throws(RowFault) {
                    return .success(
                        try body(Cells(cells: cells, positions: OwnedCells.positions))
                    )
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }
}
