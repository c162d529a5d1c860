import Classification
import Events
import Policy

/// `zhengjiao bench assess`: how fast the classification core assesses one person after another.
public struct AssessmentBench {
    private let count: Int
    private let policies: PolicyArguments
    /// The number that the design holds the core to.
    private static let held: Int64 = 500_000

    /// Creates the measurement.
    public init(count: Int, policies: PolicyArguments) {
        self.count = max(1, count)
        self.policies = policies
    }

    /// Prints one row a scheme.
    public func run() throws {
        print("scheme\tassessments/s\tns each\tat least \(AssessmentBench.held)")
        let library = try PolicyLibrary(directory: policies.folder)
        for (scheme, policy) in library.compiled.sorted(by: { $0.key < $1.key }) {
            let nanoseconds = measure(policy)
            let rate = Int64(count) * 1_000_000_000 / max(1, nanoseconds)
            let verdict = rate >= AssessmentBench.held ? "held" : "NOT HELD"
            print("\(scheme)\t\(rate)\t\(nanoseconds / Int64(count))\t\(verdict)")
        }
    }

    private func measure(_ policy: CompiledPolicy) -> Int64 {
        let people = BenchPeople.make(policy)
        var due: Int64 = 0
        let duration = ContinuousClock().measure {
            for index in 0..<count {
                due &+= Assessor.assess(people[index & (people.count - 1)], under: policy).dueFen
            }
        }
        // The sum keeps the assessments from being optimised away.
        precondition(due >= 0, "what people owe is never negative")
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

/// 4,096 made-up people of all ages: one in eight on a list, three in four paid.
private enum BenchPeople {
    static func make(_ policy: CompiledPolicy) -> [PersonFacts] {
        var random = SplitMix(state: 7)
        let opens = policy.tables.window.opens
        return (0..<4096).map { _ in
            var facts = PersonFacts()
            facts.birth = CivilDate(day: opens - Int32.random(in: 0...33_000, using: &random))
            facts.sex = Bool.random(using: &random) ? .male : .female
            facts.tier = Int.random(in: 0..<policy.tiers.count, using: &random)
            if Int.random(in: 0..<8, using: &random) == 0 {
                facts.listings.append(
                    Listing(
                        category: Int.random(in: 0..<policy.categories.count, using: &random),
                        listedOn: CivilDate(day: opens - 5)
                    )
                )
            }
            if Int.random(in: 0..<4, using: &random) > 0 {
                let day = CivilDate(day: opens + Int32.random(in: 0..<60, using: &random))
                facts.payments.append(
                    PaidAmount(
                        paidAt: CivilTime(startOf: day),
                        amount: policy.tiers[facts.tier].premium,
                        channel: 0
                    )
                )
            }
            return facts
        }
    }
}

/// SplitMix64.
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
