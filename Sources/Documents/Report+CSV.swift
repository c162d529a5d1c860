import Events

extension Report {
    /// The document as CSV: UTF-8, LF, cells quoted as in RFC 4180.
    ///
    /// Lines that begin with `#` state title, basis and notes; a table has its headings in Chinese
    /// and amounts in yuan with two places; tables are parted by an empty line.
    public func csv() -> String {
        var lines = [
            "# \(basis.place)\(basis.coverageYear)年度 \(title)",
            "# kind=\(kind) scheme=\(basis.scheme) policy=\(basis.policy)",
            "# ledger=\(basis.positionText)"
                + (basis.asOf.map { " as_of=\($0)" } ?? "")
                + (basis.unit.isEmpty ? "" : " unit=\(basis.unit)"),
        ]
        lines += notes.map { "# \($0)" }
        for (index, table) in tables.enumerated() {
            if index > 0 { lines.append("") }
            lines.append("# \(table.title)")
            lines.append(Report.line(table.columns.map { .text($0.title) }))
            lines += table.rows.map(Report.line)
            if var total = table.total {
                if case .none = total[0] { total[0] = .text("合计") }
                lines.append(Report.line(total))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ cells: [ReportCell]) -> String {
        cells.map(text).joined(separator: ",")
    }

    private static func text(_ cell: ReportCell) -> String {
        switch cell {
        case .none: ""
        case .number(let number): String(number)
        case .money(let money): money.twoPlaces
        case .day(let day): day.description
        case .text(let text): quoted(text)
        }
    }

    /// A spreadsheet takes a text that begins with one of these signs for a formula.
    private static let formulaSigns: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]

    private static func quoted(_ text: String) -> String {
        let isFormula = text.first.map(formulaSigns.contains) ?? false
        let safe = isFormula ? "'\(text)" : text
        guard safe.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) })
        else { return safe }
        return "\"\(safe.replacing("\"", with: "\"\""))\""
    }
}

extension Money {
    /// Yuan, always with two places: `320.00`.
    var twoPlaces: String {
        let rest = fen.magnitude % 100
        return "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
