import Events
import Ledger
import Policy

/// Persons of whom only the log tells what is asked: what stood on which table, and which unit a
/// payment named.
extension ReportKind {
    /// What the tables say of a person.
    private struct Tables {
        var isOnRoster = false
        var registration: RosterLine?
        /// Order of the registration that is kept: the latest filed, then the greater number.
        var rank = ""
    }

    private static func tables(_ books: ReportBooks) throws -> [PersonKey: Tables] {
        var tables: [PersonKey: Tables] = [:]
        try books.log?.facts(of: books.scheme) { fact, key in
            guard let person = PersonKey(key) else { return }
            switch fact.body {
            case .rosterLine: tables[person, default: Tables()].isOnRoster = true
            case .registration(let line):
                if let filed = line.filedOn, filed > books.day { return }
                var known = tables[person] ?? Tables()
                let rank = "\(line.filedOn?.description ?? "")|\(fact.source)/\(fact.number)"
                if known.registration == nil || rank > known.rank {
                    known.registration = line
                    known.rank = rank
                }
                tables[person] = known
            default: break
            }
        }
        return tables
    }

    /// Registered, and not in the base table (002 §2, 附2五).
    static func newPersons(_ books: ReportBooks) throws -> [ReportTable] {
        let tables = try tables(books)
        let people = try books.people {
            tables[$0.person].map { !$0.isOnRoster && $0.registration != nil } ?? false
        }
        let columns = [ReportColumn("unit", "单位"), .day("filed", "登记日")] + listColumns.dropFirst()
        return [
            try books.personTable(
                "persons",
                "新增人员",
                columns,
                people.map { standing in
                    let filed = tables[standing.person]?.registration?.filedOn
                    let cells = listCells(standing, books)
                    return (standing.person, [cells[0], .day(filed)] + cells.dropFirst())
                }
            ).summed(),
            perUnit(people, books),
        ]
    }

    /// People from outside the district, with where they live (002 附2五).
    static func outsiders(_ books: ReportBooks) throws -> [ReportTable] {
        let tables = try tables(books)
        func isOutside(_ line: RosterLine) -> Bool {
            !line.residence.contains(.localHukou) && !line.residence.contains(.districtHukou)
        }
        let people = try books.people {
            tables[$0.person]?.registration.map(isOutside) ?? false
        }
        let columns = [ReportColumn("unit", "单位"), ReportColumn("residence", "居住依据")]
        books.note("身份证复印件等由登记单位保管，不在账上")
        return [
            try books.personTable(
                "persons",
                "外来人员",
                columns + listColumns.dropFirst(),
                people.map { standing in
                    let line = tables[standing.person]?.registration
                    let cells = listCells(standing, books)
                    let basis = ReportCell.text(line.map { residence($0.residence) } ?? "")
                    return (standing.person, [cells[0], basis] + cells.dropFirst())
                }
            ).summed(),
            perUnit(people, books),
        ]
    }

    private static func residence(_ residence: Residence) -> String {
        let words: [(Residence, String)] = [
            (.prefectureHukou, "本市其他区户籍"), (.outsideHukou, "外地户籍"), (.noHukou, "无户口"),
            (.residencePermit, "居住证"), (.longTermResident, "长期居住"),
            (.accompanyingChild, "随迁子女"), (.collegeStudent, "高等院校在读"),
            (.vocationalStudent, "中等职业学校在读"), (.pupil, "中小学在读"),
            (.kindergarten, "幼儿园在读"),
        ]
        return words.filter { residence.contains($0.0) }.map(\.1).joined(separator: "、")
    }

    /// A payment that names another unit than the one that the person is counted for (001 三).
    static func wrongPlace(_ books: ReportBooks) throws -> [ReportTable] {
        struct Line {
            var id: String
            var unit: String
            var amount: Money
            var on: CivilDate
        }
        var lines: [PersonKey: [Line]] = [:]
        var seen: Set<String> = []
        try books.log?.facts(of: books.scheme) { fact, key in
            guard case .payment(let payment) = fact.body, payment.reverses.isEmpty,
                !payment.unit.isEmpty, payment.paidAt.date <= books.day,
                let person = PersonKey(key),
                seen.insert("\(fact.source)/\(fact.number)").inserted
            else { return }
            let unit = books.policy.canonicalUnit(payment.unit) ?? payment.unit
            lines[person, default: []].append(
                Line(
                    id: "\(fact.source)/\(fact.number)",
                    unit: unit,
                    amount: payment.amount,
                    on: payment.paidAt.date
                )
            )
        }
        func differs(_ named: String, _ counted: String) -> Bool {
            named != counted && !counted.hasPrefix(named + "/") && !named.hasPrefix(counted + "/")
        }
        let people = try books.people { standing in
            lines[standing.person]?.contains { differs($0.unit, standing.unit) } ?? false
        }
        let rows = people.flatMap { standing in
            (lines[standing.person] ?? []).filter { differs($0.unit, standing.unit) }
                .sorted { ($0.on, $0.id) < ($1.on, $1.id) }
                .map { line -> (person: PersonKey, cells: [ReportCell]) in
                    (
                        standing.person,
                        [
                            .text(ReportBooks.unitName(standing.unit)), .text(line.unit),
                            .text(line.id), .day(line.on), .money(line.amount),
                            .text("核实参保地；要改的由单位报变更（TransferFiled）到\(line.unit)"),
                        ]
                    )
                }
        }
        return [
            try books.personTable(
                "persons",
                "参保地不符",
                [
                    ReportColumn("unit", "计入单位"), ReportColumn("paid_unit", "缴费所选单位"),
                    ReportColumn("payment", "流水号"), .day("on", "缴费日"),
                    .money("amount", "金额"), ReportColumn("proposal", "建议"),
                ],
                rows
            ).summed()
        ]
    }
}
