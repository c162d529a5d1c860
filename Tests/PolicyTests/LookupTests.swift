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
}
