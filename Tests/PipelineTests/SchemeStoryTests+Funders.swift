import Events
import Foundation
import Ledger
import Testing

/// Where funders pay for people.
extension SchemeStoryTests {
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
