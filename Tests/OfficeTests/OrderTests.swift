import Events
import Testing

/// A busy season of 方城县: everything waits for something, much is wrong.
private func season() throws -> OfficeStory {
    let story = try fangcheng()
    for person in 1...3 {
        try story.enrol(person, "释之/甲村")
        try story.pay(person, 320, "2021-10-20", channel: "villageAssistant")
    }
    try story.list("L-1", "低保", "县民政局", "2021-09-30", [1, 2])
    let clerk = #""by":{"office":"县医保局","role":"clerk"}"#
    let deposit = #""handler":"h","account":"township","amount_yuan":320"#
    let funding = #""funder":"finance","application":"民-1""#
    let refused = try story.office(
        """
        {"type":"RosterLineMarked","id":"1","at":"2021-10-20",\(clerk),"unit":"释之/甲村","heads":3,"amount_yuan":960}
        {"type":"DepositRecorded","id":"2","at":"2021-10-21",\(clerk),"unit":"释之/甲村","slip":"S-1","on":"2021-10-20",\(deposit)}
        {"type":"DepositRecorded","id":"3","at":"2021-10-21",\(clerk),"unit":"释之/甲村","slip":"S-1","on":"2021-10-20",\(deposit)}
        {"type":"DepositRecorded","id":"4","at":"2021-10-22",\(clerk),"unit":"释之/甲村","slip":"S-2",\(deposit)}
        {"type":"BankStatement","id":"5","at":"2021-10-22",\(clerk),"unit":"释之/甲村","account":"township","slip":"S-2","amount_yuan":300}
        {"type":"RosterSigned","id":"6","at":"2021-10-22","by":{"office":"甲村","role":"社保协办员"},"unit":"释之/甲村","document":"roster","stamped":true}
        {"type":"BatchImported","id":"7","at":"2021-10-23",\(clerk),"unit":"释之/甲村","batch":"B","succeeded":3}
        {"type":"CollectionSerialIssued","id":"8","at":"2021-11-01",\(clerk),"serial":"X","batch":"B","unit":"释之","heads":3,"amount_yuan":640}
        {"type":"CollectionSerialIssued","id":"9","at":"2021-11-01",\(clerk),"serial":"X","batch":"B","unit":"释之","heads":3,"amount_yuan":960}
        {"type":"TreasuryDeposited","id":"10","at":"2021-11-02",\(clerk),"serial":"X","number":"1","amount_yuan":400}
        {"type":"TreasuryDeposited","id":"11","at":"2021-11-03",\(clerk),"serial":"X","number":"2","amount_yuan":320}
        {"type":"FundingApplied","id":"12","at":"2021-12-01",\(clerk),\(funding),"purpose":"subsistenceRefund","amount_yuan":560,"claims_through":{"0":9},"signatories":["县民政局"]}
        {"type":"FundingApplied","id":"13","at":"2021-12-01",\(clerk),"funder":"finance","application":"民-2","purpose":"subsistenceRefund","amount_yuan":280,"claims_through":{"0":5},"signatories":["县民政局"]}
        {"type":"FundingReceived","id":"14","at":"2021-12-10",\(clerk),\(funding),"number":"1","to":"县医保局","amount_yuan":300}
        {"type":"FundingReceived","id":"15","at":"2021-12-10",\(clerk),\(funding),"number":"2","to":"县医保局","amount_yuan":300}
        {"type":"FundingTransferred","id":"16","at":"2021-12-09",\(clerk),\(funding),"number":"3","from":"县医保局","to":"县民政局","amount_yuan":560}
        {"type":"RefundPaid","id":"17","at":"2021-12-20","by":{"office":"县民政局","role":"clerk"},\(OfficeStory.named(1)),"amount_yuan":280}
        {"type":"RefundPaid","id":"18","at":"2021-12-20","by":{"office":"县民政局","role":"clerk"},\(OfficeStory.named(1)),"amount_yuan":100}
        {"type":"RefundPaid","id":"19","at":"2021-12-20","by":{"office":"县民政局","role":"clerk"},\(OfficeStory.named(3)),"amount_yuan":280}
        {"type":"DecisionMade","id":"20","at":"2021-12-21",\(clerk),\(OfficeStory.named(2)),"decision":"refund"}
        """
    )
    #expect(refused == [])
    return story
}

@Test func `any order of the records gives the same dossiers, people and balances`() throws {
    let story = try season()
    let expected = try story.run()
    #expect(expected.items.values.flatMap(\.values).count > 15)
    for seed in 1...150 {
        var random = SplitMix(state: UInt64(seed))
        let outcome = try story.run { Array(0..<$0).shuffled(using: &random) }
        if outcome.digest != expected.digest {
            return #expect(outcome.digest == expected.digest, "seed \(seed)")
        }
    }
}

@Test func `a redelivery of everything changes nothing`() throws {
    let story = try season()
    let once = try story.run()
    let twice = try story.run(repeating: 2)
    #expect(twice.digest == once.digest)
    #expect(twice.items == once.items)
    #expect(twice.balances == once.balances)
}

/// Steele, Lea, Flood, «Fast Splittable Pseudorandom Number Generators».
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
