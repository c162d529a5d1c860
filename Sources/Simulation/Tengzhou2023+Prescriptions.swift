extension Tengzhou2023 {
    /// Every story, and every kind of person on whom a reading of the notice turns.
    static let prescriptions: [Prescription] =
        stories.indices.flatMap(prescriptions(of:)) + birthdays + onOneList + onTwoLists + changed
        + residents

    /// Birth days that suit the rows below.
    private static let child = Day(2012, 2, 12)
    private static let adult = Day(1979, 3, 3)
    private static let sixties = Day(1957, 5, 5)
    private static let seventies = Day(1947, 5, 5)

    private static func prescriptions(of story: Int) -> [Prescription] {
        switch stories[story].circumstance {
        case .ordinary: [Prescription(born: adult, story: story)]
        case .half: [Prescription(born: sixties, story: story)]
        case .full:
            [
                Prescription(born: seventies, story: story),
                Prescription(born: adult, lists: [2], story: story),
            ]
        case .added: [Prescription(born: adult, added: 2, story: story)]
        case .listedLate:
            [adult, child, Day(1966, 8, 8)].map {
                Prescription(born: $0, listedLate: 2, story: story)
            }
        default: [outsideScope(scopes[story % 5], story)]
        }
    }

    private static let scopes = SchemeRules().scopes

    private static func outsideScope(_ scope: Scope, _ story: Int?) -> Prescription {
        Prescription(
            born: adult,
            residence: scope == .withoutBasis ? .outside : .local,
            scope: scope,
            story: story
        )
    }

    /// Both sides of 60 and 70 on 2022-12-31 (golden cases TZ-035 … TZ-042).
    private static let birthdays = [
        Day(1952, 10, 15), Day(1952, 12, 30), Day(1952, 12, 31), Day(1953, 1, 1),
        Day(1962, 12, 30), Day(1962, 12, 31), Day(1963, 1, 1), Day(1963, 6, 1),
    ].map { Prescription(born: $0) }

    private static let onOneList =
        [6, 7, 8].map { Prescription(born: child, lists: [$0]) }
        + [1, 2, 3, 4, 5, 11, 12, 13, 14, 15].map { Prescription(born: adult, lists: [$0]) }

    /// Conflicts of the golden cases TZ-043 … TZ-054.
    private static let onTwoLists = [
        Prescription(born: sixties, lists: [12]),
        Prescription(born: seventies, lists: [14]),
        Prescription(born: seventies, lists: [12]),
        Prescription(born: adult, lists: [11, 15]),
        Prescription(born: sixties, lists: [12, 15]),
        Prescription(born: sixties, lists: [2]),
        Prescription(born: adult, lists: [2, 14]),
        Prescription(born: child, lists: [6, 7]),
        Prescription(born: adult, lists: [11, 13]),
        Prescription(born: adult, lists: [1, 5]),
    ]

    /// On the first version of a list and not on the second.
    private static let changed = [
        Prescription(born: adult, dropped: 2, story: story("neverPays")),
        Prescription(born: adult, dropped: 14, story: story("pays")),
        Prescription(born: adult, dropped: 5, story: story("paysLastSecond")),
        Prescription(born: adult, dropped: 4, story: story("paysLate")),
        Prescription(born: adult, lists: [14], dropped: 2),
        Prescription(born: sixties, dropped: 12),
        Prescription(born: seventies, dropped: 14),
        Prescription(born: sixties, added: 2),
        Prescription(born: adult, added: 4, story: story("paidBefore", .added)),
        Prescription(born: adult, added: 5, story: story("paidBefore", .added)),
        Prescription(born: adult, added: 12, story: story("paidBefore", .added)),
        Prescription(born: adult, added: 14, story: story("paidBefore", .added)),
    ]

    /// Each ground of residence, and each reason to be outside the scope, idle and paying.
    private static let residents =
        [
            Prescription(born: adult, residence: .prefecture),
            Prescription(born: adult, residence: .permit),
            Prescription(born: Day(1950, 6, 1), residence: .permit),
            Prescription(born: Day(2016, 5, 18), residence: .accompanyingChild),
            Prescription(born: Day(2016, 5, 19), residence: .childOfHolder),
            Prescription(born: Day(2002, 9, 2), residence: .college),
            Prescription(born: Day(2006, 4, 4), residence: .vocational),
        ]
        + scopes.flatMap { scope in
            ["nothing", "pays"].map { outsideScope(scope, story($0, .excluded)) }
        }

    private static func story(
        _ id: String,
        _ circumstance: Circumstance = .ordinary
    ) -> Int? {
        stories.firstIndex { $0.circumstance == circumstance && $0.id == id }
    }
}
