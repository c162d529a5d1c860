import Foundation

/// A small CSV file with a header row; cells are not quoted unless they hold a comma.
struct Table {
    /// Data rows with their row number in the file (the header is row 1).
    private(set) var rows: [(row: Int, cells: [String])] = []
    private var header: [String] = []
    private let name: String

    /// Reads the file.
    ///
    /// - Throws: ``SimulationError/malformed(file:row:expected:)`` when it is not there, not UTF-8,
    ///   or a row has another number of cells than the header.
    init(file: URL) throws {
        name = file.lastPathComponent
        guard let data = FileManager.default.contents(atPath: file.path),
            let text = String(data: data, encoding: .utf8)
        else { throw SimulationError.malformed(file: name, row: 1, expected: "a UTF-8 file") }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            let cells = Table.cells(of: line)
            if header.isEmpty {
                header = cells
            } else if cells.count == header.count {
                rows.append((index + 1, cells))
            } else {
                throw malformed(index + 1, "\(header.count) cells")
            }
        }
    }

    /// The place of the first of `names` that the header has.
    func column(_ names: String...) throws -> Int {
        for name in names {
            if let place = header.firstIndex(of: name) { return place }
        }
        throw malformed(1, "a column \(names.joined(separator: " or "))")
    }

    /// The error for a row of this file.
    func malformed(_ row: Int, _ expected: String) -> SimulationError {
        .malformed(file: name, row: row, expected: expected)
    }

    private static func cells(of line: Substring) -> [String] {
        var cells = [""]
        var quoted = false
        for character in line {
            switch character {
            case "\"": quoted.toggle()
            case "," where !quoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
