extension Column {
    /// The column that a header names in any of the ways that offices write it.
    ///
    /// Blanks, line breaks, full-width letters, marks of duty (`*`, `（必填）`) and the unit `（元）` do
    /// not count. A unit that changes the figure (`万元`) does: such a header is not known.
    init?(heading: String) {
        if let column = Column(header: heading) {
            self = column
            return
        }
        let plain = Column.plain(heading)
        guard let column = Column(header: plain) ?? Column.bySynonym[plain] else { return nil }
        self = column
    }

    /// A header without what does not count.
    static func plain(_ heading: String) -> String {
        var text = ""
        for scalar in heading.unicodeScalars {
            switch scalar.value {
            case 0x2A, 0xFF0A, 0xFEFF, 0x200B...0x200F, 0x202A...0x202E: continue
            case 0xFF01...0xFF5E:
                text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
            default: if !scalar.properties.isWhitespace { text.unicodeScalars.append(scalar) }
            }
        }
        text = text.lowercased()
        for mark in ["(必填)", "(选填)", "(元)", "(人)", ":"] where text.hasSuffix(mark) {
            text.removeLast(mark.count)
        }
        return text
    }

    /// Other words for the columns, as ``plain(_:)`` leaves them.
    private static let synonyms: [Column: [String]] = [
        .eventID: ["缴费流水号", "交易流水号", "业务流水号"],
        .rowNumber: ["序列号", "编号", "no.", "no"],
        .identityNumber: [
            "身份证号码", "身份证", "公民身份号码", "公民身份证号", "公民身份证号码", "居民身份证号", "居民身份证号码",
            "身份号码", "证件号码", "证件号", "有效证件号码", "参保人身份证号", "身份证编号",
        ],
        .identityKind: ["证件类别", "证件种类", "身份证件类型"],
        .name: ["姓名全称", "参保人姓名", "人员姓名", "参保人", "对象姓名", "缴费人姓名"],
        .unit: [
            "所属单位", "所在单位", "单位名称", "村(社区)", "村(居)", "村居", "乡镇(街道)", "镇(街道)", "镇街", "乡镇",
            "行政村",
        ],
        .amountYuan: ["缴费金额", "缴款金额", "实缴金额", "金额数", "任务金额"],
        .amountFen: ["金额(分)"],
        .channel: ["缴费渠道", "缴费方式", "支付渠道"],
        .paidAt: ["缴款时间", "支付时间", "交易时间", "到账时间"],
        .tier: ["缴费档次", "参保档次", "缴费档"],
        .kind: ["业务类型", "交易类型"],
        .reverses: ["原流水号", "被冲正流水号"],
        .category: ["人员类别", "身份类别", "救助类别", "对象类别", "参保身份", "资助类别"],
        .attribute: ["人员属性", "脱贫人员属性", "身份属性"],
        .remark: ["备注说明", "备注信息"],
        .approvedOn: ["批准时间", "审批日期", "审批时间", "批准年月日"],
        .systemNumber: ["系统号", "系统编码"],
        .guardianName: ["监护人"],
        .guardianNumber: ["监护人身份证号码", "监护人证件号码", "监护人公民身份号码"],
        .household: ["户编号", "家庭编号", "户号码", "户籍编号"],
        .residence: ["户籍类型", "户籍类别", "户籍所在", "户口"],
        .birthDate: ["出生年月日", "出生时间", "生日"],
        .heads: ["任务人数", "任务数", "缴款人数", "参保人数", "目标人数"],
    ]

    private static let bySynonym: [String: Column] = {
        var columns: [String: Column] = [:]
        for (column, words) in synonyms {
            for word in words { columns[word] = column }
        }
        return columns
    }()

    /// Whether a day may stand in its cells.
    var takesDays: Bool {
        switch self {
        case .approvedOn, .birthDate, .paidAt, .remark: true
        default: false
        }
    }

    /// Whether one merged cell may hold what is true of several rows.
    var isShared: Bool {
        switch self {
        case .unit, .category, .attribute, .remark, .approvedOn, .household, .residence, .tier,
            .identityKind, .channel, .rowNumber:
            true
        default: false
        }
    }

    /// Whether a number that a spreadsheet rounds in it is an identity number.
    var isIdentity: Bool {
        switch self {
        case .identityNumber, .guardianNumber, .systemNumber: true
        default: false
        }
    }
}
