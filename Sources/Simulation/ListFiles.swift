/// Writes the bureaus' lists.
struct ListFiles {
    let population: Population
    let directory: String

    /// Writes the list `list` and returns its rows.
    ///
    /// - Parameter strays: Stray rows of each kind.
    func write(_ list: ListScript, strays: Int) throws -> Int {
        let script = population.script
        let approval = script.rules.approval.flatMap { $0.category == list.category ? $0 : nil }
        let isReturn = script.rules.returned.values.contains(list.category)
        let writer = try ByteWriter(
            directory: directory,
            name: "lists/\(list.id).csv",
            header: "序号,姓名,身份证号,单位,类别,属性,备注" + (approval == nil ? "" : ",批准日期")
                + (isReturn ? ",系统编号" : "")
        )
        for index in 0..<population.strangers.lowerBound {
            let person = population.people[index]
            let isUnapproved = approval != nil && person.traits.contains(.unapproved)
            guard list.names(person) || isUnapproved else { continue }
            appendPerson(index, withNumber: !isReturn || person.identity == .resident, to: writer)
            appendCategory(person, of: list, to: writer)
            if let approval { append(approval, index, to: writer) }
            if isReturn {
                writer.comma()
                if person.identity == .system { writer.append(population.number(of: index)) }
            }
            writer.endLine()
        }
        for stray in script.strayRows where stray.list == list.id {
            for copy in 0..<strays { append(stray, copy, to: writer) }
        }
        try writer.close()
        return writer.lines - 1
    }

    /// Appends the cells from 序号 to 单位, with a comma after them.
    private func appendPerson(_ index: Int, withNumber: Bool, to writer: ByteWriter) {
        writer.append(decimal: writer.lines)
        writer.comma()
        population.appendName(of: index, to: writer)
        writer.comma()
        if withNumber { writer.append(population.number(of: index)) }
        writer.comma()
        writer.append(population.unitName(of: population.people[index]))
        writer.comma()
    }

    /// Appends 类别, 属性 and an empty 备注.
    private func appendCategory(_ person: Person, of list: ListScript, to writer: ByteWriter) {
        let category = population.script.categories[list.category]
        // Some rows have the wider name only, and no attribute that tells more.
        let isWide = !category.umbrella.isEmpty && person.number.sequence % 16 < 2
        writer.append(isWide ? category.umbrella : category.name)
        writer.comma()
        // A parent of one family may stand on another list for other reasons.
        if category.ages == nil { writer.append(person.role.attribute) }
        if !category.umbrella.isEmpty && !isWide { writer.append("享受政策") }
        writer.comma()
    }

    private func append(_ approval: ApprovalScript, _ index: Int, to writer: ByteWriter) {
        var random = Random(seed: population.seed, .approval, index)
        writer.comma()
        if let day = approval.day(of: population.people[index], &random) { writer.append(day) }
    }

    private func append(_ stray: StrayRow, _ copy: Int, to writer: ByteWriter) {
        var random = Random(seed: population.seed, .strayRow, copy)
        let index = population.resident(near: random.below(population.roster.count))
        appendPerson(index, withNumber: true, to: writer)
        writer.append(stray.category)
        writer.append(",,")
        writer.endLine()
    }
}
