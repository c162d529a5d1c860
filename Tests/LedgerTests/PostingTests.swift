import Events
import Ledger
import Testing

private func assessment(
    _ status: AssessmentStatus,
    covered: Bool,
    due: Int64 = 350,
    upfront: Int64? = nil,
    paid: Int64 = 0,
    refund: Int64 = 0,
    shares: [(String, Int64)] = []
) -> Assessment {
    var it = Assessment()
    it.status = status
    it.isCovered = covered
    it.unit = "鲍沟镇"
    it.category = "c"
    it.premium = Money(yuan: 350)
    it.due = Money(yuan: due)
    it.upfront = Money(yuan: upfront ?? due)
    it.refund = Money(yuan: refund)
    it.receipts = paid == 0 ? [] : [Share(party: "wechat", amount: Money(yuan: paid))]
    it.shares = shares.map { Share(party: $0.0, amount: Money(yuan: $0.1)) }
    return it
}

private func books(_ assessment: Assessment) -> [String: Int64] {
    var entries: [Entry] = []
    Posting.position(of: assessment, into: &entries)
    #expect(entries.reduce(into: Int64(0)) { $0 += $1.amount.fen } == 0)
    return Dictionary(
        entries.map {
            ("\($0.account.kind.name)/\($0.account.party)", $0.amount.fen / 100)
        },
        uniquingKeysWith: +
    )
}

@Test func `F-059 a payer's share is income`() {
    let books = books(assessment(.insured, covered: true, paid: 350))
    #expect(books == ["receipts/wechat": 350, "personalPremium/": -350])
}

@Test func `F-060 a funder owes its share, 175 and 175`() {
    let books = books(
        assessment(.insured, covered: true, due: 0, shares: [("city", 175), ("town", 175)])
    )
    #expect(
        books == [
            "fundingReceivable/city": 175, "fundingReceivable/town": 175,
            "governmentPremium/city": -175, "governmentPremium/town": -175,
        ]
    )
}

@Test func `F-007 too little is held, and no share is posted`() {
    let books = books(
        assessment(.underpaid, covered: false, due: 175, paid: 100, shares: [("city", 175)])
    )
    #expect(books == ["receipts/wechat": 100, "suspense/underpaid": -100])
}

@Test func `F-006 what is above the share goes back`() {
    let books = books(assessment(.overpaid, covered: true, paid: 360, refund: 10))
    #expect(books == ["receipts/wechat": 360, "personalPremium/": -350, "refundDue/": -10])
}

@Test func `F-016 all that an ineligible person paid goes back`() {
    let books = books(assessment(.ineligible, covered: false, due: 0, paid: 350, refund: 350))
    #expect(books == ["receipts/wechat": 350, "refundDue/": -350])
}

@Test func `F-066 collect first, refund later: the funder's part goes back to the person`() {
    let books = books(
        assessment(
            .insured,
            covered: true,
            due: 250,
            upfront: 350,
            paid: 350,
            refund: 100,
            shares: [("finance", 100)]
        )
    )
    #expect(
        books == [
            "receipts/wechat": 350, "fundingReceivable/finance": 100, "personalPremium/": -250,
            "governmentPremium/finance": -100, "refundDue/": -100,
        ]
    )
}

@Test func `F-008 a change of mind posts the difference and nothing else`() {
    var entries: [Entry] = []
    var scratch: [Entry] = []
    let paid = assessment(.insured, covered: true, paid: 350)
    Posting.difference(from: paid, to: paid, into: &entries, scratch: &scratch)
    #expect(entries.isEmpty)
    Posting.difference(
        from: paid,
        to: assessment(.unpaid, covered: false),
        into: &entries,
        scratch: &scratch
    )
    let lines = entries.map { "\($0.account.kind.name) \($0.amount.fen / 100)" }.sorted()
    #expect(lines == ["personalPremium 350", "receipts -350"])
}
