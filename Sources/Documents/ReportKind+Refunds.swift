import Events
import Explanation
import Ledger
import Policy

extension ReportKind {
    /// Money that goes back, and money that is held.
    static let refunds: [ReportKind] = [
        ReportKind(
            "refund-list",
            "先征后返名册",
            ["F-066"],
            isPersonal: true,
            make: refundList
        ),
        ReportKind(
            "refunds-outstanding",
            "未退款项及账龄",
            ["F-067", "F-068"],
            log: .helps,
            isPersonal: true,
            hasDays: true,
            make: refundsOutstanding
        ),
        ReportKind(
            "suspense",
            "待处理款及待决事项",
            ["F-078", "F-130"],
            log: .helps,
            isPersonal: true,
            hasDays: true,
            make: suspense
        ),
    ]

    /// Paid, entitled, and the standard is set: what each paying office still owes to persons.
    ///
    /// - Source: 001 二（一）, 五（二）.
    private static func refundList(_ books: ReportBooks) throws -> [ReportTable] {
        var pending: [String: Int64] = [:]
        let people = try books.people { standing in
            let it = standing.assessment
            if it.isCovered, it.flags.contains("rebatePending") {
                pending[it.category, default: 0] += 1
            }
            return rebate(it) > .zero
        }
        let sorted = people.map { (office: office($0.assessment, books), standing: $0) }
            .enumerated().sorted { ($0.element.office, $0.offset) < ($1.element.office, $1.offset) }
            .map(\.element)
        let rows = sorted.map { office, standing -> (person: PersonKey, cells: [ReportCell]) in
            let it = standing.assessment
            let paid = settled(it, books)
            return (
                standing.person,
                [
                    .text(office), .text(ReportBooks.unitName(it.unit)),
                    .text(books.category(it.category)), .money(it.received),
                    .money(rebate(it)), .money(paid), .money(rebate(it) - paid),
                ]
            )
        }
        if !pending.isEmpty { books.note("返还标准没有印出也没有定下的，只列人数，不列金额") }
        return [
            try books.personTable("persons", "应返还人员", refundColumns, after: 2, rows).summed(),
            payingOffices(sorted, books),
            ReportTable(
                "not-set",
                "返还标准未定",
                [ReportColumn("category", "类别"), .count("people", "人数")],
                pending.sorted { $0.key < $1.key }.map {
                    [.text(books.category($0.key)), .number($0.value)]
                }
            ),
        ]
    }

    private static let refundColumns: [ReportColumn] = [
        ReportColumn("office", "返还单位"), ReportColumn("unit", "单位"),
        ReportColumn("category", "类别"), .money("received", "已缴"), .money("rebate", "应返还"),
        .money("paid", "已返还"), .money("open", "未返还"),
    ]

    private static func payingOffices(
        _ people: [(office: String, standing: PersonStanding)],
        _ books: ReportBooks
    ) -> ReportTable {
        var sums: [String: (heads: Int64, due: Money, paid: Money)] = [:]
        for (office, standing) in people {
            var sum = sums[office] ?? (0, .zero, .zero)
            sum.heads += 1
            sum.due += rebate(standing.assessment)
            sum.paid += settled(standing.assessment, books)
            sums[office] = sum
        }
        return ReportTable(
            "offices",
            "返还单位汇总",
            [
                ReportColumn("office", "返还单位"), .count("people", "人数"),
                .money("rebate", "应返还"), .money("paid", "已返还"), .money("open", "未返还"),
            ],
            sums.sorted { $0.key < $1.key }.map { office, sum in
                [
                    .text(office), .number(sum.heads), .money(sum.due), .money(sum.paid),
                    .money(sum.due - sum.paid),
                ]
            }
        ).summed()
    }

    /// What of a person's money goes back under 先征后返; a standard that is not set gives none.
    private static func rebate(_ it: Assessment) -> Money {
        it.isCovered ? min(max(.zero, it.upfront - it.due), it.refund) : .zero
    }

    private static func office(_ it: Assessment, _ books: ReportBooks) -> String {
        let office = payingOffice(it, books)
        return office.isEmpty ? "返还单位未印出" : office
    }

    private static func payingOffice(_ it: Assessment, _ books: ReportBooks) -> String {
        books.policy.categories.first { $0.id == it.category }?.payingOffice ?? ""
    }

    /// Of the rebate, what the office that the notice names has paid; without one, what anybody has.
    private static func settled(_ it: Assessment, _ books: ReportBooks) -> Money {
        let office = payingOffice(it, books)
        let paid = it.refunds.filter { office.isEmpty || $0.party == office }
            .reduce(into: Money.zero) { $0 += $1.amount }
        return min(paid, rebate(it))
    }

    // MARK: - Outstanding

    private static let ages: [(title: String, upTo: Int64)] = [
        ("30天以内", 30), ("31—60天", 60), ("61—90天", 90), ("90天以上", .max),
    ]

