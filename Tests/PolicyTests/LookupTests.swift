import Events
import Policy
import Testing

@Suite struct LookupTests {
    @Test(arguments: [
        ("鲍沟镇", "鲍沟镇"), ("柴胡店", "柴胡店镇"), ("鲍沟镇/某村", "鲍沟镇/某村"),
        ("柴胡店/东村", "柴胡店镇/东村"), ("鲍 沟 镇", "鲍沟镇"), ("鲍沟镇/", "鲍沟镇"),
    ])
    func `a unit is found by name, alias and village path`(text: String, canonical: String) throws {
        let policy = try Fixture.pack("tengzhou-2023").compiled
        #expect(policy.canonicalUnit(text) == canonical)
    }

    @Test(arguments: ["", "/某村", "某镇", "鲍沟"])
    func `an unknown unit is not guessed`(text: String) throws {
        let policy = try Fixture.pack("tengzhou-2023").compiled
        #expect(policy.canonicalUnit(text) == nil)
    }

    @Test func `units stand in printed order with their targets`() throws {
        let policy = try Fixture.pack("tengzhou-2023").compiled
        #expect(policy.units.count == 21)
        #expect(policy.units.first?.name == "鲍沟镇")
        #expect(policy.units.reduce(0) { $0 + $1.targetHeads } == 1_320_801)
    }

    @Test func `F-040 a bureau supplies its own categories only`() throws {
        let policy = try Fixture.pack("tengzhou-2023").compiled
        let federation = try #require(policy.bureau("市残联"))
        let disability = try #require(policy.category("重度残疾人")).index
        let allowance = try #require(policy.category("低保")).index
        #expect(policy.mayBureau(federation, supply: disability))
        #expect(!policy.mayBureau(federation, supply: allowance))
        #expect(policy.category("独子户") == nil)
    }

    @Test func `channels, tiers and funders are found by id and printed name`() throws {
        let policy = try Fixture.pack("tengzhou-2023").compiled
        #expect(policy.channel("wechat") == policy.channel("微信"))
        #expect(policy.channel("现金") == nil)
        #expect(policy.tier("") == 0)
        #expect(policy.funder("市财政（医疗救助资金）") == 0)
    }

    @Test func `the hash changes with the text and with nothing else`() throws {
        let pack = try Fixture.pack("tengzhou-2023")
        var texts = pack.texts
        #expect(try PolicyPack.load(texts: texts).hash == pack.hash)
        texts["policy.yaml"] = texts["policy.yaml"].map { $0 + "# note\n" }
        #expect(try PolicyPack.load(texts: texts).hash != pack.hash)
        #expect(pack.hash.count == 32)
    }

    /// The eleven marks that 002 附2五 prints for the column 属性, and what they stand for.
    @Test(
        arguments: [
            ("普通", "ordinary"), ("60-69岁非低保", "elderly60to69"), ("70岁以上", "elderly70"),
            ("五保", "fiveGuarantees"), ("低保", "subsistenceAllowance"), ("残疾", "disability"),
            ("优抚", "entitledGroup"), ("独生子", "singleSonHousehold"),
            ("独女户", "singleDaughterHousehold"), ("双女户", "twoDaughterHousehold"),
            ("建档立卡贫困户", "registeredPoor"),
        ]
    )
    func `F-052 every printed mark of the column 属性 names its category`(
        mark: String,
        category: String
    ) throws {
        let policy = try Fixture.pack("zhangshanzi-2020").compiled
        let match = try #require(policy.category(mark))
        #expect(policy.categories[match.index].id == category)
        #expect(!match.isUmbrella)
    }

    @Test func `F-127 the town's dates and the city's stand in one pack, each with its layer`()
        throws
    {
        let terms = try Fixture.pack("lingcheng-2021").terms
        func phase(_ id: String) throws -> Phase {
            try #require(terms.phases.first { $0.id == id })
        }
        let town = try phase("townCollection")
        let city = try phase("cityCollection")
        #expect(town.citation.clause.hasPrefix("T") && city.citation.clause.hasPrefix("M"))
        #expect(town.collects.contains(.village) && !city.collects.contains(.village))
        #expect(terms.window.opens.citation.clause == "M五")
        #expect(terms.window.opens.value < (try #require(town.from)))
        #expect(terms.window.closes.value > (try #require(town.to)))
        #expect(terms.ranking.scores.allSatisfy { $0.citation.clause == "T四" })
    }
}
