import Events
import Ledger
import Policy

extension ReportKind {
    /// Who is enrolled, who paid, who is funded.
    static let enrolments: [ReportKind] = [
        ReportKind(
            "payment-detail",
            "参保缴费明细表及汇总表",
            ["F-054"],
            isPersonal: true,
            hasDays: true,
            make: paymentDetail
        ),
        ReportKind(
            "category-summary",
            "各村分类汇总表",
            ["F-053"],
            hasDays: true,
            make: categorySummary
        ),
        ReportKind(
            "village-report",
            "缴费人员、免缴人员报表",
            ["F-055"],
            isPersonal: true,
            hasDays: true,
            make: villageReport
        ),
        ReportKind(
            "waived-import",
            "免缴人员导入表",
            ["F-056"],
            isPersonal: true,
            hasDays: true,
            layout: .exchange,
            make: waivedImport
        ),
        ReportKind(
            "import-template",
            "医保系统导入表",
            ["F-089"],
            isPersonal: true,
            hasDays: true,
            layout: .exchange,
            make: importTemplate
        ),
        ReportKind(
            "payment-vouchers",
            "参保缴费凭证",
            ["F-141"],
            isPersonal: true,
            hasDays: true,
            layout: .slips,
            make: paymentVouchers
        ),
        ReportKind(
            "roster-out",
            "缴费清册（标明已缴、他处已缴）",
            ["F-080", "F-081", "F-139"],
            isPersonal: true,
            make: rosterOut
        ),
    ]

    /// Persons enrolled up to the day.
    static func enrolled(
        _ books: ReportBooks,
        where keep: (Assessment) -> Bool = { _ in true }
    ) throws -> [PersonStanding] {
        try books.people { standing in
            let it = standing.assessment
            return it.isCovered && it.enrolledOn.map { $0 <= books.day } ?? true && keep(it)
        }
    }

    private static func funded(_ it: Assessment) -> Money {
        it.shares.reduce(into: .zero) { $0 += $1.amount }
    }

    static func channels(_ it: Assessment, _ books: ReportBooks) -> String {
        it.receipts.map { books.channel($0.party)?.name ?? $0.party }.joined(separator: "、")
    }

    private static let detailColumns: [ReportColumn] = [
        ReportColumn("unit", "单位"), ReportColumn("category", "类别"), ReportColumn("tier", "档次"),
        .day("enrolled", "参保日"), .money("premium", "缴费标准"), .money("personal", "个人承担"),
        .money("funded", "财政承担"), .money("received", "实收"), ReportColumn("channels", "渠道"),
    ]

    private static func detailCells(
        _ standing: PersonStanding,
        _ books: ReportBooks
    ) -> [ReportCell] {
        let it = standing.assessment
        return [
            .text(ReportBooks.unitName(it.unit)), .text(books.category(it.category)),
            .text(books.tier(it.tier)), .day(it.enrolledOn), .money(it.premium), .money(it.due),
            .money(funded(it)), .money(it.received), .text(channels(it, books)),
        ]
    }

    private static func details(
        _ id: String,
        _ title: String,
        _ people: [PersonStanding],
        _ books: ReportBooks
    ) throws -> ReportTable {
        try books.personTable(
            id,
            title,
            detailColumns,
            people.map { ($0.person, detailCells($0, books)) }
        ).summed()
    }

    private static func paymentDetail(_ books: ReportBooks) throws -> [ReportTable] {
        let people = try enrolled(books)
        return [
            try details("details", "明细表", people, books),
            summary("summary", "汇总表", people, books) { [$0.unit] },
        ]
    }

