import Events
import Foundation
import Testing

/// Spoils rows of payments in twenty ways, and can put them right again.
struct Spoiler {
    /// The ways: the code that each is to be rejected with, and what it does to the cells.
    static let kinds: [(code: String, spoil: @Sendable (inout [String]) -> Void)] = [
        ("identity_checksum", { $0[1] = $0[1].dropLast() + ($0[1].hasSuffix("5") ? "6" : "5") }),
        ("identity_length", { $0[1].removeLast() }),
        ("identity_fifteen_digits", { $0[1] = String($0[1].prefix(15)) }),
        ("identity_birth_date", { $0[1] = number($0[1].prefix(6) + "19830231" + "101") }),
        ("identity_not_digits", { $0[1] = $0[1].prefix(16) + "A" + $0[1].suffix(1) }),
        ("identity_missing", { $0[1] = "" }),
        ("identity_kind_unknown", { $0[2] = "passport" }),
        ("name_missing", { $0[3] = "" }),
        ("amount_malformed", { $0[5] = "3e2" }),
        ("amount_negative", { $0[5] = "-350" }),
        ("amount_places", { $0[5] = "350.005" }),
        ("amount_not_positive", { $0[5] = "0" }),
        ("amount_too_large", { $0[5] = "100001" }),
        ("amount_missing", { $0[5] = "" }),
        ("paid_at_malformed", { $0[7] = "2022-11-31T09:30:00" }),
        ("reverses_missing", { $0[8] = "reversal" }),
        ("column_count", { $0.removeLast(4) }),
        ("quote_unbalanced", { $0[3] = "\"" + $0[3] }),
        ("unit_unknown", { $0[4] = "无此镇" }),
        ("channel_unknown", { $0[6] = "no-such-channel" }),
    ]

    /// Original rows by their numbers.
    private(set) var originals: [(number: String, row: String)] = []

    /// Spoils so many good payments of a file, in turn in each way, spread over the file.
    mutating func spoil(_ file: URL, count: Int) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        var lines = text.split(separator: "\n").map(String.init)
        let good = lines.indices.dropFirst().filter { index in
            let cells = lines[index].split(separator: ",", omittingEmptySubsequences: false)
            return cells.count == 10 && cells[2] == "resident-id" && cells[8] == "payment"
                && Spoiler.isNumber(cells[1]) && cells[5] == "350"
                && !cells[4].isEmpty && cells[6] == "wechat"
        }
        try #require(good.count >= count, "\(good.count) rows can be spoiled")
        let step = good.count / count
        for turn in 0..<count {
            let index = good[turn * step]
            var cells = lines[index].split(separator: ",", omittingEmptySubsequences: false)
                .map(String.init)
            originals.append((cells[0], lines[index]))
            Spoiler.kinds[turn % Spoiler.kinds.count].spoil(&cells)
            lines[index] = cells.joined(separator: ",")
        }
        try (lines.joined(separator: "\n") + "\n")
            .write(to: file, atomically: true, encoding: .utf8)
    }

    private static func isNumber(_ cell: Substring) -> Bool {
        Array(cell.utf8).withUnsafeBufferPointer { (try? IdentityNumber($0)) != nil }
    }

    /// A shell command that puts the rows right: what a producer rejected as a whole, of what
    /// `validate` rejected the unit and the channel.
    func script(in folder: URL) throws -> String {
        let table = folder.appendingPathComponent("originals.tsv")
        try originals.map { "\($0.number)\t\($0.row)\n" }.joined()
            .write(to: table, atomically: true, encoding: .utf8)
        let program = folder.appendingPathComponent("repair.awk")
        try #"""
        NR == FNR { cut = index($0, "\t"); row[substr($0, 1, cut - 1)] = substr($0, cut + 1); next }
        /^rejection,/ { whole = $0 ~ /^rejection,event_id/; print; next }
        match($0, /T[0-9]+/) && substr($0, RSTART, RLENGTH) in row {
            original = row[substr($0, RSTART, RLENGTH)]
            if (whole) { print substr($0, 1, 17) original; next }
            split(original, cell, ",")
            sub(/无此镇/, cell[5])
            sub(/no-such-channel/, cell[7])
        }
        { print }
        """#.write(to: program, atomically: true, encoding: .utf8)
        return "LC_ALL=C awk -f '\(program.path)' '\(table.path)' -"
    }
}

/// A number with its check character.
private func number(_ seventeen: some StringProtocol) -> String {
    let check = IdentityNumber.checkCharacter(of: Array(seventeen.utf8))
    return String(seventeen) + String(UnicodeScalar(check))
}
