extension Zhangshanzi2020 {
    /// One list of each category, a second version of four, and one after the last day of lists.
    ///
    /// 附2五: 11月15日前上报镇人社所，逾期后果自负.
    static let lists: [ListScript] =
        [
            ("civilAffairs", [1, 2, 5]), ("povertyAlleviation", [4]),
            ("familyPlanning", [8, 9, 10]), ("village", [3, 11, 12]),
        ].flatMap { bureau, members in
            ListScript.versions(
                of: members,
                in: categories,
                from: bureau,
                replaced: [1, 3, 4, 9],
                first: (Day(2019, 10, 24), Day(2019, 10, 28)),
                second: (Day(2019, 11, 12), Day(2019, 11, 14))
            )
        } + [
            ListScript(
                id: "entitledGroup-2019-11",
                bureau: "civilAffairs",
                category: 5,
                members: .inVain,
                snapshot: Day(2019, 11, 20),
                audited: Day(2019, 11, 25)
            )
        ]

    /// Children whose registration does not name the guardian: nothing counts until it does.
    static let ofGuardianless = [
        waiting("nothing", [], held: 0),
        waiting("pays", [.pay(260, .window)], held: 260),
        waiting("paysTwice", [.pay(260, .opening), .pay(260, .closing)], held: 520),
        waiting("paysTooMuch", [.pay(280, .window)], held: 280),
        waiting("paysTooLittle", [.pay(220, .window)], held: 220),
        waiting("reversed", [.pay(260, .opening), .takeBack(0, 260, .closing)], held: 0),
    ]

    private static func waiting(_ id: String, _ steps: [Step], held: Int) -> Story {
        Story(.guardianless, id, steps, .registrationIncomplete, held: held)
    }
}
