/// The season of 曲阜市陵城镇 2021: the town's notice (T) and the municipal one of its annex (M).
enum Lingcheng2021 {
    /// The script.
    static let script = SchemeScript(
        id: "lingcheng-2021",
        premiumFen: 280_00,
        // M五: 2020年11月1日至12月31日. The days of T二 bind the villages: 11月30日结束.
        timetable: Timetable(
            origin: Day(2020, 10, 16),
            window: Day(2020, 11, 1)...Day(2020, 12, 31),
            concentrated: Day(2020, 11, 13)...Day(2020, 11, 30),
            winterEnd: Day(2021, 2, 28),
            springEnd: Day(2021, 8, 31),
            end: Day(2021, 12, 31)
        ),
        ageDay: Day(2020, 12, 31),
        bands: AgeBand.ofCensus(atEndOf: 2020, bornBy: Day(2020, 9, 30)),
        categories: categories,
        // All relief is alike: the order of the document.
        preference: [1, 2, 3, 4, 5, 6, 7, 0],
        owing: [0: .full, 280_00: .ordinary],
        lists: lists,
        strayRows: [
            StrayRow(
                list: "extremePoverty-v1",
                category: "优抚对象",
                reason: "category_unknown"
            ),
            StrayRow(
                list: "extremePoverty-v1",
                category: "重度残疾人",
                reason: "category_not_of_bureau"
            ),
        ],
        rosterDay: Day(2020, 11, 1),
        residences: [
            (.resident, 0...99), (.permit, 18...99), (.accompanyingChild, 0...15),
            (.college, 18...24), (.vocational, 15...18), (.localCollege, 18...24),
        ],
        divisions: Divisions(
            home: ["370881"],
            outside: ["370826", "370827", "370831", "370883", "371325"]
        ),
        channels: channels,
        stories: stories,
        prescriptions: prescriptions,
        groups: groups,
        offices: OfficeScript(
            // M六(一) 征收清册核实, M五 集中公示, M四(三).
            duties: [.rosters, .notices],
            funding: [
                FundingScript(
                    funder: "同级财政",
                    application: "拨付申请-2021",
                    way: ["待报解账户"],
                    treasurer: "曲阜市税务局",
                    fate: .over
                )
            ],
            lastPapers: Day(2021, 1, 4),
            payingOffice: "曲阜市税务局"
        ),
        rules: SchemeRules(
            counting: .payers,
            registersFirst: true,
            newborns: Day(2020, 11, 1)...Day(2021, 12, 31),
            takesRefusals: true,
            targetsPrintAmounts: true
        )
    )

    /// M四(三) 政府资助; M一 names 重度残疾人 in the target and not among the assisted.
    static let categories = [
        Category("ordinary", "村居正常参保缴费人", pays: 280),
        Category(
            "povertyExitedEntitled",
            "脱贫享受政策人口",
            pays: 0,
            by: finance,
            ages: 0...99,
            umbrella: "建档立卡贫困人口"
        ),
        Category("immediateHelp", "即时帮扶人口", pays: 0, by: finance, ages: 0...99),
        Category("subsistenceAllowance", "低保对象", pays: 0, by: finance, ages: 0...99),
        Category("extremePoverty", "特困人员", pays: 0, by: finance, ages: 18...99),
        Category("orphan", "孤儿", pays: 0, by: finance, ages: 0...17),
        Category("deFactoUnsupportedChild", "事实无人抚养儿童", pays: 0, by: finance, ages: 0...17),
        Category("severeDisability", "重度残疾人", pays: 280, ages: 0...99),
    ]

    private static let finance = [(name: "同级财政", fen: 280)]

    /// T三, M四(一); the ids are those of the policy pack.
    ///
    /// Villages collect until 12-05 (T二).
    static let channels = [
        Channel(
            id: "postalQR",
            isSelfService: false,
            writesPlaces: false,
            lastDay: Day(2020, 12, 5)
        ),
        Channel(id: "miniProgram", isSelfService: true, writesPlaces: true),
        Channel(id: "wechatAccount", isSelfService: true, writesPlaces: true),
        Channel(id: "alipay", isSelfService: true, writesPlaces: false),
        Channel(id: "postalCounter", isSelfService: false, writesPlaces: true),
        Channel(id: "serviceCentre", isSelfService: false, writesPlaces: true),
        Channel(id: "cash", isSelfService: false, writesPlaces: false, lastDay: Day(2020, 12, 5)),
        Channel(id: "electronicTaxBureau", isSelfService: true, writesPlaces: true),
        Channel(id: "mobileBank", isSelfService: true, writesPlaces: false),
    ]

    /// Everything that becomes of payments; late money is held (M五, A-LC-8), that of newborns
    /// is good all year (M七(二), A-LC-9).
    static let stories: [Story] =
        Story.ofPayers(Dues(.ordinary, owes: 280, lastYear: 250, afterwards: .held))
        + Story.ofFunded(premium: 280, lastYear: 250)
        + [Story(.listedLate, "nothing", [], .late)]
        + Story.ofExcluded(premium: 280)
        + Story.ofUnregistered(premium: 280)
        + Story.ofRefusing(premium: 280)
        + Story.ofNewborns(.newborn, premium: 280, isRefusedAfter90: false)

    /// One list of each category, a second version of two, and one dated after the window.
    static let lists: [ListScript] =
        [
            ("povertyAlleviation", [1, 2]), ("civilAffairs", [3, 4, 5, 6]),
            ("disabledFederation", [7]),
        ].flatMap { bureau, members in
            ListScript.versions(
                of: members,
                in: categories,
                from: bureau,
                replaced: [2, 3],
                first: (Day(2020, 11, 5), Day(2020, 11, 9)),
                second: (Day(2020, 12, 10), Day(2020, 12, 14))
            )
        } + [
            ListScript(
                id: "subsistenceAllowance-2021-05",
                bureau: "civilAffairs",
                category: 3,
                members: .late,
                snapshot: Day(2021, 5, 10),
                audited: Day(2021, 5, 12)
            )
        ]
}
