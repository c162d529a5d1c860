import Events
import Ledger
import Testing

private func refund(_ id: String, _ yuan: Int, office: String = "县民政局") -> String {
    #"{"type":"RefundPaid","id":"\#(id)","at":"2021-12-20","by":{"office":"\#(office)","role":"clerk"},"#
        + #"\#(OfficeStory.named(1)),"amount_yuan":\#(yuan)}"#
}

/// A person of 低保 who has paid 320 and is owed 280.
private func owed() throws -> OfficeStory {
    let story = try fangcheng()
    try story.enrol(1, "释之/甲村")
    try story.pay(1, 320, "2021-10-20", channel: "creditUnion")
    try story.list("L-1", "低保", "县民政局", "2021-09-30", [1])
    return story
}

@Test func `F-067 a refund paid before anything is due waits, and settles when it is`() throws {
    let story = try fangcheng()
    try story.enrol(1, "释之/甲村")
    try story.pay(1, 320, "2021-10-20", channel: "creditUnion")
    try story.office(refund("Z-1", 280))
    let early = try story.assessment(1, in: story.run())
    #expect(early.flags.contains("refundWaiting"))
    #expect(early.refunds == [])
    try story.list("L-1", "低保", "县民政局", "2021-09-30", [1])
    let late = try story.assessment(1, in: story.run())
    #expect(late.refunds == [Share(party: "县民政局", amount: Money(yuan: 280))])
    #expect(!late.flags.contains("refundWaiting"))
}

@Test func `F-068 a second refund, or one above what is due, is told and posted to nothing`() throws
{
    let story = try owed()
    try story.office(refund("Z-1", 281))
    var outcome = try story.run()
    #expect(try story.assessment(1, in: outcome).flags.contains("refundExcess"))
    #expect(outcome.yuan(.refundsPaid) == 0)
    #expect(outcome.yuan(.refundDue) == -280)
    try story.office(refund("Z-2", 280) + "\n" + refund("Z-3", 280))
    outcome = try story.run()
    #expect(try story.assessment(1, in: outcome).flags.contains("refundExcess"))
    #expect(outcome.yuan(.refundsPaid, "县民政局") == -280)
    #expect(outcome.yuan(.refundDue) == 0)
    #expect(outcome.tallies[TallyKey(tally: .accepted, code: "")] != nil)
}

@Test func `F-067 a rebate paid by an office that the notice does not name is told, not posted`()
    throws
{
    let story = try owed()
    try story.office(refund("Z-1", 280, office: "县教体局"))
    let outcome = try story.run()
    #expect(try story.assessment(1, in: outcome).flags.contains("refundWrongOffice"))
    #expect(outcome.yuan(.refundsPaid) == 0)
}

@Test func `F-067 what is due back by two reasons is paid by two offices`() throws {
    let story = try owed()
    try story.pay(1, 100, "2021-11-20", channel: "creditUnion")
    try story.office(refund("Z-1", 280) + "\n" + refund("Z-2", 100, office: "县税务局"))
    let outcome = try story.run()
    let final = try story.assessment(1, in: outcome)
    #expect(final.refund == Money(yuan: 380))
    #expect(final.refunded == Money(yuan: 380))
    #expect(outcome.yuan(.refundDue) == 0)
}

@Test func `F-078 F-130 money held too late is accepted, or goes back, by decision`() throws {
    let story = try fangcheng()
    try story.enrol(1, "释之/甲村")
    try story.pay(1, 320, "2022-01-05", channel: "creditUnion")
    #expect(try story.run().yuan(.suspense, "late") == -320)
    func decide(_ id: String, _ decision: String, _ at: String) throws {
        let refused = try story.office(
            #"{"type":"DecisionMade","id":"\#(id)","at":"\#(at)","by":{"office":"县征缴办公室","role":"leader"},"#
                + #"\#(OfficeStory.named(1)),"decision":"\#(decision)"}"#
        )
        #expect(refused == [])
    }
    try decide("E-1", "accept", "2022-01-10")
    var outcome = try story.run()
    var person = try story.assessment(1, in: outcome)
    #expect(person.status == .late)
    #expect(person.isCovered)
    #expect(person.flags.contains("decided"))
    #expect(outcome.yuan(.suspense) == 0)
    #expect(outcome.yuan(.personalPremium) == -320)
    try decide("E-2", "reject", "2022-01-12")
    outcome = try story.run()
    person = try story.assessment(1, in: outcome)
    #expect(person.status == .lateRejected)
    #expect(!person.isCovered)
    #expect(outcome.yuan(.suspense) == 0)
    #expect(outcome.yuan(.refundDue) == -320)
}

@Test func `F-078 what was held and sent back counts no more when the rest comes`() throws {
    let story = try fangcheng()
    try story.enrol(1, "释之/甲村")
    try story.pay(1, 100, "2021-10-20", channel: "creditUnion")
    try story.office(
        #"{"type":"DecisionMade","id":"E-1","at":"2021-10-25","by":{"office":"县税务局","role":"clerk"},"#
            + #"\#(OfficeStory.named(1)),"decision":"refund"}"#
    )
    var outcome = try story.run()
    #expect(outcome.yuan(.refundDue) == -100)
    #expect(outcome.yuan(.suspense) == 0)
    try story.pay(1, 220, "2021-11-20", channel: "creditUnion")
    #expect(try story.assessment(1, in: story.run()).status == .underpaid)
    try story.pay(1, 100, "2021-11-25", channel: "creditUnion")
    outcome = try story.run()
    let person = try story.assessment(1, in: outcome)
    #expect(person.status == .insured)
    #expect(person.refund == Money(yuan: 100))
    #expect(outcome.yuan(.personalPremium) == -320)
}

@Test func `F-130 a decision on money that nobody holds changes nothing and is told`() throws {
    let story = try owed()
    try story.office(
        #"{"type":"DecisionMade","id":"E-1","at":"2021-12-25","by":{"office":"县税务局","role":"clerk"},"#
            + #"\#(OfficeStory.named(1)),"decision":"refund"}"#
    )
    let outcome = try story.run()
    let person = try story.assessment(1, in: outcome)
    #expect(person.status == .insured)
    #expect(person.refund == Money(yuan: 280))
    #expect(person.flags.contains("decisionWithoutItem"))
}
