import Events
import Ledger
import Policy

/// Who is not enrolled yet: for those who go from door to door, call, or remind.
extension ReportKind {
    static let gaps: [ReportKind] = [
        ReportKind("special-groups", "特殊人群参保率及未参保名单", ["F-103", "F-104"], isPersonal: true) {
            try specialGroups($0)
        },
        ReportKind("unpaid-gap", "未缴费人员入户清单", ["F-105"], isPersonal: true) { books in
            try gap(books, [ReportColumn("visited", "入户日期"), ReportColumn("answer", "入户情况")])
        },
        ReportKind("absent-contacts", "外出人员联系清单", ["F-121"], isPersonal: true) { books in
            books.note("账上没有外出情况和电话：名单为全部未缴费人员，外出与联系方式由村（社区）填写")
            let more = ["是否外出", "联系方式", "联系结果"]
            return try gap(
                books,
                zip(["absent", "contact", "result"], more).map { ReportColumn($0, $1) }
            )
        },
        ReportKind("reminder-list", "缴费提醒名单", ["F-122"], isPersonal: true, make: reminders),
        ReportKind("schools", "在校学生参保情况", ["F-005", "F-112"], make: schools),
    ]

    /// `98.76%`, cut off and not rounded: what is not whole never shows as 100%.
    static func percent(_ part: Int64, of whole: Int64) -> ReportCell {
        guard whole > 0 else { return .none }
        let hundredths = part.multipliedReportingOverflow(by: 10_000)
        guard !hundredths.overflow else { return .none }
        let rate = hundredths.partialValue / whole
        let rest = rate % 100
        return .text("\(rate / 100).\(rest < 10 ? "0" : "")\(rest)%")
    }

    private struct Group: Hashable {
        var unit: String
        var category: String
    }

    /// Groups of which the notice wants everybody enrolled (000 M一; 001 一; 002 §1; 004 一), or,
    /// where it names none, all whom it supports (003 四（二）: 不遗漏).
    private static func specialGroups(_ books: ReportBooks) throws -> [ReportTable] {
        let categories = books.policy.categories
        let full = categories.filter(\.isFullCoverage)
        let groups = Set((full.isEmpty ? categories.filter(\.mode.isRelief) : full).map(\.id))
        if full.isEmpty { books.note("通知没有印出100%的人群，按全部享受资助的类别列出") }
        var heads: [Group: (all: Int64, enrolled: Int64)] = [:]
        let missing = try books.people { standing in
            let it = standing.assessment
            guard groups.contains(it.category), it.status != .ineligible else { return false }
            let group = Group(unit: it.unit, category: it.category)
            heads[group, default: (0, 0)].all += 1
            if it.isCovered { heads[group, default: (0, 0)].enrolled += 1 }
            return !it.isCovered
        }
        let order = Dictionary(
            uniqueKeysWithValues: categories.enumerated().map { ($0.element.id, $0.offset) }
        )
        let rows = heads.filter { books.asksFor($0.key.unit) }.sorted { left, right in
            if left.key.unit != right.key.unit {
                return books.precedes(left.key.unit, right.key.unit)
            }
            return order[left.key.category] ?? .max < order[right.key.category] ?? .max
        }
        .map { group, sum -> [ReportCell] in
            [
                .text(ReportBooks.unitName(group.unit)), .text(books.category(group.category)),
                .number(sum.all), .number(sum.enrolled), .number(sum.all - sum.enrolled),
                percent(sum.enrolled, of: sum.all),
                .text(sum.all == sum.enrolled ? "达到" : "未达到"),
            ]
        }
        return [
            ReportTable(
                "groups",
                "各单位、各类别参保率",
                [
                    ReportColumn("unit", "单位"), ReportColumn("category", "类别"),
                    .count("people", "人数"), .count("enrolled", "已参保"),
                    .count("missing", "未参保"), ReportColumn("rate", "参保率"),
                    ReportColumn("met", "100%"),
                ],
                rows
            ).summed(),
            try books.personTable(
                "missing",
                "未参保人员",
                listColumns,
                missing.map { ($0.person, listCells($0, books)) }
            ).summed(),
        ]
    }

    /// Persons of the roster, of lists or registered who are neither enrolled nor out of scope nor
    /// have given up.
    private static func unpaid(_ books: ReportBooks) throws -> [PersonStanding] {
        try books.people {
            let it = $0.assessment
            return !it.isCovered && it.status != .ineligible && it.status != .waived
        }
    }

