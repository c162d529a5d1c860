/// What each flag of an assessment means, for offices.
public enum FlagWords {
    /// The meaning of a flag's name; nil when the name is not known.
    public static func meaning(of name: String) -> String? { table[name] }

    private static let table: [String: String] = [
        "rebatePending": "先征后返：返还标准没有印出，定下以前不计算、不记负债",
        "noBenefitThisYear": "等待期满已过本年度，本年度没有待遇",
        "benefitStartOpen": "待遇何时开始，文件没有写明",
        "wrongTier": "符合的类别只在另一档次有资助",
        "unknownCategory": "名单上的类别本方案没有，不产生任何资助",
        "attributeMissing": "名单只写了总称，属性待补",
        "listedLate": "列入名单晚于名单截止日，不产生资助",
        "listContradicted": "名单与证件的出生日或户籍不符，以证件为准",
        "statusElsewhere": "资格由外地认定，本地不认",
        "coverageOnly": "只在参保率100%之列，不在资助之列",
        "approvalMissing": "缺批准日期、出生日或性别，不能认定",
        "guardianMissing": "缺监护人信息",
        "householdTierDiffers": "本人档次与本户不同，按本人类别的规定",
        "householdIncomplete": "户内还有人未缴费",
        "schoolChannel": "本应由学校代收",
        "collectedOutsidePhase": "收费的单位当时已不在收费阶段",
        "earlyMoney": "另有早于首日的钱款挂起",
        "tierForced": "按规定改到另一档次核定",
        "tierUnset": "没有档次，不能核定",
        "markWithoutRule": "本方案对这个标记没有规定",
        "reliefLost": "逾期缴费，不再享受减免",
        "reliefNeedsHukou": "不符合享受减免的户籍条件",
        "standardNotSet": "还应缴多少没有印出，不报价",
        "unknownChannel": "缴费渠道不在方案之列",
        "certificateMissing": "缺类别要求的证件",
        "decided": "经办机构已对挂起的钱款作出决定",
        "decisionWithoutItem": "作出决定时没有挂起的钱款，决定不起作用",
        "refundWaiting": "退款先于应退款登记，等应退款产生后再核销",
        "refundExcess": "有一笔退款超过应退款，没有记账",
        "refundWrongOffice": "有一笔退款不是由文件写明的单位支付，没有记账",
    ]
}
