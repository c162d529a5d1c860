import Events
import Ledger
import Testing

@Suite struct PostedDeltaTests {
    private func person(_ unit: String, _ category: String, isCovered: Bool) -> Assessment {
        var assessment = Assessment()
        assessment.unit = unit
        assessment.category = category
        assessment.isCovered = isCovered
        assessment.enrolledOn = isCovered ? CivilDate(day: 18_600) : nil
        assessment.due = category == "orphan" ? .zero : Money(yuan: 280)
        assessment.status = isCovered ? .insured : .unpaid
        return assessment
    }

    private func told(_ changes: [(Assessment?, Assessment)]) -> LedgerPosted {
        var delta = PostedDelta()
        for (previous, current) in changes { delta.change(from: previous, to: current) }
        var message = LedgerPosted(scheme: "s", partition: 0, sequence: 1)
        delta.write(to: &message)
        return message
    }

    @Test func `F-104 a person in scope is a member from the first day, enrolled or not`() {
        let unpaid = person("甲镇", "ordinary", isCovered: false)
        let message = told([(nil, unpaid)])
        #expect(message.progress.isEmpty)
        #expect(message.members.map(\.key) == [MemberKey(unit: "甲镇", category: "ordinary")])
        #expect(message.members.map(\.delta.heads) == [1])
        #expect(message.members.map(\.delta.payers) == [1])
    }

    @Test func `F-099 a payment tells of the enrolment alone`() {
        let unpaid = person("甲镇", "ordinary", isCovered: false)
        let paid = person("甲镇", "ordinary", isCovered: true)
        let message = told([(unpaid, paid)])
        #expect(message.members.isEmpty)
        #expect(message.progress.map(\.delta) == [Progress(heads: 1, paid: Money(yuan: 280))])
        #expect(message.payers == [1])
        #expect(told([(unpaid, paid), (paid, unpaid)]).isEmpty)
    }

    @Test func `F-104 who is of two groups counts in both, and in each only once`() {
        var both = person("甲镇", "orphan", isCovered: true)
        both.otherCategories = ["severeDisability", "severeDisability"]
        let message = told([(nil, both)])
        #expect(message.members.map(\.key.category) == ["orphan", "severeDisability"])
        #expect(message.members.map(\.delta.heads) == [1, 0])
        #expect(message.members.map(\.delta.others) == [0, 1])
        #expect(message.members.map(\.delta.othersEnrolled) == [0, 1])
        #expect(message.payers == [0])
    }

    @Test func `F-035 who is out of scope is a member no more, and a move takes both units`() {
        let here = person("甲镇", "ordinary", isCovered: true)
        var gone = person("甲镇", "ordinary", isCovered: false)
        gone.status = .ineligible
        #expect(told([(here, gone)]).members.map(\.delta.heads) == [-1])
        #expect(told([(gone, gone)]).isEmpty)
        let there = person("乙镇", "ordinary", isCovered: true)
        let moved = told([(here, there)])
        #expect(moved.members.map { "\($0.key.unit) \($0.delta.heads)" } == ["乙镇 1", "甲镇 -1"])
        #expect(moved.progress.map { "\($0.key.unit) \($0.delta.heads)" } == ["乙镇 1", "甲镇 -1"])
    }
}
