import ArgumentParser
import Documents
import Events
import Foundation
import Intake

/// `zhengjiao reconcile`: a statement against postings.
public struct ReconcileCommand {
    private let documents: DocumentArguments

    /// Creates the command.
    public init(_ documents: DocumentArguments) { self.documents = documents }

    /// Reconciles and prints a summary; exit status 1 when anything differs.
    ///
    /// - Parameters:
    ///   - kind: `bank` or `tax`.
    ///   - out: File of the document; printed when nil.
    public func run(
        statement: String,
        kind: String,
        unit: String,
        windowDays: Int32,
        out: String?
    ) throws {
        guard let kind = Reconciliation.Kind(rawValue: kind) else {
            throw ConfigurationProblem("--kind \(kind): bank or tax expected.")
        }
        let rows: [StatementRow]
        do {
            rows = try StatementReader.rows(of: .path(statement))
        } catch {
            throw ConfigurationProblem("--statement \(error.sentence)")
        }
        let lines = rows.compactMap { row -> StatementLine? in
            guard row.problem == nil, let day = row.day else { return nil }
            return StatementLine(
                row: row.row,
                day: day,
                amount: row.amount,
                account: row.account,
                reference: row.slip
            )
        }
        let faults = rows.compactMap { row in
            row.problem.map { StatementFault(row: row.row, sentence: $0) }
        }
        let format = try documents.format(of: out)
        let result = try documents.read(ReportRequest(unit: unit), for: format) {
            try Reconciliation(
                $0,
                kind,
                lines: lines,
                faults: faults,
                windowDays: windowDays
            )
        }
        try documents.write(result.report.file(format), to: out)
        if out != nil { summarise(result) }
        if !result.agrees { throw ExitCode(1) }
    }

    private func summarise(_ result: Reconciliation) {
        for table in result.report.tables { print("\(table.title): \(table.rows.count)") }
        print(result.agrees ? "all matched" : "differences")
    }
}
