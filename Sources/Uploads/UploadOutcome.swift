import Intake

/// What a check or a sending came to.
public struct UploadOutcome: Sendable, Hashable, Codable {
    /// Rows read, the header not counted.
    public var rows: Int64 = 0
    /// Rows that could be sent, or were.
    public var good: Int64 = 0
    /// Rows that cannot be taken, by code.
    public var rejected: [String: Int64] = [:]
    /// The first of them.
    public var verdicts: [RowVerdict] = []
    /// Remarks about the file as a whole: encoding, sheets and rows passed over.
    public var notes: [String] = []
    /// Why the file as a whole is refused: the code; empty when it is not.
    public var refusal = ""
    /// The same in Chinese, with what to do.
    public var refusalChinese = ""
    /// The same in English, with the column or part.
    public var refusalDetail = ""
    /// Why it could not be carried through: not a matter of the file; empty when it was.
    public var failure = ""

    /// Creates an empty outcome.
    public init() {}

    /// Takes over a report.
    init(_ report: SendReport) {
        rows = report.rowsRead
        good = report.rowsSent
        for (code, count) in report.rejected { rejected[code.rawValue] = count }
        verdicts = report.verdicts
        notes = (report.encodingNote.isEmpty ? [] : [report.encodingNote]) + report.notes
    }

    /// Takes over a refusal.
    init(_ refusal: FileRefusal) {
        self.refusal = refusal.code
        refusalChinese = refusal.chinese
        refusalDetail = refusal.sentence
    }

    /// Rows that cannot be taken.
    public var refused: Int64 { rejected.values.reduce(0, +) }

    /// The codes with their numbers and Chinese sentences, most frequent first.
    public var byCode: [(code: String, count: Int64, reason: String, remedy: String)] {
        rejected.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { code, count in
            let word = RowVerdict(place: "", column: "", code: code)
            return (code, count, word.reason, word.remedy)
        }
    }
}

/// How far a check or a sending is.
public struct UploadProgress: Sendable, Hashable, Codable {
    /// Rows read.
    public var rows: Int64 = 0
    /// Rows that cannot be taken.
    public var refused: Int64 = 0
    /// Thousandths of the file.
    public var perMille: Int64 = 0

    /// Creates the progress of something not begun.
    public init() {}

    init(_ now: SendProgress) {
        rows = now.rows
        refused = now.rejected
        perMille = min(1_000, now.bytesDone * 1_000 / max(now.bytesTotal ?? 0, 1))
    }
}
