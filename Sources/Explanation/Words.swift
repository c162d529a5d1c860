import Events
import Policy

/// The Chinese words for the closed vocabularies of a pack; offices read them.
enum Words {
    static func yuan(_ money: Money) -> String { "\(money)元" }

    static func yuan(fen: Int64) -> String { yuan(Money(fen: fen)) }

    static func days(_ from: CivilDate?, _ to: CivilDate?) -> String {
        switch (from, to) {
        case (let from?, let to?): "\(from)至\(to)"
        case (let from?, nil): "\(from)起"
        case (nil, let to?): "\(to)止"
        case (nil, nil): "没有印出日期"
        }
    }

    static func collectors(_ collectors: [Channel.Collector]) -> String {
        collectors.map(collector).joined(separator: "、")
    }

    static func collector(_ collector: Channel.Collector) -> String {
        switch collector {
        case .village: "村（社区）代收"
        case .selfService: "自助缴费"
        case .bank: "银行、信用社"
        case .school: "学校代收"
        case .office: "办税、服务窗口"
        }
    }

    static func mode(_ mode: CategoryDefinition.Mode) -> String {
        switch mode {
        case .selfPaid: "个人全额缴费"
        case .waived: "个人不缴费"
        case .reduced: "个人缴一部分"
        case .refundLater: "先征后返"
        case .coverageOnly: "只在参保率100%之列，不减免"
        }
    }

    private static let residenceNames: [(Residence, String)] = [
        (.localHukou, "本地户籍"), (.districtHukou, "本区他镇户籍"),
        (.prefectureHukou, "本市其他区户籍"), (.outsideHukou, "外地户籍"), (.noHukou, "无户口"),
        (.residencePermit, "居住证"), (.longTermResident, "长期居住"),
        (.accompanyingChild, "随迁子女"), (.collegeStudent, "高等院校在读"),
        (.vocationalStudent, "中等职业学校在读"), (.pupil, "中小学在读"),
        (.kindergarten, "幼儿园在读"),
    ]

    static func residence(_ residence: Residence) -> String {
        residenceNames.filter { residence.contains($0.0) }.map(\.1).joined(separator: "且")
    }

    static func anyOf(_ sets: [Residence]) -> String {
        sets.isEmpty ? "不限" : sets.map(residence).joined(separator: "或")
    }

    static func identity(_ kind: IdentityKind) -> String {
        switch kind {
        case .residentID: "居民身份证"
        case .systemNumber: "已有系统编号"
        case .newborn: "新生儿"
        case .permit: "居住证号"
        }
    }

    static func insurance(_ kind: Exclusion.Kind) -> String {
        switch kind {
        case .employeeInsurance: "职工医保在保"
        case .insuredElsewhere: "已在外地参加居民医保"
        }
    }

    static func mark(_ kind: Mark.Kind) -> String {
        switch kind {
        case .withdrawn: "退保"
        case .deceased: "死亡"
        case .refused: "书面承诺不缴"
        case .notReported: "表格无名未报"
        }
    }

    static func late(_ outcome: CollectionWindow.LateOutcome) -> String {
        switch outcome {
        case .covered: "仍可参保"
        case .held: "钱款挂起，由人决定"
        case .refused: "不再办理，退回"
        }
    }

    static func component(_ id: String) -> String {
        switch id {
        case "basic": "基本医疗保险"
        case "supplementary": "补充医疗保险"
        default: id
        }
    }

    static func period(_ period: RankingSettings.Period) -> String {
        switch period {
        case .weekly: "每周（周一至周日，下周一发布）"
        case .halfMonth: "每半月（1日至15日、16日至月末）"
        case .unprinted: "没有印出"
        }
    }

    static func status(_ status: AssessmentStatus) -> String {
        switch status {
        case .ineligible: "不能参保"
        case .registrationIncomplete: "登记不全，钱款挂起"
        case .tierConflict: "与本户档次不同，钱款挂起"
        case .early: "缴费早于首日，挂起待查"
        case .waived: "自愿放弃"
        case .unpaid: "未缴费"
        case .underpaid: "未缴足，钱款挂起"
        case .late: "逾期缴清"
        case .lateRejected: "逾期不再办理，退回"
        case .duplicate: "已参保，重复缴费待退"
        case .overpaid: "已参保，多缴待退"
        case .insured: "已参保"
        }
    }
}
