import Foundation

/// Counts a season again from its files alone, by the rules of 滕政办发〔2022〕24号.
///
/// It knows nothing of how the people were made; slow and plain on purpose.
struct Recount {
    struct Facts {
        var birth = ""
        var rosterUnit = ""
        var listUnit = ""
        var isOutside = false
        var isExcluded = false
        var listings: [(category: String, snapshot: String)] = []
        var payments: [(paidAt: String, id: String, fen: Int, unit: String)] = []
        var reversed: Set<String> = []
    }

    /// id, name, person's share, funders with shares, whether it is 资助.
    static let categories: [(String, String, Int, [String: Int], Bool)] = [
        ("ordinary", "普通居民", 35_000, [:], false),
        ("extremePoverty", "特困人员", 0, ["市财政（医疗救助资金）": 35_000], true),
        ("subsistenceAllowance", "低保对象", 0, ["市财政（医疗救助资金）": 35_000], true),
        ("returnedToPoverty", "返贫致贫人口", 0, ["市财政（医疗救助资金）": 35_000], true),
        ("subsistenceMargin", "低保边缘家庭成员", 0, ["市财政（医疗救助资金）": 35_000], true),
        ("povertyMonitored", "防止返贫监测帮扶对象", 0, ["市财政（医疗救助资金）": 35_000], true),
        ("orphan", "孤儿", 0, ["市财政": 35_000], false),
        ("deFactoUnsupportedChild", "事实无人抚养儿童", 0, ["市财政": 35_000], false),
        ("keyChildInDifficulty", "重点困境儿童", 0, ["市财政": 35_000], false),
        ("elderly60to69", "60岁（含60岁）—69岁老年人", 17_500, ["市财政": 17_500], false),
        ("elderly70", "70岁（含70岁）以上老年人", 0, ["市财政": 35_000], false),
        (
            "singleDaughterHousehold", "农村一女家庭孩子及其父母", 0,
            ["市财政": 17_500, "镇街财政": 17_500], false
        ),
        (
            "twoDaughterHousehold", "农村双女家庭孩子及其父母", 0,
            ["市财政": 17_500, "镇街财政": 17_500], false
        ),
        (
            "onlyChildLossHousehold", "独生子女伤亡病残家庭孩子及其父母", 0,
            ["市财政": 17_500, "镇街财政": 17_500], false
        ),
        ("severeDisability", "重度残疾人", 0, ["市财政": 35_000], false),
        ("entitledGroup", "抚恤定补优抚对象", 0, ["市财政": 35_000], false),
    ]
    private static let channels: Set = [
        "electronicTaxBureau", "wechat", "alipay", "loveShandong", "yunongtong", "rizhaoPos",
        "bankCounter",
        "villageServicePoint", "taxHall",
    ]

    private(set) var people: [String: Facts] = [:]
    private(set) var targets: [(unit: String, heads: Int)] = []
    private(set) var sent = 0
    private(set) var rejected: [String: Int] = [:]
    private(set) var repeated = 0

    init(_ season: SimulatedSeason) throws {
        for row in try season.rows("lists/targets.csv") {
            targets.append((row["单位"] ?? "", Int(row["人数"] ?? "") ?? 0))
        }
        sent += targets.count
        try takeTables(season)
        try takePayments(season)
    }

    private mutating func takeTables(_ season: SimulatedSeason) throws {
        let records = String(decoding: try season.data("operations.jsonl"), as: UTF8.self)
            .split(separator: "\n")
        sent += records.count
        let audited = Set(
            records.compactMap { line -> String? in
                let object = try? JSONSerialization.jsonObject(with: Data(line.utf8))
                return (object as? [String: Any])?["list"] as? String
            }
        )
        let index = try season.rows("lists/index.csv")
        let superseded = Set(index.compactMap { $0["supersedes"] })
        for table in index {
            guard let file = table["file"], let kind = table["kind"], let id = table["list_id"],
                kind != "targets"
            else { continue }
            let name = file.hasPrefix("../") ? String(file.dropFirst(3)) : "lists/\(file)"
            let rows = try season.rows(name)
            sent += rows.count
            for row in rows {
                let isInForce = audited.contains(id) && !superseded.contains(id)
                take(row, kind: kind, table, isInForce: isInForce)
            }
        }
    }

