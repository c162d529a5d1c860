import Events

/// The households of one scheme as their members' last assessments show them: who is in another
/// tier than the rest, and who is not enrolled (F-033, F-034).
///
/// It names nobody: person keys, units, tiers and statuses.
/// - Source: 资阳市雁江区 一 («以户为单位全部参保，自愿选择同一档次»).
public struct HouseholdBook: Sendable {
    /// One member as assessed last.
    public struct Member: Hashable, Sendable {
        /// Key of the household.
        public var household: UInt64
        /// The person.
        public var person: PersonKey
        /// Unit that the person is counted for; empty = unassigned.
        public var unit: String
        /// Tier; empty when none is known.
        public var tier: String
        /// Category id; empty for a person out of scope.
        public var category: String
        /// Where the person stands.
        public var status: AssessmentStatus
        /// Whether the person counts as enrolled.
        public var isCovered: Bool
    }

    /// A household of which some are not enrolled.
    public struct Incomplete: Hashable, Sendable {
        /// Key of the household.
        public var household: UInt64
        /// Members who may enrol.
        public var members: Int
        /// Those of them who are not enrolled, in order of their keys.
        public var missing: [Member]
    }

    private let bound: Set<String>
    private var members: [PersonKey: (revision: UInt64, member: Member)] = [:]

    /// Creates an empty book.
    ///
    /// - Parameter bound: Ids of the categories whose members may stand in a tier of their own
    ///   (relief, or a tier that is prescribed): they are compared with nobody.
    public init(categoriesOfOwnTier bound: Set<String>) { self.bound = bound }

    /// Takes an assessment; of several of one person the one of the greatest revision counts.
    public mutating func take(_ assessment: Assessment, of person: PersonKey, revision: UInt64) {
        if let known = members[person], known.revision >= revision { return }
        let member = Member(
            household: assessment.household,
            person: person,
            unit: assessment.unit,
            tier: assessment.tier,
            category: assessment.category,
            status: assessment.status,
            isCovered: assessment.isCovered
        )
        members[person] = (revision, member)
    }

    /// Households in which ordinary members are in different tiers: these members, in order of
    /// household and person.
    public var tierConflicts: [[Member]] {
        households.compactMap { all in
            let ordinary = all.filter { !$0.tier.isEmpty && !bound.contains($0.category) }
            return Set(ordinary.map(\.tier)).count > 1 ? ordinary : nil
        }
    }

    /// Households of which some members are not enrolled, in order of their keys.
    public var incomplete: [Incomplete] {
        households.compactMap { all in
            let missing = all.filter { !$0.isCovered }
            guard let first = missing.first else { return nil }
            return Incomplete(household: first.household, members: all.count, missing: missing)
        }
    }

    /// Members who may enrol, by household; households and members in order of their keys.
    private var households: [[Member]] {
        let inScope = members.values.map(\.member).filter {
            $0.household != 0 && $0.status != .ineligible
        }
        return Dictionary(grouping: inScope, by: \.household).sorted { $0.key < $1.key }
            .map { $0.value.sorted { $0.person < $1.person } }
    }
}

extension HouseholdBook {
    /// Reads the households of a scheme from its journals.
    ///
    /// - Throws: What the reader throws, or ``LedgerProblem/unusable(_:)`` for an assessment that
    ///   cannot be read.
    public init(
        _ reader: any LedgerReader,
        scheme: String,
        categoriesOfOwnTier bound: Set<String>
    ) throws {
        self.init(categoriesOfOwnTier: bound)
        try reader.journals { row in
            guard row.scheme == scheme else { return }
            do {
                let assessment = try Assessment(wire: row.assessment)
                take(assessment, of: row.person, revision: row.revision)
            } catch {
                throw LedgerProblem.unusable("journal \(row.partition)/\(row.sequence): \(error)")
            }
        }
    }
}
