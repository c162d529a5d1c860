/// A column of any table that offices send, with its English key and its Chinese header.
enum Column: Int, CaseIterable, Sendable {
    case eventID, rowNumber, identityNumber, identityKind, name, unit, amountYuan, amountFen
    case channel, paidAt, tier, kind, reverses, category, attribute, remark, approvedOn
    case systemNumber, guardianName, guardianNumber, household, residence, birthDate, heads
    case day, account, slip

    /// The key in English headers and in JSON Lines.
    var key: String {
        switch self {
        case .eventID: "event_id"
        case .rowNumber: "row_number"
        case .identityNumber: "identity_number"
        case .identityKind: "identity_kind"
        case .name: "name"
        case .unit: "unit"
        case .amountYuan: "amount_yuan"
        case .amountFen: "amount_fen"
        case .channel: "channel"
        case .paidAt: "paid_at"
        case .tier: "tier"
        case .kind: "kind"
        case .reverses: "reverses"
        case .category: "category"
        case .attribute: "attribute"
        case .remark: "remark"
        case .approvedOn: "approved_on"
        case .systemNumber: "system_number"
        case .guardianName: "guardian_name"
        case .guardianNumber: "guardian_identity_number"
        case .household: "household"
        case .residence: "residence"
        case .birthDate: "birth_date"
        case .heads: "heads"
        case .day: "date"
        case .account: "account"
        case .slip: "slip"
        }
    }

    /// The Chinese header; `金额` is in yuan, so that fen have none.
    var title: String {
        switch self {
        case .eventID: "流水号"
        case .rowNumber: "序号"
        case .identityNumber: "身份证号"
        case .identityKind: "证件类型"
        case .name: "姓名"
        case .unit: "单位"
        case .amountYuan: "金额"
        case .amountFen: "amount_fen"
        case .channel: "渠道"
        case .paidAt: "缴费时间"
        case .tier: "档次"
        case .kind: "类型"
        case .reverses: "冲正流水号"
        case .category: "类别"
        case .attribute: "属性"
        case .remark: "备注"
        case .approvedOn: "批准日期"
        case .systemNumber: "系统编号"
        case .guardianName: "监护人姓名"
        case .guardianNumber: "监护人身份证号"
        case .household: "户号"
        case .residence: "户籍"
        case .birthDate: "出生日期"
        case .heads: "人数"
        case .day: "日期"
        case .account: "账户"
        case .slip: "单号"
        }
    }

    /// Whether its cells name a person.
    var isPersonal: Bool {
        switch self {
        case .identityNumber, .name, .guardianName, .guardianNumber, .systemNumber: true
        default: false
        }
    }

    /// The column of an English key or a Chinese header.
    init?(header: String) {
        guard let column = Column.byHeader[header] else { return nil }
        self = column
    }

    private static let byHeader: [String: Column] = {
        var columns: [String: Column] = [:]
        for column in allCases {
            columns[column.key] = column
            columns[column.title] = column
        }
        return columns
    }()
}

/// Which columns a table has.
struct TableColumns: Sendable {
    /// The table's name in rejections.
    var name: String
    /// Columns that may stand in it, in the printed order.
    var known: [Column]
    /// Of each group at least one column must stand in it.
    var required: [[Column]]

    static let payments = TableColumns(
        name: "payments",
        known: [
            .eventID, .identityNumber, .identityKind, .name, .unit, .amountYuan, .amountFen,
            .channel, .paidAt, .tier, .kind, .reverses,
        ],
        required: [
            [.eventID], [.identityNumber], [.name], [.amountYuan, .amountFen], [.channel],
            [.paidAt],
        ]
    )

    /// Lines of a bank's or the tax bureau's statement.
    static let statement = TableColumns(
        name: "statement",
        known: [.rowNumber, .day, .amountYuan, .amountFen, .account, .unit, .slip, .remark],
        required: [[.day], [.amountYuan, .amountFen]]
    )

    /// The columns of a kind of list.
    ///
    /// - Parameter hasCategory: Whether one category is declared for all rows.
    static func list(_ kind: ListKind, hasCategory: Bool) -> TableColumns {
        let person: [Column] = [.rowNumber, .name, .identityNumber, .identityKind, .unit]
        let required: [[Column]] = [[.name], [.identityNumber]]
        let guardian: [Column] = [.guardianName, .guardianNumber]
        let dwelling: [Column] = [.household, .residence, .remark, .birthDate, .tier]
        switch kind {
        case .list:
            return TableColumns(
                name: kind.rawValue,
                known: person + [.category, .attribute, .remark, .approvedOn, .systemNumber]
                    + guardian,
                required: required + (hasCategory ? [] : [[.category, .attribute]])
            )
        case .roster, .registrations:
            return TableColumns(
                name: kind.rawValue,
                known: person + dwelling + [.attribute] + guardian,
                required: required + [[.unit], [.residence]]
            )
        case .exclusions:
            return TableColumns(
                name: kind.rawValue,
                known: person + [.category, .remark],
                required: required + [[.category]]
            )
        case .withdrawals:
            return TableColumns(
                name: kind.rawValue,
                known: person + [.category, .attribute, .remark],
                required: required + [[.remark]]
            )
        case .targets:
            return TableColumns(
                name: kind.rawValue,
                known: [.rowNumber, .unit, .heads, .amountYuan, .amountFen, .remark],
                required: [[.unit], [.heads, .amountYuan, .amountFen]]
            )
        }
    }
}
