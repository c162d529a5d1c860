/// The season of 滕州市 2023: 滕政办发〔2022〕24号.
enum Tengzhou2023 {
    /// The script.
    static let script = SchemeScript(
        id: "tengzhou-2023",
        premiumFen: 350_00,
        // 二(四): 2022年10月17日—12月31日. A payment of September or later waits past the year.
        timetable: Timetable(
            origin: Day(2022, 10, 1),
            window: Day(2022, 10, 17)...Day(2022, 12, 31),
            winterEnd: Day(2023, 2, 28),
            springEnd: Day(2023, 8, 31),
            end: Day(2023, 12, 31)
        ),
        ageDay: Day(2022, 12, 31),
        bands: bands,
        categories: categories,
        // The lowest share of the person first; then 资助 before 代缴; then the fewest funders;
        // then the order of the document.
        preference: [1, 2, 3, 4, 5, 6, 7, 8, 10, 14, 15, 11, 12, 13, 9, 0],
        owing: [0: .full, 175_00: .half, 350_00: .ordinary],
        families: [
            FamilyScript(category: 11, daughters: 1), FamilyScript(category: 12, daughters: 2),
            FamilyScript(category: 13, daughters: 1),
        ],
        lists: lists,
        rosterDay: Day(2022, 10, 17),
        residences: [
            (.prefecture, 0...99), (.permit, 18...99), (.accompanyingChild, 0...15),
            (.childOfHolder, 0...15), (.college, 18...24), (.vocational, 15...18),
        ],
        divisions: Divisions(
            home: ["370481"],
            prefecture: ["370402", "370403", "370404", "370405", "370406"],
            outside: ["370826", "370883", "371324", "371326", "320322"]
        ),
        channels: channels,
        stories: stories,
        prescriptions: prescriptions,
        offices: OfficeScript(
            // 三(一) 公示, 二(七)2–3.
            duties: [.notices],
            funding: [
                ("市财政（医疗救助资金）", "资助", FundingScript.Fate.full), ("市财政", "代缴-市", .short),
                ("镇街财政", "代缴-镇街", .over),
            ].map { funder, application, fate in
                FundingScript(
                    funder: funder,
                    application: application,
                    way: ["市税务局"],
                    treasurer: "市税务局",
                    fate: fate
                )
            },
            lastPapers: Day(2023, 1, 5),
            payingOffice: "市税务局"
        ),
        rules: SchemeRules(coversLate: true)
    )

    /// Births end with September, so that nobody pays before being born.
    static let bands = [
        AgeBand(name: "0-14", born: Day(2008, 1, 1)...Day(2022, 9, 30)),
        AgeBand(name: "15-17", born: Day(2005, 1, 1)...Day(2007, 12, 31)),
        AgeBand(name: "18-29", born: Day(1993, 1, 1)...Day(2004, 12, 31)),
        AgeBand(name: "30-39", born: Day(1983, 1, 1)...Day(1992, 12, 31)),
        AgeBand(name: "40-49", born: Day(1973, 1, 1)...Day(1982, 12, 31)),
        AgeBand(name: "50-59", born: Day(1963, 1, 1)...Day(1972, 12, 31)),
        AgeBand(name: "60-69", born: Day(1953, 1, 1)...Day(1962, 12, 31)),
        AgeBand(name: "70-79", born: Day(1943, 1, 1)...Day(1952, 12, 31)),
        AgeBand(name: "80-99", born: Day(1923, 1, 1)...Day(1942, 12, 31)),
    ]

    /// 二(二) 资助, 二(三) 代缴.
    static let categories = [
        Category("ordinary", "普通居民", pays: 350),
        Category("extremePoverty", "特困人员", pays: 0, by: assistance, ages: 18...99),
        Category("subsistenceAllowance", "低保对象", pays: 0, by: assistance, ages: 0...99),
        Category("returnedToPoverty", "返贫致贫人口", pays: 0, by: assistance, ages: 0...99),
        Category("subsistenceMargin", "低保边缘家庭成员", pays: 0, by: assistance, ages: 0...99),
        Category("povertyMonitored", "防止返贫监测帮扶对象", pays: 0, by: assistance, ages: 0...99),
        Category("orphan", "孤儿", pays: 0, by: city, ages: 0...17),
        Category("deFactoUnsupportedChild", "事实无人抚养儿童", pays: 0, by: city, ages: 0...17),
        Category("keyChildInDifficulty", "重点困境儿童", pays: 0, by: city, ages: 0...17),
        Category(
            "elderly60to69",
            "60岁（含60岁）—69岁老年人",
            pays: 175,
            by: [("市财政", 175)],
            born: Day(1953, 1, 1)...Day(1962, 12, 31)
        ),
        Category(
            "elderly70",
            "70岁（含70岁）以上老年人",
            pays: 0,
            by: city,
            born: Day(1910, 1, 1)...Day(1952, 12, 31)
        ),
        Category("singleDaughterHousehold", "农村一女家庭孩子及其父母", pays: 0, by: cityAndTown),
        Category("twoDaughterHousehold", "农村双女家庭孩子及其父母", pays: 0, by: cityAndTown),
        Category("onlyChildLossHousehold", "独生子女伤亡病残家庭孩子及其父母", pays: 0, by: cityAndTown),
        Category("severeDisability", "重度残疾人", pays: 0, by: city, ages: 0...99),
        Category("entitledGroup", "抚恤定补优抚对象", pays: 0, by: city, ages: 20...99),
    ]

    private static let assistance = [(name: "市财政（医疗救助资金）", fen: 350)]
    private static let city = [(name: "市财政", fen: 350)]
    private static let cityAndTown = [(name: "市财政", fen: 175), (name: "镇街财政", fen: 175)]

    /// 二(七)1; the ids are those of the policy pack.
    static let channels = [
        Channel(id: "electronicTaxBureau", isSelfService: true, writesPlaces: true),
        Channel(id: "wechat", isSelfService: true, writesPlaces: false),
        Channel(id: "alipay", isSelfService: true, writesPlaces: false),
        Channel(id: "loveShandong", isSelfService: true, writesPlaces: true),
        Channel(id: "yunongtong", isSelfService: false, writesPlaces: false),
        Channel(id: "rizhaoPos", isSelfService: false, writesPlaces: true),
        Channel(id: "bankCounter", isSelfService: false, writesPlaces: true),
        Channel(id: "villageServicePoint", isSelfService: false, writesPlaces: false),
        Channel(id: "taxHall", isSelfService: false, writesPlaces: true),
    ]
}
