/// The tier of each household of one table, by majority of its rows (F-033).
///
/// A row votes when it names a tier and its 属性 is empty or 普通: who belongs to a category may be
/// bound to a tier of its own and says nothing of the others. On a tie the first of the rows that
/// vote, the 户主, decides. A household of one row has nobody to differ from and no tier.
/// - Source: 资阳市雁江区 一 («以户为单位全部参保，自愿选择同一档次»).
struct HouseholdTiers {
    private struct Household {
        var rows = 0
        /// Tier of the first row that votes; −1 before it.
        var first = -1
    }

    private struct Vote: Hashable {
        var household: Int
        var tier: Int
    }

    private var numbers: [String: Int] = [:]
    private var households: [Household] = []
    private var tiers: [String] = []
    private var votes: [Vote: Int] = [:]

    /// Counts a row.
    mutating func add(household: String, tier: String, attribute: String) {
        if household.isEmpty { return }
        let number = number(of: household)
        households[number].rows += 1
        guard !tier.isEmpty, attribute.isEmpty || attribute == "普通" else { return }
        let index = index(of: tier)
        if households[number].first < 0 { households[number].first = index }
        votes[Vote(household: number, tier: index), default: 0] += 1
    }

    /// The tier of a household; empty when no row votes, or when there is one row only.
    func tier(of household: String) -> String {
        guard let number = numbers[household], households[number].rows > 1,
            households[number].first >= 0
        else { return "" }
        var (found, most) = (households[number].first, 0)
        most = votes[Vote(household: number, tier: found)] ?? 0
        for tier in tiers.indices {
            let count = votes[Vote(household: number, tier: tier)] ?? 0
            if count > most { (found, most) = (tier, count) }
        }
        return tiers[found]
    }

    private mutating func number(of household: String) -> Int {
        if let known = numbers[household] { return known }
        numbers[household] = households.count
        households.append(Household())
        return households.count - 1
    }

    private mutating func index(of tier: String) -> Int {
        if let known = tiers.firstIndex(of: tier) { return known }
        tiers.append(tier)
        return tiers.count - 1
    }
}

extension HouseholdTiers {
    /// Reads a whole table for its households; nil where it names no household or no tier.
    ///
    /// - Throws: ``FileRefusal`` when the file cannot be read.
    init?(
        _ file: IntakeFile,
        table: TableColumns,
        options: SendOptions
    ) throws(FileRefusal) {
        self.init()
        let opened = try OpenTable(file, table: table, options: options)
        guard let reader = opened?.reader, reader.has(.household), reader.has(.tier) else {
            return nil
        }
        while true {
            switch try reader.next() {
            case .end: return
            case .quiet: continue
            case .row:
                if reader.fault != nil { continue }
                let cells = reader.cells
                add(
                    household: cells.text(.household),
                    tier: cells.text(.tier),
                    attribute: cells.text(.attribute)
                )
            }
        }
    }
}
