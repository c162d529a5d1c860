import Classification
import Events
import Policy
import Testing

/// The boundary vectors of `domain/vectors.csv` that are decided by an assessment.
///
/// V062 and V064 follow the golden cases, which overrule the vectors: the tier chosen is kept, so
/// 建档立卡 in tier 3 gives nothing. V031: `late`, held, at least the ordinary 260.
@Suite struct VectorTests {
    private static let kinds: Set = [
        "category", "due", "window", "newborn", "benefitStart", "overAge", "household", "guardian",
        "enrol",
    ]

    /// Columns: vector, scheme, birth, hukou, categories, tier, payments, category, due, shares,
    /// status, benefit start.
    private static let table = rows(
        """
        V014|zhangshanzi-2020|1949-12-31|local||||elderly70|0|区财政=260|insured|
        V015|zhangshanzi-2020|1950-01-01|local||||elderly60to69|130|区财政=130|unpaid|
        V016|zhangshanzi-2020|1959-12-31|local||||elderly60to69|130|区财政=130|unpaid|
        V017|zhangshanzi-2020|1960-01-01|local||||ordinary|260||unpaid|
        V018|zhangshanzi-2020|1940-05-01|nonlocal|#本地长期居住|||outOfDistrict|260||unpaid|
        V019|zhangshanzi-2020|1955-03-03|local|低保|||subsistenceAllowance|0|区财政=260|insured|
        V020|zhangshanzi-2020|1955-03-03|local|独子户|||elderly60to69|130|区财政=130|unpaid|
        V021|zhangshanzi-2020|1945-03-03|local|独女户|||elderly70|0|区财政=260|insured|
        V022|zhangshanzi-2020|1980-03-03|local|独女户|||singleDaughterHousehold|0|区财政=130;镇财政=130|insured|
        V023|zhangshanzi-2020|1980-03-03|local|独子户|||singleSonHousehold|130|区财政=65;镇财政=65|unpaid|
        V024|zhangshanzi-2020|1980-03-03|nonlocal|三无人员;#无户口;#系统编号=362101000001||2019-11-03:260||0||ineligible|
        V025|zhangshanzi-2020|1980-03-03|nonlocal|三无人员;#无户口;#系统编号=370405000001||2019-11-03:260|unregisteredNumbered|260||insured|
        V026|zhangshanzi-2020|1980-03-03|nonlocal|#无户口||2019-11-03:260||0||ineligible|
        V027|zhangshanzi-2020|2004-01-01|local|#缺监护人信息||2019-11-03:260|ordinary|260||registration-incomplete|
        V028|zhangshanzi-2020|2003-06-01|local|#缺监护人信息||2019-11-03:260|ordinary|260||insured|
        V029|zhangshanzi-2020|2002-12-31|local|#缺监护人信息||2019-11-03:260|ordinary|260||insured|
        V030|zhangshanzi-2020|1980-03-03|local|||2019-11-15T23:59:59:260|ordinary|260||insured|
        V031|zhangshanzi-2020|1980-03-03|local|||2019-11-16T00:00:00:260|ordinary|260||late|
        V034|tengzhou-2023|1952-12-31|local||||elderly70|0|市财政=350|insured|2023-01-01
        V035|tengzhou-2023|1953-01-01|local||||elderly60to69|175|市财政=175|unpaid|
        V036|tengzhou-2023|1962-12-31|local||||elderly60to69|175|市财政=175|unpaid|
        V037|tengzhou-2023|1963-01-01|local||||ordinary|350||unpaid|
        V038|tengzhou-2023|1980-01-01|local|农村双女家庭|||twoDaughterHousehold|0|市财政=175;镇街财政=175|insured|2023-01-01
        V039|tengzhou-2023|1960-01-01|local|农村双女家庭|||twoDaughterHousehold|0|市财政=175;镇街财政=175|insured|2023-01-01
        V040|tengzhou-2023|1950-01-01|local|农村双女家庭|||elderly70|0|市财政=350|insured|2023-01-01
        V041|tengzhou-2023|1980-01-01|local|低保对象;重度残疾人|||subsistenceAllowance|0|市财政（医疗救助资金）=350|insured|2023-01-01
        V042|tengzhou-2023|1980-01-01|local|||2023-01-15:350|ordinary|350||late|2023-05-01
        V043|tengzhou-2023|1980-01-01|local|||2023-02-15:350|ordinary|350||late|2023-06-01
        V044|tengzhou-2023|1980-01-01|local|||2023-03-15:350|ordinary|350||late|2023-07-01
        V045|tengzhou-2023|1980-01-01|local|||2023-04-15:350|ordinary|350||late|2023-08-01
        V046|tengzhou-2023|1980-01-01|local|||2023-05-15:350|ordinary|350||late|2023-09-01
        V047|tengzhou-2023|1980-01-01|local|||2023-06-15:350|ordinary|350||late|2023-10-01
        V048|tengzhou-2023|1980-01-01|local|||2023-07-15:350|ordinary|350||late|2023-11-01
        V049|tengzhou-2023|1980-01-01|local|||2023-08-15:350|ordinary|350||late|2023-12-01
        V050|tengzhou-2023|1980-01-01|local|||2023-09-15:350|ordinary|350||late|
        V051|tengzhou-2023|1980-01-01|local|||2023-10-15:350|ordinary|350||late|
        V052|tengzhou-2023|1980-01-01|local|||2023-11-15:350|ordinary|350||late|
        V053|tengzhou-2023|1980-01-01|local|||2023-12-15:350|ordinary|350||late|
        V054|tengzhou-2023|1980-01-01|local|||2022-12-31T23:59:59:350|ordinary|350||insured|2023-01-01
        V055|tengzhou-2023|1980-01-01|local|||2023-01-01T00:00:00:350|ordinary|350||late|2023-05-01
        V056|yanjiang-2021|1980-01-01|local||3||ordinary|750||unpaid|
        V057|yanjiang-2021|1980-01-01|local||4||ordinary|335||unpaid|
        V058|yanjiang-2021|1980-01-01|local|城镇低保|3||urbanSubsistenceAllowance|525|政府=225|unpaid|
        V059|yanjiang-2021|1980-01-01|local|城镇优抚对象|3||urbanEntitledGroup|375|政府=375|unpaid|
        V060|yanjiang-2021|1948-01-01|local|超龄失地农民;#性别=男;#征地批准日=2015-01-01|3||overAgeLandless|370|政府=380|unpaid|
        V061|yanjiang-2021|1980-01-01|local|建档立卡贫困人口|3||ordinary|750||unpaid|
        V062|yanjiang-2021|1980-01-01|local|建档立卡贫困人口;城镇优抚对象|4||registeredPoor|0|政府=335|insured|
        V062|yanjiang-2021|1980-01-01|local|建档立卡贫困人口;城镇优抚对象|3||urbanEntitledGroup|375|政府=375|unpaid|
        V063|yanjiang-2021|1980-01-01|local|三无人员;城镇低保|3||urbanThreeNoes|0|政府=750|insured|
        V064|yanjiang-2021|1980-01-01|local|建档立卡贫困人口;三无人员|3||urbanThreeNoes|0|政府=750|insured|
        V064|yanjiang-2021|1980-01-01|local|建档立卡贫困人口;三无人员|4||registeredPoor|0|政府=335|insured|
        V065|yanjiang-2021|2021-01-01|local||4|2021-04-01:335|newborn|335||insured|2021-01-01
        V065|yanjiang-2021|2021-01-01|local||4|2021-04-02:335|newborn|335||late-rejected|
        V066|yanjiang-2021|2021-10-03|local||4|2022-01-01:335|newborn|335||insured|2021-10-03
        V066|yanjiang-2021|2021-10-03|local||4|2022-01-02:335|newborn|335||late-rejected|
        V067|yanjiang-2021|2021-12-31|local||4|2022-03-31:335|newborn|335||insured|2021-12-31
        V067|yanjiang-2021|2021-12-31|local||4|2022-04-01:335|newborn|335||late-rejected|
        V068|yanjiang-2021|1980-01-01|local||4|2020-12-31T23:59:59:335|ordinary|335||insured|
        V069|yanjiang-2021|1980-01-01|local||4|2021-01-01T00:00:00:335|ordinary|335||late-rejected|
        V070|yanjiang-2021|1950-06-01|local|超龄失地农民;#性别=男;#征地批准日=2010-06-01|3||overAgeLandless|370|政府=380|unpaid|
        V071|yanjiang-2021|1950-06-02|local|超龄失地农民;#性别=男;#征地批准日=2010-06-01|3||ordinary|750||unpaid|
        V072|yanjiang-2021|1958-04-11|local|超龄失地农民;#性别=女;#征地批准日=2008-04-11|3||overAgeLandless|370|政府=380|unpaid|
        V073|yanjiang-2021|1950-01-01|local|超龄失地农民;#性别=女;#征地批准日=2008-04-10|3||ordinary|750||unpaid|
        V074|yanjiang-2021|1980-01-01|local|#户档次=4|3||ordinary|750||tier-conflict|
        V075|yanjiang-2021|1980-01-01|local|农村低保;#户档次=3|4||ruralSubsistenceAllowance|0|政府=335|insured|
        V079|fangcheng-2021|1980-01-01|local|低保|||subsistenceAllowance|320||unpaid|
        V080|fangcheng-2021|1980-01-01|local|特困救助供养对象|||extremePoverty|0|财政=320|insured|
        """
    )

