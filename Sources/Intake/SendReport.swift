/// What became of a file.
public struct SendReport: Sendable {
    /// Base name of the file.
    public var file: String
    /// Rows read, the header not counted.
    public var rowsRead: Int64 = 0
    /// Rows whose event is in the log; in a dry run, rows that could be sent.
    public var rowsSent: Int64 = 0
    /// Rows that could not be taken, by code.
    public var rejected: [IntakeRejection: Int64] = [:]
    /// The first sentences about such rows; values stand in them only masked.
    public var problems: [String] = []
    /// As many of them with code and place.
    public var verdicts: [RowVerdict] = []
    /// Remarks about the file as a whole.
    public var notes: [String] = []
    /// Which encoding the file has and how that is known.
    public var encodingNote = ""
    /// Path of the annotated copy; nil when none was asked for.
    public var annotatedCopy: String?
    /// Whether it stopped before the end of the file because it was asked to.
    public var wasCancelled = false
    /// Whether nothing was sent because that was asked for.
    public var isDryRun = false

    /// Rows that could not be taken.
    public var rowsRejected: Int64 { rejected.values.reduce(0, +) }

    /// Rows that are no events: a total under a table of targets.
    public var rowsNotSent: Int64 { rowsRead - rowsSent - rowsRejected }

    /// The report in lines to print.
    public var summary: String {
        let verb = isDryRun ? "could be sent" : "sent"
        var lines = [
            "\(file): \(rowsRead) rows read, \(rowsSent) \(verb), \(rowsRejected) rejected. \(encodingNote)"
        ]
        for code in IntakeRejection.allCases {
            guard let count = rejected[code] else { continue }
            lines.append("  \(code.rawValue): \(count) (\(code.english))")
        }
        lines += problems
        let unshown = rowsRejected - Int64(problems.count)
        if unshown > 0 { lines.append("… and \(unshown) more.") }
        lines += notes
        if let annotatedCopy { lines.append("Verdict of each row: \(annotatedCopy)") }
        return lines.joined(separator: "\n")
    }
}

/// The log stayed away, or refused, before all of a file was sent.
public struct SendInterrupted: Error, CustomStringConvertible {
    /// What became of the file until then; only rows that are in the log count as sent.
    public let report: SendReport
    /// What the log said.
    public let cause: any Error

    /// What happened and what to do.
    public var description: String {
        "\(report.file): sending stopped after row \(report.rowsRead): \(cause). "
            + "Send the file again: what arrived is recognised and not taken twice."
    }
}
