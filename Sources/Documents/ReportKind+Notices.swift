import Events
import Ledger
import Policy

/// What is hung up for everybody, and what came of it.
extension ReportKind {
    static let notices: [ReportKind] = [
        ReportKind(
            "public-notice",
            "参保缴费公示名单",
            ["F-114", "F-115"],
            isPersonal: true,
            hasDays: true,
            isPublic: true,
            make: publicNotice
        ),
        ReportKind(
            "notice-watch",
            "公示情况及影像资料",
            ["F-116", "F-117"],
            hasDays: true,
            make: noticeWatch
        ),
        ReportKind("objections", "异议更正清单", ["F-118", "F-119"], hasDays: true, make: objections),
        ReportKind(
            "refusal-letters",
            "不参保承诺书登记簿",
            ["F-120"],
            log: .needed,
            isPersonal: true,
            hasDays: true,
            make: refusalLetters
        ),
    ]

    /// Who is enrolled, by village: name and masked number, neither category nor telephone.
    private static func publicNotice(_ books: ReportBooks) throws -> [ReportTable] {
        let rule = NoticeRule(books.pack.terms)
        books.noteUnless(rule.duty != nil)
        if books.names == nil { books.note("张贴的名单要有姓名：加 --names --keys；证件号码一律遮盖") }
        if let duty = rule.duty { books.note("公示依据 \(duty.citation.clause)；公示时间：\(rule.words)") }
        if let day = rule.correctedBy { books.note("有异议的，\(day.inChinese)前提出更正") }
        let people = try enrolled(books)
        return [
            try books.personTable(
                "persons",
                "公示名单",
                [
                    ReportColumn("unit", "村（社区）"), .day("enrolled", "参保日"),
                    .money("paid", "个人已缴"),
                ],
                people.map { standing in
                    let it = standing.assessment
                    let cells: [ReportCell] = [
                        .text(ReportBooks.unitName(it.unit)), .day(it.enrolledOn),
                        .money(it.received),
                    ]
                    return (standing.person, cells)
                }
            ).summed(),
            perUnit(people, books),
        ]
    }

    private static func noticeWatch(_ books: ReportBooks) throws -> [ReportTable] {
        let rule = NoticeRule(books.pack.terms)
        books.noteUnless(rule.duty != nil)
        books.note("公示时间：\(rule.words)")
        if let day = rule.latestStart { books.note("最迟张贴日：\(day.inChinese)") }
        var heads: [String: Int64] = [:]
        for standing in try enrolled(books) { heads[standing.unit, default: 0] += 1 }
        let notes = try books.records(["NoticePosted"])
            .filter { books.asksFor($0.record.unit) && $0.day <= books.day }
        let posted = Dictionary(grouping: notes, by: \.record.unit)
        let units = Set(posted.keys).union(heads.keys).sorted(by: books.precedes)
        let rows = units.map { unit -> [ReportCell] in
            let notes = (posted[unit] ?? []).sorted { ($0.day, $0.id) < ($1.day, $1.id) }
            let until = notes.compactMap { CivilDate($0.text("until")) }.filter { $0 <= books.day }
            let (from, to) = (notes.first?.day, until.max())
            let evidence = notes.map { $0.text("evidence") }.filter { !$0.isEmpty }
            return [
                .text(ReportBooks.unitName(unit)), .number(heads[unit] ?? 0), .day(from),
                .day(to), .number(from.map { Int64((to ?? books.day).day - $0.day) }),
                .text(rule.state(posted: from, until: to, on: books.day).rawValue),
                .text(evidence.joined(separator: "、")),
                .text(from != nil && evidence.isEmpty ? "无影像资料" : ""),
            ]
        }
        return [
            ReportTable(
                "units",
                "各村公示",
                [
                    ReportColumn("unit", "村（社区）"), .count("people", "参保人数"),
                    .day("posted", "张贴日"), .day("until", "撤下日"),
                    .number("days", "已满（天）"), ReportColumn("state", "状态"),
                    ReportColumn("evidence", "影像资料号"), ReportColumn("missing", "缺"),
                ],
                rows
            ).summed()
        ]
    }

    /// What was corrected; a correction mends data and never admits a late payment (A-YJ-12).
    private static func objections(_ books: ReportBooks) throws -> [ReportTable] {
        let duty = books.pack.terms.duties.first { $0.id == "correction" }
        books.noteUnless(duty != nil)
        books.note("更正只改信息，不使逾期缴费有效")
        let rows = try books.records(["CorrectionFiled"])
            .filter { books.asksFor($0.record.unit) && $0.day <= books.day }
            .map { note -> [ReportCell] in
                let isIdentity = note.text("identity") == "corrected"
                return [
                    .text(ReportBooks.unitName(note.record.unit)), .day(note.day), .text(note.id),
                    .text(note.record.by), .text(isIdentity ? "证件号码、姓名" : "其他信息"),
                    .text(duty?.isLate(on: note.day) == true ? "逾期" : ""),
                ]
            }
            .sorted { "\($0)" < "\($1)" }
        return [
            ReportTable(
                "corrections",
                "更正",
                [
                    ReportColumn("unit", "单位"), .day("on", "更正日"),
                    ReportColumn("id", "记录号"), ReportColumn("by", "单位/岗位"),
                    ReportColumn("what", "内容"), ReportColumn("late", "期限"),
                ],
                rows
            )
        ]
    }

    /// Letters as they came, with where the person stands now (000 T注意2).
    private static func refusalLetters(_ books: ReportBooks) throws -> [ReportTable] {
        books.noteUnless(books.pack.terms.duties.contains { $0.id == "refusalLetter" })
        var letters: [PersonKey: (day: CivilDate?, id: String)] = [:]
        try books.log?.facts(of: books.scheme) { fact, key in
            guard case .mark(let mark) = fact.body, mark.kind == .refused,
                let person = PersonKey(key), mark.filedOn.map({ $0 <= books.day }) ?? true
            else { return }
            let id = "\(fact.source)/\(fact.number)"
            if letters[person].map({ id < $0.id }) ?? true { letters[person] = (mark.filedOn, id) }
        }
        let people = try books.people { letters[$0.person] != nil }
        books.note("承诺书原件由村居保管备查")
        return [
            try books.personTable(
                "persons",
                "承诺书",
                [
                    ReportColumn("unit", "村（社区）"), .day("filed", "承诺日"),
                    ReportColumn("letter", "记录号"), ReportColumn("status", "现状"),
                    .money("received", "已缴"),
                ],
                people.map { standing in
                    let (letter, it) = (letters[standing.person], standing.assessment)
                    let cells: [ReportCell] = [
                        .text(ReportBooks.unitName(it.unit)), .day(letter?.day),
                        .text(letter?.id ?? ""), .text(ReportBooks.word(it.status)),
                        .money(it.received),
                    ]
                    return (standing.person, cells)
                }
            ),
            perUnit(people, books),
        ]
    }
}
