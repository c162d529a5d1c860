import Events
import Glibc

/// The annotated copy of a CSV file: the same cells with the columns 结果, 代码 and 说明 behind them.
///
/// It is UTF-8 with a byte order mark, so that a spreadsheet opens it as text. It holds the cells of
/// the file, hence it is readable by its owner only.
public final class VerdictCopy: AnnotatedCopy {
    /// Where it stands.
    public let path: String
    /// Why it is not whole; nil while it is.
    private(set) var problem: String?
    private let descriptor: Int32
    private let buffer = ByteBuffer(capacity: 1 << 16)
    private let columns: Int

    /// The usual path: `payments.csv.verdicts.csv` beside `payments.csv`, `list.xlsx.verdicts.xlsx`
    /// beside a workbook.
    public static func path(for file: String) -> String {
        let isWorkbook = try? IntakeFile.path(file).isWorkbook(SendOptions())
        return file + (isWorkbook == true ? ".verdicts.xlsx" : ".verdicts.csv")
    }

    /// Creates the file, or empties it.
    ///
    /// - Parameters:
    ///   - header: The header line of the file.
    ///   - columns: Cells that each row should have.
    init(path: String, header: String, columns: Int) throws(FileRefusal) {
        (self.path, self.columns) = (path, columns)
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw FileRefusal(
                "the annotated copy cannot be written: \(String(cString: strerror(errno))). "
                    + "Choose another folder for it."
            )
        }
        buffer.append([0xEF, 0xBB, 0xBF])
        buffer.append(text: header + ",结果,代码,说明\r\n")
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Adds a row that was taken.
    func addTaken(_ row: UnsafeRawBufferPointer) {
        buffer.append(row)
        buffer.append(text: ",已接收,,\r\n")
        writeIfFull()
    }

    /// Adds a row that was not taken.
    ///
    /// A row that is not split into as many cells as the header becomes one cell, so that the
    /// verdict stands under its header.
    func addRejected(_ row: UnsafeRawBufferPointer, fault: RowFault, column: String) {
        if fault.code.isOfWholeRow { addAsOneCell(row) } else { buffer.append(row) }
        let place = column.isEmpty ? "" : "“\(column)”："
        let text = "\(place)\(fault.code.chinese)。\(fault.code.nextStepChinese)。"
        buffer.append(text: ",未接收,\(fault.code.rawValue),\(text)\r\n")
        writeIfFull()
    }

    /// Writes the rest.
    func finish() { writeOut() }

    private func addAsOneCell(_ row: UnsafeRawBufferPointer) {
        buffer.append(byte: 0x22)
        let text = String(decoding: row, as: UTF8.self)
        for byte in text.utf8 where byte != 0 {
            if byte == 0x22 { buffer.append(byte: 0x22) }
            buffer.append(byte: byte)
        }
        buffer.append(byte: 0x22)
        for _ in 1..<max(2, columns) { buffer.append(byte: 0x2C) }
    }

    private func writeIfFull() { if buffer.count >= 1 << 16 { writeOut() } }

    private func writeOut() {
        var start = 0
        while start < buffer.count, problem == nil {
            let count = write(descriptor, buffer.base + start, buffer.count - start)
            if count < 0, errno != EINTR {
                problem = "the annotated copy is not whole: \(String(cString: strerror(errno)))."
            }
            start += max(0, count)
        }
        buffer.removeAll()
    }
}

extension IntakeRejection {
    /// Whether the row could not be split into the cells of the header.
    var isOfWholeRow: Bool {
        switch self {
        case .rowTooLong, .nulByte, .encodingInvalid, .rowEmpty, .quoteUnbalanced, .columnCount:
            true
        default: false
        }
    }
}
