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
    /// Where the row stands: `row 5`.
    var place: String { get }
    /// Where the row stands, in Chinese: `第5行`.
    var placeChinese: String { get }
    /// Where a column stands, with its title.
    func place(of column: Column) -> String
}

extension RowReader {
    var place: String { "row \(row)" }

    var placeChinese: String { "第\(row)行（表头不计）" }

    func place(of column: Column) -> String { title(of: column) }
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
    /// The cell without blanks, tabs, line breaks, non-breaking and ideographic spaces and marks of
    /// direction at its ends.
    var trimmed: CellBytes {
        var (start, end) = (startIndex, endIndex)
        while start < end {
            if isBlank(at: start) {
                start += 1
            } else if end - start >= 3, isWideBlank(at: start) {
                start += 3
            } else if end - start >= 2, isNonBreaking(at: start) {
                start += 2
            } else {
                break
            }
        }
        while end > start {
            if isBlank(at: end - 1) {
                end -= 1
            } else if end - start >= 3, isWideBlank(at: end - 3) {
                end -= 3
            } else if end - start >= 2, isNonBreaking(at: end - 2) {
                end -= 2
            } else {
                break
            }
        }
        return CellBytes(rebasing: self[start..<end])
    }

    /// The cell as text.
    var text: String { String(decoding: self, as: UTF8.self) }

    /// U+0020, U+0009, U+000A and U+000D.
    @inline(__always)
    private func isBlank(at index: Int) -> Bool {
        let byte = self[index]
        return byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// U+00A0.
    private func isNonBreaking(at index: Int) -> Bool {
        self[index] == 0xC2 && self[index + 1] == 0xA0
    }

    /// U+2000–U+200F, U+202A–U+202F, U+2060, U+3000 and U+FEFF.
    private func isWideBlank(at index: Int) -> Bool {
        switch (self[index], self[index + 1], self[index + 2]) {
        case (0xE2, 0x80, 0x80...0x8F), (0xE2, 0x80, 0xAA...0xAF), (0xE2, 0x81, 0xA0),
            (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
            true
        default: false
        }
    }
}
