import Events
import Explanation
import Policy

/// What the pack alone tells, for walls and desks.
extension ReportKind {
    static let pages: [ReportKind] = [
        ReportKind("facts", "参保缴费政策明白纸", ["F-123"], isPublic: true, make: facts),
        ReportKind("offices", "经办单位一览", ["F-135"], isPublic: true, make: offices),
        ReportKind("teams", "征缴专班登记", ["F-136"], hasDays: true, make: teams),
        ReportKind("targets", "任务分解及核对", ["F-097", "F-098", "F-109"], make: targets),
    ]

    private static let factColumns = [
        ReportColumn("what", "事项"), ReportColumn("content", "内容"), ReportColumn("clause", "依据"),
    ]

    private static func rows(_ entries: [RuleEntry]) -> [[ReportCell]] {
        entries.map { entry in
            let content = entry.facets.filter { $0.name != "别名" }.map { "\($0.name)：\($0.value)" }
                .joined(separator: "；")
            return [.text(entry.title), .text(content), .text(entry.clause)]
        }
    }

    /// Standard, days, groups, channels: what everybody has to know (000 M七（三）; 001 五（三）;
    /// 003 四（三）; 004 五（二）).
    private static func facts(_ books: ReportBooks) throws -> [ReportTable] {
        let book = RuleBook(books.pack)
        func table(_ id: String, _ title: String, _ prefixes: [String]) -> ReportTable {
            let entries = book.entries.filter { entry in
                prefixes.contains { entry.id == $0 || entry.id.hasPrefix($0 + ".") }
            }
            return ReportTable(id, title, factColumns, rows(entries))
        }
        books.note("本页由政策包生成，以通知原文为准：\(books.pack.terms.notice.title)")
        return [
            table("standard", "缴费标准", ["coverageYear", "premium", "fiscalSubsidy"]),
            table("window", "缴费时间、待遇", ["window", "phase", "phases", "newborn", "benefit"]),
            table("groups", "资助对象", ["category"]),
            ReportTable(
                "channels",
                "缴费渠道",
                [ReportColumn("channel", "渠道"), ReportColumn("clause", "依据")],
                books.policy.channels.map { [.text($0.name), .text($0.citation.clause)] }
            ),
            ReportTable(
                "bureaus",
                "资格由谁认定",
                [ReportColumn("bureau", "部门"), ReportColumn("groups", "名单")],
                bureaus(books)
            ),
        ]
    }

    private static func bureaus(_ books: ReportBooks) -> [[ReportCell]] {
        books.policy.bureaus.map { bureau in
            [
                .text(bureau.name),
                .text(bureau.supplies.map { books.category($0) }.joined(separator: "、")),
            ]
        }
    }

    /// Offices of each unit, as the notice prints them; nobody's name or telephone.
    private static func offices(_ books: ReportBooks) throws -> [ReportTable] {
        books.note("不登记个人姓名和电话；票管员等由税务分局掌握")
        let units = books.pack.terms.units.filter { books.asksFor($0.name) }
        return [
            ReportTable(
                "units",
                "单位、税务分局、卫生院",
                [
                    ReportColumn("unit", "单位"), ReportColumn("tax", "税务分局"),
                    ReportColumn("hospital", "卫生院"),
                ],
                units.map { unit in
                    [
                        .text(unit.name), .text(unit.taxBranch.isEmpty ? "未印出" : unit.taxBranch),
                        .text(unit.hospital.isEmpty ? "未印出" : unit.hospital),
                    ]
                }
            ),
            ReportTable(
                "bureaus",
                "部门",
                [ReportColumn("bureau", "部门"), ReportColumn("lists", "提供名单")],
                bureaus(books)
            ),
            ReportTable(
                "funders",
                "出资方",
                [ReportColumn("funder", "出资方"), ReportColumn("clause", "依据")],
                books.policy.funders.map { [.text($0.name), .text($0.citation.clause)] }
            ),
            ReportTable(
                "duties",
                "职责单位",
                [
                    ReportColumn("who", "单位"), ReportColumn("what", "职责"),
                    ReportColumn("clause", "依据"),
                ],
                books.pack.terms.duties.map {
                    [.text($0.who), .text($0.what), .text($0.citation.clause)]
                }
            ),
        ]
    }

