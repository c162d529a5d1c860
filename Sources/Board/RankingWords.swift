import Events

/// Figures of rankings as people read them: the pages and the live updates write them alike.
enum RankingWords {
    /// The cells of a row by name, as they stand on the page.
    static func cells(of row: RankingRow) -> [(String, String)] {
        [
            ("rank", row.rank == 0 ? "—" : "\(row.rank)"), ("target", count(row.target)),
            ("counted", "\(row.counted)"), ("enrolled", "\(row.enrolled)"),
            ("rate", rate(row.rate)), ("gap", gap(row)), ("paid", yuan(row.paid)),
            ("amountTarget", row.amountTarget == .zero ? "—" : yuan(row.amountTarget)),
            ("amountRate", rate(row.amountRate)), ("since", change(row.countedSince)),
            ("paidSince", change(row.paidSince)), ("rise", rise(row)), ("mark", mark(row.mark)),
            ("score", row.score.map(score) ?? "—"),
        ]
    }

    /// All rows of a ranking as one: sums, and the rate of the sums.
    static func total(of rows: [RankingRow]) -> RankingRow {
        var total = RankingRow(rank: 0, unit: "合计", target: 0, enrolled: 0, paid: .zero, counted: 0)
        for row in rows {
            total.target += row.target
            total.enrolled += row.enrolled
            total.paid += row.paid
            // Whom no target counts for is in no rate (G-09).
            if row.target > 0 { total.counted += row.counted }
            total.amountTarget += row.amountTarget
            total.countedSince += row.countedSince
            total.paidSince += row.paidSince
        }
        return total
    }

    /// `98.99%`: cut off, never rounded up; `—` where there is no target.
    static func rate(_ hundredths: Int64?) -> String {
        guard let hundredths else { return "—" }
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }

    /// An amount in yuan with two places, thousands set apart by commas.
    static func yuan(_ money: Money) -> String {
        let (whole, rest) = (money.fen.magnitude / 100, money.fen.magnitude % 100)
        return (money.fen < 0 ? "−" : "") + grouped(whole) + "." + (rest < 10 ? "0" : "")
            + "\(rest)"
    }

    /// A number with thousands set apart by commas.
    static func grouped(_ number: UInt64) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }

    /// A count with thousands set apart by commas.
    static func number(_ count: Int64) -> String {
        (count < 0 ? "−" : "") + grouped(count.magnitude)
    }

    private static func count(_ target: Int64) -> String { target == 0 ? "—" : "\(target)" }

    private static func gap(_ row: RankingRow) -> String {
        if row.target == 0 { return "—" }
        return row.gap > 0 ? "\(row.gap)" : row.gap == 0 ? "0" : "超\(-row.gap)"
    }

    static func change(_ count: Int64) -> String {
        count > 0 ? "+\(count)" : count == 0 ? "0" : "−\(count.magnitude)"
    }

    static func change(_ money: Money) -> String { (money > .zero ? "+" : "") + yuan(money) }

    private static func rise(_ row: RankingRow) -> String {
        guard let rise = row.rise else { return "—" }
        return rise > 0 ? "▲ 升\(rise)位" : rise < 0 ? "▼ 降\(-rise)位" : "= 持平"
    }

    static func mark(_ mark: RankingRow.Mark) -> String {
        switch mark {
        case .met: "✓ 达标"
        case .missed: "✗ 未达标"
        case .none: "—"
        }
    }

    static func score(_ score: UnitScore) -> String {
        switch score.state {
        case .open: "尚未完成"
        case .undetermined: "待定"
        case .printed, .decided: score.points.map { "\($0)分" } ?? "待定"
        }
    }

    /// What a period is about: `截至10月23日的一周`.
    static func period(_ ranking: RankingPublished) -> String {
        let place = ranking.town.isEmpty ? "各单位" : "\(ranking.town)各村"
        let days = ranking.from.map { "\($0)至\(ranking.asOf)" } ?? "截至\(ranking.asOf)"
        switch ranking.kind {
        case .current: return place + "当前排名"
        case .week: return place + "周排名（\(days)）"
        case .halfMonth: return place + "半月通报（\(days)）"
        case .cutoff: return place + "考核日排名（\(days)）"
        case .schools: return "各学校学生参保"
        case .forecast: return "预测（估算）"
        }
    }

    /// Why a restated row changed.
    static func causes(_ causes: RankingDifference.Causes) -> String {
        let words: [(RankingDifference.Causes, String)] = [
            (.payments, "后到的缴费或冲销"), (.targets, "任务数（名册）更替"), (.decision, "得分裁定"),
            (.others, "其他单位变动"),
        ]
        return words.filter { causes.contains($0.0) }.map(\.1).joined(separator: "、")
    }

    /// `0:12;1:9`: the ledger's messages that a ranking counts.
    static func positions(_ ranking: RankingPublished) -> String {
        ranking.positions.map { "\($0.partition):\($0.sequence)" }.joined(separator: ";")
    }

    static func unit(_ unit: String) -> String { unit.isEmpty ? "未分配单位" : unit }
}
