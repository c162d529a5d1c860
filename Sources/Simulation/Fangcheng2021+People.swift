extension Fangcheng2021 {
    /// Every story of the roster, and every kind of person on whom a reading turns.
    static let prescriptions: [Prescription] =
        stories.indices.flatMap(prescriptions(of:)) + onLists + changed + residents

    /// Birth days that suit the rows below.
    private static let child = Day(2013, 2, 2)
    private static let adult = Day(1979, 3, 3)
    private static let old = Day(1951, 5, 5)

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

    /// Golden cases FC-010 … FC-034: 先征 comes first, whoever is listed; 其他 makes the full
    /// relief exclusive.
    private static let onLists =
        (4...7).flatMap { category in
            ["pays", "neverPays"].map {
                Prescription(born: adult, lists: [category], story: story($0))
            }
        }
        + [9, 3, 1].map { Prescription(born: adult, lists: [$0]) }
        + [[2], [8], [2, 8], [4, 7, 8], [7, 8, 9]].map { Prescription(born: child, lists: $0) }
        + [[1, 7], [3, 7, 9]].map { Prescription(born: old, lists: $0) }
        + [[4, 7], [3, 4], [5, 9]].map { Prescription(born: adult, lists: $0) }

    /// On one version of a list and not on the other, or on one of the fourth quarter.
    private static let changed = [
        Prescription(born: adult, dropped: 3, story: story("neverPays")),
        Prescription(born: adult, dropped: 4, story: story("pays")),
        Prescription(born: adult, dropped: 3, story: story("paysLate")),
        Prescription(born: adult, lists: [7], dropped: 3),
        Prescription(born: adult, lists: [4], added: 3),
        Prescription(born: adult, added: 4, story: story("pays")),
        Prescription(born: adult, listedInVain: 1, story: story("pays")),
        Prescription(born: adult, listedInVain: 1, story: story("neverPays")),
        Prescription(born: adult, listedInVain: 7, story: story("pays")),
        Prescription(born: adult, lists: [5], listedInVain: 1),
    ]

    /// Each ground of residence, and each reason to be outside the scope, idle and paying.
    private static let residents =
        [
            Prescription(born: adult, residence: .resident),
            Prescription(born: adult, residence: .permit),
            Prescription(born: Day(2017, 5, 18), residence: .accompanyingChild),
            Prescription(born: Day(2001, 1, 21), residence: .localCollege),
            Prescription(born: Day(2001, 1, 22), lists: [1], residence: .localCollege),
            Prescription(born: Day(2001, 1, 23), lists: [7], residence: .localCollege),
            Prescription(born: Day(2012, 4, 4), residence: .localPupil),
            Prescription(born: Day(2012, 4, 5), residence: .pupil),
            Prescription(born: Day(2016, 4, 6), residence: .kindergarten),
        ]
        + SchemeRules().scopes.flatMap { scope in
            ["nothing", "pays"].map { outsideScope(scope, story($0, .excluded)) }
        }

    /// Who registers first (三 特别提醒), who pays without, and whose school collects (二(二)).
    static let groups = [
        GroupScript(
            id: "registered",
            traits: .registered,
            people: [(.local, nil), (.resident, nil), (.permit, nil)],
            prescribed: [Prescription(born: Day(2021, 11, 10), story: story("paysLastSecond"))]
        ),
        GroupScript(
            id: "unregistered",
            traits: .unregistered,
            prescribed: stories.indices.filter { stories[$0].circumstance == .unregistered }
                .map { Prescription(story: $0) }
        ),
        GroupScript(
            id: "students",
            traits: [.registered, .pupil],
            people: [
                (.college, Day(1998, 9, 1)...Day(2003, 8, 31)),
                (.vocational, Day(2003, 9, 1)...Day(2006, 8, 31)),
            ],
            hasUnit: false
        ),
    ]

    private static func story(
        _ id: String,
        _ circumstance: Circumstance = .ordinary
    ) -> Int? {
        stories.firstIndex { $0.circumstance == circumstance && $0.id == id }
    }
}
