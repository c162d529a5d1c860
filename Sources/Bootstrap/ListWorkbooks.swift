import Foundation
import Workbooks

/// Writes a workbook beside each table of a simulated season: the same rows, as bureaus send them.
struct ListWorkbooks {
    /// Rows of a sheet, the header counted; more go on to another sheet.
    private static let rowsOfSheet = 1_048_576
    private static let figures: Set<Substring> = ["序号", "人数", "金额"]

    /// Writes a workbook for each `lists/*.csv`; the index of the lists is left out.
    ///
    /// - Throws: ``WorkbookProblem`` when one cannot be written.
    static func write(besideTablesIn folder: URL) throws {
        let lists = folder.appendingPathComponent("lists")
        let files = try FileManager.default.contentsOfDirectory(atPath: lists.path).sorted()
        for file in files where file.hasSuffix(".csv") && file != "index.csv" {
            let text = try String(contentsOf: lists.appendingPathComponent(file), encoding: .utf8)
            let path = lists.appendingPathComponent(String(file.dropLast(4)) + ".xlsx").path
            try write(text, to: path)
        }
    }

    /// Writes one table; its cells hold neither commas nor quotation marks.
    private static func write(_ text: String, to path: String) throws {
        let writer = try WorkbookWriter(path: path)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        let areFigures = header.map(figures.contains)
        var sheet = try open(writer, header, number: 1)
        var (row, number) = (1, 1)
        for line in lines.dropFirst() {
            if row == rowsOfSheet {
                (row, number) = (1, number + 1)
                sheet = try open(writer, header, number: number)
            }
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            for (column, cell) in cells.enumerated() where !cell.isEmpty {
                if areFigures[column], let figure = Int32(cell) {
                    writer.write(number: Double(figure), to: sheet, row: row, column: column)
                } else {
                    writer.write(String(cell), to: sheet, row: row, column: column)
                }
            }
            row += 1
        }
        try writer.close()
    }

    private static func open(
        _ writer: WorkbookWriter,
        _ header: [Substring],
        number: Int
    ) throws -> WorkbookWriter.Sheet {
        let sheet = try writer.addSheet(number == 1 ? "名单" : "名单\(number)")
        for (column, title) in header.enumerated() {
            writer.write(String(title), to: sheet, row: 0, column: column, style: .header)
        }
        return sheet
    }
}
