import Events
import Ledger
import Policy

/// A statement against the books: what agrees, what differs and why.
public struct Reconciliation {
    /// Whose statement it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A bank's: against deposit slips.
        case bank
        /// The tax bureau's: against treasury deposits and, with the log, the payments of each
        /// channel and day.
        case tax
    }

    /// The document: matches, differences, bad rows, summary.
    public let report: Report
    /// Whether every line of both sides has its counterpart, to the fen.
    public let agrees: Bool

    /// Reconciles.
    ///
    /// - Parameters:
    ///   - lines: The statement's lines that could be read.
    ///   - faults: The rows that could not.
    ///   - windowDays: Days that a line may lie apart from its posting; the books are asked for the
    ///     statement's days and as many on both sides, and for every number that it names.
    /// - Throws: What the reader throws.
    public init(
        _ books: ReportBooks,
        _ kind: Kind,
        lines: [StatementLine],
        faults: [StatementFault] = [],
        windowDays: Int32 = 3
    ) throws {
        let all = try kind == .bank ? books.bankLines() : books.taxLines()
        let named = Set(lines.map(\.reference).filter { !$0.isEmpty })
        let posted = Reconciliation.within(lines, windowDays, all, named)
        let match = StatementMatch(
            lines,
            places: lines.map { books.statementPlace($0.account) },
            posted,
            windowDays: windowDays
        )
        let differences = Reconciliation.differences(match, lines, posted, books, windowDays)
        agrees = differences.isEmpty && faults.isEmpty
        var report = Report(
            kind: "reconcile-\(kind.rawValue)",
            title: kind == .bank ? "银行对账" : "税务对账",
            basis: books.basis,
            tables: [
                Reconciliation.summary(match, lines, posted, faults),
                Reconciliation.table("differences", "差异", differences),
                Reconciliation.faultTable(faults),
                Reconciliation.table(
                    "matches",
                    "相符",
                    match.groups.filter { $0.difference == .zero }.map {
                        Reconciliation.row($0, lines, posted, "")
                    }
                ),
            ]
        )
        report.basis.asOf = nil
        report.notes = books.notes
        self.report = report
    }

    /// Lines of the books that the statement's days cover, and those that it names by number.
    private static func within(
        _ lines: [StatementLine],
        _ windowDays: Int32,
        _ posted: [PostedLine],
        _ named: Set<String>
    ) -> [PostedLine] {
        guard let first = lines.map(\.day).min(), let last = lines.map(\.day).max() else {
            return posted
        }
        let (from, to) = (first.adding(days: -Int(windowDays)), last.adding(days: Int(windowDays)))
        return posted.filter { posting in
            (from...to).contains(posting.day) || posting.references.contains(where: named.contains)
        }
    }

    // MARK: - Tables

    private static let columns: [ReportColumn] = [
        ReportColumn("rows", "对账单行"), .day("on", "对账单日期"), .money("statement", "对账单"),
        ReportColumn("posted_ids", "账上"), .day("posted_on", "账上日期"), .money("posted", "账上金额"),
        .money("difference", "差额"), ReportColumn("ground", "依据"), ReportColumn("reason", "原因"),
    ]

    private static func table(
        _ id: String,
        _ title: String,
        _ rows: [[ReportCell]]
    ) -> ReportTable { ReportTable(id, title, columns, rows).summed() }

    private static func row(
        _ group: StatementMatch.Group,
        _ lines: [StatementLine],
        _ posted: [PostedLine],
        _ reason: String
    ) -> [ReportCell] {
        let here = group.lines.map { lines[$0] }
        let there = group.posted.map { posted[$0] }
        return [
            .text(here.map { "\($0.row)" }.joined(separator: " ")), .day(here.first?.day),
            .money(here.reduce(into: .zero) { $0 += $1.amount }),
            .text(there.map(\.id).joined(separator: "; ")), .day(there.first?.day),
            .money(there.reduce(into: .zero) { $0 += $1.amount }), .money(group.difference),
            .text(ground(group)), .text(reason),
        ]
    }

    private static func ground(_ group: StatementMatch.Group) -> String {
        let shape = "\(group.lines.count):\(group.posted.count)"
        switch group.ground {
        case .reference: return "单号 \(shape)"
        case .amount: return "金额、日期、账户 \(shape)"
        case .sum: return "合计金额 \(shape)"
        }
    }

    private static func differences(
        _ match: StatementMatch,
        _ lines: [StatementLine],
        _ posted: [PostedLine],
        _ books: ReportBooks,
        _ windowDays: Int32
    ) -> [[ReportCell]] {
        let wrong = match.groups.filter { $0.difference != .zero }.map {
            row($0, lines, posted, "单号相同，金额不同")
        }
        let open = match.openLines.map { index -> [ReportCell] in
            let line = lines[index]
            let reason = reason(line, posted, match.openPosted, books)
            return [
                .text("\(line.row)"), .day(line.day), .money(line.amount), .text(""), .none,
                .money(.zero), .money(line.amount), .text(""), .text(reason),
            ]
        }
        let missing = match.openPosted.map { index -> [ReportCell] in
            let posting = posted[index]
            return [
                .text(""), .none, .money(.zero), .text(posting.id), .day(posting.day),
                .money(posting.amount), .money(.zero - posting.amount), .text(""),
                .text("对账单上没有"),
            ]
        }
        return wrong + open + missing
    }

    /// Why nothing answers to a line.
    private static func reason(
        _ line: StatementLine,
        _ posted: [PostedLine],
        _ open: [Int],
        _ books: ReportBooks
    ) -> String {
        let place = books.statementPlace(line.account)
        if !line.reference.isEmpty,
            posted.contains(where: { $0.references.contains(line.reference) })
        {
            return place.isEmpty ? "单号已与另一行相符" : "单号在账上属于另一账户或单位，或已与另一行相符"
        }
        let equal = open.map { posted[$0] }.filter { $0.amount == line.amount }
        if equal.contains(where: { place.isEmpty || $0.places.contains(place) }) {
            return "金额相同的日期相隔太远"
        }
        return equal.isEmpty ? "账上没有" : "金额相同的在另一账户或单位"
    }

    private static func faultTable(_ faults: [StatementFault]) -> ReportTable {
        ReportTable(
            "faults",
            "不能读的行",
            [.number("row", "对账单行"), ReportColumn("problem", "问题")],
            faults.map { [.number($0.row), .text($0.sentence)] }
        )
    }

    private static func summary(
        _ match: StatementMatch,
        _ lines: [StatementLine],
        _ posted: [PostedLine],
        _ faults: [StatementFault]
    ) -> ReportTable {
        let matched = match.groups.filter { $0.difference == .zero }
        let here = lines.reduce(into: Money.zero) { $0 += $1.amount }
        let there = posted.reduce(into: Money.zero) { $0 += $1.amount }
        return ReportTable(
            "summary",
            "汇总",
            [
                .number("lines", "对账单行数"), .money("statement", "对账单金额"),
                .number("posted_lines", "账上笔数"), .money("posted", "账上金额"),
                .money("difference", "差额"), .number("matched_lines", "相符行数"),
                .number("matched_posted", "相符笔数"), .number("faults", "不能读的行数"),
            ],
            [
                [
                    .number(Int64(lines.count)), .money(here), .number(Int64(posted.count)),
                    .money(there), .money(here - there),
                    .number(Int64(matched.reduce(0) { $0 + $1.lines.count })),
                    .number(Int64(matched.reduce(0) { $0 + $1.posted.count })),
                    .number(Int64(faults.count)),
                ]
            ]
        )
    }
}