    @Test(arguments: table)
    func `F-022 F-032 F-044 F-045 F-046 boundary vectors`(row: [String]) throws {
        let policy = try Fixture.pack(row[1]).compiled
        let golden = GoldenCase(row: [
            "case_id": row[0], "jurisdiction": row[1], "birth_date": row[2], "hukou": row[3],
            "categories": row[4], "tier": row[5], "payments": row[6],
        ])
        let verdict = golden.verdict(under: policy)
        #expect(
            verdict.category < 0
                ? row[7] == "" : policy.categories[Int(verdict.category)].id == row[7]
        )
        let output = golden.assess(under: policy)
        #expect(output[2] == row[8])
        #expect(Set(output[4].split(separator: ";")) == Set(row[9].split(separator: ";")))
        #expect(output[6] == row[10])
        #expect(output[7] == row[11])
    }

    @Test func `every vector of these kinds is in the table`() throws {
        let vectors = GoldenCases.cases(try Fixture.text("domain/vectors.csv")).map(\.row)
        let asked = vectors.filter { VectorTests.kinds.contains($0["kind"] ?? "") }
        #expect(Set(asked.compactMap { $0["id"] }) == Set(VectorTests.table.map { $0[0] }))
    }

    @Test(
        arguments: [
            ("城镇低保", 225), ("城镇优抚对象", 375), ("超龄失地农民", 380),
        ] as [(String, Int64)]
    )
    func `V058–V060 the government's part goes to the basic component`(
        name: String,
        yuan: Int64
    ) throws {
        let policy = try Fixture.pack("yanjiang-2021").compiled
        let category = try #require(policy.category(name)).index
        let tier = try #require(policy.tier("3"))
        let money = policy.tables.money[category * policy.tiers.count + tier]
        #expect(money.fen[0] == yuan * 100)
        #expect(policy.tiers[tier].components[Int(money.components[0])].id == "basic")
    }

    @Test func `V028 V075 notes stand in the flags`() throws {
        let guardian = GoldenCase(row: [
            "jurisdiction": "zhangshanzi-2020", "birth_date": "2003-06-01",
            "categories": "#缺监护人信息",
        ])
        let child = guardian.verdict(under: try Fixture.pack("zhangshanzi-2020").compiled)
        #expect(child.flags.contains(.guardianMissing))
        let member = GoldenCase(row: [
            "jurisdiction": "yanjiang-2021", "birth_date": "1980-01-01",
            "categories": "农村低保;#户档次=3", "tier": "4",
        ])
        let verdict = member.verdict(under: try Fixture.pack("yanjiang-2021").compiled)
        #expect(verdict.flags.contains(.householdTierDiffers))
    }
}
