import Classification
import Events
import Policy
import Testing

/// Named readings at their edges, beside the golden table.
@Suite struct ReadingTests {
    /// Columns: case, scheme, birth, hukou, categories, tier, payments, premium, due, upfront, shares,
    /// refund, status, benefit start.
    private static let table = rows(
        """
        money held beyond the window|lingcheng-2021|1980-01-01|local|||2021-01-01:280|280|280|280||0|late|
        refused in writing, then paid|lingcheng-2021|1980-01-01|local|#书面承诺不缴||2020-11-25:280|280|280|280||0|insured|
        refused in writing, funded|lingcheng-2021|1980-01-01|local|低保对象;#书面承诺不缴|||280|0|0|同级财政=280|0|insured|
        listed after the window|lingcheng-2021|1980-01-01|local|低保对象;#名单日期=低保对象@2021-01-05|||280|0|0|同级财政=280|0|late|
        脱贫不享受政策 pays|lingcheng-2021|1980-01-01|local|脱贫不享受政策人口|||280|280|280||0|unpaid|
        neither hukou nor residence|lingcheng-2021|1980-01-01|nonlocal|||2020-11-20:280|0|0|0||280|ineligible|
        newborn of the coverage year|lingcheng-2021|2021-05-01|local|||2021-12-31:280|280|280|280||0|insured|
        newborn paid after the year|lingcheng-2021|2021-12-20|local|||2022-01-05:280|280|280|280||0|late|
        recognised after the quarter's list|fangcheng-2021|1952-01-01|local|特困救助供养对象;#名单日期=特困救助供养对象@2021-10-15|||320|320|320||0|unpaid|
        rebate only after the whole sum|fangcheng-2021|1980-01-01|local|低保;#返还标准=低保:100||2021-10-20:220|320|220|320|财政=100|0|underpaid|
        rebate not owed on late money|fangcheng-2021|1980-01-01|local|低保;#返还标准=低保:100||2022-01-10:320|320|220|320|财政=100|0|late|
        the higher of two rebates|fangcheng-2021|1980-01-01|local|低保;建档立卡脱贫享受政策人员;#返还标准=低保:50;#返还标准=建档立卡脱贫享受政策人员:80||2021-10-20:320|320|240|320|财政=80|80|insured|
        a newborn has no rule|fangcheng-2021|2022-01-03|local|||2022-01-10:320|320|320|320||0|late|
        70+ neither on the form nor reported|zhangshanzi-2020|1940-04-05|local|#表格无名未报|||260|0|0|区财政=260|0|waived|
        not reported, below 70|zhangshanzi-2020|1980-04-05|local|#表格无名未报|||260|260|260||0|unpaid|
        no number, no hukou|zhangshanzi-2020|1982-01-01|nonlocal|三无人员;#无户口;#无系统编号||2019-11-03:260|0|0|0||260|ineligible|
        hukou of another town of the district|zhangshanzi-2020|1947-01-01|local|#本区他镇户籍|||260|0|0|区财政=260|0|insured|
        relief needs district hukou|zhangshanzi-2020|1970-01-01|nonlocal|低保;#本地长期居住||2019-11-04:260|260|260|260||0|insured|
        status of another place|zhangshanzi-2020|1970-01-01|nonlocal|#外地建档立卡;#本地长期居住||2019-11-04:260|260|260|260||0|insured|
        half price paid late|zhangshanzi-2020|1954-01-01|local|||2019-11-20:130|260|260|260||0|underpaid|
        half price begun in time, completed late|zhangshanzi-2020|1954-01-01|local|||2019-11-10:100;2019-11-20:160|260|260|260||0|late|
        half price twice|zhangshanzi-2020|1954-01-01|local|||2019-11-01:130;2019-11-10:130|260|130|130|区财政=130|130|duplicate|
        certificate registered after the deadline|zhangshanzi-2020|1970-01-01|local|残疾;#名单日期=残疾@2019-11-16|||260|260|260||0|unpaid|
        disabled without a certificate|zhangshanzi-2020|1970-01-01|local|残疾;#无残疾证|||260|260|260||0|unpaid|
        only-son family by its other name|zhangshanzi-2020|1980-01-01|local|独生子||2019-11-03:130|260|130|130|区财政=65;镇财政=65|0|insured|
        day before the window|tengzhou-2023|1983-01-01|local|||2022-10-16:350|350|350|350||0|early|
        paid early and again in time|tengzhou-2023|1983-01-01|local|||2022-10-16:350;2022-11-01:350|350|350|350||0|insured|2023-01-01
        late payer keeps the relief|tengzhou-2023|1957-01-01|local|||2023-02-10:175|350|175|175|市财政=175|0|late|2023-06-01
        instalments completed late|tengzhou-2023|1985-01-01|local|||2022-11-15:320;2023-01-05:30|350|350|350||0|late|2023-05-01
        second payment after the window|tengzhou-2023|1985-01-01|local|||2022-11-15:350;2023-02-05:350|350|350|350||350|duplicate|2023-01-01
        paid in time, listed late|tengzhou-2023|1985-01-01|local|低保对象;#名单日期=低保对象@2023-02-10||2022-11-15:350|350|0|0|市财政（医疗救助资金）=350|350|overpaid|2023-01-01
        paid late, listed later|tengzhou-2023|1985-01-01|local|低保对象;#名单日期=低保对象@2023-03-10||2023-02-15:350|350|0|0|市财政（医疗救助资金）=350|350|late|2023-06-01
        permit holder of 72|tengzhou-2023|1950-01-01|nonlocal-with-residence-permit||||350|0|0|市财政=350|0|insured|2023-01-01
        long residence without a permit|tengzhou-2023|1985-01-01|nonlocal|#本地长期居住||2022-11-13:350|0|0|0||350|ineligible|
        child of a permit holder|tengzhou-2023|2016-01-01|nonlocal|#随迁子女||2022-11-13:350|350|350|350||0|insured|2023-01-01
        newborn of the year waits|tengzhou-2023|2023-02-10|local|||2023-02-20:350|350|350|350||0|late|2023-06-01
        pupil from elsewhere in tier 3|yanjiang-2021|2012-01-01|nonlocal-student|#小学在读|3|2020-10-10:750|335|335|335||415|overpaid|
        instalments completed late|yanjiang-2021|1985-01-01|local||3|2020-10-10:700;2021-01-05:50|750|750|750||750|late-rejected|
        incomplete after the window|yanjiang-2021|1985-01-01|local||4|2021-01-05:300|335|335|335||0|underpaid|
        household in tier 4, own tier 3|yanjiang-2021|1985-01-01|local|#户档次=4|3|2020-10-10:750|750|750|750||0|tier-conflict|
        a member has not paid|yanjiang-2021|1985-01-01|local|#户内有人未缴|4|2020-10-10:335|335|335|335||0|insured|
        born before the pooling year|yanjiang-2021|2020-12-31|local||4|2021-01-15:335|335|335|335||335|late-rejected|
        insured at home|yanjiang-2021|1985-01-01|nonlocal-with-residence-permit|#外地居民医保在保|4|2020-10-10:335|0|0|0||335|ineligible|
        reduced price twice|yanjiang-2021|1985-01-01|local|城镇低保|3|2020-10-10:525;2020-11-05:525|750|525|525|政府=225|525|duplicate|
        """
    )

