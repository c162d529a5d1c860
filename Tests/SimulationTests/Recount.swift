import Foundation

/// Counts a season again from its files alone, by the rules of its notice.
///
/// It knows nothing of how the people were made; slow and plain on purpose.
struct Recount {
    /// What the files say of one person.
    struct Facts {
        var number = ""
        var kind = "resident-id"
        var birth = ""
        var hukou = "本地"
        var remarks: Set<String> = []
        var household = ""
        var rosterTier = ""
        var isOnRoster = false
        var isRegistered = false
        var hasGuardian = false
        var homeUnit = ""
        var listUnit = ""
        var marks: Set<String> = []
        var listings: [Listing] = []
        var payments: [Payment] = []
        var reversed: Set<String> = []
        /// What an office decided on money held.
        var ruling = ""
        /// Sums paid back, in order of time.
        var paidBack: [Int] = []

        /// Whether digit 17 is that of a man.
        var isMale: Bool {
            number.dropFirst(16).first.flatMap(\.wholeNumberValue).map { $0 % 2 } == 1
        }
    }

    /// A row of a list in force.
    struct Listing {
        var group: Int
        var snapshot: String
        var approvedOn: String
    }

    /// A payment line.
    struct Payment {
        var paidAt: String
        var id: String
        var fen: Int
        var unit: String
        var tier: String
    }

    let terms: RecountTerms
    private(set) var people: [String: Facts] = [:]
    private(set) var targets: [(unit: String, heads: Int)] = []
    private(set) var sent = 0
    /// Records about units, funders and serials that can be taken.
    private(set) var officeRecords: [[String: Any]] = []
    /// Payment lines taken in, by number.
    private(set) var paymentRows: [String: [String: String]] = [:]
    private(set) var rejected: [String: Int] = [:]
    private(set) var repeated = 0

    init(_ season: SimulatedSeason, _ terms: RecountTerms) throws {
        self.terms = terms
        for row in try season.rows("lists/targets.csv") {
            targets.append((row["单位"] ?? "", Int(row["人数"] ?? "") ?? 0))
        }
        sent += targets.count
        let records = try season.records()
        sent += records.count
        for record in records { take(record) }
        try takeTables(season, audited: Set(records.compactMap { $0["list"] as? String }))
        try takePayments(season)
    }

    private mutating func takeTables(_ season: SimulatedSeason, audited: Set<String>) throws {
        let index = try season.rows("lists/index.csv")
        let superseded = Set(index.compactMap { $0["supersedes"] })
        for table in index {
            guard let file = table["file"], let kind = table["kind"], let id = table["list_id"],
                kind != "targets"
            else { continue }
            let name = file.hasPrefix("../") ? String(file.dropFirst(3)) : "lists/\(file)"
            let rows = try season.rows(name)
            sent += rows.count
            let isInForce = audited.contains(id) && !superseded.contains(id)
            for row in rows {
                switch kind {
                case "roster", "registrations": takeHome(row, isRoster: kind == "roster")
                case "list": takeListing(row, table, isInForce: isInForce)
                default:
                    change(row) { $0.marks.insert((row["类别"] ?? "") + (row["备注"] ?? "")) }
                }
            }
        }
    }

    /// Letters of refusal and births.
    private mutating func take(_ record: [String: Any]) {
        func text(_ key: String) -> String { record[key] as? String ?? "" }
        let row = [
            "身份证号": text("identity_number"), "证件类型": text("identity_kind"),
            "单位": text("unit"), "户籍": text("residence"), "出生日期": text("birth_date"),
            "档次": text("tier"), "监护人姓名": text("guardian_name"),
        ]
        switch text("type") {
        case "RefusalLetterFiled": change(row) { $0.marks.insert("书面承诺不缴") }
        case "RegistrationFiled": takeHome(row, isRoster: false)
        case "ListAudited": break
        case "RefundPaid": change(row) { $0.paidBack.append(record["amount_fen"] as? Int ?? 0) }
        case "DecisionMade" where record["identity_number"] != nil:
            change(row) { $0.ruling = text("decision") }
        default:
            if let fault = fault(ofRecord: record) {
                rejected[fault, default: 0] += 1
            } else {
                officeRecords.append(record)
            }
        }
    }

    private mutating func takeHome(_ row: [String: String], isRoster: Bool) {
        change(row) { facts in
            facts.kind = row["证件类型"] ?? ""
            if let birth = row["出生日期"], !birth.isEmpty { facts.birth = birth }
            facts.hukou = row["户籍"] ?? ""
            facts.remarks = Set((row["备注"] ?? "").split(separator: ";").map(String.init))
            facts.rosterTier = row["档次"] ?? ""
            facts.homeUnit = row["单位"] ?? ""
            if isRoster {
                facts.isOnRoster = true
                facts.household = row["户号"] ?? ""
            } else {
                facts.isRegistered = true
                facts.hasGuardian = row["监护人姓名"] ?? "" != ""
            }
        }
    }

    private mutating func takeListing(
        _ row: [String: String],
        _ table: [String: String],
        isInForce: Bool
    ) {
        guard let group = terms.group(named: row["类别"] ?? "") else {
            rejected["category_unknown", default: 0] += 1
            return
        }
        guard terms.groups[group].bureau == table["bureau"] else {
            rejected["category_not_of_bureau", default: 0] += 1
            return
        }
        change(row) { facts in
            facts.listUnit = row["单位"] ?? ""
            guard isInForce else { return }
            let snapshot = table["snapshot_date"] ?? ""
            let approvedOn = row["批准日期"] ?? ""
            facts.listings.append(
                Listing(group: group, snapshot: snapshot, approvedOn: approvedOn)
            )
        }
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
                take(row, id, seen)
            }
        }
        paymentRows = seen
    }

    private mutating func take(
        _ row: [String: String],
        _ id: String,
        _ seen: [String: [String: String]]
    ) {
        let fen = (Decimal(string: row["amount_yuan"] ?? "") ?? 0) * 100
        let payment = Payment(
            paidAt: row["paid_at"] ?? "",
            id: id,
            fen: NSDecimalNumber(decimal: fen).intValue,
            unit: row["unit"] ?? "",
            tier: row["tier"] ?? ""
        )
        let reverses = row["reverses"] ?? ""
        if !reverses.isEmpty {
            let first = seen[reverses] ?? [:]
            precondition(first["identity_number"] == row["identity_number"], "whose it was")
            precondition((first["paid_at"] ?? "") <= payment.paidAt)
        }
        let person = ["身份证号": row["identity_number"] ?? "", "证件类型": row["identity_kind"] ?? ""]
        change(person) { facts in
            if reverses.isEmpty {
                facts.payments.append(payment)
            } else {
                facts.reversed.insert(reverses)
            }
        }
    }

    /// Changes what is known of the person of a row.
    private mutating func change(_ row: [String: String], _ change: (inout Facts) -> Void) {
        var number = row["身份证号"] ?? ""
        if number.isEmpty { number = row["系统编号"] ?? "" }
        var facts = people[number] ?? Facts()
        facts.number = number
        if facts.birth.isEmpty, number.count == 18 {
            let digits = number.dropFirst(6).prefix(8)
            facts.birth = "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
        }
        if let kind = row["证件类型"], !kind.isEmpty { facts.kind = kind }
        change(&facts)
        people[number] = facts
    }
}
