import Foundation

/// A rate of the scheme's `simulation.csv`.
struct Rate {
    /// The number as it stands in the file.
    let value: Int
    /// What it is a share of: 1000, 100 000, or 1 for a plain number.
    let scale: Int

    /// The rate as parts per million of the whole.
    var perMillion: Int { value * (1_000_000 / scale) }

    /// The rate as a share of random draws.
    var share: Share { Share(value, of: scale) }

    /// How many of `count` the rate makes, rounded down.
    func count(of count: Int) -> Int { count * value / scale }
}

/// The rates by which a season is made: `parameter,per_mille_or_value,basis,source`.
///
/// `basis` begins with `per 1000`, `per 100000` or `value` and says of whom; `source` names where
/// the number comes from, or `assumed`. All numbers are integers.
struct Rates {
    private var rates: [String: Rate] = [:]

    /// Reads the file.
    init(file: URL) throws {
        let table = try Table(file: file)
        let parameter = try table.column("parameter")
        let number = try table.column("per_mille_or_value")
        let basis = try table.column("basis")
        let source = try table.column("source")
        for (row, cells) in table.rows {
            guard let value = Int(cells[number]), value >= 0 else {
                throw table.malformed(row, "a whole number of zero or more")
            }
            guard let scale = Rates.scale(of: cells[basis]), scale == 1 || value <= scale else {
                throw table.malformed(row, "a basis per 1000, per 100000 or value")
            }
            guard !cells[source].isEmpty else { throw table.malformed(row, "a source") }
            guard
                rates.updateValue(Rate(value: value, scale: scale), forKey: cells[parameter]) == nil
            else { throw table.malformed(row, "each parameter once") }
        }
    }

    /// Whether there is a rate called `name`.
    func has(_ name: String) -> Bool { rates[name] != nil }

    /// The rate called `name`.
    func callAsFunction(_ name: String) throws -> Rate {
        guard let rate = rates[name] else { throw SimulationError.missingRate(name) }
        return rate
    }

    private static func scale(of basis: String) -> Int? {
        if basis.hasPrefix("per 100000 ") { return 100_000 }
        if basis.hasPrefix("per 1000 ") { return 1000 }
        return basis.hasPrefix("value") ? 1 : nil
    }
}
