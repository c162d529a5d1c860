import Events

/// Turns the rows of lists, rosters, registrations, exclusions, withdrawals and targets into facts.
struct ListConverter {
    let scheme: String
    let description: ListDescription
    /// The tiers of the table's households; nil where it names none.
    var households: HouseholdTiers?

    /// Converts one row.
    ///
    /// - Parameter row: Its number, which is the number of the fact as well.
    /// - Throws: The first reason in the order of ``IntakeRejection``.
    func convert(_ cells: Cells, row: Int64) throws(RowFault) -> Converted {
        if description.kind == .targets {
            let target = try target(cells)
            return .keyed(fact(row, .target(target)), key: target.unit)
        }
        let person = try cells.person()
        try cells.checkRowNumber()
        let body: Fact.Body
        switch description.kind {
        case .list: body = .listRow(try listRow(cells, row))
        case .roster: body = .rosterLine(try rosterLine(cells, person))
        case .registrations: body = .registration(try rosterLine(cells, person))
        case .exclusions: body = .exclusion(Exclusion(kind: try exclusion(cells)))
        case .withdrawals:
            body = .mark(Mark(kind: try mark(cells), filedOn: description.snapshot))
        case .targets: preconditionFailure("targets name no person")
        }
        return .person(fact(row, body), person)
    }

    private func fact(_ row: Int64, _ body: Fact.Body) -> Fact {
        Fact(scheme: scheme, source: description.list, number: String(row), body: body)
    }

    private func listRow(_ cells: Cells, _ row: Int64) throws(RowFault) -> ListRow {
        let approvedOn = try cells.date(.approvedOn)
        let own = cells.text(.category)
        let declared = own.isEmpty ? description.category : own
        // 002 附2五: the base table tells the category in its column 属性.
        let category = declared.isEmpty ? cells.text(.attribute) : declared
        if category.isEmpty {
            throw RowFault(.fieldMissing, .category, "no category in the row and none for the list")
        }
        return ListRow(
            list: description.list,
            row: row,
            bureau: description.bureau,
            category: category,
            unit: cells.text(.unit),
            listedOn: description.snapshot,
            attribute: cells.text(.attribute),
            approvedOn: approvedOn
        )
    }

    private func rosterLine(
        _ cells: Cells,
        _ person: OpenIdentity
    ) throws(RowFault) -> RosterLine {
        var line = try cells.rosterLine(person, filedOn: description.snapshot)
        line.householdTier = households?.tier(of: line.household) ?? ""
        return line
    }

    /// - Source: 滕政办发〔2022〕24号 二（五）; 张山子镇 附件2一.
    private func exclusion(_ cells: Cells) throws(RowFault) -> Exclusion.Kind {
        switch cells.text(.category) {
        case "职工医保", "employee-insurance": return .employeeInsurance
        case "外地居民医保", "insured-elsewhere": return .insuredElsewhere
        case let other:
            throw RowFault(
                .exclusionUnknown,
                .category,
                "«\(Masked.text(Array(other.utf8)))» is neither 职工医保 nor 外地居民医保"
            )
        }
    }

    /// The mark of the first known remark; 死亡 goes before 删除, which stands beside it.
    ///
    /// - Source: 张山子镇 附件2五 (删除即退保).
    private func mark(_ cells: Cells) throws(RowFault) -> Mark.Kind {
        let remarks = cells.remarks()
        if let mark = Mark.Kind(remarks: remarks) { return mark }
        throw RowFault(
            .markUnknown,
            .remark,
            "none of 删除, 退保, 死亡, 书面承诺不缴, 表格无名未报"
        )
    }

    private func target(_ cells: Cells) throws(RowFault) -> Target {
        try cells.checkRowNumber()
        let heads = cells[.heads]
        let hasAmount = !cells[.amountYuan].isEmpty || !cells[.amountFen].isEmpty
        guard !heads.isEmpty || hasAmount else { throw RowFault(.targetMalformed, .heads) }
        let isCount = heads.count <= 9 && heads.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        guard isCount, let count = heads.isEmpty ? 0 : Int64(heads.text) else {
            throw RowFault(
                .targetMalformed,
                .heads,
                "«\(Masked.figure(heads))» is not a whole number"
            )
        }
        let amount = try cells.targetAmount()
        let unit = cells.text(.unit)
        if unit.isEmpty { throw RowFault(.fieldMissing, .unit) }
        return Target(
            unit: unit,
            heads: count,
            amount: amount,
            effectiveFrom: description.snapshot
        )
    }
}

extension Mark.Kind {
    /// The mark that remarks name; nil when they name none.
    init?(remarks: [String]) {
        let found = Set(remarks.compactMap { Mark.Kind.byRemark[$0] })
        let order: [Mark.Kind] = [.deceased, .refused, .notReported, .withdrawn]
        guard let first = order.first(where: found.contains) else { return nil }
        self = first
    }

    private static let byRemark: [String: Mark.Kind] = [
        "删除": .withdrawn, "退保": .withdrawn, "withdrawn": .withdrawn, "死亡": .deceased,
        "deceased": .deceased, "书面承诺不缴": .refused, "refused": .refused,
        "表格无名未报": .notReported, "not-reported": .notReported,
    ]
}

extension Cells {
    /// The amount of a target, of any size; zero when none is set.
    func targetAmount() throws(RowFault) -> Money {
        let (yuan, fen) = (self[.amountYuan], self[.amountFen])
        if yuan.isEmpty, fen.isEmpty { return .zero }
        let column: Column = yuan.isEmpty ? .amountFen : .amountYuan
        let cell = yuan.isEmpty ? fen : yuan
        let outcome = yuan.isEmpty ? Money.parse(fen: fen) : Money.parse(yuan: yuan)
        guard case .success(let amount) = outcome else {
            throw RowFault(
                .targetMalformed,
                column,
                "«\(Masked.figure(cell))» is not an amount such as 313880"
            )
        }
        return amount
    }
}
