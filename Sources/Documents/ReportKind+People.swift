import Events
import Ledger
import Policy

extension ReportKind {
    /// Persons whom somebody has to look after.
    static let people: [ReportKind] = [
        ReportKind("duplicates", "重复缴费名单", ["F-018"], isPersonal: true) { books in
            try list(books) { $0.status == .duplicate }
        },
        ReportKind("omissions", "漏缴人员名单", ["F-019"], isPersonal: true) { books in
            try list(books) {
                !$0.isCovered && $0.received == .zero
                    && [.unpaid, .registrationIncomplete].contains($0.status)
            }
        },
        ReportKind("missed-entitled", "应享受资助未参保名单", ["F-050"], isPersonal: true) { books in
            let groups = Set(
                books.policy.categories.filter { $0.mode.isRelief || $0.isFullCoverage }.map(\.id)
            )
            return try list(books) {
                !$0.isCovered && $0.status != .ineligible && groups.contains($0.category)
            }
        },
        ReportKind("withdrawals", "退保、删除、死亡名单", ["F-035"], isPersonal: true, make: withdrawals),
        ReportKind("given-up", "自愿放弃、视为放弃名单", ["F-036", "F-120"], isPersonal: true) { books in
            try list(books) { $0.status == .waived }
        },
        ReportKind(
            "new-persons",
            "新增人员名单",
            ["F-024"],
            log: .needed,
            isPersonal: true,
            hasDays: true,
            make: newPersons
        ),
        ReportKind(
            "outside-register",
            "外来人员登记",
            ["F-038"],
            log: .needed,
            isPersonal: true,
            hasDays: true,
            make: outsiders
        ),
        ReportKind(
            "wrong-place",
            "参保地不符名单",
            ["F-009"],
            log: .needed,
            isPersonal: true,
            hasDays: true,
            make: wrongPlace
        ),
        ReportKind("double-fundings", "重复享受核查", ["F-049"], isPersonal: true, make: doubles),
        ReportKind("tier-conflicts", "户内档次不一", ["F-033"], isPersonal: true, make: tierConflicts),
        ReportKind(
            "incomplete-households",
            "户内未全部参保",
            ["F-034"],
            isPersonal: true,
            make: incompleteHouseholds
        ),
    ]

    static let listColumns: [ReportColumn] = [
        ReportColumn("unit", "单位"), ReportColumn("category", "类别"),
        ReportColumn("status", "参保状态"), .money("upfront", "应先缴"),
        .money("received", "已缴"), .money("refund_open", "未退"),
        .day("enrolled", "参保日"),
    ]

    static func listCells(_ standing: PersonStanding, _ books: ReportBooks) -> [ReportCell] {
        let it = standing.assessment
        return [
            .text(ReportBooks.unitName(it.unit)), .text(books.category(it.category)),
            .text(ReportBooks.word(it.status)), .money(it.upfront), .money(it.received),
            .money(standing.refundOpen), .day(it.enrolledOn),
        ]
    }

    private static func list(
        _ books: ReportBooks,
        where keep: (Assessment) -> Bool
    ) throws -> [ReportTable] {
        let people = try books.people { keep($0.assessment) }
        return [
            try books.personTable(
                "persons",
                "名单",
                listColumns,
                people.map { ($0.person, listCells($0, books)) }
            ).summed(),
            perUnit(people, books),
        ]
    }

    static func perUnit(
        _ people: [PersonStanding],
        _ books: ReportBooks,
        _ id: String = "units",
        _ title: String = "各单位人数"
    ) -> ReportTable {
        var counts: [String: Int64] = [:]
        for standing in people { counts[standing.unit, default: 0] += 1 }
        return ReportTable(
            id,
            title,
            [ReportColumn("unit", "单位"), .count("people", "人数")],
            counts.sorted { books.precedes($0.key, $1.key) }.map {
                [.text(ReportBooks.unitName($0.key)), .number($0.value)]
            }
        ).summed()
    }

