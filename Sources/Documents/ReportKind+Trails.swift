import Events
import Ledger

extension ReportKind {
    /// Who recorded what, when.
    static let trails: [ReportKind] = [
        ReportKind(
            "audit-trail",
            "留痕：谁、何时、记了什么",
            ["F-131"],
            isPersonal: true,
            needsSubject: true,
            make: auditTrail
        )
    ]

    /// Of a unit, funder, serial or number: records and journals; of a person key: journals.
    private static func auditTrail(_ books: ReportBooks) throws -> [ReportTable] {
        let about = books.request.about
        if let person = PersonKey(hex: about) { return [try personTrail(person, books)] }
        let unit = books.policy.canonicalUnit(about)
        let funder = books.policy.funder(about).map { books.policy.funders[$0].id }
        let subjects = Set([about, unit, funder].compactMap(\.self))
        var keys: Set<String> = []
        for filed in books.allItems
        where subjects.contains(filed.subject.id) || filed.item.reference == about {
            keys.insert("\(filed.subject)|\(filed.item.key)")
        }
        return [
            try recordTrail(about, subjects, books), try journalTrail(keys, subjects, books),
        ]
    }

    private static func recordTrail(
        _ about: String,
        _ subjects: Set<String>,
        _ books: ReportBooks
    ) throws -> ReportTable {
        let fields = ["slip", "batch", "application", "serial", "roster", "series", "number"]
        let rows = try books.reader.officeRecords(scheme: books.scheme).map(OfficeNote.init)
            .filter { note in
                subjects.contains(note.record.unit) || fields.contains { note.text($0) == about }
            }
            .map { note -> [ReportCell] in
                [
                    .text(note.record.at.description), .text(note.record.by),
                    .text(note.record.type), .text(note.record.unit), .text(note.id),
                    .text(note.record.json),
                ]
            }
        return ReportTable(
            "records",
            "记录",
            [
                ReportColumn("at", "时间"), ReportColumn("by", "单位/岗位"),
                ReportColumn("type", "事项"), ReportColumn("subject", "对象"),
                ReportColumn("id", "记录号"), ReportColumn("record", "内容"),
            ],
            rows
        )
    }

    private static func journalTrail(
        _ keys: Set<String>,
        _ subjects: Set<String>,
        _ books: ReportBooks
    ) throws -> ReportTable {
        var rows: [[ReportCell]] = []
        try books.reader.dossierJournals { row in
            guard row.scheme == books.scheme else { return }
            let change = try DossierChange(wire: row.change)
            for item in change.items
            where subjects.contains(row.subject.id)
                || keys.contains("\(row.subject)|\(item.key)")
            {
                rows.append([
                    .text("\(row.partition)/\(row.sequence)"), .text("\(row.subject)"),
                    .text(row.cause), .text(item.key),
                    item.previous.map { .status($0.status) } ?? .none,
                    item.current.map { .status($0.status) } ?? .none,
                    .money(item.current?.amount ?? .zero),
                    .money(item.current?.counterpart ?? .zero),
                ])
            }
        }
        return ReportTable(
            "journals",
            "分录",
            [
                ReportColumn("journal", "分录号"), ReportColumn("subject", "对象"),
                ReportColumn("cause", "起因"), ReportColumn("item", "事项"),
                ReportColumn("before", "原状态"), ReportColumn("after", "现状态"),
                .money("amount", "金额"), .money("counterpart", "对方金额"),
            ],
            rows
        )
    }

    private static func personTrail(
        _ person: PersonKey,
        _ books: ReportBooks
    ) throws -> ReportTable {
        var rows: [(person: PersonKey, cells: [ReportCell])] = []
        try books.reader.journals(of: person, scheme: books.scheme) { row in
            let it = try ReportBooks.standing(row).assessment
            rows.append(
                (
                    person,
                    [
                        .text("\(row.partition)/\(row.sequence)"), .text(row.cause),
                        .text(ReportBooks.unitName(it.unit)), .text(books.category(it.category)),
                        .text(ReportBooks.word(it.status)), .money(it.received),
                        .money(it.refund - it.refunded),
                        .text(it.rules.joined(separator: " ")),
                    ]
                )
            )
        }
        if rows.isEmpty {
            throw ReportProblem("--about \(person): no journal of this person in \(books.scheme).")
        }
        return try books.personTable(
            "journals",
            "分录",
            [
                ReportColumn("journal", "分录号"), ReportColumn("cause", "起因"),
                ReportColumn("unit", "单位"), ReportColumn("category", "类别"),
                ReportColumn("status", "参保状态"), .money("received", "已缴"),
                .money("refund_open", "未退"), ReportColumn("rules", "依据"),
            ],
            after: 1,
            rows
        )
    }
}

extension PersonKey {
    /// Reads 32 hexadecimal digits; nil when it is not that form.
    init?(hex text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 32,
            let high = UInt64(String(decoding: digits[..<16], as: UTF8.self), radix: 16),
            let low = UInt64(String(decoding: digits[16...], as: UTF8.self), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}
