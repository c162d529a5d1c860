import Events
import Policy

/// One row of a table of golden cases: a person in words, and what should come out.
///
/// Column names and tokens are those of the table's own description. A field that a row leaves out
/// is made up so that it decides nothing.
public struct GoldenCase: Sendable {
    /// Cells by column.
    public let row: [String: String]

    /// Creates a case of its cells.
    public init(row: [String: String]) { self.row = row }

    /// The case's id.
    public var id: String { row["case_id"] ?? "" }
    /// The scheme's id.
    public var scheme: String { row["jurisdiction"] ?? "" }

    /// The output columns, in order.
    public static let columns = [
        "case_id", "premium_total_yuan", "personal_due_yuan", "payable_upfront_yuan",
        "funder_shares", "refund_yuan", "status", "benefit_start", "clause", "reason",
    ]

    /// The facts that the case tells.
    public func facts(under policy: CompiledPolicy) -> PersonFacts {
        var reader = GoldenReader(self, policy)
        return reader.facts()
    }

    /// Assesses the case.
    public func verdict(under policy: CompiledPolicy) -> Verdict {
        Assessor.assess(facts(under: policy), under: policy)
    }

    /// Assesses the case.
    ///
    /// - Returns: The output cells in the order of ``columns``.
    public func assess(under policy: CompiledPolicy) -> [String] {
        var reader = GoldenReader(self, policy)
        let verdict = Assessor.assess(reader.facts(), under: policy)
        let shares = (0..<Int(verdict.shareCount)).map {
            "\(policy.funders[Int(verdict.funders[$0])].name)=\(Money(fen: verdict.funderFen[$0]))"
        }
        let rules = (0..<Int(verdict.ruleCount)).map { policy.rules[Int(verdict.rules[$0])] }
        var clauses: [String] = []
        for rule in rules where !clauses.contains(rule.citation.clause) {
            clauses.append(rule.citation.clause)
        }
        let reasons =
            rules.map(\.id) + verdict.flags.names
            + reader.unknownTokens.map { "unknownToken:\($0)" }
        return [
            id, "\(Money(fen: verdict.premiumFen))", "\(Money(fen: verdict.dueFen))",
            "\(Money(fen: verdict.upfrontFen))", shares.joined(separator: ";"),
            "\(Money(fen: verdict.refundFen))", verdict.status.name,
            verdict.benefitStart?.description ?? "", clauses.joined(separator: "；"),
            reasons.joined(separator: " "),
        ]
    }

    /// The cells that cannot be read: column, value, and what would be.
    public var unreadable: [String] {
        var found: [String] = []
        func tell(_ column: String, _ value: some StringProtocol, _ reason: String) {
            found.append("\(id): \(column) is «\(value)»: \(reason)")
        }
        if let birth = row["birth_date"], !birth.isEmpty, CivilDate(birth) == nil {
            tell("birth_date", birth, "a birth date is YYYY-MM-DD")
        }
        if let hukou = row["hukou"], !GoldenCase.hukouWords.contains(hukou) {
            tell("hukou", hukou, "no such hukou")
        }
        for text in (row["payments"] ?? "").split(separator: ";")
        where GoldenReader.payment(text) == nil {
            tell("payments", text, "a payment is DATE:YUAN or DATETIME:YUAN")
        }
        return found
    }

    private static let hukouWords: Set = [
        "", "local", "nonlocal", "nonlocal-with-residence-permit", "nonlocal-student",
    ]

    /// What differs between the output and the `expected_*` cells; shares compare as a set, clause
    /// and reason are not compared.
    public func differences(from output: [String]) -> [String] {
        zip(GoldenCase.columns, output).compactMap { column, value in
            guard let expected = row["expected_\(column)"] else { return nil }
            let isEqual =
                column == "funder_shares"
                ? Set(expected.split(separator: ";")) == Set(value.split(separator: ";"))
                : expected == value
            return isEqual
                ? nil : "\(id): \(column) is «\(value)», «\(expected)» expected"
        }
    }
}

/// A table of golden cases.
public enum GoldenCases {
    /// Runs the cases of a table.
    ///
    /// - Parameters:
    ///   - csv: The table, with a header.
    ///   - scheme: Only the cases of this scheme; nil = all.
    ///   - packs: The packs known; a case of another scheme is a difference.
    /// - Returns: A table of ``GoldenCase/columns``, and one line a difference.
    public static func check(
        csv: String,
        scheme: String?,
        packs: [PolicyPack]
    ) -> (outputCSV: String, differences: [String]) {
        var output = [GoldenCase.columns]
        var differences: [String] = []
        for golden in cases(csv) where scheme == nil || golden.scheme == scheme {
            guard let pack = packs.first(where: { $0.scheme == golden.scheme }) else {
                differences.append("\(golden.id): there is no pack «\(golden.scheme)»")
                continue
            }
            let cells = golden.assess(under: pack.compiled)
            output.append(cells)
            differences += golden.unreadable + golden.differences(from: cells)
        }
        return (output.map(CSVTable.line).joined(), differences)
    }

    /// The cases of a table.
    public static func cases(_ csv: String) -> [GoldenCase] {
        let rows = CSVTable.rows(csv)
        guard let header = rows.first else { return [] }
        return rows.dropFirst().map { cells in
            GoldenCase(
                row: Dictionary(zip(header, cells), uniquingKeysWith: { first, _ in first })
            )
        }
    }
}

/// Reads and writes RFC 4180.
enum CSVTable {
    /// The cells of every record; quoted cells may hold commas, quotes and line ends.
    static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var isQuoted = false
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if isQuoted {
                if byte != UInt8(ascii: "\"") {
                    cell.append(byte)
                } else if index < bytes.count && bytes[index] == UInt8(ascii: "\"") {
                    cell.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isQuoted = true
            case UInt8(ascii: "\r"): break
            case UInt8(ascii: ","), UInt8(ascii: "\n"):
                cells.append(String(decoding: cell, as: UTF8.self))
                cell.removeAll(keepingCapacity: true)
                if byte == UInt8(ascii: ",") { continue }
                if cells != [""] { rows.append(cells) }
                cells.removeAll(keepingCapacity: true)
            default: cell.append(byte)
            }
        }
        return rows
    }

    /// One record with its line end.
    static func line(_ cells: [String]) -> String {
        let quoted = cells.map { cell in
            cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A }
                ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }
        return quoted.joined(separator: ",") + "\n"
    }
}
