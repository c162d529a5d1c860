import Events
import Foundation

/// The lines of a JSON Lines file: one object each, with the keys of a table or of an office record.
final class JsonLinesReader: RowReader {
    let headerLine = ""
    private(set) var row: Int64 = 0
    private(set) var fault: RowFault?
    /// The object of the line; empty when there is a fault.
    private(set) var object: [String: Any] = [:]
    private let lines: LineReader
    private let table: TableColumns?
    private let values = ByteBuffer()
    private let stored: UnsafeMutableBufferPointer<CellBytes>
    private static let positions = Array(0..<Column.allCases.count)

    /// Creates a reader.
    ///
    /// - Parameter table: The only keys that may stand in an object; nil lets others stand beside
    ///   the columns.
    init(_ lines: LineReader, table: TableColumns?) {
        self.lines = lines
        self.table = table
        stored = .allocate(capacity: Column.allCases.count)
        stored.initialize(repeating: CellBytes(start: nil, count: 0))
    }

    deinit { stored.deallocate() }

    var bytes: UnsafeRawBufferPointer { lines.bytes }

    var cells: Cells { Cells(cells: UnsafeBufferPointer(stored), positions: Self.positions) }

    func title(of column: Column) -> String { column.key }

    func next() throws(FileRefusal) -> ReadStep {
        let step = try lines.next()
        guard case .row = step else { return step }
        object = [:]
        fault = lines.lineFault()
        if fault == nil, lines.bytes.bindMemory(to: UInt8.self).trimmed.isEmpty {
            switch try lines.isAtEnd() {
            case true?: return .end
            case false?: fault = RowFault(.rowEmpty)
            case nil:
                lines.unread()
                return .quiet
            }
        }
        row += 1
        if fault == nil { readObject() }
        return .row
    }

    private func readObject() {
        let parsed = try? JSONSerialization.jsonObject(with: Data(lines.bytes))
        guard let parsed = parsed as? [String: Any] else {
            fault = RowFault(.jsonMalformed)
            return
        }
        do throws(RowFault) {
            try storeCells(of: parsed)
            object = parsed
        } catch {
            fault = error
        }
    }

    private func storeCells(of object: [String: Any]) throws(RowFault) {
        values.removeAll()
        var ranges = Array(repeating: 0..<0, count: Column.allCases.count)
        for (key, value) in object {
            guard let column = Column(header: key), table?.known.contains(column) ?? true else {
                if let table { throw JsonLinesReader.unknown(key, table) }
                continue
            }
            guard let text = JsonLinesReader.text(value) else {
                if table == nil { continue }
                throw RowFault(.jsonMalformed, column, "neither text nor number")
            }
            let start = values.count
            values.append(text: text)
            ranges[column.rawValue] = start..<values.count
        }
        for (index, range) in ranges.enumerated() {
            stored[index] = CellBytes(
                rebasing: values.bytes.bindMemory(to: UInt8.self)[range]
            )
        }
    }

    private static func unknown(_ key: String, _ table: TableColumns) -> RowFault {
        let near = Spelling.nearest(to: key, among: table.known.map(\.key))
        let hint = near.map { "a key is not known: did you mean \($0)?" } ?? "a key is not known"
        return RowFault(.jsonMalformed, nil, hint)
    }

    /// A text or number as it would stand in a cell; nil for anything else.
    static func text(_ value: Any) -> String? {
        if let text = value as? String { return text }
        if value is NSNull { return "" }
        guard let number = value as? NSNumber else { return nil }
        switch String(cString: number.objCType) {
        case "c", "B": return nil
        case "d", "f":
            // The shortest text of the number, which is the one written if it had 15 digits or less.
            let value = number.doubleValue
            return Int64(exactly: value).map { String($0) } ?? value.description
        case "Q": return String(number.uint64Value)
        default: return String(number.int64Value)
        }
    }
}
