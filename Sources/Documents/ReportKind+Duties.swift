import Events
import Policy

/// Every day that the notice sets, who owes what, and who is late.
extension ReportKind {
    static let duties: [ReportKind] = [
        ReportKind("duties", "职责日历及逾期清单", ["F-137"], hasDays: true, make: duties)
    ]

    private static func duties(_ books: ReportBooks) throws -> [ReportTable] {
        let debts = try debts(books)
        let rows = books.pack.terms.duties.map { duty -> [ReportCell] in
            let owed = debts[duty.id]
            return [
                .text(duty.who), .text(duty.what), .day(duty.by),
                .number(duty.days.map(Int64.init)),
                .text(due(duty, books.day)), .number(owed.map { Int64($0.count) }),
                .text(duty.citation.clause),
            ]
        }
        let overdue = books.pack.terms.duties.flatMap { duty in
            (debts[duty.id] ?? []).map { debt -> [ReportCell] in
                [.text(duty.what), .text(debt.unit), .text(debt.what), .day(duty.by)]
            }
        }
        books.note("未完成：账上看得出的才计数；空格表示这项职责的完成与否不在账上")
        return [
            ReportTable(
                "calendar",
                "职责",
                [
                    ReportColumn("who", "单位"), ReportColumn("what", "职责"), .day("by", "期限"),
                    .number("days", "天数"), ReportColumn("due", "到期"),
                    .number("open", "未完成单位"), ReportColumn("clause", "依据"),
                ],
                rows
            ),
            ReportTable(
                "days",
                "日期",
                [.day("on", "日期"), ReportColumn("what", "事项"), ReportColumn("clause", "依据")],
                days(books.pack.terms).map { [.day($0.day), .text($0.what), .text($0.clause)] }
            ),
            ReportTable(
                "overdue",
                "未完成清单",
                [
                    ReportColumn("duty", "职责"), ReportColumn("unit", "单位"),
                    ReportColumn("what", "情况"), .day("by", "期限"),
                ],
                overdue
            ),
        ]
    }

    private static func due(_ duty: Duty, _ day: CivilDate) -> String {
        guard let by = duty.by else { return duty.days == nil ? "随时" : "按天数" }
        return day > by ? "已过期限" : "还有\(by.day - day.day)天"
    }

    private static func days(
        _ terms: PolicyTerms
    ) -> [(day: CivilDate, what: String, clause: String)] {
        var days: [(day: CivilDate, what: String, clause: String)] = [
            (terms.window.opens.value, "缴费开始", terms.window.opens.citation.clause),
            (terms.window.closes.value, "缴费截止", terms.window.closes.citation.clause),
        ]
        for phase in terms.phases {
            if let from = phase.from {
                days.append((from, "\(phase.name)开始", phase.citation.clause))
            }
            if let to = phase.to { days.append((to, "\(phase.name)结束", phase.citation.clause)) }
        }
        if let lists = terms.listsBy { days.append((lists.value, "名单截止", lists.citation.clause)) }
        if let cutoff = terms.ranking.cutoff {
            days.append((cutoff.value, "考核截止", cutoff.citation.clause))
        }
        for band in terms.ranking.scores {
            guard let by = band.by else { continue }
            let points = band.points.map { "计\($0)分" } ?? "得分待定"
            days.append((by, "完成任务的\(points)", band.citation.clause))
        }
        for duty in terms.duties {
            if let by = duty.by { days.append((by, duty.what, duty.citation.clause)) }
        }
        return days.sorted { ($0.day, $0.what) < ($1.day, $1.what) }
    }

    private struct Debt {
        var unit: String
        var what: String
    }

    /// By duty, the units of which the books say that it is not done; a duty on which they say
    /// nothing is left out.
    private static func debts(_ books: ReportBooks) throws -> [String: [Debt]] {
        var debts: [String: [Debt]] = [:]
        for duty in books.pack.terms.duties {
            switch duty.id {
            case "staffList":
                debts[duty.id] = try rows("teams", "units", books).filter {
                    $0[4] == .text("逾期未报") || $0[4] == .text("未报")
                }
                .map { Debt(unit: $0[0].text, what: $0[4].text) }
            case "publicNotice", "notice":
                let done = [NoticeRule.State.posted, .hanging].map { ReportCell.text($0.rawValue) }
                debts[duty.id] = try rows("notice-watch", "units", books)
                    .filter { !done.contains($0[5]) }
                    .map { Debt(unit: $0[0].text, what: $0[5].text) }
            case "deposit":
                let isSameDay = books.offices.deposits?.isSameDay == true
                let kind = isSameDay ? "same-day-breaches" : "undeposited"
                debts[duty.id] = try rows(kind, isSameDay ? "breaches" : "days", books)
                    .map { Debt(unit: $0[0].text, what: isSameDay ? "未当日存入" : "登记未缴存") }
            case "signedRoster": debts[duty.id] = unsigned("roster", books)
            case "dailyAudit": debts[duty.id] = unsigned("voucher", books)
            case "finalMatching": debts[duty.id] = unsigned("settlement", books)
            case "correction":
                debts[duty.id] = try rows("objections", "corrections", books)
                    .filter { $0[5] != .text("") }
                    .map { Debt(unit: $0[0].text, what: "逾期更正 \($0[1].text)") }
            default: continue
            }
        }
        return debts
    }

    private static func rows(
        _ kind: String,
        _ table: String,
        _ books: ReportBooks
    ) throws -> [[ReportCell]] {
        let kept = books.notes
        defer { books.notes = kept }
        let tables = try ReportKind.named(kind)?.make(books) ?? []
        return tables.first { $0.id == table }?.rows ?? []
    }

    private static func unsigned(_ document: String, _ books: ReportBooks) -> [Debt] {
        books.items(.signing)
            .filter { $0.item.party == document && $0.item.status == .unsigned }
            .map { filed in
                let day = filed.item.day.map { " \($0)" } ?? ""
                return Debt(unit: filed.unit, what: "签字不全\(day)")
            }
    }
}
