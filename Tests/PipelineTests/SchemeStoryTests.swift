import Events
import Foundation
import Ledger
import Testing

private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

/// One story of each place, by the programs, in either store.
@Suite(.serialized) struct SchemeStoryTests {
    @Test(arguments: bothStores)
    func
        `F-066 F-067 F-068 F-069 F-091 方城县: 320 first, the list, the rebate of 280, and even again`(
            store: String
        ) throws
    {
        let story = try TownStory("fangcheng-2021", in: store) {
            $0.replacing(
                "refund: { funder: finance, payingOffice: 县民政局 }",
                with: "refund: { yuan: 280, funder: finance, payingOffice: 县民政局 }"
            )
        }
        let village = "释之/甲村"
        // Two villagers pay 320 in cash; the village deposits, the tax bureau takes it on by serial.
        try story.roster([1, 2], of: village)
        story.pays(1, 320, "2021-10-20T10:00:00", "社保协办员")
        story.pays(2, 320, "2021-10-20T11:00:00", "社保协办员")
        try story.happens()
        #expect(try story.yuan(.receipts, "villageAssistant", unit: village) == 640)
        #expect(try story.yuan(.personalPremium) == -640)
        story.record(
            "DepositRecorded",
            "D-1",
            "2021-10-21",
            by: "释之信用社",
            #""unit":"\#(village)","handler":"经办-01","account":"归集户","slip":"S-1","amount_yuan":640"#
        )
        story.record(
            "CollectionSerialIssued",
            "C-1",
            "2021-11-01",
            by: "县征缴办公室",
            #""serial":"2021-1","batch":"1","unit":"释之","heads":2,"amount_yuan":640"#
        )
        try story.happens()
        #expect(try story.yuan(.collectionAccount, "township", unit: "释之") == 640)
        #expect(try story.yuan(.receipts) + story.yuan(.cashDeposited) == 0)
        story.record(
            "TreasuryDeposited",
            "T-1",
            "2021-11-03",
            by: "县税务局",
            #""serial":"2021-1","number":"入-1","amount_yuan":640"#
        )
        try story.happens()
        #expect(try story.yuan(.collectionAccount) == 0)
        #expect(try story.yuan(.treasury, "premium") == 640)

        // 五（二）: the list says that one of them is 低保: 280 goes back, and finance owes it.
        try story.list("低保-3季度", "低保", by: "civilAffairs", on: day("2021-09-30"), [1])
        try story.happens()
        #expect(try story.yuan(.refundDue, unit: village) == -280)
        #expect(try story.yuan(.fundingReceivable, "finance") == 280)
        #expect(try story.explained(1).contains("280元"))

        try story.applies(
            "民-1",
            to: "finance",
            for: "subsistenceRefund",
            on: "2021-12-01",
            by: "县民政局"
        )
        try story.happens()
        #expect(try story.yuan(.fundingApplied, "finance") == 280)
        #expect(try story.yuan(.fundingReceivable) + story.yuan(.fundingClaimed) == 0)
        let money = #""funder":"财政","application":"民-1","amount_yuan":280"#
        story.record(
            "FundingReceived",
            "G-1",
            "2021-12-10",
            by: "县医保局",
            #"\#(money),"number":"拨-1","to":"县医保局""#
        )
        try story.happens()
        #expect(try story.yuan(.fundingInTransit, "县医保局") == 280)
        #expect(try story.yuan(.fundingApplied) == 0)
        story.record(
            "FundingTransferred",
            "X-1",
            "2021-12-11",
            by: "县医保局",
            #"\#(money),"number":"转-1","from":"县医保局","to":"县民政局""#
        )
        try story.happens()
        #expect(try story.yuan(.fundingInTransit, "县医保局") == 0)
        #expect(try story.yuan(.fundingInTransit, "县民政局") == 280)

        // Paid back once; a second time is told and posts nothing.
        for (id, at) in [("Z-1", "2021-12-20"), ("Z-2", "2021-12-21")] {
            let fields = #"\#(TownStory.named(1)),"amount_yuan":280"#
            story.record("RefundPaid", id, at, by: "县民政局", fields)
            try story.happens()
            #expect(try story.yuan(.refundDue) == 0)
            #expect(try story.yuan(.refundsPaid, "县民政局") == -280)
        }
        // Nothing is left with anybody: the district keeps 360, finance has paid its 280.
        #expect(try story.yuan(.fundingInTransit) + story.yuan(.refundsPaid) == 0)
        #expect(try story.yuan(.personalPremium) == -360)
        #expect(try story.yuan(.governmentPremium, "finance") == -280)
        #expect(try story.explained(1).contains("有一笔退款超过应退款，没有记账"))
    }

