extension Lingcheng2021 {
    /// Every story of the roster, and every kind of person on whom a reading turns.
    static let prescriptions: [Prescription] =
        stories.indices.flatMap(prescriptions(of:)) + onLists + changed + residents

    /// Birth days that suit the rows below.
    private static let child = Day(2012, 2, 12)
    private static let adult = Day(1979, 3, 3)
    private static let old = Day(1947, 5, 5)

    private static func prescriptions(of story: Int) -> [Prescription] {
        switch stories[story].circumstance {
        case .ordinary:
            [
                Prescription(born: adult, story: story),
                Prescription(born: adult, lists: [7], story: story),
            ]
        case .full: [Prescription(born: adult, lists: [3], story: story)]
        case .added: [Prescription(born: adult, added: 3, story: story)]
        case .listedLate: [Prescription(born: adult, listedLate: 3, story: story)]
        case .refusing: [Prescription(born: adult, traits: .refuses, story: story)]
        case .excluded: [outsideScope(SchemeRules().scopes[story % 5], story)]
        default: []
        }
    }

    private static func outsideScope(_ scope: Scope, _ story: Int?) -> Prescription {
        Prescription(
            born: adult,
            residence: scope.residence ?? .local,
            scope: scope,
            story: story
        )
    }

    /// Golden cases LC-016 … LC-031: one list, and conflicts of several.
    private static let onLists =
        (1...4).map { Prescription(born: adult, lists: [$0]) }
        + [5, 6].map { Prescription(born: child, lists: [$0]) }
        + [
            Prescription(born: old),
            Prescription(born: adult, lists: [3, 7]),
            Prescription(born: child, lists: [3, 5]),
            Prescription(born: child, lists: [5, 6]),
            Prescription(born: old, lists: [1, 4]),
            Prescription(born: adult, lists: [2, 7]),
            // A letter of somebody who owes nothing changes nothing.
            Prescription(born: adult, lists: [3], traits: .refuses),
        ]

    /// On one version of a list and not on the other.
    private static let changed = [
        Prescription(born: adult, dropped: 3, story: story("neverPays")),
        Prescription(born: adult, dropped: 2, story: story("pays")),
        Prescription(born: adult, dropped: 3, story: story("paysLate")),
        Prescription(born: adult, lists: [4], dropped: 3),
        Prescription(born: adult, lists: [7], added: 3),
        Prescription(born: adult, added: 2, story: story("paidBefore", .added)),
    ]

    /// Each ground of residence, and each reason to be outside the scope, idle and paying.
    private static let residents =
        [
            Prescription(born: adult, residence: .resident),
            Prescription(born: adult, residence: .permit),
            Prescription(born: Day(2016, 5, 18), residence: .accompanyingChild),
            Prescription(born: Day(2001, 9, 2), residence: .college),
            Prescription(born: Day(2001, 9, 3), residence: .localCollege),
            Prescription(born: Day(2004, 4, 4), residence: .vocational),
        ]
        + SchemeRules().scopes.flatMap { scope in
            ["nothing", "pays"].map { outsideScope(scope, story($0, .excluded)) }
        }

    /// Who registers first (T注意1), who pays without, and children born in the season.
    static let groups = [
        GroupScript(
            id: "registered",
            traits: .registered,
            people: [(.local, nil), (.resident, nil), (.permit, nil)]
        ),
        GroupScript(
            id: "unregistered",
            traits: .unregistered,
            prescribed: each(of: .unregistered)
        ),
        GroupScript(
            id: "newborns",
            traits: [.registered, .guarded],
            alternately: .certificate,
            people: [(.local, Day(2020, 11, 3)...Day(2021, 8, 20))],
            prescribed: each(of: .newborn)
                + [
                    Prescription(
                        born: Day(2021, 3, 3),
                        listedLate: 3,
                        story: story("nothing", .full)
                    )
                ]
        ),
    ]

    private static func each(of circumstance: Circumstance) -> [Prescription] {
        stories.indices.filter { stories[$0].circumstance == circumstance }
            .map { Prescription(story: $0) }
    }

    private static func story(
        _ id: String,
        _ circumstance: Circumstance = .ordinary
    ) -> Int? {
        stories.firstIndex { $0.circumstance == circumstance && $0.id == id }
    }
}
