/// The season of 资阳市雁江区 2021: 资雁府办发〔2020〕63号.
enum Yanjiang2021 {
    /// The tiers, as indexes of the script's.
    static let third = 0
    static let fourth = 1

    /// The script.
    static let script = SchemeScript(
        id: "yanjiang-2021",
        premiumFen: 750_00,
        // 二(三): 自2020年9月21日起，至2020年12月31日止，逾期不再办理.
        timetable: Timetable(
            origin: Day(2020, 9, 5),
            window: Day(2020, 9, 21)...Day(2020, 12, 31),
            winterEnd: Day(2021, 2, 28),
            springEnd: Day(2021, 8, 31),
            end: Day(2021, 12, 31)
        ),
        ageDay: Day(2020, 12, 31),
        bands: AgeBand.ofCensus(atEndOf: 2020, bornBy: Day(2020, 8, 31)),
        categories: categories,
        // Within a tier the lowest share of the person first, then the document's order.
        preference: [1, 2, 3, 4, 5, 6, 10, 11, 12, 9, 7, 8, 13, 14, 0],
        owing: [
            0: .full, 335_00: .ordinary, 750_00: .upper, 525_00: .allowance, 375_00: .entitled,
            370_00: .landless,
        ],
        lists: lists,
        strayRows: [
            StrayRow(
                list: "ruralFiveGuarantees-v1",
                category: "低保边缘户",
                reason: "category_unknown"
            ),
            StrayRow(
                list: "ruralFiveGuarantees-v1",
                category: "建档立卡贫困人口",
                reason: "category_not_of_bureau"
            ),
        ],
        rosterDay: Day(2020, 9, 21),
        residences: [(.permit, 18...99), (.localPupil, 6...12), (.localCollege, 18...24)],
        divisions: Divisions(
            home: ["512002"],
            outside: ["510112", "510185", "511011", "511024", "512021", "512022"]
        ),
        channels: channels,
        stories: stories,
        prescriptions: prescriptions,
        groups: groups,
        offices: OfficeScript(
            // 三(一) 代收凭证, 四(二) 公示, 二(二)3.
            duties: [.receipts, .notices],
            villageChannel: "village",
            funding: [
                FundingScript(
                    funder: "政府",
                    application: "资助-2021",
                    way: ["雁江区税务局"],
                    treasurer: "雁江区税务局",
                    fate: .full
                )
            ],
            lastPapers: Day(2021, 1, 6),
            payingOffice: "雁江区税务局",
            receiptSeries: "代收凭证"
        ),
        rules: SchemeRules(
            tiers: ["tier3", "tier4"],
            newborns: Day(2021, 1, 1)...Day(2021, 12, 31),
            approval: ApprovalScript(
                category: 12,
                from: Day(2008, 4, 11),
                until: Day(2020, 8, 31),
                men: 60,
                women: 50
            ),
            faults: Fault.allCases
        )
    )

    /// 二(二)3: (1) and (2) hold in the fourth tier, (3) to (6) in the third.
    static let categories = [
        Category("ordinary", "普通城乡居民", pays: 750, 335),
        rural("registeredPoor", "建档立卡贫困人口", ages: 0...99),
        rural("ruralFiveGuarantees", "农村五保", ages: 18...99),
        rural("ruralSubsistenceAllowance", "农村低保", ages: 0...99),
        rural("ruralOrphan", "农村孤儿", ages: 0...17),
        rural("ruralEntitledGroup", "农村优抚对象", ages: 20...99),
        rural("ruralSevereDisability", "农村一二级重残", ages: 0...99),
        urban("urbanSubsistenceAllowance", "城镇低保", pays: 525, government: 225, ages: 0...99),
        urban("urbanSevereDisability", "城镇一二级重残", pays: 525, government: 225, ages: 0...99),
        urban("urbanEntitledGroup", "城镇优抚对象", pays: 375, government: 375, ages: 20...99),
        urban("urbanThreeNoes", "三无人员", pays: 0, government: 750, ages: 18...99),
        urban("urbanOrphan", "城镇孤儿", pays: 0, government: 750, ages: 0...17),
        urban("overAgeLandless", "超龄失地农民", pays: 370, government: 380, ages: 50...99),
        Category(
            "nonLocalStudent",
            "无雁江区户籍的在校学生、幼儿",
            pays: 335,
            residences: [.college, .vocational, .pupil, .kindergarten]
        ),
        Category("newborn", "新生儿", pays: 750, 335, isForNewborns: true),
    ]

    private static func rural(
        _ id: String,
        _ name: String,
        ages: ClosedRange<Int>
    ) -> Category {
        Category(id, name, pays: 0, by: [("政府", 335)], ages: ages, tier: fourth)
    }

    private static func urban(
        _ id: String,
        _ name: String,
        pays: Int,
        government: Int,
        ages: ClosedRange<Int>
    ) -> Category {
        Category(id, name, pays: pays, by: [("政府", government)], ages: ages, tier: third)
    }

    /// 三; the ids are those of the policy pack.
    static let channels = [
        Channel(id: "village", isSelfService: false, writesPlaces: false),
        Channel(id: "serviceCentre", isSelfService: false, writesPlaces: true),
        Channel(id: "school", isSelfService: false, writesPlaces: true, isSchool: true),
        Channel(id: "bankCounter", isSelfService: false, writesPlaces: true),
        Channel(id: "bankOnline", isSelfService: true, writesPlaces: false),
        Channel(id: "wechat", isSelfService: true, writesPlaces: false),
        Channel(id: "alipay", isSelfService: true, writesPlaces: false),
        Channel(id: "taxOnline", isSelfService: true, writesPlaces: true),
    ]

    /// One list of each category, a second version of two, and one dated after the window.
    static let lists: [ListScript] =
        [
            ("povertyAlleviation", [1]), ("civilAffairs", [2, 3, 4, 7, 10, 11]),
            ("veterans", [5, 9]), ("disabledFederation", [6, 8]), ("village", [12]),
        ].flatMap { bureau, members in
            ListScript.versions(
                of: members,
                in: categories,
                from: bureau,
                replaced: [1, 3],
                first: (Day(2020, 9, 25), Day(2020, 9, 28)),
                second: (Day(2020, 11, 20), Day(2020, 11, 24))
            )
        } + [
            ListScript(
                id: "registeredPoor-2021-05",
                bureau: "povertyAlleviation",
                category: 1,
                members: .late,
                snapshot: Day(2021, 5, 1),
                audited: Day(2021, 5, 6)
            )
        ]
}