    @Test(arguments: bothStores)
    func `F-060 F-071 F-077 F-085 F-087 张山子镇: 130 from an only son's father, 65 and 65, same day`(
        store: String
    ) throws {
        let story = try TownStory("zhangshanzi-2020", in: store)
        let village = "示例村01"
        let unit = DossierSubject(kind: .unit, id: village)
        try story.roster([1, 2], of: village)
        try story.list("独子户", "独子户", by: "familyPlanning", on: day("2019-10-22"), [1])
        try story.happens()
        #expect(try story.yuan(.fundingReceivable) == 0)
        story.pays(1, 130, "2019-10-23T09:00:00", "村委会")
        story.pays(2, 260, "2019-10-23T09:30:00", "村委会")
        try story.happens()
        #expect(try story.yuan(.personalPremium, unit: village) == -390)
        #expect(try story.yuan(.fundingReceivable, "district") == 65)
        #expect(try story.yuan(.fundingReceivable, "town") == 65)

        // Registered and deposited on the day of collection.
        let cash = #""unit":"\#(village)","amount_yuan":390,"heads":2"#
        story.record("RosterLineMarked", "M-1", "2019-10-23", by: village, as: "经办人", cash)
        try story.happens()
        #expect(try story.item(unit, "day/2019-10-23")?.status == .short)
        #expect(try story.yuan(.receipts, unit: village) == 390)
        story.record(
            "DepositRecorded",
            "D-1",
            "2019-10-23T17:00:00",
            by: village,
            as: "经办人",
            #"\#(cash),"handler":"经办-01","account":"区级经办机构指定账户","slip":"S-1","on":"2019-10-23""#
        )
        try story.happens()
        #expect(try story.yuan(.collectionAccount, "district") == 390)
        #expect(try story.yuan(.receipts) + story.yuan(.cashDeposited) == 0)
        #expect(try story.item(unit, "day/2019-10-23")?.status == .matched)

        // 双签字, then the district confirms; confirmed before both have signed it stays blocked.
        let voucher = #""unit":"\#(village)","document":"voucher","on":"2019-10-23""#
        story.record(
            "DecisionMade",
            "K-1",
            "2019-10-24",
            by: "区级经办机构",
            as: "accountant",
            #""unit":"\#(village)","decision":"confirmed","on":"2019-10-23""#
        )
        story.record(
            "RosterSigned",
            "V-1",
            "2019-10-23T18:00:00",
            by: village,
            as: "村支部书记",
            voucher
        )
        try story.happens()
        #expect(try story.item(unit, "signing/voucher/2019-10-23")?.notes == ["经办人"])
        #expect(try story.item(unit, "confirmation/2019-10-23")?.status == .blocked)
        story.record("RosterSigned", "V-2", "2019-10-23T18:05:00", by: village, as: "经办人", voucher)
        try story.happens()
        #expect(try story.item(unit, "confirmation/2019-10-23")?.status == .confirmed)
        #expect(try story.open() == ["signing/settlement"])

        // The next day's money comes to the bank a day late.
        let late = #""unit":"\#(village)","amount_yuan":260,"heads":1"#
        story.record("RosterLineMarked", "M-2", "2019-10-24", by: village, as: "经办人", late)
        story.record(
            "DepositRecorded",
            "D-2",
            "2019-10-25",
            by: village,
            as: "经办人",
            #"\#(late),"handler":"经办-01","account":"基金收入专户","slip":"S-2","on":"2019-10-24""#
        )
        try story.happens()
        #expect(try story.item(unit, "day/2019-10-24")?.status == .breach)
        #expect(try story.yuan(.collectionAccount) == 650)
        #expect(try story.explained(1).contains("65元"))
    }

