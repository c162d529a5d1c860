import Testing

/// Something that was done behind the ledger's back, and what an audit says of it.
struct Tampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let sqlite: String
    let postgres: String
    let found: [String]
    var gaps: [String] = []

    /// SQLite's number of a journal of partition 1.
    private static func id(_ sequence: Int) -> Int { 1 << 40 + sequence }

    private static func change(_ what: String, _ sqlite: String, _ postgres: String, of number: Int)
        -> Tampering
    {
        let isDossier = (8...13).contains(number)
        let block = number <= 10 ? (1, 10, 1) : number <= 20 ? (11, 20, 2) : (21, 25, 3)
        return Tampering(
            testDescription: what,
            sqlite: "UPDATE \(isDossier ? "dossierJournal" : "journal") SET \(sqlite) "
                + "WHERE id = \(id(number))",
            postgres: "UPDATE zhengjiao.\(isDossier ? "dossier_journal" : "journal") "
                + "SET \(postgres) WHERE partition = 1 AND sequence = \(number)",
            found: [
                "journals 1/\(block.0)…1/\(block.1): not what seal 1/\(block.2) was made from"
            ].map {
                block.2 < 3
                    ? $0 : "journals 1/21…1/25 and seal 1/3 do not fit: one was changed"
            }
        )
    }

    /// Gives two journals each other's numbers.
    private static func swap(_ one: Int, _ other: Int, found: [String]) -> Tampering {
        let steps = [(one, 999), (other, one), (999, other)]
        return Tampering(
            testDescription: "journals \(one) and \(other) swapped",
            sqlite: steps.map {
                "UPDATE journal SET id = \(id($0.1)) WHERE id = \(id($0.0))"
            }.joined(separator: "; "),
            postgres: steps.map {
                "UPDATE zhengjiao.journal SET sequence = \($0.1) "
                    + "WHERE partition = 1 AND sequence = \($0.0)"
            }.joined(separator: "; "),
            found: found
        )
    }

    private static func removed(_ numbers: ClosedRange<Int>, found: [String], gap: String)
        -> Tampering
    {
        Tampering(
            testDescription: "journals \(numbers) removed",
            sqlite: "DELETE FROM journal WHERE id BETWEEN \(id(numbers.lowerBound)) "
                + "AND \(id(numbers.upperBound))",
            postgres: "DELETE FROM zhengjiao.journal WHERE partition = 1 AND sequence BETWEEN "
                + "\(numbers.lowerBound) AND \(numbers.upperBound)",
            found: found,
            gaps: [gap]
        )
    }

    private static func seals(_ what: String, _ sql: String, found: [String]) -> Tampering {
        Tampering(
            testDescription: what,
            sqlite: sql.replacing("TABLE", with: "seal"),
            postgres: sql.replacing("TABLE", with: "zhengjiao.seal"),
            found: found
        )
    }

    private static let firstBlock = "journals 1/1…1/10: not what seal 1/1 was made from"
    private static let secondBlock = "journals 1/11…1/20: not what seal 1/2 was made from"

    static let all: [Tampering] = [
        change(
            "a bit of an assessment",
            "assessment = flip(assessment)",
            "assessment = set_bit(assessment, 9, 1 - get_bit(assessment, 9))",
            of: 3
        ),
        change(
            "a bit of a dossier's change",
            "change = flip(change)",
            "change = set_bit(change, 9, 1 - get_bit(change, 9))",
            of: 9
        ),
        change(
            "an amount",
            "entries = replace(replace(entries, '35000', '35001'), '-35000', '-35001')",
            "entries[1][2] = entries[1][2] + 1, entries[2][2] = entries[2][2] - 1",
            of: 15
        ),
        change("a sealed identity", "seal = x'00'", "seal = '\\x00'", of: 6),
        change("a cause", "cause = 't/77'", "cause = 't/77'", of: 20),
        change("a revision", "revision = 2", "revision = 2", of: 14),
        change("a journal of the last seal", "cause = 't/77'", "cause = 't/77'", of: 25),
        swap(2, 5, found: [firstBlock]),
        // Seal 3 proves seal 2; of two links that do not hold, nothing proves the first.
        swap(
            5,
            15,
            found: ["journals 1/1…1/10 and seal 1/1 do not fit: one was changed", secondBlock]
        ),
        removed(4...4, found: [firstBlock], gap: "journal 1/4"),
        removed(16...18, found: [secondBlock], gap: "journals 1/16…1/18"),
        removed(27...28, found: [], gap: "journals 1/27…1/28"),
        seals(
            "a seal changed",
            "UPDATE TABLE SET hash = (SELECT hash FROM TABLE WHERE partition = 0 AND number = 2) "
                + "WHERE partition = 1 AND number = 2",
            found: ["seal 1/2 was changed; its journals 1/11…1/20 hold"]
        ),
        seals(
            "the last seal changed",
            "UPDATE TABLE SET hash = (SELECT hash FROM TABLE WHERE partition = 0 AND number = 2) "
                + "WHERE partition = 1 AND number = 3",
            found: ["journals 1/21…1/25 and seal 1/3 do not fit: one was changed"]
        ),
        seals(
            "the end of a block moved",
            "UPDATE TABLE SET through = 19 WHERE partition = 1 AND number = 2",
            found: [
                "seal 1/3 is said to seal journals 1/21…1/25; the one before ends at 1/19",
                "journals 1/11…1/19: not what seal 1/2 was made from",
            ]
        ),
        seals(
            "the first seal removed",
            "DELETE FROM TABLE WHERE partition = 1 AND number = 1",
            found: ["seal 1/1 is missing"]
        ),
        seals(
            "a seal between removed",
            "DELETE FROM TABLE WHERE partition = 1 AND number = 2",
            found: ["seal 1/2 is missing"]
        ),
        seals(
            "two seals removed",
            "DELETE FROM TABLE WHERE partition = 1 AND number < 3",
            found: ["seals 1/1…1/2 are missing"]
        ),
        seals(
            "the last seal removed",
            "DELETE FROM TABLE WHERE partition = 1 AND number = 3",
            found: ["seal 1/3 is missing"]
        ),
        seals(
            "all seals removed",
            "DELETE FROM TABLE WHERE partition = 1",
            found: ["seals 1/1…1/3 are missing"]
        ),
    ]
}
