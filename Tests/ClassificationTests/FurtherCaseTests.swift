import Classification
import Policy
import Testing

/// Cases beside the golden table, worked out by hand from the notices: every window to the second,
/// categories with tiers and with each other, newborns, ages, hukou with study and permit, payments
/// in several orders.
@Suite struct FurtherCaseTests {
    @Test(arguments: Fixture.schemes)
    func `F-020 F-021 F-025 F-031 F-044 F-046 F-048 further cases come out as worked out by hand`(
        scheme: String
    ) throws {
        let csv = try Fixture.text("cases/further-cases.csv")
        let (output, differences) = GoldenCases.check(
            csv: csv,
            scheme: scheme,
            packs: [try Fixture.pack(scheme)]
        )
        #expect(differences == [])
        #expect(output.split(separator: "\n").count > 30)
    }

    @Test func `F-047 person and funders bear the premium exactly in every case`() throws {
        for file in ["golden/cases.csv", "cases/further-cases.csv"] {
            for golden in GoldenCases.cases(try Fixture.text(file)) {
                let verdict = golden.verdict(under: try Fixture.pack(golden.scheme).compiled)
                let shares = (0..<Int(verdict.shareCount)).reduce(0) { $0 + verdict.funderFen[$1] }
                #expect(verdict.dueFen + shares == verdict.premiumFen, "\(golden.id)")
            }
        }
    }

    @Test(
        arguments: [
            ("payments", "2022-11-10=350", "a payment is DATE:YUAN or DATETIME:YUAN"),
            ("birth_date", "1980-02-30", "a birth date is YYYY-MM-DD"),
            ("hukou", "abroad", "no such hukou"),
        ]
    )
    func `a cell that cannot be read is a difference, never passed over`(
        column: String,
        value: String,
        reason: String
    ) throws {
        let csv = "case_id,jurisdiction,\(column)\nA,tengzhou-2023,\(value)\n"
        let packs = [try Fixture.pack("tengzhou-2023")]
        let differences = GoldenCases.check(csv: csv, scheme: nil, packs: packs).differences
        #expect(differences == ["A: \(column) is «\(value)»: \(reason)"])
    }

    @Test func `the day of a listing holds for the category by whatever name`() throws {
        let csv = """
            case_id,jurisdiction,birth_date,categories,expected_status
            A,zhangshanzi-2020,1975-01-01,低保;#名单日期=低保户@2019-11-16,unpaid
            """
        let packs = [try Fixture.pack("zhangshanzi-2020")]
        #expect(GoldenCases.check(csv: csv, scheme: nil, packs: packs).differences == [])
    }

    @Test func `a token that nobody knows is told in the reason`() throws {
        let golden = GoldenCase(row: ["categories": "#没有这个"])
        let cells = golden.assess(under: try Fixture.pack("tengzhou-2023").compiled)
        #expect(cells.last?.contains("unknownToken:没有这个") == true)
    }
}
