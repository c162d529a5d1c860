import Foundation

extension RecountTerms {
    /// 方政办明电〔2021〕35号.
    static let fangcheng = RecountTerms(
        scheme: "fangcheng-2021",
        opens: "2021-10-01",
        closes: "2021-12-31",
        late: .held,
        groups: [.ordinary("城乡居民", due: 32_000)]
            + [
                ("extremePoverty", "特困救助供养对象", "civilAffairs"), ("orphan", "孤儿", "civilAffairs"),
                ("fourConcentrations", "建档立卡特殊贫困群体纳入“四集中”保障对象", "ruralRevitalization"),
            ].map { id, name, bureau in
                Group(id, name, bureau, due: 0, ["财政": 32_000]).with {
                    if bureau == "civilAffairs" { $0.listedBy = "2021-09-30" }
                }
            }
            + [
                ("povertyExitedEntitled", "建档立卡脱贫享受政策人员", "ruralRevitalization"),
                ("marginalPovertyProne", "边缘易致贫户的家庭成员", "ruralRevitalization"),
                ("suddenHardship", "突发严重困难户的家庭成员", "ruralRevitalization"),
                ("subsistenceAllowance", "城乡最低生活保障对象", "civilAffairs"),
                ("childInDifficulty", "困境儿童（孤儿除外）", "civilAffairs"),
                ("subsistenceMargin", "低保边缘户的家庭成员", "civilAffairs"),
            ].map { id, name, bureau in
                Group(id, name, bureau, due: 32_000).with {
                    if bureau == "civilAffairs" { $0.listedBy = "2021-09-30" }
                    if id == "povertyExitedEntitled" { $0.aliases = ["建档立卡脱贫人员"] }
                }
            }
            + [
                Group("collegeStudent", "全日制大中专院校学生", "", due: 32_000).with {
                    $0.order = 2
                    $0.residence = { !$0.remarks.isDisjoint(with: ["高校在读", "中职在读"]) }
                }
            ],
        channels: [
            "villageAssistant", "creditUnion", "wechatAccount", "miniProgram", "alipay",
            "terminal", "school",
        ],
        isInScope: { $0.hukou != "外地" || !$0.remarks.isEmpty },
        registersFirst: true,
        ranksPayers: true
    )

    /// 资雁府办发〔2020〕63号.
    static let yanjiang = RecountTerms(
        scheme: "yanjiang-2021",
        opens: "2020-09-21",
        closes: "2020-12-31",
        late: .refused,
        groups: [
            Group(
                id: "ordinary",
                name: "普通城乡居民",
                due: ["tier3": 75_000, "tier4": 33_500],
                order: 3
            )
        ]
            + [
                ("registeredPoor", "建档立卡贫困人口", "povertyAlleviation"),
                ("ruralFiveGuarantees", "农村五保", "civilAffairs"),
                ("ruralSubsistenceAllowance", "农村低保", "civilAffairs"),
                ("ruralOrphan", "农村孤儿", "civilAffairs"),
                ("ruralEntitledGroup", "农村优抚对象", "veterans"),
                ("ruralSevereDisability", "农村一二级重残", "disabledFederation"),
            ].map { rural($0, $1, $2) }
            + [
                ("urbanSubsistenceAllowance", "城镇低保", "civilAffairs", 52_500),
                ("urbanSevereDisability", "城镇一二级重残", "disabledFederation", 52_500),
                ("urbanEntitledGroup", "城镇优抚对象", "veterans", 37_500),
                ("urbanThreeNoes", "三无人员", "civilAffairs", 0),
                ("urbanOrphan", "城镇孤儿", "civilAffairs", 0),
                ("overAgeLandless", "超龄失地农民", "village", 37_000),
            ].map { id, name, bureau, due in
                urban(id, name, bureau, due).with {
                    if id == "overAgeLandless" { $0.isApproved = isApproved }
                }
            }
            + [
                Group(
                    id: "nonLocalStudent",
                    name: "无雁江区户籍的在校学生、幼儿",
                    due: ["tier3": 75_000, "tier4": 33_500],
                    order: 2,
                    residence: { $0.isAtSchoolFromOutside }
                ),
                Group(
                    id: "newborn",
                    name: "新生儿",
                    due: ["tier3": 75_000, "tier4": 33_500],
                    order: 2,
                    residence: { $0.hukou == "本地" && $0.birth >= "2021-01-01" }
                ),
            ],
        channels: [
            "village", "serviceCentre", "school", "bankCounter", "bankOnline", "wechat", "alipay",
            "taxOnline",
        ],
        isInScope: {
            $0.hukou == "本地" || $0.remarks.contains("居住证") || $0.isAtSchoolFromOutside
        },
        newborn: ("2021-01-01"..."2021-12-31", { day($0, plus: 90) }),
        tiers: ["tier3", "tier4"],
        schoolTier: "tier4"
    )

    /// 二(二)3(6): from 2008-04-11 on, men of 60 and women of 50 on the day of approval.
    @Sendable private static func isApproved(_ facts: Recount.Facts, _ date: String) -> Bool {
        let years = facts.isMale ? 60 : 50
        let birthday = String((Int(facts.birth.prefix(4)) ?? 0) + years) + facts.birth.dropFirst(4)
        return date >= "2008-04-11" && date >= birthday
    }

    private static func rural(_ id: String, _ name: String, _ bureau: String) -> Group {
        Group(id: id, name: name, bureau: bureau, due: ["tier4": 0], funders: ["政府": 33_500])
    }

    private static func urban(
        _ id: String,
        _ name: String,
        _ bureau: String,
        _ due: Int
    ) -> Group {
        Group(
            id: id,
            name: name,
            bureau: bureau,
            due: ["tier3": due],
            funders: ["政府": 75_000 - due]
        )
    }

    /// The day `days` after `date`.
    static func day(_ date: String, plus days: Int) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = date.split(separator: "-").compactMap { Int($0) }
        let day = DateComponents(year: parts[0], month: parts[1], day: parts[2] + days)
        guard let date = calendar.date(from: day) else { return "" }
        let found = calendar.dateComponents([.year, .month, .day], from: date)
        return [found.year, found.month, found.day].map { part in
            let text = String(part ?? 0)
            return text.count < 2 ? "0\(text)" : text
        }.joined(separator: "-")
    }
}

extension Recount.Facts {
    /// Whether the school enrols somebody who has no hukou here.
    var isAtSchoolFromOutside: Bool {
        hukou == "外地"
            && !remarks.isDisjoint(with: ["高校在读", "中职在读", "小学在读", "幼儿园在读"])
    }
}
