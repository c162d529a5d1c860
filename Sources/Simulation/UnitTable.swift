import Foundation

/// The units of a scheme and the targets printed for them, in printed order.
struct UnitTable {
    /// Names, UTF-8.
    let names: [[UInt8]]
    /// Persons of each unit's target, scaled to the residents asked for.
    let targets: [Int]
    /// The hospital of each unit; empty where the table names none.
    let hospitals: [String]

    /// Reads the scheme's table of units and scales it to `residents`.
    ///
    /// Columns: the unit's name (`unit`, `town`, `village`, `name`, `单位` or `镇街`) and the printed
    /// number (`target_headcount`, `total_population`, `population`, `target`, `heads`, `人数` or
    /// `参保任务数`).
    /// - Parameter size: Draws the size of a unit by its place, where the notice prints no number.
    init(file: URL, residents: Int, size: ((Int) throws -> Int)? = nil) throws {
        let table = try Table(file: file)
        let name = try table.column("unit", "town", "village", "name", "单位", "镇街")
        let printed =
            if let size { try table.rows.indices.map(size) } else {
                try UnitTable.printed(in: table)
            }
        guard !printed.isEmpty, printed.count < Int(Person.noUnit) else {
            throw table.malformed(1, "1 to \(Person.noUnit - 1) units")
        }
        let hospital = try? table.column("hospital")
        hospitals = table.rows.map { row in hospital.map { row.cells[$0] } ?? "" }
        names = table.rows.map { Array($0.cells[name].utf8) }
        targets = UnitTable.apportion(residents, by: printed)
    }

    private static func printed(in table: Table) throws -> [Int] {
        let number = try table.column(
            "target_headcount",
            "total_population",
            "population",
            "target",
            "heads",
            "人数",
            "参保任务数"
        )
        return try table.rows.map { row, cells in
            guard let heads = Int(cells[number]), heads > 0 else {
                throw table.malformed(row, "a number of persons above zero")
            }
            return heads
        }
    }

    /// The names as text.
    var texts: [String] { names.map { String(decoding: $0, as: UTF8.self) } }

    /// Divides `total` in proportion to `weights` by largest remainder.
    ///
    /// Equal remainders go to the weight that comes first. When `total` is the sum of the weights
    /// the result is the weights.
    static func apportion(_ total: Int, by weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        var parts = weights.map { total * $0 / sum }
        let byRemainder = weights.indices.sorted {
            let left = total * weights[$0] % sum
            let right = total * weights[$1] % sum
            return left == right ? $0 < $1 : left > right
        }
        for index in byRemainder.prefix(total - parts.reduce(0, +)) { parts[index] += 1 }
        return parts
    }
}