    /// Persons whom a mark puts out of scope; printed targets stay as they are.
    private static func withdrawals(_ books: ReportBooks) throws -> [ReportTable] {
        var marks: [String: String] = [:]
        for (index, exclusion) in books.pack.terms.exclusions.enumerated() {
            guard case .mark(let kind) = exclusion.ground else { continue }
            marks["outOfScope.\(index + 1)"] = kind == .deceased ? "死亡" : "退保、删除"
        }
        func ground(_ it: Assessment) -> String? { it.rules.lazy.compactMap { marks[$0] }.first }
        let people = try books.people {
            $0.assessment.status == .ineligible && ground($0.assessment) != nil
        }
        return [
            try books.personTable(
                "persons",
                "名单",
                [ReportColumn("unit", "单位"), ReportColumn("ground", "原因")]
                    + [.money("received", "已缴"), .money("refund_open", "未退")],
                people.map { standing in
                    let it = standing.assessment
                    let cells: [ReportCell] = [
                        .text(ReportBooks.unitName(it.unit)), .text(ground(it) ?? ""),
                        .money(it.received), .money(standing.refundOpen),
                    ]
                    return (standing.person, cells)
                }
            ).summed(),
            perUnit(people, books),
        ]
    }

    /// Nobody is funded twice: shares and own part are the premium, each funder stands once.
    private static func doubles(_ books: ReportBooks) throws -> [ReportTable] {
        var checked: Int64 = 0
        var funded: Int64 = 0
        var several: Int64 = 0
        let people = try books.people { standing in
            let it = standing.assessment
            guard it.isCovered else { return false }
            checked += 1
            if !it.shares.isEmpty { funded += 1 }
            let others = it.otherCategories.filter { other in
                books.policy.categories.first { $0.id == other }?.mode.isRelief == true
            }
            if !it.shares.isEmpty, !others.isEmpty { several += 1 }
            let borne = it.shares.reduce(into: it.due) { $0 += $1.amount }
            return borne != it.premium || Set(it.shares.map(\.party)).count != it.shares.count
        }
        return [
            try books.personTable(
                "persons",
                "重复享受的人",
                listColumns,
                people.map { ($0.person, listCells($0, books)) }
            ).summed(),
            ReportTable(
                "checked",
                "核查范围",
                [
                    .number("enrolled", "已参保"), .number("funded", "其中有资助"),
                    .number("several", "符合多类、只按一类资助"), .number("double", "重复享受"),
                ],
                [
                    [
                        .number(checked), .number(funded), .number(several),
                        .number(Int64(people.count)),
                    ]
                ]
            ),
        ]
    }

    // MARK: - Households

    private static func households(_ books: ReportBooks) throws -> HouseholdBook {
        books.noteUnless(books.pack.terms.householdSameTier != nil)
        return try HouseholdBook(
            books.reader,
            scheme: books.scheme,
            categoriesOfOwnTier: books.policy.categoriesOfOwnTier
        )
    }

    private static let memberColumns: [ReportColumn] = [
        .number("household", "户序"), ReportColumn("unit", "单位"), ReportColumn("tier", "档次"),
        ReportColumn("category", "类别"), ReportColumn("status", "参保状态"),
    ]

    private static func memberCells(
        _ number: Int,
        _ member: HouseholdBook.Member,
        _ books: ReportBooks
    ) -> (person: PersonKey, cells: [ReportCell]) {
        (
            member.person,
            [
                .number(Int64(number + 1)), .text(ReportBooks.unitName(member.unit)),
                .text(books.tier(member.tier)), .text(books.category(member.category)),
                .text(ReportBooks.word(member.status)),
            ]
        )
    }

    private static func tierConflicts(_ books: ReportBooks) throws -> [ReportTable] {
        let all = try households(books).tierConflicts
            .filter { $0.contains { books.asksFor($0.unit) } }
        return [
            try books.personTable(
                "members",
                "户内成员",
                memberColumns,
                after: 2,
                all.enumerated().flatMap { number, members in
                    members.map { memberCells(number, $0, books) }
                }
            )
        ]
    }

    private static func incompleteHouseholds(_ books: ReportBooks) throws -> [ReportTable] {
        let all = try households(books).incomplete
            .filter { $0.missing.contains { books.asksFor($0.unit) } }
        return [
            try books.personTable(
                "missing",
                "未参保成员",
                memberColumns,
                after: 2,
                all.enumerated().flatMap { number, household in
                    household.missing.map { memberCells(number, $0, books) }
                }
            ),
            ReportTable(
                "households",
                "户",
                [
                    .number("household", "户序"), .count("members", "可参保成员"),
                    .count("missing", "未参保"),
                ],
                all.enumerated().map { number, household in
                    [
                        .number(Int64(number + 1)), .number(Int64(household.members)),
                        .number(Int64(household.missing.count)),
                    ]
                }
            ).summed(),
        ]
    }
}
