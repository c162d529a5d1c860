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
