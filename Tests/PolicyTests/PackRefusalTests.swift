import Policy
import Testing

/// A pack is spoiled in one place; the refusal names file, line, key and reason.
@Suite struct PackRefusalTests {
    private func texts() throws -> [String: String] {
        try Fixture.pack("tengzhou-2023").texts
    }

    /// The problems of the pack after `old` was replaced by `new` in a file.
    private func problems(
        _ old: String,
        _ new: String,
        in file: String = "policy.yaml"
    ) throws -> [PolicyProblem] {
        var texts = try texts()
        let text = try #require(texts[file])
        try #require(text.contains(old))
        texts[file] = text.replacing(old, with: new, maxReplacements: 1)
        do {
            _ = try PolicyPack.load(texts: texts)
            return []
        } catch {
            return error.problems
        }
    }

    /// Line, from 1, of the first line that contains `words`.
    private func line(of words: String, in file: String = "policy.yaml") throws -> Int {
        let lines = try #require(try texts()[file]).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        return try #require(lines.firstIndex { $0.contains(words) }) + 1
    }

    @Test func `F-125 an unknown key is refused with its line`() throws {
        let found = try problems("    keepsRelief: yes", "    keepsRelif: yes")
        #expect(found.count == 1)
        #expect(found.first?.file == "policy.yaml")
        #expect(found.first?.line == (try line(of: "keepsRelief")))
        #expect(found.first?.key == "window.late.keepsRelif")
        #expect(found.first?.reason == "unknown key «keepsRelif»")
        #expect(found.first?.nextStep.contains("keepsRelief") == true)
    }

    @Test func `F-125 shares that do not sum to the premium are refused`() throws {
        let found = try problems("{ person: 1/2, city: 1/2 }", "{ person: 1/2, city: 1/5 }")
        #expect(found.count == 1)
        #expect(found.first?.line == (try line(of: "id: elderly60to69,")))
        #expect(found.first?.reason == "the shares sum to 245 yuan, the premium is 350")
    }

    @Test func `F-125 a window that ends before it begins is refused`() throws {
        let found = try problems("closes: { date: 2022-12-31", "closes: { date: 2022-10-16")
        #expect(found.count == 1)
        #expect(found.first?.key == "window")
        #expect(found.first?.line == (try line(of: "window:")))
        #expect(found.first?.reason == "opens (2022-10-17) lies after closes (2022-10-16)")
    }

