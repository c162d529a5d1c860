extension Yanjiang2021 {
    /// Who registers, whose school collects (二(二)4), and children born in the year (二(二)5).
    static let groups = [
        GroupScript(
            id: "registered",
            traits: .registered,
            people: [(.local, nil), (.permit, nil)],
            prescribed: [
                Prescription(born: Day(2020, 12, 31), tier: fourth, story: story("paysLastSecond")),
                Prescription(
                    born: Day(2020, 11, 10),
                    tier: third,
                    story: story("paysLastSecond", .upper)
                ),
            ]
        ),
        GroupScript(
            id: "students",
            traits: [.registered, .pupil],
            people: [
                (.college, Day(1998, 9, 1)...Day(2002, 8, 31)),
                (.vocational, Day(2002, 9, 1)...Day(2005, 8, 31)),
                (.pupil, Day(2008, 9, 1)...Day(2014, 8, 31)),
                (.kindergarten, Day(2014, 9, 1)...Day(2017, 8, 31)),
            ],
            hasUnit: false,
            tier: fourth,
            circumstance: .student,
            prescribed: each(of: .student)
        ),
        GroupScript(
            id: "newborns",
            traits: [.registered, .guarded],
            alternately: .certificate,
            people: [(.local, yearOfBirth)],
            tier: fourth,
            prescribed: each(of: .newborn) + listedNewborns
        ),
        GroupScript(
            id: "upperNewborns",
            traits: [.registered, .guarded],
            alternately: .certificate,
            people: [(.local, yearOfBirth)],
            tier: third,
            circumstance: .upperNewborn,
            prescribed: each(of: .upperNewborn)
        ),
        GroupScript(
            id: "newbornsOutside",
            traits: [.registered, .guarded],
            people: [(.permit, yearOfBirth)],
            tier: fourth,
            circumstance: .newbornOutside,
            prescribed: each(of: .newbornOutside)
        ),
    ]

    /// The 91st day of life still lies in the year.
    private static let yearOfBirth = Day(2021, 1, 1)...Day(2021, 9, 20)

    /// Golden case YJ-088, and one whose listing comes after 90 days.
    private static let listedNewborns = [
        Prescription(born: Day(2021, 4, 10), listedLate: 1, story: story("nothing", .full)),
        Prescription(born: Day(2021, 1, 31), listedLate: 1, story: story("nothing", .full)),
        Prescription(
            born: Day(2021, 1, 30),
            listedLate: 1,
            story: story("nothing", .listedLate),
            circumstance: .listedLate
        ),
    ]

    private static func each(of circumstance: Circumstance) -> [Prescription] {
        stories.indices.filter { stories[$0].circumstance == circumstance }
            .map { Prescription(story: $0) }
    }
}
