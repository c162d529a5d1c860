import Classification
import Policy
import Testing

@Suite struct GoldenCaseTests {
    @Test(arguments: Fixture.schemes)
    func `F-006 F-007 F-016 F-017 F-018 F-035 F-047 F-048 every golden case comes out right`(
        scheme: String
    ) throws {
        let pack = try Fixture.pack(scheme)
        let csv = try Fixture.text("golden/cases.csv")
        let (output, differences) = GoldenCases.check(csv: csv, scheme: scheme, packs: [pack])
        #expect(differences == [])
        #expect(output.split(separator: "\n").count > 30)
    }

    @Test func `a changed expectation is told as a difference`() throws {
        let csv = try Fixture.text("golden/cases.csv").replacing(
            "市财政=175;镇街财政=175",
            with: "市财政=350"
        )
        let pack = try Fixture.pack("tengzhou-2023")
        let differences = GoldenCases.check(csv: csv, scheme: "tengzhou-2023", packs: [pack])
            .differences
        #expect(
            differences.contains(
                "TZ-024: funder_shares is «市财政=175;镇街财政=175», «市财政=350» expected"
            )
        )
    }

    @Test func `shares compare as a set, and quoted cells are read`() throws {
        let csv = #"""
            case_id,jurisdiction,birth_date,hukou,categories,expected_funder_shares,note
            A,tengzhou-2023,1980-01-01,local,农村双女家庭,镇街财政=175;市财政=175,"a, ""b"""
            """#
        let pack = try Fixture.pack("tengzhou-2023")
        let (output, differences) = GoldenCases.check(csv: csv, scheme: nil, packs: [pack])
        #expect(differences == [])
        #expect(
            output.split(separator: "\n").first.map(String.init)
                == GoldenCase.columns.joined(separator: ",")
        )
    }

    @Test func `a case of a scheme without a pack is a difference`() throws {
        let csv = "case_id,jurisdiction\nA,elsewhere-2021\n"
        #expect(
            GoldenCases.check(csv: csv, scheme: nil, packs: []).differences
                == ["A: there is no pack «elsewhere-2021»"]
        )
    }
}
