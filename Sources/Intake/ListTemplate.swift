import Policy
import Workbooks

/// An empty workbook for a bureau's list: the header, what may be chosen, and how to fill it in.
///
/// Numbers of persons are text in it, so that no spreadsheet rounds them.
public struct ListTemplate {
    private let pack: CompiledPolicy
    private let terms: PolicyTerms
    /// Whoever supplies the table, in the title.
    private let supplier: String
    private let kind: ListKind
    private let categories: [Int]

    /// Rows with something to choose; more can be filled in all the same.
    private static let rows = 10_000
    private static let optionsName = "选项"

    /// Creates a template.
    ///
    /// - Parameters:
    ///   - bureau: An id or name of the pack.
    ///   - category: An id or name of the pack; empty for all that the bureau supplies.
    /// - Throws: ``FileRefusal`` for a bureau or category that the pack does not know or allow.
    public init(pack: PolicyPack, bureau: String, category: String) throws(FileRefusal) {
        (self.pack, terms) = (pack.compiled, pack.terms)
        let policy = pack.compiled
        guard let number = policy.bureau(bureau) else {
            throw FileRefusal(
                "bureau \(bureau): \(policy.scheme) has no such bureau. Known: "
                    + policy.bureaus.map { "\($0.id) (\($0.name))" }.joined(separator: ", ") + "."
            )
        }
        let bureau = policy.bureaus[number]
        (supplier, kind) = (bureau.name, .list)
        let supplied = policy.categories.indices.filter { policy.mayBureau(number, supply: $0) }
        let names = supplied.map { policy.categories[$0].id }.joined(separator: ", ")
        if category.isEmpty {
            categories = supplied
        } else if let found = policy.category(category)?.index, supplied.contains(found) {
            categories = [found]
        } else {
            throw FileRefusal(
                "category \(category): \(bureau.id) supplies no such category. It supplies: "
                    + "\(names)."
            )
        }
        if categories.isEmpty {
            throw FileRefusal("bureau \(bureau.id): it supplies no category.")
        }
    }

    /// Creates a template of a table that is no bureau's list.
    ///
    /// - Throws: ``FileRefusal`` for the kind of a bureau's list.
    public init(pack: PolicyPack, kind: ListKind) throws(FileRefusal) {
        if kind == .list { throw FileRefusal("list: name the bureau that supplies it.") }
        (self.pack, terms, supplier, self.kind) = (pack.compiled, pack.terms, "", kind)
        categories = []
    }

    /// Writes the workbook.
    ///
    /// - Throws: ``FileRefusal`` when it cannot be written.
    public func write(to path: String) throws(FileRefusal) {
        do throws(WorkbookProblem) {
            let writer = try WorkbookWriter(path: path)
            let table = try writer.addSheet("名单")
            for (index, column) in columns.enumerated() {
                writer.write(column.title, to: table, row: 0, column: index, style: .header)
                let isDay = column == .approvedOn || column == .birthDate
                let style: WorkbookWriter.Style = isDay ? .day : .text
                let width = column.isIdentity ? 22.0 : column == .rowNumber ? 6 : 16
                writer.set(index...index, width: width, style: style, of: table)
            }
            writer.freeze(above: 1, of: table)
            try writeProse(to: writer)
            try writeOptions(to: writer, for: table)
            try writer.close()
        } catch {
            throw FileRefusal(error, name: "--out")
        }
    }

    private var columns: [Column] {
        switch kind {
        case .list: return listColumns
        case .targets: return [.rowNumber, .unit, .heads, .amountYuan, .remark]
        case .roster, .registrations:
            let tier: [Column] = pack.tiers.count > 1 ? [.tier] : []
            return [
                .rowNumber, .name, .identityNumber, .identityKind, .unit, .household, .residence,
            ]
                + [.birthDate] + tier + [.remark] + guardian
        case .exclusions:
            return [.rowNumber, .name, .identityNumber, .identityKind, .unit, .category, .remark]
        case .withdrawals:
            return [.rowNumber, .name, .identityNumber, .identityKind, .unit, .remark]
        }
    }

    private var listColumns: [Column] {
        let asked = Set(categories.map { pack.categories[$0].id })
        let approval = categories.contains { pack.categories[$0].needsApproval }
        // 张山子镇 附件2五: 三无人员 are known by the number that the system gave them.
        let isNumbered = terms.categories.contains { category in
            guard asked.contains(category.id),
                case .residence(_, _, .systemNumber) = category.membership
            else { return false }
            return true
        }
        return [.rowNumber, .name, .identityNumber]
            + (isNumbered ? [.systemNumber] : [])
            + [.unit, .category, .attribute] + (approval ? [.approvedOn] : []) + guardian
            + [.remark]
    }