    private mutating func take(
        _ row: [String: String],
        kind: String,
        _ table: [String: String],
        isInForce: Bool
    ) {
        let number = row["身份证号"] ?? ""
        var facts = people[number] ?? Facts()
        facts.birth = String(number.dropFirst(6).prefix(8))
        switch kind {
        case "roster":
            facts.rosterUnit = row["单位"] ?? ""
            facts.isOutside = row["户籍"] == "外地" && row["备注"] == ""
        case "list":
            facts.listUnit = row["单位"] ?? ""
            if isInForce {
                facts.listings.append((table["category"] ?? "", table["snapshot_date"] ?? ""))
            }
        default:
            facts.isExcluded = true
        }
        people[number] = facts
    }

    private mutating func takePayments(_ season: SimulatedSeason) throws {
        var seen: [String: [String: String]] = [:]
        for row in try season.rows("payments.csv") {
            sent += 1
            let id = row["event_id"] ?? ""
            if let fault = fault(row) {
                rejected[fault, default: 0] += 1
            } else if let first = seen.updateValue(row, forKey: id) {
                precondition(first == row, "a redelivery repeats its line")
                repeated += 1
            } else {
                let number = row["identity_number"] ?? ""
                var facts = people[number] ?? Facts()
                facts.birth = String(number.dropFirst(6).prefix(8))
                let fen = (Decimal(string: row["amount_yuan"] ?? "") ?? 0) * 100
                let amount = NSDecimalNumber(decimal: fen).intValue
                if row["kind"] == "reversal" {
                    let first = seen[row["reverses"] ?? ""] ?? [:]
                    precondition(first["identity_number"] == number, "whose payment it was")
                    precondition((first["paid_at"] ?? "") <= row["paid_at"] ?? "")
                    facts.reversed.insert(row["reverses"] ?? "")
                } else {
                    facts.payments.append((row["paid_at"] ?? "", id, amount, row["unit"] ?? ""))
                }
                people[number] = facts
            }
        }
    }

    private func fault(_ row: [String: String]) -> String? {
        let number = Array((row["identity_number"] ?? "").utf8)
        let amount = row["amount_yuan"] ?? ""
        let unit = row["unit"] ?? ""
        if number.count != 18 { return "identity_length" }
        if !Recount.isDay(String(decoding: number[6..<14], as: UTF8.self)) {
            return "identity_birth_date"
        }
        if !Recount.hasRightCheckCharacter(number) { return "identity_checksum" }
        if amount.hasPrefix("-") { return "amount_negative" }
        if amount.contains(where: { !"0123456789.".contains($0) }) { return "amount_malformed" }
        if let point = amount.firstIndex(of: "."), amount[point...].count > 3 {
            return "amount_places"
        }
        if !unit.isEmpty, !targets.contains(where: { $0.unit == unit }) { return "unit_unknown" }
        if !Recount.channels.contains(row["channel"] ?? "") { return "channel_unknown" }
        let day = (row["paid_at"] ?? "").prefix(10).filter { $0 != "-" }
        return Recount.isDay(String(day)) ? nil : "paid_at_malformed"
    }

    /// Whether `text` is a day of the form `20221017`.
    static func isDay(_ text: String) -> Bool {
        guard text.count == 8, let digits = Int(text) else { return false }
        let parts = DateComponents(
            calendar: Calendar(identifier: .gregorian),
            year: digits / 10_000,
            month: digits / 100 % 100,
            day: digits % 100
        )
        return parts.isValidDate
    }

    /// Whether the last character is that of ISO 7064 MOD 11-2, by the printed weights.
    static func hasRightCheckCharacter(_ number: [UInt8]) -> Bool {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(weights, number).reduce(0) { $0 + $1.0 * Int($1.1 - 48) }
        return Array("10X98765432".utf8)[sum % 11] == number[17]
    }
}
