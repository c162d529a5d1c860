import Classification
import Events
import Explanation
import Foundation
import Ledger
import Policy
import Testing

@Suite struct StoryTests {
    private func story(_ id: String, in file: String = "golden/cases.csv") throws -> PersonStory {
        let golden = try #require(
            GoldenCases.cases(try Fixture.text(file)).first { $0.id == id }
        )
        return StoryTeller(RuleBook(try Fixture.pack(golden.scheme))).story(of: golden)
    }

    @Test func `every golden case can be explained down to words of the notice`() throws {
        for scheme in Fixture.schemes {
            let teller = StoryTeller(RuleBook(try Fixture.pack(scheme)))
            for golden in GoldenCases.cases(try Fixture.text("golden/cases.csv"))
            where golden.scheme == scheme {
                let revision = try #require(teller.story(of: golden).revisions.first)
                #expect(!revision.reasons.isEmpty, "\(golden.id)")
                #expect(revision.reasons.allSatisfy { !$0.clause.isEmpty }, "\(golden.id)")
                #expect(revision.others.allSatisfy { !$0.clause.isEmpty }, "\(golden.id)")
            }
        }
    }

    @Test(
        arguments: [
            ("TZ-048", "农村双女家庭孩子及其父母", "承担方更少"),
            ("TZ-043", "60岁（含60岁）—69岁老年人", "个人承担更少"),
            ("TZ-053", "事实无人抚养儿童", "文件中在前"),
            ("YJ-046", "城镇低保", "另一档次"),
            ("ZS-065", "60-69周岁老年人", "逾期缴费"),
            ("LC-028", "重度残疾人", "适用的类别有减免"),
        ]
    )
    func `F-048 each category that lost is told with the reason`(
        id: String,
        category: String,
        why: String
    ) throws {
        let others = try #require(try story(id).revisions.first).others
        let other = try #require(others.first { $0.category == category }, "\(others)")
        #expect(other.why.contains(why))
    }

    @Test(arguments: [("lingcheng-2021", "镇街医保所"), ("fangcheng-2021", "卫生院医保办")])
    func `F-011 F-023 money of the unregistered is told with the office that registers`(
        scheme: String,
        office: String
    ) throws {
        let pack = try Fixture.pack(scheme)
        var facts = PersonFacts()
        facts.registration = .missing
        facts.payments = [
            PaidAmount(
                paidAt: CivilTime(startOf: pack.terms.window.opens.value),
                amount: pack.terms.tiers[0].premium
            )
        ]
        let assessment = Assessor.assess(facts, under: pack.compiled)
            .assessment(under: pack.compiled, unit: "", receipts: [])
        var evidence = PersonEvidence()
        evidence.journals = [try posted(1, assessment, after: nil, cause: "tax-bureau/T-1")]
        let story = StoryTeller(RuleBook(pack)).story(of: "3*", evidence)
        let reason = try #require(story.revisions.first?.reasons.first)
        #expect(reason.rule == "registrationFirst")
        #expect(reason.quotes.contains { $0.contains(office) })
    }

    @Test func `every flag has its meaning`() {
        for name in AssessmentFlags(rawValue: .max).names {
            #expect(FlagWords.meaning(of: name) != nil, "\(name)")
        }
    }

    // MARK: - A ledger

    private func wire(_ assessment: Assessment) -> [UInt8] {
        let buffer = ByteBuffer()
        assessment.write(to: buffer)
        return Array(buffer.bytes)
    }

    private func posted(
        _ revision: UInt64,
        _ assessment: Assessment,
        after previous: Assessment?,
        cause: String
    ) throws -> PersonEvidence.Posted {
        var entries: [Entry] = []
        var scratch: [Entry] = []
        Posting.difference(from: previous, to: assessment, into: &entries, scratch: &scratch)
        return try wire(assessment).withUnsafeBytes {
            try PersonEvidence.Posted(
                JournalRow(
                    partition: 3,
                    sequence: Int64(revision) + 10,
                    scheme: "tengzhou-2023",
                    person: PersonKey(high: 1, low: 2),
                    revision: revision,
                    cause: cause,
                    assessment: $0,
                    entries: entries
                )
            )
        }
    }

    /// Paid in full, then listed as severely disabled.
    private func evidence() throws -> PersonEvidence {
        let policy = try Fixture.pack("tengzhou-2023").compiled
        var facts = PersonFacts()
        facts.birth = CivilDate("1977-11-11")
        facts.payments = [
            PaidAmount(
                paidAt: CivilTime(startOf: try #require(CivilDate("2022-10-20"))),
                amount: Money(yuan: 350)
            )
        ]
        let receipts = [Share(party: "wechat", amount: Money(yuan: 350))]
        let first = Assessor.assess(facts, under: policy)
            .assessment(under: policy, unit: "鲍沟镇", receipts: receipts)
        facts.listings = [
            Listing(
                category: try #require(policy.category("重度残疾人")).index,
                listedOn: CivilDate("2022-12-15")
            )
        ]
        let second = Assessor.assess(facts, under: policy)
            .assessment(under: policy, unit: "鲍沟镇", receipts: receipts)
        var evidence = PersonEvidence()
        evidence.journals = [
            try posted(1, first, after: nil, cause: "tax-bureau/T-1"),
            try posted(2, second, after: first, cause: "operations/audit-D-1"),
        ]
        evidence.facts = [
            .init(
                place: "3/7",
                fact: Fact(
                    scheme: "tengzhou-2023",
                    source: "tax-bureau",
                    number: "T-1",
                    body: .payment(
                        Payment(
                            amount: Money(yuan: 350),
                            unit: "",
                            channel: "wechat",
                            paidAt: CivilTime(startOf: CivilDate(day: 19_285))
                        )
                    )
                ),
                isRepeated: false
            )
        ]
        return evidence
    }

    @Test func `F-014 F-051 a change of what is due is told with its cause and clause`() throws {
        let teller = StoryTeller(RuleBook(try Fixture.pack("tengzhou-2023")))
        let story = teller.story(of: "370481************", try evidence())
        #expect(story.revisions.count == 2)
        let second = try #require(story.revisions.last)
        let due = RuleDifference.Part(name: "个人承担", old: "350元", new: "0元")
        #expect(second.changes.contains(due))
        let reason = try #require(second.changeReason)
        #expect(reason.contains("个人承担由350元变为0元"))
        #expect(reason.contains("类别由普通居民变为重度残疾人"))
        #expect(reason.contains("operations/audit-D-1"))
        #expect(story.revisions.first?.causeEvent == "缴费350元，微信")
    }

    @Test func `F-059 every line of a journal is told with the clause it rests on`() throws {
        let teller = StoryTeller(RuleBook(try Fixture.pack("tengzhou-2023")))
        let story = teller.story(of: "370481************", try evidence())
        let postings = story.revisions.flatMap(\.postings)
        #expect(postings.count == 6)
        #expect(postings.allSatisfy { !$0.clause.isEmpty })
        let funded = try #require(postings.first { $0.account.hasPrefix("应收财政资金") })
        #expect(
            funded
                == StoryPosting(
                    side: "借",
                    account: "应收财政资金·市财政·重度残疾人·鲍沟镇",
                    amount: "350元",
                    clause: "二（三）4"
                )
        )
        #expect(story.balances.contains(Facet("应退款·鲍沟镇", "贷350元")))
    }

    @Test func `the story reads back from its JSON`() throws {
        let teller = StoryTeller(RuleBook(try Fixture.pack("tengzhou-2023")))
        let json = try ExplanationJSON.text(teller.story(of: "370481************", try evidence()))
        let read = try JSONDecoder().decode(PersonStory.self, from: Data(json.utf8))
        #expect(read.revisions.count == 2)
        #expect(read.person == "370481************")
    }
}