    private static func gap(_ books: ReportBooks, _ blanks: [ReportColumn]) throws -> [ReportTable]
    {
        let people = try unpaid(books)
        let columns = [
            ReportColumn("unit", "村（社区）"), ReportColumn("category", "类别"),
            ReportColumn("status", "现状"), .money("upfront", "应先缴"),
            .money("received", "已缴"), .money("open", "待缴"),
        ]
        return [
            try books.personTable(
                "persons",
                "名单",
                columns + blanks,
                people.map { standing in
                    let it = standing.assessment
                    let cells: [ReportCell] = [
                        .text(ReportBooks.unitName(it.unit)), .text(books.category(it.category)),
                        .text(ReportBooks.word(it.status)), .money(it.upfront),
                        .money(it.received), .money(max(.zero, it.upfront - it.received)),
                    ]
                    return (standing.person, cells + blanks.map { _ in ReportCell.none })
                }
            ).summed(),
            perUnit(people, books),
        ]
    }

    /// 003 三（九）: the telecoms send texts to all residents; whom they reach they know themselves.
    private static func reminders(_ books: ReportBooks) throws -> [ReportTable] {
        books.note("账上不存电话号码：名单按单位列出未缴费人员，由掌握联系方式的单位自行对应")
        let people = try unpaid(books)
        let window = books.pack.terms.window
        let prices = books.pack.terms.tiers.map {
            $0.name.isEmpty ? "\($0.premium.twoPlaces)元" : "\($0.name)\($0.premium.twoPlaces)元"
        }
        let text =
            "\(books.policy.place)\(books.policy.coverageYear)年度城乡居民基本医疗保险个人缴费标准"
            + prices.joined(separator: "、") + "，缴费时间\(window.opens.value.inChinese)至"
            + "\(window.closes.value.inChinese)，请尚未缴费的居民及时缴费。"
        return [
            ReportTable(
                "text",
                "提醒内容",
                [ReportColumn("text", "内容"), ReportColumn("clause", "依据")],
                [[.text(text), .text(window.closes.citation.clause)]]
            ),
            try books.personTable(
                "persons",
                "未缴费人员",
                [ReportColumn("unit", "单位"), .money("open", "待缴")],
                people.map { standing in
                    let it = standing.assessment
                    let cells: [ReportCell] = [
                        .text(ReportBooks.unitName(it.unit)),
                        .money(max(.zero, it.upfront - it.received)),
                    ]
                    return (standing.person, cells)
                }
            ).summed(),
            perUnit(people, books),
        ]
    }

    private struct Students {
        var all: Int64 = 0
        var enrolled: Int64 = 0
        var throughSchool: Int64 = 0
        var amount = Money.zero
    }

    /// Students are those whose category pays through a school, and who paid through one.
    private static func schools(_ books: ReportBooks) throws -> [ReportTable] {
        let students = Set(books.pack.terms.categories.filter(\.paysThroughSchool).map(\.id))
        let isPrinted =
            !students.isEmpty || books.policy.channels.contains { $0.collector == .school }
        books.noteUnless(isPrinted)
        var units: [String: Students] = [:]
        _ = try books.people { standing in
            let it = standing.assessment
            let school = it.receipts.filter { books.channel($0.party)?.collector == .school }
            guard !school.isEmpty || students.contains(it.category) else { return false }
            var sum = units[it.unit] ?? Students()
            sum.all += 1
            sum.enrolled += it.isCovered ? 1 : 0
            sum.throughSchool += school.isEmpty ? 0 : 1
            sum.amount += school.reduce(into: .zero) { $0 += $1.amount }
            units[it.unit] = sum
            return false
        }
        let rows = units.filter { books.asksFor($0.key) }
            .sorted { books.precedes($0.key, $1.key) }
            .map { unit, sum -> [ReportCell] in
                [
                    .text(ReportBooks.unitName(unit)), .number(sum.all), .number(sum.enrolled),
                    .number(sum.all - sum.enrolled), .number(sum.throughSchool),
                    .money(sum.amount), percent(sum.enrolled, of: sum.all),
                ]
            }
        return [
            ReportTable(
                "units",
                "各单位学生",
                [
                    ReportColumn("unit", "单位"), .count("students", "学生"),
                    .count("enrolled", "已参保"), .count("missing", "未参保"),
                    .count("through_school", "由学校代收"), .money("amount", "代收金额"),
                    ReportColumn("rate", "参保率"),
                ],
                rows
            ).summed()
        ]
    }
}
