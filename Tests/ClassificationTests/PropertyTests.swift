import Classification
import Events
import Policy
import Testing

/// splitmix64: the same numbers for the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// What holds for everybody, whoever they are and whatever they pay.
///
/// A failure prints its seed.
@Suite struct PropertyTests {
    private func person(_ policy: CompiledPolicy, _ random: inout SeededGenerator) -> PersonFacts {
        var facts = PersonFacts()
        let window = policy.tables.window
        facts.birth = CivilDate(
            day: window.closes - Int32.random(in: -400...33_000, using: &random)
        )
        facts.sex = Bool.random(using: &random) ? .male : .female
        facts.residence =
            [
                .localHukou, .localHukou, .districtHukou, .outsideHukou,
                [.outsideHukou, .residencePermit], [.outsideHukou, .collegeStudent], .noHukou,
            ].randomElement(using: &random) ?? .localHukou
        if Int.random(in: 0..<20, using: &random) == 0 {
            facts.exclusions.insert(ExclusionSet(.employeeInsurance))
        }
        if let mark = Mark.Kind.allCases.randomElement(using: &random),
            Int.random(in: 0..<10, using: &random) == 0
        {
            facts.marks.insert(MarkSet(mark))
        }
        facts.guardian = Int.random(in: 0..<9, using: &random) == 0 ? .missing : .given
        facts.tier = Int.random(in: -1..<policy.tiers.count, using: &random)
        if policy.tiers.count == 1 { facts.tier = 0 }
        facts.householdTier = Int.random(in: -1..<policy.tiers.count, using: &random)
        addListings(policy, &facts, &random)
        addPayments(policy, &facts, &random)
        return facts
    }

    private func addListings(
        _ policy: CompiledPolicy,
        _ facts: inout PersonFacts,
        _ random: inout SeededGenerator
    ) {
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let day = policy.tables.window.opens + Int32.random(in: -60...200, using: &random)
            facts.listings.append(
                Listing(
                    category: Int.random(in: 0..<policy.categories.count, using: &random),
                    listedOn: Bool.random(using: &random) ? nil : CivilDate(day: day),
                    approvedOn: CivilDate(day: Int32.random(in: 13_900...18_000, using: &random))
                )
            )
        }
    }

    private func addPayments(
        _ policy: CompiledPolicy,
        _ facts: inout PersonFacts,
        _ random: inout SeededGenerator
    ) {
        let sums: [Int64] =
            policy.tables.money.flatMap { (money: MoneyTable) -> [Int64] in
                [money.upfront, money.due, money.upfront / 2]
            } + [10_000]
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let day = policy.tables.window.opens + Int32.random(in: -10...300, using: &random)
            let fen = sums.randomElement(using: &random) ?? 1
            facts.payments.append(
                PaidAmount(
                    paidAt: CivilTime(startOf: CivilDate(day: day)),
                    amount: Money(fen: max(1, fen)),
                    channel: Int.random(in: -1..<policy.channels.count, using: &random)
                )
            )
        }
        facts.payments.sort { ($0.paidAt, $0.amount) < ($1.paidAt, $1.amount) }
    }

    @Test(arguments: Fixture.schemes)
    func `F-128 any order of listings and payments gives the same verdict`(scheme: String) throws {
        let policy = try Fixture.pack(scheme).compiled
        for seed in UInt64(1)...3000 {
            var random = SeededGenerator(seed: seed)
            var facts = person(policy, &random)
            let verdict = Assessor.assess(facts, under: policy)
            facts.listings.shuffle(using: &random)
            facts.listings.append(contentsOf: facts.listings.prefix(1))
            facts.payments.shuffle(using: &random)
            facts.payments.sort { ($0.paidAt, $0.amount) < ($1.paidAt, $1.amount) }
            #expect(Assessor.assess(facts, under: policy) == verdict, "seed \(seed)")
        }
    }

    @Test(arguments: Fixture.schemes)
    func `F-047 F-049 due and shares are the premium, each funder once`(scheme: String) throws {
        let policy = try Fixture.pack(scheme).compiled
        for seed in UInt64(1)...3000 {
            var random = SeededGenerator(seed: seed)
            let facts = person(policy, &random)
            let verdict = Assessor.assess(facts, under: policy)
            let count = Int(verdict.shareCount)
            let funded = (0..<count).reduce(Int64(0)) { $0 + verdict.funderFen[$1] }
            #expect(verdict.dueFen + funded == verdict.premiumFen, "seed \(seed)")
            #expect(Set((0..<count).map { verdict.funders[$0] }).count == count, "seed \(seed)")
            #expect((0..<count).allSatisfy { verdict.funderFen[$0] > 0 }, "seed \(seed)")
            let isOut = verdict.status == .ineligible || verdict.tier < 0
            #expect(isOut == (verdict.premiumFen == 0), "seed \(seed)")
        }
    }

    @Test(arguments: Fixture.schemes)
    func `money received is kept, held or returned, never more`(scheme: String) throws {
        let policy = try Fixture.pack(scheme).compiled
        for seed in UInt64(1)...3000 {
            var random = SeededGenerator(seed: seed)
            let facts = person(policy, &random)
            let verdict = Assessor.assess(facts, under: policy)
            #expect(verdict.refundFen >= 0, "seed \(seed)")
            #expect(verdict.refundFen <= verdict.receivedFen, "seed \(seed)")
            #expect(verdict.isCovered == (verdict.enrolledOn != nil), "seed \(seed)")
            if verdict.isCovered {
                #expect(verdict.receivedFen - verdict.refundFen >= verdict.dueFen, "seed \(seed)")
            }
            switch verdict.status {
            case .ineligible, .lateRejected:
                #expect(verdict.refundFen == verdict.receivedFen, "seed \(seed)")
            case .registrationIncomplete, .tierConflict, .early, .underpaid:
                #expect(verdict.refundFen == 0, "seed \(seed)")
            case .waived, .unpaid: #expect(verdict.receivedFen == 0, "seed \(seed)")
            case .duplicate, .overpaid: #expect(verdict.refundFen > 0, "seed \(seed)")
            case .late, .insured: break
            }
            #expect(verdict.ruleCount > 0 || verdict.tier < 0, "seed \(seed)")
        }
    }

    @Test(arguments: Fixture.schemes)
    func `facts emptied and filled again give the same verdict`(scheme: String) throws {
        let policy = try Fixture.pack(scheme).compiled
        var reused = PersonFacts()
        for seed in UInt64(1)...500 {
            var random = SeededGenerator(seed: seed)
            let facts = person(policy, &random)
            reused.reset()
            reused.birth = facts.birth
            reused.sex = facts.sex
            reused.residence = facts.residence
            reused.exclusions = facts.exclusions
            reused.marks = facts.marks
            reused.guardian = facts.guardian
            reused.tier = facts.tier
            reused.householdTier = facts.householdTier
            reused.listings.append(contentsOf: facts.listings)
            reused.payments.append(contentsOf: facts.payments)
            let verdict = Assessor.assess(reused, under: policy)
            #expect(verdict == Assessor.assess(facts, under: policy), "seed \(seed)")
        }
    }
}
