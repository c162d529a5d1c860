import Classification
import Events
import Testing

@Test func `F-041 a new version of a list does not list anew who stood on the one before`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20")
    story.list("D-2", "severeDisability", "2022-12-15", supersedes: "D-1")
    story.list("D-3", "severeDisability", "2023-02-10", supersedes: "D-2")
    let last = try #require(try story.run().last)
    #expect(last.status == .insured)
    #expect(last.enrolledOn == CivilDate("2022-10-20"))
    #expect(last.benefitStart == CivilDate("2023-01-01"))
    var random = SeededGenerator(seed: 41)
    for _ in 0..<50 {
        let order = story.facts.indices.shuffled(using: &random)
        #expect(try story.run(order).last == last)
    }
}

@Test func `F-041 who was missing from a version between is listed anew`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20")
    story.list("D-2", "severeDisability", "2022-12-15", has: false, supersedes: "D-1")
    story.list("D-3", "severeDisability", "2023-02-10", supersedes: "D-2")
    let last = try #require(try story.run().last)
    #expect(last.status == .late)
    #expect(last.enrolledOn == CivilDate("2023-02-10"))
    // A version that was never audited was never in force, so nobody was missing from it.
    var unaudited = try Story()
    unaudited.list("D-1", "severeDisability", "2022-10-20")
    unaudited.list(
        "D-2",
        "severeDisability",
        "2022-12-15",
        has: false,
        supersedes: "D-1",
        isAudited: false
    )
    unaudited.list("D-3", "severeDisability", "2023-02-10", supersedes: "D-2")
    var random = SeededGenerator(seed: 42)
    for _ in 0..<50 {
        let order = unaudited.facts.indices.shuffled(using: &random)
        #expect(try unaudited.run(order).last?.enrolledOn == CivilDate("2022-10-20"))
    }
}

@Test func `F-129 a row of a list that was rejected and came again takes its own place`() throws {
    var story = try Story()
    story.list("D-1", "severeDisability", "2022-10-20")
    let rejected = Tombstone(code: "unit_unknown", list: "D-1", row: 1)
    let row = try #require(story.facts.firstIndex { $0.fact.source == "D-1" })
    let plain = try #require(try story.run().last)
    #expect(plain.status == .insured)
    // Rejected, sealed, audited; then the pack knew the unit and the row was sent again.
    let taken = story.facts.remove(at: row)
    story.add(.rejected(rejected), source: "D-1", "1")
    let waiting = try #require(try story.run().last)
    #expect(waiting.status != .insured)
    story.facts.append(taken)
    var random = SeededGenerator(seed: 129)
    for _ in 0..<100 {
        let order = story.facts.indices.shuffled(using: &random)
        #expect(try story.run(order).last == plain)
    }
    // Sent once more and rejected again by another pack, it stands as it was taken.
    story.add(.rejected(rejected), source: "D-1", "1")
    story.facts.append(taken)
    for _ in 0..<100 {
        let order = story.facts.indices.shuffled(using: &random)
        let run = try story.run(order)
        #expect(run.last == plain)
        #expect(run.tallies.count { $0 == .rejected } == 2)
        #expect(run.tallies.count { $0 == .repeated } == 1)
    }
}
