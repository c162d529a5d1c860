import Events

/// The closed vocabularies of dossiers in the words of offices.
enum DossierWords {
    static func status(_ status: DossierItem.Status) -> String {
        switch status {
        case .recorded: "已记录"
        case .matched: "相符"
        case .short: "不足"
        case .over: "超出"
        case .waiting: "等待"
        case .unsigned: "签字不全"
        case .signed: "已签字"
        case .blocked: "前一步没有完成"
        case .breach: "未当日存入"
        case .double: "重号"
        case .gap: "断号"
        case .overlap: "与另一申请重叠"
        case .confirmed: "已确认"
        case .mismatch: "人数或金额不符"
        }
    }

    /// A note of an item: roles stand in Chinese already.
    static func note(_ note: String) -> String {
        let words: [(String, String)] = [
            ("collected ", "收款日 "), ("deposited ", "存入日 "), ("missing ", "缺号 "),
            ("receipts ", "票据金额 "), ("through ", "申请到账本 "),
        ]
        if let known = whole[note] { return known }
        for (prefix, word) in words where note.hasPrefix(prefix) {
            return word + note.dropFirst(prefix.count)
        }
        return note
    }

    static func notes(_ notes: [String]) -> ReportCell {
        .text(notes.map(note).joined(separator: "、"))
    }

    private static let whole = [
        "stamp": "村（居）委会公章", "bills pushed": "已推送", "bills funded": "已拨付",
        "bills collected": "已征收",
    ]
}

extension ReportCell {
    static func status(_ status: DossierItem.Status) -> ReportCell {
        .text(DossierWords.status(status))
    }
}
