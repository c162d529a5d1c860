extension Zhangshanzi2020 {
    /// Every story of the roster, and every kind of person on whom a reading turns.
    static let prescriptions: [Prescription] =
        stories.indices.flatMap(prescriptions(of:)) + birthdays + onLists + changed + residents

    /// Birth days that suit the rows below.
    private static let child = Day(2012, 2, 12)
    private static let adult = Day(1979, 3, 3)
    private static let sixties = Day(1954, 5, 7)
    private static let seventies = Day(1944, 5, 5)
    private static let scopes = SchemeRules().scopes + [.forbiddenNumber, .unnumbered]

    private static func prescriptions(of story: Int) -> [Prescription] {
        switch stories[story].circumstance {
        case .ordinary: [Prescription(born: adult, story: story)]
        case .half:
            [
                Prescription(born: sixties, story: story),
                Prescription(born: adult, lists: [10], story: story),
            ]
        case .full:
            [
                Prescription(born: seventies, story: story),
                Prescription(born: adult, lists: [1], story: story),
            ]
        case .added: [Prescription(born: adult, added: 1, story: story)]
        case .excluded: [outsideScope(scopes[story % 7], story)]
        default: []
        }
    }

    private static func outsideScope(_ scope: Scope, _ story: Int?) -> Prescription {
        Prescription(
            born: adult,
            lists: scope == .forbiddenNumber ? [11] : [],
            residence: scope.residence ?? .local,
            scope: scope,
            story: story
        )
    }

    /// Both sides of 60 and 70 on 2019-12-31 (golden cases ZS-007 … ZS-015).
    private static let birthdays = [
        Day(1949, 12, 30), Day(1949, 12, 31), Day(1950, 1, 1), Day(1950, 1, 2), Day(1952, 2, 29),
        Day(1959, 12, 30), Day(1959, 12, 31), Day(1960, 1, 1), Day(1960, 1, 2),
    ].map { Prescription(born: $0) }

    /// One list and several, golden cases ZS-020 … ZS-044; 11 contradicts the hukou.
    private static let onLists =
        [1, 2, 3, 4, 5, 8, 9, 10].map { Prescription(born: adult, lists: [$0]) }
        + [[1], [3], [10], [8], [10, 8], [9]].map { Prescription(born: sixties, lists: $0) }
        + [[1, 9], [10, 8], [1, 3], [4, 10]].map { Prescription(born: adult, lists: $0) }
        + [[8], [1, 3], [10], [11]].map { Prescription(born: seventies, lists: $0) }
        + [[3], [9]].map { Prescription(born: child, lists: $0) }

    /// On one version of a list and not on the other, or on one that came too late.
    private static let changed = [
        Prescription(born: adult, dropped: 1, story: story("neverPays")),
        Prescription(born: adult, dropped: 4, story: story("pays")),
        Prescription(born: adult, dropped: 3, story: story("paysLate")),
        Prescription(born: sixties, dropped: 9),
        Prescription(born: seventies, dropped: 3),
        Prescription(born: adult, lists: [10], added: 3),
        Prescription(born: adult, added: 4, story: story("paidBefore", .added)),
        Prescription(born: adult, added: 9, story: story("paidBefore", .added)),
        Prescription(born: adult, listedInVain: 5, story: story("pays")),
        Prescription(born: adult, listedInVain: 5, story: story("neverPays")),
        Prescription(born: sixties, listedInVain: 5, story: story("pays", .half)),
        Prescription(born: seventies, listedInVain: 5),
    ]

    /// Each ground of residence, with ages and lists that give nothing to who is not of the
    /// district, and each reason to be outside the scope, idle and paying.
    private static let residents =
        [Residence.neighbour, .resident, .permit].flatMap { residence in
            [
                Prescription(born: adult, lists: [12], residence: residence),
                Prescription(born: seventies, lists: [12], residence: residence),
                Prescription(born: sixties, lists: [12], residence: residence),
                Prescription(
                    born: adult,
                    lists: [8, 12],
                    residence: residence,
                    story: story("neverPays")
                ),
                Prescription(born: adult, lists: [1, 12], residence: residence),
            ]
        }
        + [
            Prescription(born: adult, residence: .district),
            Prescription(born: sixties, residence: .district),
            Prescription(born: seventies, residence: .district),
            Prescription(born: adult, lists: [1], residence: .district),
            Prescription(born: adult, lists: [11], residence: .numbered, story: story("pays")),
            Prescription(born: seventies, lists: [11], residence: .numbered),
            Prescription(born: Day(2012, 5, 18), lists: [12], residence: .accompanyingChild),
            Prescription(born: Day(2003, 5, 15), lists: [12], residence: .residentPupil),
        ]
        + scopes.flatMap { scope in
            ["nothing", "pays"].map { outsideScope(scope, story($0, .excluded)) }
        }

    /// Births for which 附2五 asks for the guardian, and of people of 70 and more.
    private static let guarded = Day(2004, 1, 1)...Day(2019, 9, 30)
    private static let elders = Day(1922, 1, 1)...Day(1949, 12, 31)

    /// Who is not in the base table: registered, or of 70 and more and perhaps not reported.
    static let groups = [
        GroupScript(
            id: "registered",
            traits: .registered,
            people: [
                (.local, Day(1960, 1, 1)...Day(2003, 12, 31)), (.resident, nil), (.permit, nil),
                (.local, Day(2003, 1, 1)...Day(2003, 12, 31)),
            ],
            prescribed: [
                Prescription(born: Day(2003, 12, 31)), Prescription(born: Day(2003, 6, 1)),
            ]
        ),
        GroupScript(
            id: "children",
            traits: [.registered, .guarded],
            people: [(.local, guarded), (.resident, guarded)],
            prescribed: [Prescription(born: Day(2019, 11, 10), story: story("paysLastSecond"))]
        ),
        GroupScript(
            id: "guardianless",
            traits: .registered,
            people: [(.local, guarded)],
            prescribed: [Prescription(born: Day(2004, 1, 1))] + each(of: .guardianless)
        ),
        GroupScript(id: "reported", traits: .registered, people: [(.local, elders)]),
        GroupScript(
            id: "notReported",
            traits: .notReported,
            people: [(.local, elders)],
            prescribed: [Prescription(born: Day(1949, 12, 31))]
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
