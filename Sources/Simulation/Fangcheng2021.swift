/// The season of 方城县 2021: 方政办明电〔2021〕35号.
enum Fangcheng2021 {
    /// The script.
    static let script = SchemeScript(
        id: "fangcheng-2021",
        premiumFen: 320_00,
        // 二(三): 2021年10月1日-2021年12月31日, concentrated until 11-30.
        timetable: Timetable(
            origin: Day(2021, 9, 15),
            window: Day(2021, 10, 1)...Day(2021, 12, 31),
            concentrated: Day(2021, 10, 1)...Day(2021, 11, 30),
            winterEnd: Day(2022, 2, 28),
            springEnd: Day(2022, 8, 31),
            end: Day(2022, 12, 31)
        ),
        ageDay: Day(2021, 12, 31),
        bands: AgeBand.ofCensus(atEndOf: 2021, bornBy: Day(2021, 8, 31)),
        categories: categories,
        // 全额资助 first; the others owe the same, in the order of the document.
        preference: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0],
        owing: [0: .full, 320_00: .ordinary],
        lists: lists,
        strayRows: [
            StrayRow(
                list: "marginalPovertyProne-v1",
                category: "重度残疾人",
                reason: "category_unknown"
            ),
            StrayRow(
                list: "marginalPovertyProne-v1",
                category: "孤儿",
                reason: "category_not_of_bureau"
            ),
        ],
        rosterDay: Day(2021, 9, 28),
        residences: [
            (.resident, 0...99), (.permit, 18...99), (.accompanyingChild, 0...15),
            (.localCollege, 18...24), (.localPupil, 6...12), (.pupil, 6...12),
            (.kindergarten, 3...6),
        ],
        divisions: Divisions(
            home: ["411322"],
            outside: ["410425", "411321", "411324", "411327", "411381"]
        ),
        channels: channels,
        stories: stories,
        prescriptions: prescriptions,
        groups: groups,
        offices: OfficeScript(
            // 四(一)–(六); the money of 特困 and 孤儿 goes by 县医保局 to 待报解, 五(二).
            duties: [.rosters, .register, .threeSignatures, .imports, .serials, .teams, .notices],
            villageChannel: "villageAssistant",
            deposits: DepositScript(
                account: "归集户",
                isPerUnit: true,
                isSameDay: false,
                bank: "信用社网点"
            ),
            funding: [
                FundingScript(
                    funder: "财政",
                    application: "资助参保-2021",
                    way: ["县医保局", "待报解账户"],
                    treasurer: "县税务局",
                    fate: .short
                )
            ],
            lastPapers: Day(2022, 1, 6),
            payingOffice: "县税务局"
        ),
        rules: SchemeRules(counting: .payers, registersFirst: true)
    )

    /// 二(一): 全额资助, and 先征后返, whose standard is not printed: all of it is paid and nothing
    /// goes back yet.
    static let categories = [
        Category("ordinary", "城乡居民", pays: 320),
        Category("extremePoverty", "特困救助供养对象", pays: 0, by: finance, ages: 18...99),
        Category("orphan", "孤儿", pays: 0, by: finance, ages: 0...17),
        Category(
            "fourConcentrations",
            "建档立卡特殊贫困群体纳入“四集中”保障对象",
            pays: 0,
            by: finance,
            ages: 0...99
        ),
        Category(
            "povertyExitedEntitled",
            "建档立卡脱贫享受政策人员",
            pays: 320,
            ages: 0...99,
            umbrella: "建档立卡脱贫人员"
        ),
        Category("marginalPovertyProne", "边缘易致贫户的家庭成员", pays: 320, ages: 0...99),
        Category("suddenHardship", "突发严重困难户的家庭成员", pays: 320, ages: 0...99),
        Category("subsistenceAllowance", "城乡最低生活保障对象", pays: 320, ages: 0...99),
        Category("childInDifficulty", "困境儿童（孤儿除外）", pays: 320, ages: 0...17),
        Category("subsistenceMargin", "低保边缘户的家庭成员", pays: 320, ages: 0...99),
        Category(
            "collegeStudent",
            "全日制大中专院校学生",
            pays: 320,
            residences: [.college, .vocational, .localCollege]
        ),
    ]

    private static let finance = [(name: "财政", fen: 320)]

    /// 三, 二(二); the ids are those of the policy pack.
    ///
    /// Villages collect until 11-30.
    static let channels = [
        Channel(
            id: "villageAssistant",
            isSelfService: false,
            writesPlaces: false,
            lastDay: Day(2021, 11, 30)
        ),
        Channel(id: "creditUnion", isSelfService: false, writesPlaces: true),
        Channel(id: "wechatAccount", isSelfService: true, writesPlaces: false),
        Channel(id: "miniProgram", isSelfService: true, writesPlaces: true),
        Channel(id: "alipay", isSelfService: true, writesPlaces: false),
        Channel(id: "terminal", isSelfService: false, writesPlaces: true),
        Channel(id: "school", isSelfService: false, writesPlaces: true, isSchool: true),
    ]

    /// Everything that becomes of payments; late money is held (二(三), A-FC-9).
    static let stories: [Story] =
        Story.ofPayers(Dues(.ordinary, owes: 320, lastYear: 280, afterwards: .held))
        + Story.ofFunded(premium: 320, lastYear: 280)
        + [Story(.listedLate, "nothing", [], .late)]
        + Story.ofExcluded(premium: 320)
        + Story.ofUnregistered(premium: 320)

    /// 五(二): the lists of 民政局 are those of the third quarter of 2021, later ones give nothing.
    static let lists: [ListScript] =
        [
            ("civilAffairs", [1, 2, 7, 8, 9]), ("ruralRevitalization", [3, 4, 5, 6]),
        ].flatMap { bureau, members in
            ListScript.versions(
                of: members,
                in: categories,
                from: bureau,
                replaced: [3, 4],
                first: (Day(2021, 9, 30), Day(2021, 10, 8)),
                second: (Day(2021, 11, 20), Day(2021, 11, 24))
            )
        }
        + [1, 7].map { category in
            ListScript(
                id: "\(categories[category].id)-2021-10",
                bureau: "civilAffairs",
                category: category,
                members: .inVain,
                snapshot: Day(2021, 10, 25),
                audited: Day(2021, 10, 28)
            )
        } + [
            ListScript(
                id: "fourConcentrations-2022-01",
                bureau: "ruralRevitalization",
                category: 3,
                members: .late,
                snapshot: Day(2022, 1, 20),
                audited: Day(2022, 1, 24)
            )
        ]
}