    /// Heads and sums of persons by a key whose first part is the unit, the second the category.
    private static func summary(
        _ id: String,
        _ title: String,
        _ people: [PersonStanding],
        _ books: ReportBooks,
        by key: (Assessment) -> [String]
    ) -> ReportTable {
        var sums: [[String]: [Money]] = [:]
        var heads: [[String]: Int64] = [:]
        for standing in people {
            let it = standing.assessment
            let key = key(it)
            let known = sums[key] ?? [.zero, .zero, .zero, .zero]
            let more = [it.premium, it.due, funded(it), it.received]
            sums[key] = zip(known, more).map { $0 + $1 }
            heads[key, default: 0] += 1
        }
        let hasCategory = sums.keys.contains { $0.count > 1 }
        let order = Dictionary(
            uniqueKeysWithValues: books.policy.categories.enumerated().map {
                ($0.element.id, $0.offset)
            }
        )
        let keys = sums.keys.sorted { left, right in
            if left[0] != right[0] { return books.precedes(left[0], right[0]) }
            return order[left.last ?? ""] ?? .max < order[right.last ?? ""] ?? .max
        }
        let rows = keys.map { key -> [ReportCell] in
            [.text(ReportBooks.unitName(key[0]))]
                + (hasCategory ? [.text(books.category(key[1]))] : [])
                + [.number(heads[key] ?? 0)] + (sums[key] ?? []).map { .money($0) }
        }
        return ReportTable(
            id,
            title,
            [ReportColumn("unit", "单位")]
                + (hasCategory ? [ReportColumn("category", "类别")] : [])
                + [
                    .count("people", "人数"), .money("premium", "缴费标准"),
                    .money("personal", "个人承担"), .money("funded", "财政承担"),
                    .money("received", "实收"),
                ],
            rows
        ).summed()
    }

    private static func categorySummary(_ books: ReportBooks) throws -> [ReportTable] {
        let people = try enrolled(books)
        return [
            summary("villages", "各单位、各类别", people, books) { [$0.unit, $0.category] },
            summary("all", "各类别合计", people, books) { [books.request.unit, $0.category] },
        ]
    }

    private static func isWaived(_ it: Assessment) -> Bool {
        it.due == .zero && it.upfront == .zero
    }

    private static func villageReport(_ books: ReportBooks) throws -> [ReportTable] {
        let people = try enrolled(books)
        let payers = people.filter { !isWaived($0.assessment) }
        let waived = people.filter { isWaived($0.assessment) }
        return [
            try details("payers", "缴费人员", payers, books),
            try details("waived", "免缴人员", waived, books),
            summary("summary", "汇总", people, books) { [$0.unit] },
        ]
    }

    private static let importColumns: [ReportColumn] = [
        ReportColumn("unit", "单位"), ReportColumn("category", "人员类别"),
        ReportColumn("tier", "档次"), .number("year", "参保年度"), .day("enrolled", "参保日"),
        .money("premium", "缴费标准"), .money("personal", "个人缴费"), .money("funded", "财政资助"),
        .day("benefit", "待遇开始"),
    ]

    private static func imports(
        _ title: String,
        _ people: [PersonStanding],
        _ books: ReportBooks
    ) throws -> [ReportTable] {
        if books.names == nil { books.note("导入医保系统要有姓名和证件号码：加 --names --keys") }
        let rows = people.map { standing -> (person: PersonKey, cells: [ReportCell]) in
            let it = standing.assessment
            return (
                standing.person,
                [
                    .text(ReportBooks.unitName(it.unit)), .text(books.category(it.category)),
                    .text(books.tier(it.tier)), .number(Int64(books.policy.coverageYear)),
                    .day(it.enrolledOn), .money(it.premium), .money(it.due), .money(funded(it)),
                    .day(it.benefitStart),
                ]
            )
        }
        return [try books.personTable("persons", title, importColumns, rows).summed()]
    }

    private static func waivedImport(_ books: ReportBooks) throws -> [ReportTable] {
        try imports("免缴人员", enrolled(books, where: isWaived), books)
    }

    private static func importTemplate(_ books: ReportBooks) throws -> [ReportTable] {
        let blocked = books.items(.signing).filter { filed in
            filed.item.status == .unsigned
                && books.offices.signature(filed.item.party)?.blocks == .import
        }
        if !blocked.isEmpty {
            let units = blocked.map(\.unit).joined(separator: "、")
            books.note("签字不全，导入前要补：\(units)")
        }
        return try imports("参保人员", enrolled(books), books)
    }
}
