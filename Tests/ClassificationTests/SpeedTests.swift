import Classification
import Events
import Foundation
import Policy
import Testing

/// Assessments a second, one person at a time; run by hand in release:
/// `ZHENGJIAO_SPEED=1 swift test -c release --filter SpeedTests`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ZHENGJIAO_SPEED"] != nil), .serialized)
struct SpeedTests {
    private func people(_ policy: CompiledPolicy) -> [PersonFacts] {
        var random = SeededGenerator(seed: 7)
        let opens = policy.tables.window.opens
        return (0..<4096).map { _ in
            var facts = PersonFacts()
            facts.birth = CivilDate(day: opens - Int32.random(in: 0...33_000, using: &random))
            facts.sex = Bool.random(using: &random) ? .male : .female
            facts.tier = Int.random(in: 0..<policy.tiers.count, using: &random)
            if Int.random(in: 0..<8, using: &random) == 0 {
                let category = Int.random(in: 0..<policy.categories.count, using: &random)
                facts.listings.append(
                    Listing(category: category, listedOn: CivilDate(day: opens - 5))
                )
            }
            if Int.random(in: 0..<4, using: &random) > 0 {
                let day = CivilDate(day: opens + Int32.random(in: 0..<60, using: &random))
                facts.payments.append(
                    PaidAmount(
                        paidAt: CivilTime(startOf: day),
                        amount: Money(fen: policy.tables.premiums[facts.tier]),
                        channel: 0
                    )
                )
            }
            return facts
        }
    }

    @Test(arguments: Fixture.schemes)
    func `500,000 assessments a second`(scheme: String) throws {
        let policy = try Fixture.pack(scheme).compiled
        let people = people(policy)
        let count = 1_000_000
        var due: Int64 = 0
        let duration = ContinuousClock().measure {
            for index in 0..<count {
                due &+= Assessor.assess(people[index & 4095], under: policy).dueFen
            }
        }
        let (seconds, attoseconds) = duration.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let rate = Int64(count) * 1_000_000 / max(1, microseconds)
        print("\(scheme): \(rate) assessments/s")
        #expect(due > 0)
        #expect(rate >= 500_000)
    }
}
