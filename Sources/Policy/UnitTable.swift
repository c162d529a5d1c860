import Events

/// Reads `units.csv`: one unit a row, in the order of the notice's table.
enum UnitTable {
    static let file = "units.csv"
    private static let columns = [
        "name", "aliases", "heads", "yuan", "population", "tax_branch", "hospital", "synthetic",
    ]

    static func read(_ text: String, into sink: ProblemSink) -> [PolicyUnit] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard let header = lines.first else {
            sink.refuse(
                file,
                1,
                "",
                "the file is empty",
                "Begin with the line «name,aliases,heads»"
            )
            return []
        }
        let names = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for name in names where !columns.contains(name) {
            sink.refuse(
                file,
                1,
                name,
                "unknown column «\(name)»",
                "Use only: \(columns.joined(separator: ", "))"
            )
        }
        guard names.contains("name") else {
            sink.refuse(file, 1, "name", "the column is missing", "Add the column «name»")
            return []
        }
        return lines.indices.dropFirst().compactMap { index in
            row(lines[index], names: names, line: index + 1, sink)
        }
    }

    private static func row(
        _ text: String,
        names: [String],
        line: Int,
        _ sink: ProblemSink
    ) -> PolicyUnit? {
        let cells = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == names.count else {
            sink.refuse(
                file,
                line,
                "",
                "\(cells.count) cells, \(names.count) expected",
                "Give every column a cell; names contain no commas"
            )
            return nil
        }
        let row = Dictionary(zip(names, cells), uniquingKeysWith: { first, _ in first })
        func number(_ column: String) -> Int64 {
            guard let text = row[column], !text.isEmpty else { return 0 }
            if text.utf8.count <= 12, let value = Int64(text), value >= 0 { return value }
            sink.refuse(
                file,
                line,
                column,
                "«\(text)» is not a whole number",
                "Write at most twelve digits"
            )
            return 0
        }
        let name = row["name"] ?? ""
        if name.isEmpty || name.contains("/") {
            sink.refuse(
                file,
                line,
                "name",
                "a name is needed, without «/»",
                "Write the printed name"
            )
        }
        return PolicyUnit(
            name: name,
            aliases: (row["aliases"] ?? "").split(separator: "|").map(String.init),
            targetHeads: number("heads"),
            targetAmount: Money(yuan: number("yuan")),
            population: number("population"),
            taxBranch: row["tax_branch"] ?? "",
            hospital: row["hospital"] ?? "",
            isSynthetic: row["synthetic"] == "yes"
        )
    }
}