    private static let columns = [
        "premium_total_yuan", "personal_due_yuan", "payable_upfront_yuan", "funder_shares",
        "refund_yuan", "status", "benefit_start",
    ]

    @Test(arguments: table)
    func `F-027 F-028 F-029 F-031 F-036 F-051 named readings`(row: [String]) throws {
        var cells = [
            "case_id": row[0], "jurisdiction": row[1], "birth_date": row[2], "hukou": row[3],
            "categories": row[4], "tier": row[5], "payments": row[6],
        ]
        for (column, value) in zip(ReadingTests.columns, row.dropFirst(7)) {
            cells["expected_\(column)"] = value
        }
        let golden = GoldenCase(row: cells)
        let output = golden.assess(under: try Fixture.pack(row[1]).compiled)
        #expect(golden.differences(from: output) == [])
    }

    @Test func `F-023 a payment waits for the registration, a funded person does not`() throws {
        let policy = try Fixture.pack("fangcheng-2021").compiled
        var facts = GoldenCase(row: ["payments": "2021-10-15:320"]).facts(under: policy)
        facts.registration = .missing
        #expect(Assessor.assess(facts, under: policy).status == .registrationIncomplete)
        facts.registration = .present
        #expect(Assessor.assess(facts, under: policy).status == .insured)
        var funded = GoldenCase(row: ["categories": "特困"]).facts(under: policy)
        funded.registration = .missing
        #expect(Assessor.assess(funded, under: policy).status == .insured)
    }

