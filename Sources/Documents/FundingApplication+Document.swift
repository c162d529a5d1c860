import Events
import Ledger
import Policy

/// The document of an application: head, summary, persons.
extension FundingApplication {
    static func document(
        _ books: ReportBooks,
        _ claim: FundingClaim,
        _ event: OfficeEvent,
        _ funder: Funder,
        _ rule: FundingRule
    ) throws -> Report {
        let people = try books.people { claim.people[$0.person] != nil }
        let rows = people.map { standing -> (person: PersonKey, cells: [ReportCell]) in
            (
                standing.person,
                [
                    .text(ReportBooks.unitName(standing.unit)),
                    .text(books.category(standing.assessment.category)),
                    .money(claim.people[standing.person] ?? .zero),
                ]
            )
        }
        var basis = books.basis
        basis.position = claim.through.sorted()
        let detail = try books.personTable(
            "persons",
            "申请明细",
            [
                ReportColumn("unit", "单位"), ReportColumn("category", "类别"),
                .money("amount", "金额"),
            ],
            rows
        ).summed()
        var report = Report(
            kind: "funding-application",
            title: "\(funder.name)\(rule.name)拨付申请 \(event.number)",
            basis: basis,
            tables: [
                head(event, funder, rule, people.count), summary(people, claim, books), detail,
            ]
        )
        report.notes =
            books.notes + [
                "依据 \(rule.citation.clause)：\(rule.citation.quotes.joined(separator: "；"))"
            ]
        report.signing = event.signatories.map { SigningPlace($0, isStamp: true) }
        return report
    }

    private static func head(
        _ event: OfficeEvent,
        _ funder: Funder,
        _ rule: FundingRule,
        _ people: Int
    ) -> ReportTable {
        func text(_ positions: [JournalPosition]) -> String {
            positions.map(\.description).joined(separator: ";")
        }
        return ReportTable(
            "application",
            "申请",
            [
                ReportColumn("application", "申请号"), ReportColumn("funder", "出资方"),
                ReportColumn("purpose", "用途"), ReportColumn("signatories", "申请单位"),
                .number("people", "人数"), .money("amount", "申请金额"),
                ReportColumn("from", "自账本位置（不含）"), ReportColumn("through", "至账本位置"),
            ],
            [
                [
                    .text(event.number), .text(funder.name), .text(rule.name),
                    .text(event.signatories.joined(separator: "、")), .number(Int64(people)),
                    .money(event.amount), .text(text(event.claimsFrom)),
                    .text(text(event.claimsThrough)),
                ]
            ]
        )
    }

    private static func summary(
        _ people: [PersonStanding],
        _ claim: FundingClaim,
        _ books: ReportBooks
    ) -> ReportTable {
        var sums: [[String]: (heads: Int64, amount: Money)] = [:]
        for standing in people {
            let key = [ReportBooks.town(of: standing.unit), standing.assessment.category]
            sums[key, default: (0, .zero)].heads += 1
            sums[key, default: (0, .zero)].amount += claim.people[standing.person] ?? .zero
        }
        let rows = sums.sorted { left, right in
            left.key[0] == right.key[0]
                ? left.key[1] < right.key[1] : books.precedes(left.key[0], right.key[0])
        }
        .map { key, sum -> [ReportCell] in
            [
                .text(ReportBooks.unitName(key[0])), .text(books.category(key[1])),
                .number(sum.heads), .money(sum.amount),
            ]
        }
        return ReportTable(
            "summary",
            "申请汇总",
            [
                ReportColumn("town", "乡镇（街道）"), ReportColumn("category", "类别"),
                .count("people", "人数"), .money("amount", "金额"),
            ],
            rows
        ).summed()
    }
}
