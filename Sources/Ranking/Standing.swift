import Events

/// Rankings as a function of progress, targets and a day: exact, in integers.
public enum Standing {
    /// Ranks the units of a scheme.
    ///
    /// Order: counted ÷ target, compared by cross-multiplication; ties by the printed order of
    /// the units. A village counts for its town. Units without a target follow, not ranked.
    /// - Parameters:
    ///   - towns: Canonical towns in printed order.
    ///   - targets: Persons per town.
    ///   - progress: Progress per unit, day and category.
    ///   - counting: Who counts in the rate; everybody enrolled is shown beside it.
    ///   - asOf: Last day counted; nil counts all.
    /// - Source: 003 三(六); policies.md A-TZ-15 (enrolled ÷ 参保任务数), A-LC-2 (payers ÷ 缴款人数),
    ///   A-FC-7 (ties).
    public static func rows(
        towns: [String],
        targets: [String: Int64],
        progress: [ProgressKey: Progress],
        counting: RankingSeason.Counting = .enrolled,
        asOf: CivilDate? = nil
    ) -> [RankingRow] {
        var totals: [String: Progress] = [:]
        var counted: [String: Int64] = [:]
        for (key, delta) in progress {
            if let asOf, key.day > asOf { continue }
            let town = town(of: key.unit)
            totals[town, default: Progress()] += delta
            // Persons of one category bear the same: they all pay, or none does.
            if counting == .enrolled || delta.paid != .zero {
                counted[town, default: 0] += delta.heads
            }
        }
        var ranked: [RankingRow] = []
        var unranked: [RankingRow] = []
        for town in towns {
            let total = totals.removeValue(forKey: town) ?? Progress()
            let row = RankingRow(
                rank: 0,
                unit: town,
                target: targets[town] ?? 0,
                enrolled: total.heads,
                paid: total.paid,
                counted: counted[town] ?? 0
            )
            if row.target > 0 { ranked.append(row) } else { unranked.append(row) }
        }
        // A stable order: `sort` of the standard library keeps equal elements in place.
        ranked.sort { isAhead($0, $1) }
        for index in ranked.indices { ranked[index].rank = UInt32(index + 1) }
        for (unit, total) in totals.sorted(by: { $0.key < $1.key }) where !total.isZero {
            unranked.append(
                RankingRow(
                    rank: 0,
                    unit: unit,
                    target: 0,
                    enrolled: total.heads,
                    paid: total.paid,
                    counted: counted[unit] ?? 0
                )
            )
        }
        return ranked + unranked
    }

    /// Whether `lhs` has the higher rate.
    static func isAhead(_ lhs: RankingRow, _ rhs: RankingRow) -> Bool {
        lhs.counted.multipliedFullWidth(by: rhs.target)
            > rhs.counted.multipliedFullWidth(by: lhs.target)
    }

    /// The town of `town/village`.
    static func town(of unit: String) -> String {
        guard let slash = unit.utf8.firstIndex(of: 0x2F) else { return unit }
        return String(unit[..<slash])
    }
}