    /// Asked for where the notice asks for a guardian's particulars.
    private var guardian: [Column] {
        terms.guardian == nil ? [] : [.guardianName, .guardianNumber]
    }

    /// What may be chosen, by column.
    private var options: [(column: Column, texts: [String], message: String)] {
        let names = categories.map { pack.categories[$0].name }
        let attributes = categories.map { pack.categories[$0] }.filter { category in
            terms.categories.contains { $0.id == category.id && !$0.umbrellas.isEmpty }
        }
        let categories = kind == .exclusions ? ["职工医保", "外地居民医保"] : names
        return [
            (.unit, pack.units.map(\.name), "请从列表中选择单位。"),
            (.category, categories, "请从列表中选择类别。"),
            (.attribute, attributes.map(\.name), "请从列表中选择属性。"),
            (.tier, pack.tiers.map(\.name), "请从列表中选择档次。"),
            (.residence, ["本地", "本区他镇", "本市其他区", "外地", "无户口"], "请从列表中选择户籍。"),
            (.identityKind, ["身份证", "系统编号", "新生儿", "居住证"], "请从列表中选择证件类型。"),
            (
                .remark,
                kind == .withdrawals ? ["删除", "死亡", "书面承诺不缴", "表格无名未报"] : [],
                "请从列表中选择原因。"
            ),
        ]
    }

    private func writeOptions(
        to writer: WorkbookWriter,
        for table: WorkbookWriter.Sheet
    ) throws(WorkbookProblem) {
        let sheet = try writer.addSheet(ListTemplate.optionsName)
        let options = options.filter { !$0.texts.isEmpty && columns.contains($0.column) }
        for row in 0..<(options.map(\.texts.count).max() ?? 0) {
            for (index, option) in options.enumerated() where row < option.texts.count {
                writer.write(option.texts[row], to: sheet, row: row, column: index)
            }
        }
        for (index, option) in options.enumerated() {
            guard let place = columns.firstIndex(of: option.column) else { continue }
            let letter = CellReference.letters(index)
            writer.choose(
                place,
                rows: 1...ListTemplate.rows,
                from: "=\(ListTemplate.optionsName)!$\(letter)$1:$\(letter)$\(option.texts.count)",
                message: option.message,
                of: table
            )
        }
        writer.hide(sheet)
    }

    private func writeProse(to writer: WorkbookWriter) throws(WorkbookProblem) {
        let sheet = try writer.addSheet("填表说明")
        writer.set(0...0, width: 90, style: .prose, of: sheet)
        writer.write("\(supplier)\(kind.chinese)填表说明", to: sheet, row: 0, column: 0, style: .title)
        for (index, line) in prose.enumerated() {
            let text = "\(index + 1). \(line)"
            writer.write(text, to: sheet, row: index + 1, column: 0, style: .prose)
        }
    }

    private var prose: [String] {
        let names = categories.map { pack.categories[$0].name }.joined(separator: "、")
        let reported = kind == .list ? "报送类别：\(names)。" : "报送内容：\(kind.chinese)。"
        let numbers =
            "身份证号为18位文本，末位的X用大写。该列已设为文本格式：粘贴时请选“只粘贴文本（值）”，否则表格软件会把号码当作数值，末三位将丢失且无法恢复。"
        return [
            "适用方案：\(pack.scheme)（\(pack.place)，\(pack.coverageYear)年度）。",
            // A line of its own: together the digits of both might be taken for a number of a person.
            reported,
            "在“名单”表中逐\(kind == .targets ? "单位" : "人")填写，一行一项；不要改动表头，不要合并单元格，不要在表内留空行或加合计行。",
        ] + (kind == .targets ? [] : [numbers]) + [
            "有下拉列表的列请从列表中选择；需要写到村（社区）的，单位按“单位/村”填写。",
            "日期按 2022-10-17 的格式填写（表中有日期列时）。",
            "不要使用公式；从其他表引用的内容请用“选择性粘贴－数值”。",
            "同一名单编号的同一文件重复报送不会重复计入；更正后的名单须用新的名单编号报送，并注明被代替的名单。",
            "报送后将收到带有核对结果的回执，未接收的行按其中的处理办法更正后重新报送。",
        ]
    }
}

extension ListKind {
    /// What people call it.
    public var chinese: String {
        switch self {
        case .list: "名单"
        case .roster: "缴费清册"
        case .registrations: "参保登记"
        case .targets: "任务数"
        case .exclusions: "排除名单"
        case .withdrawals: "退保、死亡等标记"
        }
    }
}
