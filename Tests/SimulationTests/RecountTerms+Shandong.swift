extension RecountTerms {
    /// 滕政办发〔2022〕24号.
    static let tengzhou = RecountTerms(
        scheme: "tengzhou-2023",
        opens: "2022-10-17",
        closes: "2022-12-31",
        late: .covered,
        groups: [.ordinary("普通居民", due: 35_000)]
            + [
                ("extremePoverty", "特困人员", "civilAffairs"),
                ("subsistenceAllowance", "低保对象", "civilAffairs"),
                ("returnedToPoverty", "返贫致贫人口", "ruralRevitalization"),
                ("subsistenceMargin", "低保边缘家庭成员", "civilAffairs"),
                ("povertyMonitored", "防止返贫监测帮扶对象", "ruralRevitalization"),
            ].map { id, name, bureau in
                Group(id, name, bureau, due: 0, ["市财政（医疗救助资金）": 35_000])
                    .with { $0.isAssistance = true }
            }
            + [
                ("orphan", "孤儿", "civilAffairs"),
                ("deFactoUnsupportedChild", "事实无人抚养儿童", "civilAffairs"),
                ("keyChildInDifficulty", "重点困境儿童", "civilAffairs"),
            ].map { Group($0, $1, $2, due: 0, ["市财政": 35_000]) }
            + [
                Group("elderly60to69", "60岁（含60岁）—69岁老年人", "", due: 17_500, ["市财政": 17_500])
                    .with { $0.born = "1953-01-01"..."1962-12-31" },
                Group("elderly70", "70岁（含70岁）以上老年人", "", due: 0, ["市财政": 35_000])
                    .with { $0.born = "1900-01-01"..."1952-12-31" },
            ]
            + [
                ("singleDaughterHousehold", "农村一女家庭孩子及其父母"),
                ("twoDaughterHousehold", "农村双女家庭孩子及其父母"),
                ("onlyChildLossHousehold", "独生子女伤亡病残家庭孩子及其父母"),
            ].map { Group($0, $1, "health", due: 0, ["市财政": 17_500, "镇街财政": 17_500]) }
            + [
                ("severeDisability", "重度残疾人", "disabledFederation"),
                ("entitledGroup", "抚恤定补优抚对象", "veterans"),
            ].map { Group($0, $1, $2, due: 0, ["市财政": 35_000]) },
        channels: [
            "electronicTaxBureau", "wechat", "alipay", "loveShandong", "yunongtong", "rizhaoPos",
            "bankCounter", "villageServicePoint", "taxHall",
        ],
        isInScope: { $0.hukou != "外地" || !$0.remarks.isEmpty }
    )

    /// 陵城镇 2021, with the municipal notice.
    static let lingcheng = RecountTerms(
        scheme: "lingcheng-2021",
        opens: "2020-11-01",
        closes: "2020-12-31",
        late: .held,
        groups: [.ordinary("村居正常参保缴费人", due: 28_000)]
            + [
                ("povertyExitedEntitled", "脱贫享受政策人口", "povertyAlleviation"),
                ("immediateHelp", "即时帮扶人口", "povertyAlleviation"),
                ("subsistenceAllowance", "低保对象", "civilAffairs"),
                ("extremePoverty", "特困人员", "civilAffairs"),
                ("orphan", "孤儿", "civilAffairs"),
                ("deFactoUnsupportedChild", "事实无人抚养儿童", "civilAffairs"),
            ].map { id, name, bureau in
                Group(id, name, bureau, due: 0, ["同级财政": 28_000])
                    .with { $0.aliases = id == "povertyExitedEntitled" ? ["建档立卡贫困人口"] : [] }
            }
            + [
                Group("severeDisability", "重度残疾人", "disabledFederation", due: 28_000)
                    .with { $0.order = 1 }
            ],
        channels: [
            "postalQR", "miniProgram", "wechatAccount", "alipay", "postalCounter",
            "serviceCentre", "cash", "electronicTaxBureau", "mobileBank",
        ],
        isInScope: { $0.hukou != "外地" || !$0.remarks.isEmpty },
        registersFirst: true,
        newborn: ("2020-11-01"..."2021-12-31", { _ in "2021-12-31" }),
        ranksPayers: true
    )

    /// 张政发[2019]27号.
    static let zhangshanzi = RecountTerms(
        scheme: "zhangshanzi-2020",
        opens: "2019-10-22",
        closes: "2019-11-15",
        late: .heldForWhole,
        groups: ([.ordinary("普通人员", due: 26_000)]
            + [
                ("subsistenceAllowance", "城乡最低生活保障对象", "civilAffairs"),
                ("fiveGuarantees", "五保供养对象", "civilAffairs"),
                ("disability", "残疾人", "village"),
                ("registeredPoor", "建档立卡的贫困人口", "povertyAlleviation"),
                ("entitledGroup", "优抚人员", "civilAffairs"),
            ].map { Group($0, $1, $2, due: 0, ["区财政": 26_000]) }
            + [
                Group("elderly70", "70周岁以上老年人", "", due: 0, ["区财政": 26_000])
                    .with { $0.born = "1900-01-01"..."1949-12-31" },
                Group("elderly60to69", "60-69周岁老年人", "", due: 13_000, ["区财政": 13_000])
                    .with {
                        $0.born = "1950-01-01"..."1959-12-31"
                        $0.aliases = ["60-69岁非低保"]
                    },
            ]
            + [
                ("singleDaughterHousehold", "农村独女家庭", 0, 13_000),
                ("twoDaughterHousehold", "合法生育两女绝育家庭", 0, 13_000),
                ("singleSonHousehold", "农村独子户家庭", 13_000, 6500),
            ].map { id, name, due, share in
                Group(id, name, "familyPlanning", due: due, ["区财政": share, "镇财政": share])
            }
            + [
                Group("unregisteredNumbered", "三无人员", "village", due: 26_000).with {
                    $0.order = 2
                    $0.residence = { $0.hukou == "无户口" }
                },
                Group("outOfDistrict", "区外人员", "village", due: 26_000).with {
                    $0.order = 2
                    $0.residence = { ["外地", "枣庄其他区"].contains($0.hukou) }
                },
            ]).map { group in group.with { $0.listedBy = "2019-11-15" } },
        channels: ["village", "online"],
        isInScope: { facts in
            switch facts.hukou {
            case "本地": true
            case "无户口":
                facts.kind == "system-number" && !facts.number.hasPrefix("362101")
            default: !facts.remarks.isDisjoint(with: ["长期居住", "居住证", "随迁子女"])
            }
        },
        reliefNeeds: ["本地", "本区他镇"],
        guardedFrom: "2004-01-01"
    )
}
