/// A format in which a document is handed out.
public enum ReportFormat: String, CaseIterable, Sendable {
    /// Comma-separated values, UTF-8.
    case csv
    /// JSON, UTF-8, amounts in fen.
    case json
    /// A workbook of Office Open XML.
    case xlsx
    /// One page of hypertext that prints on A4 and needs nothing beside itself.
    case html

    /// The media type.
    public var contentType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .json: "application/json"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .html: "text/html; charset=utf-8"
        }
    }

    /// Whether it is text that a terminal can show.
    public var isText: Bool { self != .xlsx }
}

/// A document as bytes.
public struct ReportFile: Sendable {
    /// A file name of the kind, the scheme, the unit and the day; nothing of a person.
    public var name: String
    /// The media type.
    public var contentType: String
    /// The content.
    public var bytes: [UInt8]
}

extension Report {
    /// The document in a format; the same document gives the same bytes.
    ///
    /// - Throws: `WorkbookProblem` when a workbook cannot be written.
    public func bytes(_ format: ReportFormat) throws -> [UInt8] {
        switch format {
        case .csv: Array(csv().utf8)
        case .json: Array(json().utf8)
        case .xlsx: try workbook()
        case .html: Array(html().utf8)
        }
    }

    /// The document in a format, with name and media type.
    ///
    /// - Throws: `WorkbookProblem` when a workbook cannot be written.
    public func file(_ format: ReportFormat) throws -> ReportFile {
        let parts = [
            kind, basis.scheme, basis.unit.replacing("/", with: "_"),
            basis.asOf?.description ?? "",
        ]
        let name = parts.filter { !$0.isEmpty }.joined(separator: "-")
        return ReportFile(
            name: "\(name).\(format.rawValue)",
            contentType: format.contentType,
            bytes: try bytes(format)
        )
    }
}
