import Events

/// A fact that `validate` rejected, written as the row of a table again, so that people can repair
/// it and its producer's conversion can take it.
struct FactRow {
    /// The table, as a producer's rejection names it.
    var table: String
    /// The header line; empty for JSON Lines.
    var header: String
    /// The row.
    var row: [UInt8]
    /// The number of the row in its file; 0 where the row names itself.
    var number: Int64

    /// Writes a fact; nil for one that no table holds, and for a line whose household or guardian
    /// the fact does not tell any more.
    ///
    /// - Parameter identity: The opened seal; nil when the fact has none or it does not open.
    init?(_ fact: Fact, place: Rejection.Place, identity: OpenIdentity?) {
        let number = Int64(fact.number) ?? 0
        switch fact.body {
        case .payment(let it):
            self.init(
                "payments",
                FactRow.person(identity) + [
                    ("event_id", fact.number), ("unit", it.unit),
                    ("amount_fen", "\(it.amount.fen)"), ("channel", it.channel),
                    ("paid_at", it.paidAt.description), ("tier", it.tier),
                    ("kind", it.reverses.isEmpty ? "payment" : "reversal"),
                    ("reverses", it.reverses),
                ]
            )
        case .officeRecord(let it):
            self.init(table: "operations", header: "", row: Array(it.json.utf8), number: 0)
        case _ where place.topic != .subsidyListsReceived: return nil
        case .listRow(let it):
            self.init(
                "list",
                FactRow.person(identity) + [
                    ("unit", it.unit), ("category", it.category), ("attribute", it.attribute),
                    ("approved_on", it.approvedOn?.description ?? ""),
                ],
                it.row
            )
        case .rosterLine(let it) where it.hasGuardian || it.householdKey != 0: return nil
        case .registration(let it) where it.hasGuardian || it.householdKey != 0: return nil
        case .rosterLine(let it):
            self.init("roster", FactRow.person(identity) + FactRow.dwelling(it), number)
        case .registration(let it):
            self.init("registrations", FactRow.person(identity) + FactRow.dwelling(it), number)
        case .exclusion(let it):
            let kind = it.kind == .employeeInsurance ? "职工医保" : "外地居民医保"
            self.init("exclusions", FactRow.person(identity) + [("category", kind)], number)
        case .mark(let it):
            let remark = FactRow.remarks[it.kind] ?? ""
            self.init("withdrawals", FactRow.person(identity) + [("remark", remark)], number)
        case .target(let it):
            let heads = it.heads > 0 ? "\(it.heads)" : ""
            let amount = it.amount > .zero ? "\(it.amount.fen)" : ""
            self.init(
                "targets",
                [("unit", it.unit), ("heads", heads), ("amount_fen", amount)],
                number
            )
        default: return nil
        }
    }

    private init(table: String, header: String, row: [UInt8], number: Int64) {
        (self.table, self.header, self.row, self.number) = (table, header, row, number)
    }

    private init(_ table: String, _ cells: [(String, String)], _ number: Int64 = 0) {
        self.init(
            table: table,
            header: CsvText.line(cells.map(\.0)),
            row: Array(CsvText.line(cells.map(\.1)).utf8),
            number: number
        )
    }

    private static let remarks: [Mark.Kind: String] = [
        .withdrawn: "退保", .deceased: "死亡", .refused: "书面承诺不缴", .notReported: "表格无名未报",
    ]

    private static func person(_ identity: OpenIdentity?) -> [(String, String)] {
        [
            ("name", String(decoding: identity?.name ?? [], as: UTF8.self)),
            ("identity_number", String(decoding: identity?.number ?? [], as: UTF8.self)),
            ("identity_kind", identity.map { $0.kind.name } ?? ""),
        ]
    }

    /// The columns of a roster.
    private static func dwelling(_ line: RosterLine) -> [(String, String)] {
        let hukou = hukous.first { line.residence.contains($0.0) }?.1 ?? ""
        let remarks = residences.filter { line.residence.contains($0.0) }.map(\.1)
        return [
            ("unit", line.unit), ("residence", hukou),
            ("remark", remarks.joined(separator: ";")),
            ("birth_date", line.birth?.description ?? ""), ("tier", line.tier),
        ]
    }

    private static let hukous: [(Residence, String)] = [
        (.localHukou, "本地"), (.districtHukou, "本区他镇"), (.prefectureHukou, "本市其他区"),
        (.outsideHukou, "外地"), (.noHukou, "无户口"),
    ]

    private static let residences: [(Residence, String)] = [
        (.residencePermit, "居住证"), (.longTermResident, "长期居住"), (.accompanyingChild, "随迁子女"),
        (.collegeStudent, "高校在读"), (.vocationalStudent, "中职在读"), (.pupil, "小学在读"),
        (.kindergarten, "幼儿园在读"),
    ]
}

/// Lines of CSV (RFC 4180).
public enum CsvText {
    /// Cells as one line, without its end.
    public static func line(_ cells: [String]) -> String {
        cells.map { cell in
            cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
                ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }
        .joined(separator: ",")
    }
}
