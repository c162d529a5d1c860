extension Yanjiang2021 {
    /// Every story of the roster, and every kind of person on whom a reading turns.
    static let prescriptions: [Prescription] =
        stories.indices.flatMap(prescriptions(of:)) + onLists + inOtherTier + landless + changed
        + residents

    /// Birth days that suit the rows below.
    private static let child = Day(2012, 2, 12)
    private static let adult = Day(1979, 3, 3)
    private static let old = Day(1947, 7, 8)

    private static func prescriptions(of story: Int) -> [Prescription] {
        switch stories[story].circumstance {
        case .ordinary: [Prescription(born: adult, tier: fourth, story: story)]
        case .upper: [Prescription(born: adult, tier: third, story: story)]
        case .allowance: [Prescription(born: adult, lists: [7], story: story)]
        case .entitled: [Prescription(born: adult, lists: [9], story: story)]
        case .landless: [Prescription(born: old, isMale: true, lists: [12], story: story)]
        case .full: [Prescription(born: adult, lists: [1], story: story)]
        case .added: [Prescription(born: adult, added: 1, story: story)]
        case .listedLate: [Prescription(born: adult, listedLate: 1, story: story)]
        case .excluded: [outsideScope(SchemeRules().scopes[story % 5], story)]
        default: []
        }
    }

    private static func outsideScope(
        _ scope: Scope,
        _ story: Int?,
        residence: Residence? = nil
    ) -> Prescription {
        Prescription(
            born: adult,
            residence: residence ?? scope.residence ?? .local,
            scope: scope,
            story: story
        )
    }

    /// Golden cases YJ-010 … YJ-044: one list, and conflicts of several in one tier.
    private static let onLists =
        [1, 2, 3, 5, 6, 7, 8, 9, 10].map { Prescription(born: adult, lists: [$0]) }
        + [4, 11].map { Prescription(born: child, lists: [$0]) }
        + [[7, 9], [7, 10], [7, 8, 9], [1, 3], [2, 6]].map {
            Prescription(born: adult, lists: $0)
        }
        + [[7, 12], [7, 9, 12], [9, 12], [10, 12]].map {
            Prescription(born: old, isMale: true, lists: $0, tier: third)
        }

    /// The tier that was chosen decides, golden cases YJ-023 … YJ-025 and YJ-046 … YJ-048.
    private static let inOtherTier = [
        Prescription(born: adult, lists: [3], tier: third, story: story("pays", .upper)),
        Prescription(born: adult, lists: [1], tier: third, story: story("neverPays", .upper)),
        Prescription(born: adult, lists: [7], tier: fourth, story: story("pays")),
        Prescription(born: adult, lists: [10], tier: fourth, story: story("neverPays")),
        Prescription(born: adult, lists: [1, 7], tier: fourth),
        Prescription(born: adult, lists: [1, 7], tier: third),
        Prescription(born: old, isMale: true, lists: [3, 12], tier: third),
        Prescription(born: old, isMale: true, lists: [3, 12], tier: fourth),
        Prescription(born: old, isMale: true, lists: [12], tier: fourth),
    ]

    /// 二(二)3(6): of age on the day of approval, which is 2008-04-11 or later.
    private static let landless = [
        Prescription(born: Day(1940, 5, 1), isMale: true, lists: [12]),
        Prescription(born: Day(1955, 6, 1), isMale: true, lists: [12]),
        Prescription(born: Day(1965, 6, 1), isMale: false, lists: [12]),
        Prescription(born: Day(1970, 8, 31), isMale: false, lists: [12]),
        Prescription(born: Day(1940, 5, 1), isMale: true, traits: .unapproved, tier: third),
        Prescription(born: Day(1955, 6, 1), isMale: true, traits: .unapproved, tier: third),
        Prescription(born: Day(1965, 6, 1), isMale: false, traits: .unapproved, tier: third),
        Prescription(born: Day(1965, 6, 1), isMale: true, traits: .unapproved, tier: third),
        Prescription(born: Day(1950, 2, 2), isMale: false, lists: [9], traits: .unapproved),
    ]

    /// On one version of a list and not on the other.
    private static let changed = [
        Prescription(born: adult, dropped: 1, story: story("neverPays")),
        Prescription(born: adult, dropped: 3, story: story("pays")),
        Prescription(born: adult, dropped: 3, story: story("paysLate")),
        Prescription(born: adult, lists: [6], dropped: 3),
        Prescription(born: adult, lists: [1], added: 3),
        Prescription(born: adult, added: 3, story: story("paidBefore", .added)),
    ]

    /// Each ground of residence, and each reason to be outside the scope, idle and paying.
    private static let residents =
        [
            Prescription(born: adult, residence: .permit, tier: fourth),
            Prescription(born: adult, residence: .permit, tier: third),
            Prescription(born: Day(2012, 9, 11), residence: .localPupil, tier: third),
            Prescription(born: Day(2001, 9, 12), residence: .localCollege, tier: fourth),
        ]
        + SchemeRules().scopes.flatMap { scope in
            ["nothing", "pays"].map { outsideScope(scope, story($0, .excluded)) }
        }
        + ["nothing", "pays"].map {
            outsideScope(.withoutBasis, story($0, .excluded), residence: .resident)
        }

    static func story(_ id: String, _ circumstance: Circumstance = .ordinary) -> Int? {
        stories.firstIndex { $0.circumstance == circumstance && $0.id == id }
    }
}
