import Events
import Policy

/// Turns the words of a golden case into facts.
struct GoldenReader {
    private let golden: GoldenCase
    private let policy: CompiledPolicy
    private var result = PersonFacts()
    private var approvedOn: CivilDate?
    private var listedOn: [Int: CivilDate] = [:]
    private var names: [String] = []
    private var lacksCertificate = false
    /// Words behind `#` that the table's description does not have.
    private(set) var unknownTokens: [String] = []

    init(_ golden: GoldenCase, _ policy: CompiledPolicy) {
        self.golden = golden
        self.policy = policy
    }

    /// The facts of the case.
    mutating func facts() -> PersonFacts {
        result.birth = golden.row["birth_date"].flatMap { CivilDate($0) }
        result.guardian = .given
        result.registration = .present
        result.tier = policy.tier(golden.row["tier"] ?? "") ?? -1
        readHukou()
        for word in (golden.row["categories"] ?? "").split(separator: ";").map(String.init) {
            if word.hasPrefix("#") {
                readToken(String(word.dropFirst()))
            } else {
                names.append(word)
            }
        }
        synthesise()
        for name in names { readListing(name) }
        readPayments()
        return result
    }

    private mutating func readHukou() {
        switch golden.row["hukou"] ?? "local" {
        case "nonlocal": result.residence = .outsideHukou
        case "nonlocal-with-residence-permit":
            result.residence = [.outsideHukou, .residencePermit, .longTermResident]
        case "nonlocal-student": result.residence = .outsideHukou
        default: result.residence = .localHukou
        }
    }

    private mutating func readToken(_ token: String) {
        let parts = token.split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            readValue(parts[0], parts[1])
        } else if let flag = GoldenReader.residenceTokens[token] {
            result.residence.insert(flag)
        } else {
            readFact(token)
        }
    }

    private static let residenceTokens: [String: Residence] = [
        "本地长期居住": .longTermResident, "随迁子女": .accompanyingChild,
        "高校在读": .collegeStudent, "中职在读": .vocationalStudent, "小学在读": .pupil,
        "中学在读": .pupil, "幼儿园在读": .kindergarten,
    ]

    private mutating func readFact(_ token: String) {
        switch token {
        case "职工医保在保": result.exclusions.insert(ExclusionSet(.employeeInsurance))
        case "外地居民医保在保": result.exclusions.insert(ExclusionSet(.insuredElsewhere))
        case "本区他镇户籍": moveHukou(.districtHukou)
        case "枣庄其他区户籍": moveHukou(.prefectureHukou)
        case "无户口": loseHukou()
        case "无系统编号": loseHukou()
        case "外地低保", "外地建档立卡": result.noticed.insert(.statusElsewhere)
        case "无残疾证": lacksCertificate = true
        case "缺监护人信息": result.guardian = .missing
        case "表格无名未报": result.marks.insert(MarkSet(.notReported))
        case "书面承诺不缴": result.marks.insert(MarkSet(.refused))
        case "死亡": result.marks.insert(MarkSet(.deceased))
        case "户内有人未缴": result.noticed.insert(.householdIncomplete)
        case "表格无名已报": break
        default: unknownTokens.append(token)
        }
    }

    /// Hukou of a neighbouring place; the person lives here, as a row of the table does.
    private mutating func moveHukou(_ hukou: Residence) {
        result.residence.subtract([.localHukou, .outsideHukou])
        result.residence.formUnion([hukou, .longTermResident])
    }

    private mutating func loseHukou() {
        result.residence.subtract([.localHukou, .outsideHukou])
        result.residence.insert(.noHukou)
    }

    private mutating func readValue(_ key: String, _ value: String) {
        switch key {
        case "系统编号":
            result.identity = .systemNumber
            let prefix = policy.forbiddenPrefix
            result.hasForbiddenPrefix = !prefix.isEmpty && value.utf8.starts(with: prefix)
        case "名单日期":
            let parts = value.split(separator: "@").map(String.init)
            if parts.count == 2, let match = policy.category(parts[0]) {
                listedOn[match.index] = CivilDate(parts[1])
            }
        case "返还标准":
            let parts = value.split(separator: ":").map(String.init)
            if parts.count == 2, let match = policy.category(parts[0]),
                case .success(let money) = Money.parse(yuan: Array(parts[1].utf8))
            {
                result.rebates.append(RebateStandard(category: match.index, amount: money))
            }
        case "户档次": result.householdTier = policy.tier(value) ?? -1
        case "性别": result.sex = value == "男" ? .male : .female
        case "征地批准日": approvedOn = CivilDate(value)
        default: unknownTokens.append(key)
        }
    }

    /// Makes up what the row leaves out.
    private mutating func synthesise() {
        let schools: Residence = [.collegeStudent, .vocationalStudent, .pupil, .kindergarten]
        if golden.row["hukou"] == "nonlocal-student" && result.residence.isDisjoint(with: schools) {
            result.residence.insert(.collegeStudent)
        }
        if result.sex == .unknown { result.sex = .male }
        if approvedOn == nil {
            approvedOn = CivilDate(day: policy.tables.window.opens).adding(days: -1)
        }
    }

    private mutating func readListing(_ name: String) {
        guard let match = policy.category(name) else {
            result.noticed.insert(.unknownCategory)
            return
        }
        if lacksCertificate && policy.categories[match.index].needsCertificate {
            result.noticed.insert(.certificateMissing)
            return
        }
        result.listings.append(
            Listing(
                category: match.index,
                listedOn: listedOn[match.index],
                approvedOn: policy.categories[match.index].needsApproval ? approvedOn : nil,
                isAttributeKnown: !match.isUmbrella
            )
        )
    }

    private mutating func readPayments() {
        for text in (golden.row["payments"] ?? "").split(separator: ";") {
            if let payment = GoldenReader.payment(text) { result.payments.append(payment) }
        }
        result.payments.sort { $0.paidAt < $1.paidAt }
    }

    /// A payment as the table writes it: `DATE:YUAN`, or `DATETIME:YUAN`.
    static func payment(_ text: Substring) -> PaidAmount? {
        guard let colon = text.lastIndex(of: ":"),
            let time = CivilTime(text[..<colon])
                ?? CivilDate(text[..<colon]).map({ CivilTime(startOf: $0) }),
            case .success(let amount) = Money.parse(
                yuan: Array(text[text.index(after: colon)...].utf8)
            )
        else { return nil }
        return PaidAmount(paidAt: time, amount: amount)
    }
}
