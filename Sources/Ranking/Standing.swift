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
    ///   - amounts: Targets in money, for ties by the rate of the amounts.
    ///   - progress: Progress per unit, day and category.
    ///   - counting: Who counts in the rate; everybody enrolled is shown beside it.
    ///   - ties: What decides between equal rates.
    ///   - asOf: Last day counted; nil counts all.
    /// - Source: 003 三(六); policies.md A-TZ-15 (enrolled ÷ 参保任务数), A-LC-2 (payers ÷ 缴款人数),
    ///   A-FC-7 (ties).
    public static func rows(
        towns: [String],
        targets: [String: Int64],
        amounts: [String: Money] = [:],
        progress: [ProgressKey: Progress],
        counting: RankingSeason.Counting = .enrolled,
        ties: [RankingSeason.TieBreak] = [.printedOrder],
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
        func row(_ unit: String, _ target: Int64, _ total: Progress) -> RankingRow {
            var row = RankingRow(
                rank: 0,
                unit: unit,
                target: target,
                enrolled: total.heads,
                paid: total.paid,
                counted: counted[unit] ?? 0
            )
            row.amountTarget = amounts[unit] ?? .zero
            return row
        }
        var rows = towns.map { town in
            row(town, targets[town] ?? 0, totals.removeValue(forKey: town) ?? Progress())
        }
        for (unit, total) in totals.sorted(by: { $0.key < $1.key }) where !total.isZero {
            rows.append(row(unit, 0, total))
        }
        return ranked(rows, ties: ties)
    }

    /// Ranks the units of a scheme as its pack says, at the end of a day or as things stand.
    ///
    /// - Parameters:
    ///   - targets: Of a day, the versions that hold on it.
    ///   - asOf: Last day counted; nil counts all, against the targets set last.
    public static func rows(
        of season: RankingSeason,
        targets: TargetBook,
        progress: [ProgressKey: Progress],
        asOf: CivilDate?
    ) -> [RankingRow] {
        let inForce = season.towns.compactMap { targets.target(of: $0, on: asOf) }
        return rows(
            towns: season.towns,
            targets: Dictionary(
                inForce.map { ($0.unit, $0.heads) },
                uniquingKeysWith: { first, _ in first }
            ),
            amounts: Dictionary(
                inForce.map { ($0.unit, $0.amount) },
                uniquingKeysWith: { first, _ in first }
            ),
            progress: progress,
            counting: season.counting,
            ties: season.ties,
            asOf: asOf
        )
    }

    /// Puts rows in order and numbers them; those without a target follow, with rank 0.
    ///
    /// The same rows in the same order give the same ranking (F-111).
    public static func ranked(
        _ rows: [RankingRow],
        ties: [RankingSeason.TieBreak]
    ) -> [RankingRow] {
        var ranked = rows.filter { $0.target > 0 }
        // A stable order: `sort` of the standard library keeps equal elements in place.
        let usesAmounts = ties.contains(.amountRate)
        ranked.sort { isAhead($0, $1, usesAmounts: usesAmounts) }
        for index in ranked.indices { ranked[index].rank = UInt32(index + 1) }
        return ranked + rows.filter { $0.target <= 0 }
    }

    /// Whether `lhs` has the higher rate; of equal ones, the higher rate of the amounts where both
    /// have a target in money (A-FC-7).
    static func isAhead(_ lhs: RankingRow, _ rhs: RankingRow, usesAmounts: Bool) -> Bool {
        let one = lhs.counted.multipliedFullWidth(by: rhs.target)
        let other = rhs.counted.multipliedFullWidth(by: lhs.target)
        if one != other { return one > other }
        guard usesAmounts, lhs.amountTarget > .zero, rhs.amountTarget > .zero else { return false }
        return lhs.paid.fen.multipliedFullWidth(by: rhs.amountTarget.fen)
            > rhs.paid.fen.multipliedFullWidth(by: lhs.amountTarget.fen)
    }

    /// Whether a number of persons reaches a rate: count × 100 ≥ percent × total (F-103).
    public static func isMet(_ count: Int64, of total: Int64, percent: Int64) -> Bool {
        count * 100 >= percent * total
    }

    /// The rows of a score sheet: the most points first, undetermined ones between 8 and 0, then
    /// those still open; equals as they stand in the ranking (A-LC-1).
    public static func scoreSheet(_ rows: [RankingRow]) -> [RankingRow] {
        func place(_ score: UnitScore) -> (Int, Int64) {
            switch score.state {
            case .printed, .decided:
                let points = score.points ?? 0
                return points > 0 ? (0, -points) : (2, 0)
            case .undetermined: return (1, 0)
            case .open: return (3, 0)
            }
        }
        return rows.filter { $0.score != nil }.enumerated().sorted { one, two in
            guard let first = one.element.score, let second = two.element.score else {
                return false
            }
            let (left, right) = (place(first), place(second))
            return left == right ? one.offset < two.offset : left < right
        }.map(\.element)
    }

    /// What a restatement changes: every row that differs, in the order of `now`, then those that
    /// are gone.
    ///
    /// - Parameters:
    ///   - was: Rows of the edition that is restated.
    ///   - now: Rows of this one.
    public static func differences(
        from was: [RankingRow],
        to now: [RankingRow]
    ) -> [RankingDifference] {
        let before = Dictionary(was.map { ($0.unit, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [RankingDifference] = []
        for row in now where before[row.unit] != row {
            let old = before[row.unit]
            let causes = causes(old ?? RankingRow.nothing(of: row.unit), row)
            found.append(RankingDifference(was: old, now: row, causes: causes))
        }
        let left = Set(now.map(\.unit))
        for row in was where !left.contains(row.unit) {
            let causes = causes(row, RankingRow.nothing(of: row.unit))
            found.append(RankingDifference(was: row, now: nil, causes: causes))
        }
        return found
    }

    private static func causes(
        _ was: RankingRow,
        _ now: RankingRow
    ) -> RankingDifference.Causes {
        var causes: RankingDifference.Causes = []
        if (was.enrolled, was.counted, was.paid) != (now.enrolled, now.counted, now.paid) {
            causes.insert(.payments)
        }
        if (was.target, was.amountTarget) != (now.target, now.amountTarget) {
            causes.insert(.targets)
        }
        if now.score?.state == .decided, was.score != now.score { causes.insert(.decision) }
        return causes.isEmpty ? .others : causes
    }

    /// The town of `town/village`.
    public static func town(of unit: String) -> String {
        guard let slash = unit.utf8.firstIndex(of: 0x2F) else { return unit }
        return String(unit[..<slash])
    }
}

extension RankingRow {
    fileprivate static func nothing(of unit: String) -> RankingRow {
        RankingRow(rank: 0, unit: unit, target: 0, enrolled: 0, paid: .zero)
    }
}
