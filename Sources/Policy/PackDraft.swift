/// A pack for the next season or another place, made from one that is there: what a notice prints anew
/// each year is left open, the rest is taken over.
///
/// A pack with an open place does not load: no day, amount or target of the old notice can slip into
/// the new season.
public struct PackDraft: Sendable {
    /// Stands where a value of the new notice belongs.
    public static let open = "〔待填〕"

    /// The files of the draft, by name.
    public let texts: [String: String]

    /// Drafts a pack.
    ///
    /// - Parameters:
    ///   - texts: The files of the pack that it is made from.
    ///   - scheme: Id of the new scheme.
    public init(from texts: [String: String], scheme: String) {
        var draft: [String: String] = [:]
        for (name, text) in texts {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
                String($0)
            }
            draft[name] =
                (name == UnitTable.file
                ? PackDraft.units(lines) : lines.map { PackDraft.line($0, scheme: scheme) })
                .joined(separator: "\n")
        }
        self.texts = draft
    }

    /// The places of a pack that are still open, in the order of its files and lines.
    public static func openPlaces(in texts: [String: String]) -> [PolicyProblem] {
        texts.sorted { $0.key < $1.key }.flatMap { name, text in
            text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
                .filter { $0.element.contains(open) }
                .map { index, line in
                    PolicyProblem(
                        file: name,
                        line: index + 1,
                        key: "",
                        reason: "«\(line.drop { $0 == " " }.prefix(80))» is open",
                        nextStep: "Write what the new notice prints, or leave the key out"
                    )
                }
        }
    }

    private static func line(_ line: String, scheme: String) -> String {
        if line.hasPrefix("scheme:") { return "scheme: \(scheme)" }
        var line = line
        line.replace(#/\d{4}-\d{2}-\d{2}/#, with: open)
        line.replace(#/〔\d{4}〕\d*/#, with: open)
        line.replace(#/\d{4}年/#, with: "\(open)年")
        line.replace(#/\d{1,2}月(\d{1,2}日)?/#, with: open)
        line.replace(#/\d+(\.\d+)?元/#, with: "\(open)元")
        line.replace(#/yuan: \d+(\.\d+)?/#, with: "yuan: \(open)")
        line.replace(#/\d+(\.\d+)? yuan/#, with: "\(open) yuan")
        line.replace(#/(year|heads): \d+/#) { "\($0.output.1): \(open)" }
        // Totals and account numbers, alone or within the notice's words.
        line.replace(#/\d{5,}/#, with: open)
        return line
    }

    /// The rows with targets and money left open.
    private static func units(_ lines: [String]) -> [String] {
        let columns = lines.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        return lines.enumerated().map { index, line in
            if index == 0 || line.isEmpty { return line }
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return cells.enumerated().map { place, cell in
                let isPrinted = place < columns.count && ["heads", "yuan"].contains(columns[place])
                return isPrinted && !cell.isEmpty ? open : String(cell)
            }.joined(separator: ",")
        }
    }
}
