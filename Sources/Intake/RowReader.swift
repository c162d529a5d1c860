import Glibc

/// One cell, in place in a reader's buffer.
typealias CellBytes = UnsafeBufferPointer<UInt8>

/// The rows of a table, one at a time, in place.
protocol RowReader: AnyObject {
    /// Passes on to the next row.
    func next() throws(FileRefusal) -> ReadStep
    /// Number of the row, 1 for the first under the header.
    var row: Int64 { get }
    /// The bytes of the row as they came (converted to UTF-8); for a row that is too long, its
    /// beginning.
    var bytes: UnsafeRawBufferPointer { get }
    /// Why the row cannot be split into cells; nil when it can.
    var fault: RowFault? { get }
    /// The cells by their columns; empty when there is a fault.
    var cells: Cells { get }
    /// The header line as it came; empty where the format has none.
    var headerLine: String { get }
    /// What the file calls a column.
    func title(of column: Column) -> String
}

extension LineReader {
    /// What is wrong with the bytes of the line, before they are split; nil when nothing is.
    func lineFault() -> RowFault? {
        if isTooLong { return RowFault(.rowTooLong, nil, "more than 1 MiB in one line") }
        let bytes = bytes
        if let base = bytes.baseAddress, memchr(base, 0, bytes.count) != nil {
            return RowFault(.nulByte)
        }
        return Utf8(bytes) == .invalid ? RowFault(.encodingInvalid) : nil
    }
}

extension CellBytes {
    /// The cell without blanks, tabs and ideographic spaces at its ends.
    var trimmed: CellBytes {
        var (start, end) = (startIndex, endIndex)
        while start < end {
            if self[start] == 0x20 || self[start] == 0x09 {
                start += 1
            } else if end - start >= 3, isWideBlank(at: start) {
                start += 3
            } else {
                break
            }
        }
        while end > start {
            if self[end - 1] == 0x20 || self[end - 1] == 0x09 {
                end -= 1
            } else if end - start >= 3, isWideBlank(at: end - 3) {
                end -= 3
            } else {
                break
            }
        }
        return CellBytes(rebasing: self[start..<end])
    }

    /// The cell as text.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// U+3000 and U+FEFF.
    private func isWideBlank(at index: Int) -> Bool {
        (self[index] == 0xE3 && self[index + 1] == 0x80 && self[index + 2] == 0x80)
            || (self[index] == 0xEF && self[index + 1] == 0xBB && self[index + 2] == 0xBF)
    }
}
