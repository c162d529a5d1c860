import Events

/// Checks a table of targets as a whole (F-098).
///
/// Its sentences warn; nothing is refused.
///
/// - Source: 滕政办发〔2022〕24号 附件1, whose printed total is one less than the sum of its rows.
final class TargetCheck {
    private var rows: [Target] = []
    private var printed: Target?

    /// Whether a unit is the printed total and not a unit.
    static func isTotal(_ unit: String) -> Bool {
        ["合计", "总计", "总 计", "合 计", "total"].contains(unit.lowercased())
    }

    /// Adds a unit's row.
    func add(_ target: Target) { rows.append(target) }

    /// Adds the printed total.
    func addTotal(_ target: Target) { printed = target }

    /// The findings, in the order sum, total, doubled units, equal figures, amount per head.
    var sentences: [String] {
        let heads = rows.reduce(0) { $0 + $1.heads }
        let amount = rows.reduce(Money.zero) { $0 + $1.amount }
        var found = ["targets: \(rows.count) units, \(heads) persons, \(amount) yuan in all."]
        if let printed {
            found += difference("persons", heads, printed.heads)
            found += difference("fen", amount.fen, printed.amount.fen)
        }
        for (unit, count) in counts(of: rows.map(\.unit)) {
            found.append("targets: \(unit) stands \(count) times; the last row read holds.")
        }
        for (figure, _) in counts(of: rows.map(\.heads)) where figure > 0 {
            let units = rows.filter { $0.heads == figure }.map(\.unit)
            found.append(
                "targets: \(units.joined(separator: ", ")) have the same figure \(figure). "
                    + "Compare them with the notice."
            )
        }
        return found + amountsPerHead()
    }

    private func difference(_ what: String, _ sum: Int64, _ printed: Int64) -> [String] {
        if printed == 0 || sum == printed { return [] }
        return [
            "targets: the printed total is \(printed) \(what), the rows add up to \(sum) "
                + "(\(sum > printed ? "+" : "")\(sum - printed)). The rows are used."
        ]
    }

    /// What stands more than once, in the order of the first.
    private func counts<Value: Hashable>(of values: [Value]) -> [(Value, Int)] {
        let counted = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        var seen: Set<Value> = []
        return values.filter { seen.insert($0).inserted }
            .compactMap { value in counted[value].map { (value, $0) } }.filter { $0.1 > 1 }
    }

    /// Units whose amount is not their persons times what most units have per head.
    private func amountsPerHead() -> [String] {
        let both = rows.filter { $0.heads > 0 && $0.amount > .zero }
        let whole = both.filter { $0.amount.fen % $0.heads == 0 }.map { $0.amount.fen / $0.heads }
        let premium = counts(of: whole).max { $0.1 < $1.1 }?.0
        guard let premium, both.count > 1 else { return [] }
        return both.filter { $0.heads * premium != $0.amount.fen }.map {
            "targets: \($0.unit): \($0.amount) yuan are not \($0.heads) persons at "
                + "\(Money(fen: premium)) yuan. Compare them with the notice."
        }
    }
}