    @Test(arguments: bothStores)
    func `F-061 F-062 F-063 F-064 F-065 曲阜市陵城镇: 280 for each by 待报解 to the treasury`(
        store: String
    ) throws {
        let story = try TownStory("lingcheng-2021", in: store)
        let finance = DossierSubject(kind: .funder, id: "finance")
        try story.roster([1, 2, 3], of: "陵北")
        try story.list("低保", "低保对象", by: "civilAffairs", on: day("2020-11-05"), [1, 2])
        story.pays(3, 280, "2020-11-20T10:00:00", "邮储银行二维码")
        try story.happens()
        #expect(try story.yuan(.fundingReceivable, "finance", unit: "陵北") == 560)
        #expect(try story.yuan(.personalPremium, unit: "陵北") == -280)
        try story.applies(
            "2020-1",
            to: "finance",
            for: "premium",
            on: "2020-12-01",
            by: "曲阜市医保局",
            with: ["曲阜市税务局"]
        )
        try story.happens()
        #expect(try story.yuan(.fundingApplied) == 560)
        #expect(try story.yuan(.fundingReceivable) + story.yuan(.fundingClaimed) == 0)
        #expect(try story.item(finance, "application/operations/2020-1")?.status == .waiting)
        let money = #""funder":"同级财政","application":"2020-1""#
        for (number, yuan, status) in [
            ("拨-1", 500, DossierItem.Status.short), ("拨-2", 60, .matched),
        ] {
            story.record(
                "FundingReceived",
                number,
                "2020-12-10",
                by: "曲阜市财政局",
                #"\#(money),"number":"\#(number)","to":"待报解账户","amount_yuan":\#(yuan)"#
            )
            try story.happens()
            #expect(try story.item(finance, "application/operations/2020-1")?.status == status)
        }
        #expect(try story.yuan(.pendingRemittance, "pending") == 560)
        #expect(try story.yuan(.fundingApplied) == 0)
        story.record(
            "TreasuryDeposited",
            "T-1",
            "2020-12-12",
            by: "曲阜市税务局",
            #"\#(money),"number":"入-1","amount_yuan":560"#
        )
        try story.happens()
        #expect(try story.yuan(.pendingRemittance) == 0)
        #expect(try story.yuan(.treasury, "finance") == 560)
        // The first part was less than what was open then.
        #expect(try story.open() == ["funding/operations/拨-1"])
        #expect(try story.explained(1).contains("280元"))
    }