    /// Columns: scheme, birth, categories, payments, tier, flag.
    @Test(
        arguments: rows(
            """
            lingcheng-2021|1980-01-01|建档立卡贫困人口||| attributeMissing
            lingcheng-2021|1980-01-01|重度残疾人||| coverageOnly
            lingcheng-2021|1980-01-01|优抚对象||| unknownCategory
            fangcheng-2021|1980-01-01|低保|2021-10-15:320|| rebatePending
            fangcheng-2021|2001-01-01|#高校在读|2021-10-15:320|| schoolChannel
            fangcheng-2021|1980-01-01|特困;#名单日期=特困@2021-10-15||| listedLate
            zhangshanzi-2020|1948-07-07|三无人员||| listContradicted
            zhangshanzi-2020|1954-01-01||2019-11-20:260|| reliefLost
            zhangshanzi-2020|1976-01-01|残疾;#无残疾证||| certificateMissing
            tengzhou-2023|1980-01-01||2023-09-01:350|| noBenefitThisYear
            tengzhou-2023|1980-01-01|低保;#名单日期=低保@2023-02-10||| benefitStartOpen
            tengzhou-2023|1980-01-01|#书面承诺不缴||| markWithoutRule
            tengzhou-2023|1980-01-01||2022-10-16:350;2022-11-01:350|| earlyMoney
            yanjiang-2021|1980-01-01|建档立卡贫困人口||3| wrongTier
            yanjiang-2021|1980-01-01|||| tierUnset
            """
        )
    )
    func `what needs a look is flagged`(row: [String]) throws {
        let golden = GoldenCase(row: [
            "jurisdiction": row[0], "birth_date": row[1], "categories": row[2], "payments": row[3],
            "tier": row[4],
        ])
        let verdict = golden.verdict(under: try Fixture.pack(row[0]).compiled)
        #expect(verdict.flags.names.contains(row[5]))
    }

    /// Columns: scheme, categories.
    @Test(
        arguments: rows(
            """
            lingcheng-2021|#外地建档立卡
            fangcheng-2021|#外地低保
            zhangshanzi-2020|残疾;#无残疾证
            zhangshanzi-2020|#外地建档立卡
            tengzhou-2023|#外地低保
            yanjiang-2021|#外地低保
            """
        )
    )
    func `F-058 what no office of the place has listed waives nothing`(row: [String]) throws {
        let golden = GoldenCase(row: [
            "jurisdiction": row[0], "birth_date": "1985-01-01", "categories": row[1], "tier": "4",
        ])
        let policy = try Fixture.pack(row[0]).compiled
        var facts = golden.facts(under: policy)
        if facts.tier < 0 { facts.tier = 0 }
        let verdict = Assessor.assess(facts, under: policy)
        #expect(verdict.dueFen == verdict.premiumFen && verdict.premiumFen > 0)
        #expect(verdict.shareCount == 0)
    }

    /// Columns: scheme, channel, paid at, flagged.
    @Test(
        arguments: rows(
            """
            lingcheng-2021|现金|2020-11-13|no
            lingcheng-2021|现金|2020-12-05|no
            lingcheng-2021|现金|2020-12-06|yes
            lingcheng-2021|支付宝|2020-12-06|no
            fangcheng-2021|社保协办员|2021-11-30|no
            fangcheng-2021|社保协办员|2021-12-01|yes
            fangcheng-2021|信用社|2021-12-01|no
            """
        )
    )
    func `F-026 a village that collects after its phase is flagged, self-service is not`(
        row: [String]
    ) throws {
        let policy = try Fixture.pack(row[0]).compiled
        var facts = PersonFacts()
        facts.payments.append(
            PaidAmount(
                paidAt: CivilTime(startOf: try #require(CivilDate(row[2]))),
                amount: policy.tiers[0].premium,
                channel: try #require(policy.channel(row[1]))
            )
        )
        let verdict = Assessor.assess(facts, under: policy)
        #expect(verdict.status == .insured)
        #expect(verdict.flags.contains(.collectedOutsidePhase) == (row[3] == "yes"))
    }
}
