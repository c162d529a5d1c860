/// The rows of one sheet, one at a time, in memory of bounded size.
public final class SheetReader {
    private let stream: PartStream
    private let parser: SheetParser
    private let xml: XmlParser
    private let texts: SharedTexts
    private let formats: NumberFormats
    private let is1904: Bool
    private let limits: WorkbookLimits
    private let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private let scratch = TextStore(capacity: 1 << 14)
    private var scratchEnds: [(cell: Int, range: Range<Int>)] = []
    private var cells: UnsafeMutableBufferPointer<SheetCell>
    private var nextRow = 0
    private var isAtEnd = false

    init(
        _ name: String,
        stream: PartStream,
        texts: SharedTexts,
        formats: NumberFormats,
        is1904: Bool,
        limits: WorkbookLimits
    ) {
        (self.stream, self.texts, self.formats, self.is1904) = (stream, texts, formats, is1904)
        self.limits = limits
        parser = SheetParser(limits: limits)
        xml = XmlParser(name, sink: parser, limits: limits)
        cells = .allocate(capacity: limits.columns)
    }

    deinit {
        room.deallocate()
        cells.deallocate()
    }

    /// The merged areas; whole when all rows were read.
    public var merges: [MergedArea] { parser.merges }

    /// Whether a column is hidden; known when the first row was read.
    public var hidesColumns: Bool { parser.hidesColumns }

    /// Packed bytes read so far.
    public var packedDone: Int64 { stream.packedDone }

    /// Passes on to the next row with filled cells; nil at the end.
    ///
    /// - Throws: ``WorkbookProblem`` when the sheet cannot be read on.
    public func next() throws(WorkbookProblem) -> SheetRow? {
        try nextRaw().map(resolve)
    }

    /// Reads to the end and counts.
    ///
    /// - Throws: ``WorkbookProblem`` when the sheet cannot be read to its end.
    public func measure() throws(WorkbookProblem) -> SheetExtent {
        var extent = SheetExtent()
        while let row = try nextRaw() {
            extent.rows += 1
            extent.hiddenRows += row.isHidden ? 1 : 0
            if let last = parser.cells[row.cells].last?.column {
                extent.lastColumn = max(extent.lastColumn, last)
            }
        }
        try checkMerges()
        return extent
    }

    /// Merged areas must lie apart: a row may have as many of them as columns, and no more.
    private func checkMerges() throws(WorkbookProblem) {
        var lastRows = [Int](repeating: 0, count: limits.columns)
        for area in merges.sorted(by: { $0.rows.lowerBound < $1.rows.lowerBound }) {
            for column in area.columns.prefix(while: { $0 < limits.columns }) {
                guard lastRows[column] < area.rows.lowerBound else {
                    throw WorkbookProblem(.gridBroken, "merged areas lie one over the other")
                }
                lastRows[column] = area.rows.upperBound
            }
        }
    }

    private func nextRaw() throws(WorkbookProblem) -> SheetParser.RawRow? {
        while nextRow == parser.rows.count {
            if isAtEnd { return nil }
            // Rows are forgotten only when all of them were taken and none is half read.
            if parser.isBetweenRows {
                parser.removeAll()
                nextRow = 0
            }
            let count = try stream.read(into: room)
            try xml.feed(UnsafeRawBufferPointer(rebasing: room[..<count]))
            isAtEnd = count == 0
        }
        let row = parser.rows[nextRow]
        nextRow += 1
        return row
    }

    private func resolve(_ row: SheetParser.RawRow) -> SheetRow {
        scratch.truncate(to: 0)
        scratchEnds.removeAll(keepingCapacity: true)
        for (index, place) in row.cells.enumerated() {
            cells.initializeElement(at: index, to: resolve(parser.cells[place], index))
        }
        // Only now, for the scratch may have moved while it grew.
        for (cell, range) in scratchEnds { cells[cell].text = scratch.bytes(range) }
        return SheetRow(
            number: row.number,
            isHidden: row.isHidden,
            cells: UnsafeBufferPointer(rebasing: cells[..<row.cells.count])
        )
    }

    private func resolve(_ raw: SheetParser.RawCell, _ index: Int) -> SheetCell {
        let written = parser.store.bytes(raw.text)
        var cell = SheetCell(column: raw.column, kind: .text, text: written, number: 0)
        guard raw.hasValue else {
            cell.kind = raw.hasFormula ? .uncomputed : .text
            return cell
        }
        switch raw.form {
        case .text: break
        case .shared:
            if let number = written.number, let text = texts.text(number) {
                cell.text = text
            } else {
                cell.kind = .unreadable
            }
        case .boolean:
            cell.kind = .boolean
            put(written.isTrue ? "TRUE" : "FALSE", of: index)
        case .error: cell.kind = .error
        case .day: setDay(&cell, written, index)
        case .number: setNumber(&cell, written, raw.style, index)
        }
        return cell
    }

    /// A day in ISO 8601, as strict files have it.
    private func setDay(_ cell: inout SheetCell, _ written: XmlBytes, _ index: Int) {
        let parts = String(decoding: written, as: UTF8.self).split(separator: "T")
        guard let day = parts.first, day.utf8.count == 10 else { return cell.kind = .noDay }
        guard parts.count == 2 else { return cell.kind = .day }
        cell.kind = .dayAndTime
        put("\(day)T\(parts[1].prefix(8))", of: index)
    }

    private func setNumber(
        _ cell: inout SheetCell,
        _ written: XmlBytes,
        _ style: Int,
        _ index: Int
    ) {
        // `TRUE` of a formula without a value is left out; an empty one is blank.
        if written.isEmpty { return }
        guard let number = CellNumber(written) else { return cell.kind = .unreadable }
        (cell.kind, cell.number) = (number.isRounded ? .rounded : .number, number.value)
        switch formats.shape(style) {
        case .plain: put(number.text, of: index)
        case .padded(let count):
            let isWhole = number.text.utf8.allSatisfy { $0 != 0x2E && $0 != 0x2D }
            let missing = isWhole ? max(0, count - number.text.utf8.count) : 0
            put(String(repeating: "0", count: missing) + number.text, of: index)
        case .time: putTime(number, of: index)
        case .day, .dayAndTime:
            let date = SerialDate(number.value, is1904: is1904)
            guard let date, let day = date.dayText else {
                cell.kind = .noDay
                return put(number.text, of: index)
            }
            let hasTime = formats.shape(style) == .dayAndTime
            cell.kind = hasTime ? .dayAndTime : .day
            put(hasTime ? "\(day)T\(date.timeText)" : day, of: index)
        }
    }

    private func putTime(_ number: CellNumber, of index: Int) {
        let date = number.value < 1 ? SerialDate(number.value + 1, is1904: true) : nil
        put(date?.timeText ?? number.text, of: index)
    }

    private func put(_ text: String, of index: Int) {
        let start = scratch.count
        scratch.append(text)
        scratchEnds.append((index, start..<scratch.count))
    }
}