    @Test(arguments: bothStores)
    func `F-057 F-060 F-063 滕州市: 175 and 175, 350 of 医疗救助, bills pushed, funded, collected`(
        store: String
    ) throws {
        let story = try TownStory("tengzhou-2023", in: store)
        let fund = DossierSubject(kind: .funder, id: "medicalAssistance")
        let village = "鲍沟镇/某村"
        try story.roster([1, 2, 3], of: village)
        try story.list("双女户", "双女户", by: "health", on: day("2022-10-20"), [1])
        try story.list("低保", "低保对象", by: "civilAffairs", on: day("2022-10-20"), [2])
        story.pays(3, 350, "2022-11-01T10:00:00", "裕农通")
        try story.happens()
        #expect(try story.yuan(.fundingReceivable, "city", unit: village) == 175)
        #expect(try story.yuan(.fundingReceivable, "township", unit: village) == 175)
        #expect(try story.yuan(.fundingReceivable, "medicalAssistance", unit: village) == 350)
        #expect(try story.yuan(.personalPremium, unit: village) == -350)
        for (number, funder, purpose) in [
            ("医-1", "medicalAssistance", "assistance"), ("代-1", "city", "onBehalf"),
            ("代-2", "township", "onBehalf"),
        ] {
            try story.applies(
                number,
                to: funder,
                for: purpose,
                on: "2022-12-01",
                by: "滕州市医保局",
                with: ["滕州市税务局"]
            )
        }
        try story.happens()
        #expect(try story.yuan(.fundingReceivable) + story.yuan(.fundingClaimed) == 0)
        let application = "application/operations/医-1"
        #expect(try story.item(fund, application)?.notes.last == "bills pushed")
        let money = #""funder":"市财政（医疗救助资金）","application":"医-1","amount_yuan":350"#
        story.record(
            "FundingReceived",
            "G-1",
            "2022-12-05",
            by: "市财政局",
            #"\#(money),"number":"拨-1","to":"市税务局""#
        )
        try story.happens()
        #expect(try story.item(fund, application)?.notes.last == "bills funded")
        #expect(try story.yuan(.fundingInTransit, "市税务局") == 350)
        story.record(
            "TreasuryDeposited",
            "T-1",
            "2022-12-06",
            by: "市税务局",
            #"\#(money),"number":"入-1""#
        )
        try story.happens()
        #expect(try story.item(fund, application)?.notes.last == "bills collected")
        #expect(try story.yuan(.fundingInTransit) == 0)
        #expect(try story.yuan(.treasury, "medicalAssistance") == 350)
        #expect(try story.yuan(.fundingApplied) == 350)
        #expect(try story.explained(1).contains("175元"))
    }

    @Test(arguments: bothStores)
    func `F-046 F-060 资阳市雁江区: 525, 375 and 370 of 750, the rest from 政府`(store: String) throws {
        let story = try TownStory("yanjiang-2021", in: store)
        let unit = "丹山镇"
        let tier = "第三档次"
        try story.roster([900, 901, 902, 903], of: unit, tier: tier)
        let listed = try day("2020-09-25")
        try story.list("低保", "城镇低保", by: "civilAffairs", on: listed, [900])
        try story.list("优抚", "城镇优抚对象", by: "veterans", on: listed, [901])
        try story.list(
            "失地",
            "超龄失地农民",
            by: "village",
            on: listed,
            [902],
            approved: "2015-06-30"
        )
        try story.happens()
        #expect(try story.yuan(.governmentPremium) == 0)
        var (personal, government) = (Int64(0), Int64(0))
        for (person, yuan) in [(900, 525), (901, 375), (902, 370), (903, 750)] {
            story.pays(person, yuan, "2020-10-10T10:00:00", "村委会", tier: tier)
            try story.happens()
            personal += Int64(yuan)
            government += Int64(750 - yuan)
            #expect(try story.yuan(.receipts, unit: unit) == personal)
            #expect(try story.yuan(.personalPremium) == -personal)
            #expect(try story.yuan(.fundingReceivable, "government") == government)
        }
        #expect(try story.yuan(.refundDue) == 0)
        #expect(try story.explained(902).contains("380元"))
        try story.applies(
            "资助-1",
            to: "government",
            for: "subsidy",
            on: "2020-12-01",
            by: "雁江区医保局"
        )
        let money = #""funder":"政府","application":"资助-1","amount_yuan":980"#
        story.record(
            "FundingReceived",
            "G-1",
            "2020-12-10",
            by: "区财政局",
            #"\#(money),"number":"拨-1","to":"雁江区税务局""#
        )
        story.record(
            "TreasuryDeposited",
            "T-1",
            "2020-12-11",
            by: "雁江区税务局",
            #"\#(money),"number":"入-1""#
        )
        try story.happens()
        #expect(try story.yuan(.treasury, "government") == 980)
        #expect(try story.yuan(.fundingReceivable) + story.yuan(.fundingClaimed) == 0)
        #expect(try story.open() == [])
    }
}
