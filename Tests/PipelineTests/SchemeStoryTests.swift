import Events
import Foundation
import Ledger
import Testing

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
}
