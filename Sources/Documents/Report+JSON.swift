import Events

extension Report {
    /// The document as JSON: keys in a fixed order, amounts in fen, days as `2021-12-31`.
    public func json() -> String {
        var text = "{\n"
        text += "  \"kind\": \(Report.quote(kind)),\n"
        text += "  \"title\": \(Report.quote(title)),\n"
        text += "  \"scheme\": \(Report.quote(basis.scheme)),\n"
        text += "  \"place\": \(Report.quote(basis.place)),\n"
        text += "  \"coverage_year\": \(basis.coverageYear),\n"
        text += "  \"policy\": \(Report.quote(basis.policy)),\n"
        let position = basis.position.map { "\"\($0.partition)\": \($0.sequence)" }
        text += "  \"ledger_position\": {\(position.joined(separator: ", "))},\n"
        text += "  \"as_of\": \(basis.asOf.map { Report.quote("\($0)") } ?? "null"),\n"
        text += "  \"unit\": \(basis.unit.isEmpty ? "null" : Report.quote(basis.unit)),\n"
        text += "  \"notes\": [\(notes.map(Report.quote).joined(separator: ", "))],\n"
        text += "  \"tables\": [\n"
        text += tables.map(Report.object).joined(separator: ",\n")
        return text + "\n  ]\n}\n"
    }

    private static func object(_ table: ReportTable) -> String {
        var text = "    {\n      \"id\": \(quote(table.id)),\n"
        text += "      \"title\": \(quote(table.title)),\n      \"rows\": ["
        let rows = table.rows.map { "\n        \(object($0, table.columns))" }
        text += rows.joined(separator: ",") + (rows.isEmpty ? "]" : "\n      ]")
        if let total = table.total {
            let summed = table.columns.indices.filter { table.columns[$0].isSummed }
            let cells = object(summed.map { total[$0] }, summed.map { table.columns[$0] })
            text += ",\n      \"total\": \(cells)"
        }
        return text + "\n    }"
    }

    private static func object(_ cells: [ReportCell], _ columns: [ReportColumn]) -> String {
        let fields = zip(columns, cells).map { column, cell in
            let key = column.kind == .money ? "\(column.key)_fen" : column.key
            return "\(quote(key)): \(value(cell))"
        }
        return "{\(fields.joined(separator: ", "))}"
    }

    private static func value(_ cell: ReportCell) -> String {
        switch cell {
        case .none: "null"
        case .number(let number): String(number)
        case .money(let money): String(money.fen)
        case .day(let day): quote(day.description)
        case .text(let text): quote(text)
        }
    }

    /// A JSON string (RFC 8259).
    static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
