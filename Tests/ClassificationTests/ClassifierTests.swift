import Classification
import Events
import Policy
import Testing

@Test func `F-051 a person listed after paying is refunded, the funder charged`() throws {
    var story = try Story()
    story.pay(350, "2022-10-20", "T-1")
    story.list("D-1", "severeDisability", "2022-12-15")
    let last = try #require(try story.run().last)
    #expect(last.status == .overpaid)
    #expect(last.refund == Money(yuan: 350))
    #expect(last.shares.map(\.amount) == [Money(yuan: 350)])
    #expect(last.enrolledOn != nil)
}

@Test func `F-051 a person removed from a list owes what had been waived`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20")
    #expect(try story.run().last?.status == .insured)
    story.list("D-2", "severeDisability", "2022-12-15", has: false, supersedes: "D-1")
    let last = try #require(try story.run().last)
    #expect(last.status == .unpaid)
    #expect(last.shares.isEmpty)
    #expect(last.due == Money(yuan: 350))
}

@Test func `F-042 a list counts only when all of it is here and it is audited`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20", isAudited: false)
    #expect(try story.run().last?.status == .unpaid)
    story.add(
        .listAudited(ListAudited(list: "D-1", office: "m")),
        source: "operations",
        "a",
        key: nil
    )
    #expect(try story.run().last?.status == .insured)
    let unsealed = story.facts.indices.filter {
        if case .listSealed = story.facts[$0].fact.body { false } else { true }
    }
    #expect(try story.run(unsealed).last?.status == .unpaid)
}

@Test func `F-008 a reversal takes its payment back, and waits when it comes first`() throws {
    var story = try Story()
    story.pay(350, "2022-10-20", "T-2", reverses: "T-1")
    #expect(try story.run().last?.status == .unpaid)
    story.pay(350, "2022-10-19", "T-1")
    #expect(try story.run().last?.status == .unpaid)
    #expect(try story.run().last?.received == .zero)
    story.pay(350, "2022-10-21", "T-3")
    #expect(try story.run().last?.status == .insured)
}

@Test func `a redelivery is counted and changes nothing; other content under its number is told`()
    throws
{
    var story = try Story()
    story.pay(350, "2022-10-20", "T-1")
    let before = try story.run()
    story.pay(350, "2022-10-20", "T-1")
    let again = try story.run()
    #expect(again.last == before.last)
    #expect(again.tallies.filter { $0 == .repeated }.count == 1)
    story.pay(175, "2022-10-20", "T-1")
    let conflict = try story.run()
    #expect(conflict.last == before.last)
    #expect(conflict.tallies.last == .conflicting)
}

@Test func `a pack that nobody knows is told and the one in force stays`() throws {
    var story = try Story()
    story.pay(350, "2022-10-20", "T-1")
    let compiled = story.pack.compiled
    story.add(
        .policyActivated(PolicyActivated(hash: Array(repeating: 1, count: 32))),
        source: "policy",
        "000002",
        key: nil
    )
    let run = try story.run(library: { $0 == compiled.hash ? compiled : nil })
    #expect(run.last?.status == .insured)
    #expect(run.tallies.count == story.facts.count)
}

@Test func `every fact is tallied once`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20")
    story.pay(350, "2022-10-20", "T-1")
    #expect(try story.run().tallies.count == story.facts.count)
}

@Test func `any order of the same facts gives the same assessment`() throws {
    var story = try Story(born: "1960-05-05")
    story.list("D-1", "severeDisability", "2022-10-20")
    story.list("D-2", "severeDisability", "2022-11-20", has: false, supersedes: "D-1")
    story.list("D-3", "entitledGroup", "2022-12-01")
    story.pay(200, "2022-10-20", "T-1")
    story.pay(150, "2022-11-20", "T-2")
    story.pay(150, "2022-11-25", "T-3", reverses: "T-2")
    story.pay(175, "2022-12-01", "T-4")
    let expected = try #require(try story.run().last)
    for seed in 1...2_000 {
        var random = SplitMix(state: UInt64(seed))
        let order = Array(story.facts.indices).shuffled(using: &random)
        let last = try story.run(order, batches: seed % 5 + 1).last
        if last != expected { return #expect(last == expected, "seed \(seed)") }
    }
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