    private static func refundsOutstanding(_ books: ReportBooks) throws -> [ReportTable] {
        let open = try books.openMoney(\.refundOpen)
        let days = try books.days(of: Set(open.map(\.cause)))
        var sums: [Int: (heads: Int64, amount: Money)] = [:]
        let rows = open.map { money -> (person: PersonKey, cells: [ReportCell]) in
            let it = money.standing.assessment
            let since = since(money, days)
            let age = since.map { Int64(books.day.day - $0.day) }
            let bucket = age.flatMap { age in ages.firstIndex { age <= $0.upTo } } ?? ages.count
            sums[bucket, default: (0, .zero)].heads += 1
            sums[bucket, default: (0, .zero)].amount += money.amount
            return (
                money.standing.person,
                [
                    .text(ReportBooks.unitName(it.unit)), .text(books.category(it.category)),
                    .text(ReportBooks.word(it.status)), .text(payingOffice(it, books)),
                    .money(it.refund), .money(it.refunded), .money(money.amount), .day(since),
                    books.age(since), .text(refundFlags(it)),
                ]
            )
        }
        let buckets = sums.sorted { $0.key < $1.key }.map { index, sum -> [ReportCell] in
            [
                .text(index < ages.count ? ages[index].title : "日期不明"), .number(sum.heads),
                .money(sum.amount),
            ]
        }
        return [
            try books.personTable("persons", "未退款人员", outstandingColumns, rows).summed(),
            ReportTable(
                "ages",
                "账龄",
                [
                    ReportColumn("age", "账龄"), .count("people", "人数"),
                    .money("amount", "金额"),
                ],
                buckets
            ).summed(),
        ]
    }

    private static let outstandingColumns: [ReportColumn] = [
        ReportColumn("unit", "单位"), ReportColumn("category", "类别"),
        ReportColumn("status", "参保状态"), ReportColumn("office", "返还单位"),
        .money("refund", "应退"), .money("paid", "已退"), .money("open", "未退"),
        .day("since", "起算日"), .number("age_days", "账龄（天）"), ReportColumn("flags", "提示"),
    ]

    /// Since when money waits: the day of its cause, not before the person was enrolled.
    private static func since(_ money: OpenMoney, _ days: [String: CivilDate]) -> CivilDate? {
        let enrolled = money.standing.assessment.enrolledOn
        guard let cause = days[money.cause] else { return enrolled }
        return max(cause, enrolled ?? cause)
    }

    private static func refundFlags(_ it: Assessment) -> String {
        let words = [
            "refundWaiting": "付款早于应退", "refundExcess": "付款超过应退，未入账",
            "refundWrongOffice": "付款单位不是通知所列，未入账",
        ]
        return it.flags.compactMap { words[$0] }.joined(separator: "、")
    }

    // MARK: - Suspense

    private static func suspense(_ books: ReportBooks) throws -> [ReportTable] {
        let open = try books.openMoney(\.held)
        let days = try books.days(of: Set(open.map(\.cause)))
        var sums: [AssessmentStatus: (heads: Int64, amount: Money)] = [:]
        let rows = open.map { money -> (person: PersonKey, cells: [ReportCell]) in
            let it = money.standing.assessment
            sums[it.status, default: (0, .zero)].heads += 1
            sums[it.status, default: (0, .zero)].amount += money.amount
            let since = days[money.cause]
            return (
                money.standing.person,
                [
                    .text(ReportBooks.unitName(it.unit)), .text(ReportBooks.word(it.status)),
                    .text(books.category(it.category)), .money(it.upfront),
                    .money(it.received), .money(money.amount), .day(since), books.age(since),
                    .text(way(it.status, books)),
                ]
            )
        }
        let reasons = sums.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { status, sum -> [ReportCell] in
                [
                    .text(ReportBooks.word(status)), .number(sum.heads), .money(sum.amount),
                    .text(way(status, books)),
                ]
            }
        return [
            ReportTable(
                "reasons",
                "按原因",
                [
                    ReportColumn("reason", "原因"), .count("people", "人数"),
                    .money("amount", "金额"), ReportColumn("way", "怎样了结"),
                ],
                reasons
            ).summed(),
            try books.personTable("persons", "明细", suspenseColumns, rows).summed(),
            questions(books),
        ]
    }

    private static let suspenseColumns: [ReportColumn] = [
        ReportColumn("unit", "单位"), ReportColumn("reason", "原因"),
        ReportColumn("category", "类别"), .money("upfront", "应先缴"),
        .money("received", "已收"), .money("amount", "挂起"), .day("since", "起算日"),
        .number("age_days", "账龄（天）"), ReportColumn("way", "怎样了结"),
    ]

    /// What ends the waiting: a fact that is missing, or a decision (`DecisionMade`).
    private static func way(_ status: AssessmentStatus, _ books: ReportBooks) -> String {
        switch status {
        case .underpaid: "补足，或决定退还（refund）"
        case .early: "决定：认可（accept）或退还（refund）"
        case .late: "决定：认可（accept）、退还（refund）或不予办理（reject）"
        case .registrationIncomplete: "补办参保登记，或决定退还（refund）"
        case .tierConflict: "户内统一档次（HouseholdTierSet），或决定退还（refund）"
        default: "决定：退还（refund）"
        }
    }

    /// What offices have to confirm or mend before things go on.
    private static func questions(_ books: ReportBooks) -> ReportTable {
        let rows = books.items(.confirmation, .importBatch, .application)
            .filter { [.waiting, .blocked, .overlap, .gap].contains($0.item.status) }
            .map { filed -> [ReportCell] in
                [
                    .text(
                        filed.subject.kind == .funder ? books.funder(filed.subject.id) : filed.unit
                    ),
                    .text(questionWord(filed.item.kind)), .text(filed.item.reference),
                    .day(filed.item.day), books.age(filed.item.day), .money(filed.item.amount),
                    .status(filed.item.status),
                ]
            }
        return ReportTable(
            "offices",
            "单位的待决事项",
            [
                ReportColumn("unit", "单位、出资方"), ReportColumn("question", "事项"),
                ReportColumn("number", "号"), .day("on", "日期"), .number("age_days", "已等（天）"),
                .money("amount", "金额"), ReportColumn("status", "状态"),
            ],
            rows
        )
    }

    private static func questionWord(_ kind: DossierItem.Kind) -> String {
        switch kind {
        case .confirmation: "区级确认"
        case .importBatch: "导入"
        default: "资金申请"
        }
    }
}
