/// Writes the tables that name people: roster, registrations, exclusions, removals.
struct PeopleFiles {
    let population: Population
    let directory: String

    /// Writes `roster.csv` and returns its rows.
    func writeRoster(progress: (String, Int, Int) -> Void) throws -> Int {
        let rules = population.script.rules
        let writer = try ByteWriter(
            directory: directory,
            name: "roster.csv",
            header: "序号,姓名,身份证号,证件类型,单位,户号,户籍,备注"
                + (rules.rosterTellsBirth ? ",出生日期" : "") + (rules.tiers.isEmpty ? "" : ",档次,属性")
        )
        for index in population.roster {
            let person = population.people[index]
            writer.append(decimal: index + 1)
            writer.comma()
            appendPerson(index, person, to: writer)
            writer.append("H")
            writer.append(decimal: Int(person.household), width: 7)
            appendResidence(person, to: writer)
            if rules.rosterTellsBirth { appendBirth(person, to: writer) }
            appendTier(person, to: writer)
            appendAttribute(person, to: writer)
            writer.endLine()
            if index & 0xFFFF == 0 { progress("roster", index, population.roster.count) }
        }
        progress("roster", population.roster.count, population.roster.count)
        try writer.close()
        return writer.lines - 1
    }

    /// Writes `lists/registrations.csv` and returns its rows; births of the season are registered
    /// by records of their own.
    func writeRegistrations() throws -> Int {
        let writer = try ByteWriter(
            directory: directory,
            name: "lists/registrations.csv",
            header: "序号,姓名,身份证号,证件类型,单位,户号,户籍,备注,出生日期,监护人姓名,监护人身份证号"
                + (population.script.rules.tiers.isEmpty ? "" : ",档次")
        )
        for index in population.roster.upperBound..<population.strangers.lowerBound {
            let person = population.people[index]
            guard person.traits.contains(.registered), !population.isNewborn(person) else {
                continue
            }
            writer.append(decimal: writer.lines)
            writer.comma()
            appendPerson(index, person, to: writer)
            appendResidence(person, to: writer)
            appendBirth(person, to: writer)
            writer.comma()
            if person.traits.contains(.guarded) {
                population.appendGuardian(of: index, to: writer)
            } else {
                writer.comma()
            }
            appendTier(person, to: writer)
            writer.endLine()
        }
        try writer.close()
        return writer.lines - 1
    }

    /// Writes the list of people whom another insurance covers and returns its rows.
    func writeExclusions() throws -> Int {
        try writeMarks("lists/exclusions.csv", "类别") { person, _ in
            [.employee, .elsewhere].contains(person.scope) ? person.scope.mark : nil
        }
    }

    /// Writes the list of people withdrawn or deceased, and of those who give up, and returns its
    /// rows; every second refusal is a record of its own.
    func writeRemovals() throws -> Int {
        try writeMarks("lists/removals.csv", "备注") { person, index in
            if [.withdrawn, .deceased].contains(person.scope) { return person.scope.mark }
            if person.traits.contains(.notReported) { return Array("表格无名未报".utf8) }
            let isHere = person.traits.contains(.refuses) && index % 2 == 0
            return isHere ? Array("书面承诺不缴".utf8) : nil
        }
    }

    private func writeMarks(
        _ file: String,
        _ column: String,
        mark: (Person, Int) -> [UInt8]?
    ) throws -> Int {
        let writer = try ByteWriter(
            directory: directory,
            name: file,
            header: "序号,姓名,身份证号,单位,\(column)"
        )
        for index in 0..<population.strangers.lowerBound {
            let person = population.people[index]
            guard let mark = mark(person, index) else { continue }
            writer.append(decimal: writer.lines)
            writer.comma()
            population.appendNameAndNumber(of: index, to: writer)
            writer.comma()
            writer.append(population.unitName(of: person))
            writer.comma()
            writer.append(mark)
            writer.endLine()
        }
        try writer.close()
        return writer.lines - 1
    }

    /// Appends the cells from 姓名 to 单位, with a comma after them.
    private func appendPerson(_ index: Int, _ person: Person, to writer: ByteWriter) {
        population.appendNameAndNumber(of: index, to: writer)
        writer.comma()
        writer.append(person.identity.rawValue)
        writer.comma()
        writer.append(population.unitName(of: person))
        writer.comma()
    }

    /// Appends 户籍 and 备注, with a comma before each.
    private func appendResidence(_ person: Person, to writer: ByteWriter) {
        writer.comma()
        writer.append(person.residence.hukou)
        writer.comma()
        writer.append(person.residence.remark)
    }

    /// Appends 出生日期, with a comma before it; it is told where no number tells it.
    private func appendBirth(_ person: Person, to writer: ByteWriter) {
        writer.comma()
        if person.identity != .resident { writer.append(person.number.birth) }
    }

    /// Appends 属性 where there are tiers: whom a list binds to one says nothing of the household's.
    private func appendAttribute(_ person: Person, to writer: ByteWriter) {
        guard !population.script.rules.tiers.isEmpty else { return }
        writer.comma()
        guard person.lists != 0 else { return writer.append("普通") }
        writer.append(population.script.categories[person.lists.trailingZeroBitCount].name)
    }

    /// Appends 档次 where there are tiers, with a comma before it.
    private func appendTier(_ person: Person, to writer: ByteWriter) {
        guard !population.script.rules.tiers.isEmpty else { return }
        writer.comma()
        writer.append(population.script.rules.tiers[Int(person.tier)])
    }
}
