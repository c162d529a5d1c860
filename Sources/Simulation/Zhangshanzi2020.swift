/// The season of 台儿庄区张山子镇 2020: 张政发[2019]27号.
enum Zhangshanzi2020 {
    /// The script.
    static let script = SchemeScript(
        id: "zhangshanzi-2020",
        premiumFen: 260_00,
        // §1一是: 从现在起至2019年11月15日.
        timetable: Timetable(
            origin: Day(2019, 10, 8),
            window: Day(2019, 10, 22)...Day(2019, 11, 15),
            winterEnd: Day(2019, 12, 31),
            springEnd: Day(2020, 6, 30),
            end: Day(2020, 12, 31)
        ),
        ageDay: Day(2019, 12, 31),
        bands: AgeBand.ofCensus(atEndOf: 2019, bornBy: Day(2019, 9, 30)),
        categories: categories,
        // The lowest share of the person first, then the fewest funders, then the document's order.
        preference: [1, 2, 3, 4, 5, 6, 8, 9, 7, 10, 11, 12, 0],
        owing: [0: .full, 130_00: .half, 260_00: .ordinary],
        families: [
            FamilyScript(category: 8, daughters: 1), FamilyScript(category: 9, daughters: 2),
            FamilyScript(category: 10, sons: 1),
        ],
        lists: lists,
        strayRows: [
            StrayRow(
                list: "fiveGuarantees-v1",
                category: "60-69岁非低保",
                reason: "category_not_of_bureau"
            ),
            StrayRow(list: "fiveGuarantees-v1", category: "孤儿", reason: "category_unknown"),
        ],
        rosterDay: Day(2019, 10, 22),
        residences: [
            (.district, 0...99), (.neighbour, 0...99), (.resident, 0...99), (.permit, 18...99),
            (.accompanyingChild, 0...15), (.residentPupil, 15...18), (.numbered, 1...99),
        ],
        divisions: Divisions(
            home: ["370405"],
            prefecture: ["370402", "370403", "370404", "370406", "370481"],
            outside: ["320305", "320324", "320382", "371324", "371328"]
        ),
        channels: [
            Channel(
                id: "village",
                isSelfService: false,
                writesPlaces: false,
                lastDay: Day(2019, 11, 15)
            ),
            Channel(id: "online", isSelfService: true, writesPlaces: true),
        ],
        stories: stories,
        prescriptions: prescriptions,
        groups: groups,
        offices: OfficeScript(
            // §1三是, §2二要, §2三要; how relief money comes is not printed.
            duties: [.register, .vouchers, .receipts, .settlement],
            villageChannel: "village",
            deposits: DepositScript(
                account: "区级经办机构指定账户",
                isPerUnit: false,
                isSameDay: true,
                bank: "银行网点"
            ),
            lastPapers: Day(2019, 11, 20),
            payingOffice: "区级经办机构",
            receiptSeries: "鲁-2019"
        ),
        rules: SchemeRules(
            scopes: SchemeRules().scopes + [.forbiddenNumber, .unnumbered],
            listed: ofDistrict,
            relieved: ofDistrict,
            returned: [
                .numbered: 11, .neighbour: 12, .resident: 12, .permit: 12, .accompanyingChild: 12,
                .residentPupil: 12,
            ],
            guardedFrom: Day(2004, 1, 1),
            systemPrefix: "370405",
            rosterTellsBirth: true
        )
    )

    /// §1二是: 非本区户籍的人员在我区参保不享受减免政策.
    private static let ofDistrict: Set<Residence> = [.local, .district]

    /// §1二是, 附2五.
    static let categories = [
        Category("ordinary", "普通人员", pays: 260),
        Category("subsistenceAllowance", "城乡最低生活保障对象", pays: 0, by: district, ages: 0...99),
        Category("fiveGuarantees", "五保供养对象", pays: 0, by: district, ages: 18...99),
        Category("disability", "残疾人", pays: 0, by: district, ages: 0...99),
        Category("registeredPoor", "建档立卡的贫困人口", pays: 0, by: district, ages: 0...99),
        Category("entitledGroup", "优抚人员", pays: 0, by: district, ages: 20...99),
        Category(
            "elderly70",
            "70周岁以上老年人",
            pays: 0,
            by: district,
            born: Day(1910, 1, 1)...Day(1949, 12, 31)
        ),
        Category(
            "elderly60to69",
            "60-69周岁老年人",
            pays: 130,
            by: [("区财政", 130)],
            born: Day(1950, 1, 1)...Day(1959, 12, 31)
        ),
        Category("singleDaughterHousehold", "农村独女家庭", pays: 0, by: districtAndTown),
        Category("twoDaughterHousehold", "合法生育两女绝育家庭", pays: 0, by: districtAndTown),
        Category(
            "singleSonHousehold",
            "农村独子户家庭",
            pays: 130,
            by: [("区财政", 65), ("镇财政", 65)]
        ),
        Category("unregisteredNumbered", "三无人员", pays: 260, residences: [.numbered]),
        Category(
            "outOfDistrict",
            "区外人员",
            pays: 260,
            residences: [.neighbour, .resident, .permit, .accompanyingChild, .residentPupil]
        ),
    ]

    private static let district = [(name: "区财政", fen: 260)]
    private static let districtAndTown = [(name: "区财政", fen: 130), (name: "镇财政", fen: 130)]

    /// Everything that becomes of payments; who pays late owes the whole (§2, A-ZS-2).
    static let stories: [Story] =
        Story.ofPayers(Dues(.ordinary, owes: 260, lastYear: 220, afterwards: .held))
        + Story.ofPayers(
            Dues(.half, owes: 130, lastYear: 110, of: 260, afterwards: .heldForWhole)
        )
        + Story.ofFunded(premium: 260, lastYear: 220)
        + Story.ofExcluded(premium: 260)
        + [Story(.notReported, "nothing", [], .waived)]
        + ofGuardianless
}