    @Test func `F-125 a category that no bureau supplies is refused as unreachable`() throws {
        let found = try problems("supplies: [severeDisability]", "supplies: [entitledGroup]")
        #expect(
            found.map(\.reason) == ["no bureau supplies «severeDisability»: nobody can be in it"]
        )
        #expect(found.first?.line == (try line(of: "id: severeDisability")))
    }

    @Test func `F-125 an age that nobody has is refused as unreachable`() throws {
        let found = try problems("age: 60-69", "age: 69-60")
        #expect(found.contains { $0.reason == "«69-60» holds for nobody" })
    }

    @Test func `F-125 an age group that another one always takes is refused as unreachable`() throws
    {
        let found = try problems("age: 70+", "age: 65-66")
        #expect(found.isEmpty)
        let shadowed = try problems(
            "from: birth,\n      age: 60-69, ageOn: 2022-12-31, mode: reduced, shares: { person: 1/2, city: 1/2 }",
            "from: birth,\n      age: 60+, ageOn: 2022-12-31, mode: waived, shares: { person: 0, city: all }"
        )
        #expect(
            shadowed.map(\.reason) == [
                "«elderly60to69» takes everybody of that age: nobody can be in it"
            ]
        )
    }

    @Test func `F-125 an id that stands twice is refused`() throws {
        let found = try problems("id: returnedToPoverty", "id: extremePoverty")
        #expect(
            found.contains { $0.reason == "«extremePoverty» names the entries 2 and 4" }
        )
    }

    @Test func `F-125 an alias that names two categories is refused`() throws {
        let found = try problems("aliases: [重度残疾]", "aliases: [低保]")
        #expect(found.map(\.reason) == ["«低保» names the entries 3 and 15"])
        #expect(found.first?.line == (try line(of: "id: severeDisability")))
    }

    @Test func `F-125 an alias that names two units is refused with its row`() throws {
        let found = try problems("柴胡店镇,柴胡店,", "柴胡店镇,鲍沟镇,", in: "units.csv")
        #expect(found.map(\.file) == ["units.csv"])
        #expect(found.first?.line == (try line(of: "柴胡店镇", in: "units.csv")))
    }

    @Test func `F-125 a value without the notice's words is refused`() throws {
        let found = try problems(
            "clause: 二（一）, quote: 2023年个人缴费标准为每人每年350元 }\nfiscalSubsidy",
            "clause: 二（一） }\nfiscalSubsidy"
        )
        #expect(found.map(\.key) == ["tiers[1].components[1].quote"])
    }

    @Test func `F-125 a reading that is not written down is refused`() throws {
        let found = try problems("reading: A-TZ-14", "reading: A-TZ-99")
        #expect(found.contains { $0.reason == "the reading «A-TZ-99» is not written down" })
    }

    @Test func `F-125 a key that stands twice is refused`() throws {
        let found = try problems("place: 滕州市", "place: 滕州市\nplace: 滕州")
        #expect(found.count == 1)
        #expect(found.first?.reason.contains("place") == true)
    }

    @Test func `F-125 broken YAML is refused with its line`() throws {
        let found = try problems("issued: 2022-10-15", "issued: [2022-10-15")
        #expect(found.count == 1)
        #expect((found.first?.line ?? 0) > 5)
    }

    @Test func `F-125 all problems are told at once`() throws {
        var texts = try texts()
        texts["policy.yaml"] = texts["policy.yaml"]?
            .replacing("place: 滕州市", with: "plaice: 滕州市")
            .replacing("yuan: 350", with: "yuan: 350.005")
            .replacing("date: 2022-10-17", with: "date: 2022-10-32")
        texts["units.csv"] = texts["units.csv"]?.replacing("73131", with: "73,131")
        do {
            _ = try PolicyPack.load(texts: texts)
            Issue.record("the pack was taken")
        } catch {
            let keys = error.problems.map(\.key)
            #expect(keys.contains("place"))
            #expect(keys.contains("plaice"))
            #expect(keys.contains("tiers[1].components[1].yuan"))
            #expect(keys.contains("window.opens.date"))
            #expect(error.problems.contains { $0.file == "units.csv" && $0.line == 2 })
        }
    }

    @Test func `F-125 a quote that the notice does not say is found with its line`() throws {
        var texts = try texts()
        texts["policy.yaml"] = texts["policy.yaml"]?.replacing(
            "quote: 2022年财政补助标准为每人每年610元",
            with: "quote: 2022年财政补助标准为每人每年620元"
        )
        let pack = try PolicyPack.load(texts: texts)
        let found = pack.misquotes(in: try Fixture.text("notices/tengzhou-2023.txt"))
        #expect(found.map(\.key) == ["fiscalSubsidy"])
        #expect(found.first?.line == (try line(of: "fiscalSubsidy")))
    }

    @Test func `F-098 printed figures that do not fit are warnings`() throws {
        let warnings = try Fixture.pack("tengzhou-2023").warnings.map(\.reason)
        #expect(
            warnings.contains("the printed total 1320800 differs from the rows' sum 1320801")
        )
        #expect(warnings.contains("界河镇 and 北辛街道 print the same figure 60386"))
    }

    @Test func `F-030 a unit cannot set a last day of its own`() throws {
        let found = try problems("name,aliases,", "name,closes,", in: "units.csv")
        #expect(found.contains { $0.reason == "unknown column «closes»" && $0.line == 1 })
        let phase = try problems(
            "  - { id: payment, name: 集中缴费期,",
            "  - { id: payment, unit: 鲍沟镇, name: 集中缴费期,"
        )
        #expect(phase.map(\.reason) == ["unknown key «unit»"])
    }

    @Test
    func `F-125 the quote of a wrong figure and a reading of a list are found with their line`()
        throws
    {
        let found = try problems("reading: [A-TZ-4, A-TZ-5", "reading: [A-TZ-4, A-TZ-55")
        #expect(found.contains { $0.reason == "the reading «A-TZ-55» is not written down" })
        #expect(found.first?.line == (try line(of: "  late:")))
    }

    /// Columns: what stands in the pack, what is written, file.
    @Test(
        arguments: [
            ("waitMonths: 3", "waitMonths: 9223372036854775807", "policy.yaml"),
            ("waitMonths: 3", "waitMonths: 3000000000", "policy.yaml"),
            ("heads: 1320800", "heads: 9223372036854775807", "policy.yaml"),
            ("person: 1/2", "person: 9223372036854775807/9223372036854775807", "policy.yaml"),
            ("age: 60-69", "age: 60-9223372036854775807", "policy.yaml"),
            ("鲍沟镇,,73131", "鲍沟镇,,9223372036854775807", "units.csv"),
        ]
    )
    func `a number that no arithmetic takes is a problem with its line`(
        old: String,
        new: String,
        file: String
    ) throws {
        let found = try problems(old, new, in: file)
        let line = try line(of: old, in: file)
        #expect(found.contains { $0.file == file && $0.line == line })
    }

    @Test func `more funders than shares can name are a problem`() throws {
        let more = (0..<256).map { "  - { id: f\($0), name: 甲\($0), clause: 一, quote: 甲 }\n" }
            .joined()
        let found = try problems("funders:\n", "funders:\n" + more)
        #expect(found.contains { $0.reason.hasPrefix("more than 255 funders") })
    }
}
