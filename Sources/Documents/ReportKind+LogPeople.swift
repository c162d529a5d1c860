import Events
import Ledger
import Policy

/// Persons of whom only the log tells what is asked: what stood on which table, and which unit a
/// payment named.
extension ReportKind {
    /// What the tables say of a person.
    private struct Tables {
        /// Unit of the roster line; nil when the person is on no roster.
        var roster: String?
        var registration: RosterLine?
        /// The last change of village.
        var transfer: Transfer?
        /// Order of the registration that is kept: the latest filed, then the greater number.
        var rank = ""

        /// The unit that the tables put the person in: of the last change, the roster, the
        /// registration; nil when there is none.
        var home: String? { transfer?.unit ?? roster ?? registration?.unit }
    }

    private static func tables(_ books: ReportBooks) throws -> [PersonKey: Tables] {
        var tables: [PersonKey: Tables] = [:]
        try books.log?.facts(of: books.scheme) { fact, key in
            guard let person = PersonKey(key) else { return }
            switch fact.body {
            case .rosterLine(let line): tables[person, default: Tables()].roster = line.unit
            case .transfer(let transfer) where transfer.at.date <= books.day:
                let known = tables[person]?.transfer
                if (known.map { ($0.at, $0.unit) < (transfer.at, transfer.unit) }) ?? true {
                    tables[person, default: Tables()].transfer = transfer
                }
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
            tables[$0.person].map { $0.roster == nil && $0.registration != nil } ?? false
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

    /// A payment of one line, as far as the place of insurance asks for it.
    private struct PlacedPayment {
        var id: String
        var unit: String
        var amount: Money
        var on: CivilDate
    }

    private static func placedPayments(
        _ books: ReportBooks
    ) throws -> [PersonKey: [PlacedPayment]] {
        var lines: [PersonKey: [PlacedPayment]] = [:]
        var seen: Set<String> = []
        try books.log?.facts(of: books.scheme) { fact, key in
            guard case .payment(let payment) = fact.body, payment.reverses.isEmpty,
                !payment.unit.isEmpty, payment.paidAt.date <= books.day,
                let person = PersonKey(key),
                seen.insert("\(fact.source)/\(fact.number)").inserted
            else { return }
            lines[person, default: []].append(
                PlacedPayment(
                    id: "\(fact.source)/\(fact.number)",
                    unit: books.policy.canonicalUnit(payment.unit) ?? payment.unit,
                    amount: payment.amount,
                    on: payment.paidAt.date
                )
            )
        }
        return lines
    }

    /// A payment that names another unit than the tables put the person in (001 三); the person is
    /// counted where the payment says until a change of village is filed.
    static func wrongPlace(_ books: ReportBooks) throws -> [ReportTable] {
        let lines = try placedPayments(books)
        let homes = try tables(books).compactMapValues(\.home)
        func wrong(_ person: PersonKey) -> [PlacedPayment] {
            guard let home = homes[person].map({ books.policy.canonicalUnit($0) ?? $0 })
            else { return [] }
            // A payment that names only the town of the village names no other place.
            return (lines[person] ?? []).filter {
                $0.unit != home && !home.hasPrefix($0.unit + "/") && !$0.unit.hasPrefix(home + "/")
            }
            .sorted { ($0.on, $0.id) < ($1.on, $1.id) }
        }
        let people = try books.people { !wrong($0.person).isEmpty }
        let rows = people.flatMap { standing in
            wrong(standing.person).map { line -> (person: PersonKey, cells: [ReportCell]) in
                let home = homes[standing.person] ?? ""
                return (
                    standing.person,
                    [
                        .text(ReportBooks.unitName(standing.unit)), .text(home),
                        .text(line.unit), .text(line.id), .day(line.on), .money(line.amount),
                        .text("核实参保地；应在\(home)的，报变更（TransferFiled）"),
                    ]
                )
            }
        }
        return [
            try books.personTable(
                "persons",
                "参保地不符",
                [
                    ReportColumn("unit", "计入单位"), ReportColumn("home", "清册、登记单位"),
                    ReportColumn("paid_unit", "缴费所选单位"), ReportColumn("payment", "流水号"),
                    .day("on", "缴费日"), .money("amount", "金额"),
                    ReportColumn("proposal", "建议"),
                ],
                rows
            ).summed()
        ]
    }
}
