import Events

/// A line of a bank's or the tax bureau's statement as its file has it, or why it cannot be read.
public struct StatementRow: Sendable, Equatable {
    /// Row under the header, from 1.
    public var row: Int64
    /// The day; nil when there is a problem.
    public var day: CivilDate?
    /// The amount, above zero; zero only beside a problem.
    public var amount = Money.zero
    /// Account, or the village where no account is given; empty where there is neither.
    public var account = ""
    /// Number of slip or serial; empty where there is none.
    public var slip = ""
    /// What is wrong with the row: column, value masked, rule; nil when it could be read.
    public var problem: String?
}

/// Reads statements: CSV with the columns 日期 (`date`), 金额 (`amount_yuan`, or `amount_fen`), 账户
/// (`account`) or 单位 (`unit`), 单号 (`slip`), 备注 (`remark`); UTF-8 or GB18030.
public enum StatementReader {
    /// Reads a whole file.
    ///
    /// - Throws: ``FileRefusal`` when the file is not a statement or cannot be read.
    public static func rows(of file: IntakeFile) throws(FileRefusal) -> [StatementRow] {
        let lines = try LineReader(file, options: SendOptions())
        guard let reader = try CsvReader(lines, table: .statement) else { return [] }
        var rows: [StatementRow] = []
        while true {
            switch try reader.next() {
            case .end: return rows
            case .quiet: continue
            case .row: rows.append(row(reader))
            }
        }
    }

    private static func row(_ reader: CsvReader) -> StatementRow {
        var row = StatementRow(row: reader.row)
        do throws(RowFault) {
            if let fault = reader.fault { throw fault }
            let cells = reader.cells
            guard let day = try cells.date(.day) else {
                throw RowFault(.dateMalformed, .day, "the day is missing")
            }
            let amount = try cells.officeAmount()
            if amount == .zero { throw RowFault(.amountMissing, .amountYuan) }
            row.day = day
            row.amount = amount
            row.account = cells.text(.account).isEmpty ? cells.text(.unit) : cells.text(.account)
            row.slip = cells.text(.slip)
        } catch {
            let what = error.detail.isEmpty ? error.code.english : error.detail
            row.problem = error.column.map { "\(reader.title(of: $0)): \(what)" } ?? what
        }
        return row
    }
}