    /// Towns and the team that each has reported (001 四（一）).
    private static func teams(_ books: ReportBooks) throws -> [ReportTable] {
        let duty = books.pack.terms.duties.first { $0.id == "staffList" }
        books.noteUnless(duty != nil)
        let items = Dictionary(
            grouping: books.items(.team),
            by: { ReportBooks.town(of: $0.unit) }
        )
        let rows = books.pack.terms.units.filter { books.asksFor($0.name) }
            .map { unit -> [ReportCell] in
                let found = items[unit.name] ?? []
                let day = found.compactMap(\.item.day).min()
                return [
                    .text(unit.name), .number(found.last?.item.heads), .day(day), .day(duty?.by),
                    .text(state(duty, reported: found.isEmpty ? nil : day, books.day)),
                ]
            }
        return [
            ReportTable(
                "units",
                "征缴专班",
                [
                    ReportColumn("unit", "乡镇（街道）"), .count("heads", "专班人数"),
                    .day("on", "报送日"), .day("by", "期限"), ReportColumn("state", "状态"),
                ],
                rows
            ).summed()
        ]
    }

    static func state(_ duty: Duty?, reported: CivilDate?, _ day: CivilDate) -> String {
        guard let reported else {
            return duty?.isLate(on: day) == true ? "逾期未报" : "未报"
        }
        return duty?.isLate(on: reported) == true ? "逾期报送" : "已报"
    }

    // MARK: - Targets

    private static func targets(_ books: ReportBooks) throws -> [ReportTable] {
        let set = try books.reader.targets(scheme: books.scheme)
            .filter { books.asksFor($0.target.unit) }
            .sorted { left, right in
                let (one, two) = (left.target, right.target)
                if one.unit != two.unit { return books.precedes(one.unit, two.unit) }
                return (one.effectiveFrom, left.id) < (two.effectiveFrom, right.id)
            }
        let units = books.pack.terms.units.filter { books.asksFor($0.name) }
        let printed = units.map { unit -> [ReportCell] in
            [
                .text(unit.name), .number(unit.targetHeads), .money(unit.targetAmount),
                .number(unit.population),
            ]
        }
        return [
            ReportTable(
                "printed",
                "通知印出的任务",
                [
                    ReportColumn("unit", "单位"), .count("heads", "人数"),
                    .money("amount", "金额"), .count("population", "总人口"),
                ],
                printed
            ).summed(),
            ReportTable(
                "set",
                "下达的任务（TargetSet）",
                [
                    ReportColumn("unit", "单位"), .number("heads", "人数"), .money("amount", "金额"),
                    .day("from", "生效日"), ReportColumn("id", "记录号"),
                ],
                set.map { target, id in
                    [
                        .text(target.unit), .number(target.heads), .money(target.amount),
                        .day(target.effectiveFrom), .text(id),
                    ]
                }
            ),
            checks(units, set.map(\.target), books),
        ]
    }

    private static func checks(
        _ units: [PolicyUnit],
        _ set: [Target],
        _ books: ReportBooks
    ) -> ReportTable {
        var rows: [[ReportCell]] = []
        func check(_ what: String, _ left: Int64, _ right: Int64) {
            let result = left == right ? "相符" : "相差\(left - right)"
            rows.append([.text(what), .number(left), .number(right), .text(result)])
        }
        let heads = units.reduce(0) { $0 + $1.targetHeads }
        if let total = books.pack.terms.printedTotal, books.request.unit.isEmpty {
            check("各单位人数之和、印出的合计", heads, total.value)
        }
        if let premium = books.pack.terms.tiers.first?.premium, books.pack.terms.tiers.count == 1 {
            for unit in units where unit.targetAmount != .zero {
                let product = unit.targetHeads.multipliedReportingOverflow(by: premium.fen)
                if product.overflow || product.partialValue != unit.targetAmount.fen {
                    check("\(unit.name)：金额（分）、人数×标准", unit.targetAmount.fen, product.partialValue)
                }
            }
        }
        let latest = Dictionary(set.map { ($0.unit, $0) }, uniquingKeysWith: { $1 })
        let villages = Dictionary(
            grouping: latest.values.filter { $0.unit.contains("/") },
            by: { ReportBooks.town(of: $0.unit) }
        )
        for (town, parts) in villages.sorted(by: { books.precedes($0.key, $1.key) }) {
            let whole = latest[town]?.heads ?? units.first { $0.name == town }?.targetHeads ?? 0
            check("\(town)：各村之和、乡镇任务", parts.reduce(0) { $0 + $1.heads }, whole)
        }
        return ReportTable(
            "checks",
            "核对",
            [
                ReportColumn("what", "核对"), .number("left", "前者"), .number("right", "后者"),
                ReportColumn("result", "结果"),
            ],
            rows
        )
    }
}
