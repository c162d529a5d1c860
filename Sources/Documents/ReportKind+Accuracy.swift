import Events
import Policy

extension ReportKind {
    /// How often what was entered had to be corrected (004 四（一）: 信息录入准确率100%).
    static let accuracy: [ReportKind] = [
        ReportKind(
            "entry-accuracy",
            "信息录入准确率",
            ["F-092", "F-118"],
            hasDays: true,
            make: entryAccuracy
        )
    ]

    /// Of each unit: entries, corrections filed, those after the printed day, errors of 10,000.
    private static func entryAccuracy(_ books: ReportBooks) throws -> [ReportTable] {
        let duty = books.pack.terms.duties.first { $0.id == "correction" }
        books.noteUnless(duty != nil)
        var units: [String: UnitEntries] = [:]
        for standing in try books.people(where: { $0.assessment.isCovered }) {
            units[standing.unit, default: UnitEntries()].entries += 1
        }
        for note in try books.records(["CorrectionFiled"])
        where books.asksFor(note.record.unit) && note.day <= books.day {
            units[note.record.unit, default: UnitEntries()].corrections += 1
            if duty?.isLate(on: note.day) == true {
                units[note.record.unit, default: UnitEntries()].late += 1
            }
        }
        let rows = units.sorted { books.precedes($0.key, $1.key) }.map { unit, it -> [ReportCell] in
            [
                .text(ReportBooks.unitName(unit)), .number(it.entries), .number(it.corrections),
                .number(it.late), .number(it.errorsOfTenThousand),
                .text(it.corrections == 0 ? "准确" : "有更正"),
            ]
        }
        let table = ReportTable(
            "units",
            "各单位录入",
            [
                ReportColumn("unit", "单位"), .count("entries", "录入人数"),
                .count("corrections", "更正次数"), .count("late", "逾期更正"),
                .number("errors_of_10000", "每万人更正（进一）"),
                ReportColumn("result", "结果"),
            ],
            rows
        )
        return [table.summed()]
    }
}

/// What one unit entered, and what of it was corrected.
private struct UnitEntries {
    var entries: Int64 = 0
    var corrections: Int64 = 0
    var late: Int64 = 0

    /// Corrections of 10,000 entries, rounded up: one error never shows as none.
    var errorsOfTenThousand: Int64? {
        entries == 0 ? nil : (corrections * 10_000 + entries - 1) / entries
    }
}
