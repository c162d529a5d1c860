import Events
import Foundation
import Intake

/// The files of a season's folder: `payments.csv`, `operations.jsonl`, and what `lists/index.csv`
/// names.
public struct SeasonIndex: Sendable {
    /// One table of `lists/index.csv`.
    public struct Table: Sendable {
        /// The file.
        public var url: URL
        /// How it is sent.
        public var description: ListDescription
    }

    /// The payments, where the folder has them.
    public var payments: URL?
    /// The offices' records, where the folder has them.
    public var operations: URL?
    /// Lists, rosters, targets, in the order of the index.
    public var tables: [Table]

    /// Reads a folder.
    ///
    /// - Throws: ``ConfigurationProblem`` that names file, row and value.
    public init(folder: URL) throws {
        func existing(_ name: String) -> URL? {
            let url = folder.appendingPathComponent(name)
            return FileManager.default.fileExists(atPath: url.path) ? url : nil
        }
        payments = existing("payments.csv")
        operations = existing("operations.jsonl")
        tables = []
        if let index = existing("lists/index.csv") {
            let text: String
            do {
                text = try String(contentsOf: index, encoding: .utf8)
            } catch {
                throw ConfigurationProblem("lists/index.csv: cannot be read as UTF-8.")
            }
            tables = try SeasonIndex.tables(text, folder: folder.appendingPathComponent("lists"))
        }
        if payments == nil, operations == nil, tables.isEmpty {
            throw ConfigurationProblem(
                "--in \(folder.lastPathComponent): no payments.csv, operations.jsonl or "
                    + "lists/index.csv there. Make a season with zhengjiao simulate --out."
            )
        }
    }

    private static func tables(_ text: String, folder: URL) throws -> [Table] {
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        let header = "file,kind,list_id,bureau,category,snapshot_date,supersedes"
        guard lines.first == header else {
            throw ConfigurationProblem("lists/index.csv row 0: header \(header) expected.")
        }
        return try lines.dropFirst().enumerated().map { row, line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(
                String.init
            )
            guard cells.count == 7 else {
                throw ConfigurationProblem("lists/index.csv row \(row + 1): 7 columns expected.")
            }
            guard let kind = ListKind(rawValue: cells[1]) else {
                throw ConfigurationProblem(
                    "lists/index.csv row \(row + 1), column kind: \(cells[1]) is none of "
                        + ListKind.allCases.map(\.rawValue).joined(separator: ", ") + "."
                )
            }
            guard let snapshot = CivilDate(cells[5]) else {
                throw ConfigurationProblem(
                    "lists/index.csv row \(row + 1), column snapshot_date: YYYY-MM-DD expected."
                )
            }
            return Table(
                url: folder.appendingPathComponent(cells[0]).standardizedFileURL,
                description: ListDescription(
                    kind: kind,
                    list: cells[2],
                    bureau: cells[3],
                    category: cells[4],
                    snapshot: snapshot,
                    supersedes: cells[6]
                )
            )
        }
    }
}
