/// Writes the files that name people: roster, lists, exclusions, removals.
struct PeopleFiles {
    let population: Population
    let directory: String

    /// Writes `roster.csv` and returns its rows.
    func writeRoster(progress: (String, Int, Int) -> Void) throws -> Int {
        let writer = try ByteWriter(
            directory: directory,
            name: "roster.csv",
            header: "序号,姓名,身份证号,证件类型,单位,户号,户籍,备注"
        )
        let hukou = Residence.allCases.map(\.hukou)
        let remarks = Residence.allCases.map(\.remark)
        for index in population.roster {
            let person = population.people[index]
            writer.append(decimal: index + 1)
            writer.comma()
            population.appendNameAndNumber(of: index, to: writer)
            writer.append(",resident-id,")
            writer.append(population.unitName(of: person))
            writer.append(",H")
            writer.append(decimal: Int(person.household), width: 7)
            writer.comma()
            writer.append(hukou[Int(person.residence.rawValue)])
            writer.comma()
            writer.append(remarks[Int(person.residence.rawValue)])
            writer.endLine()
            if index & 0xFFFF == 0 { progress("roster", index, population.roster.count) }
        }
        progress("roster", population.roster.count, population.roster.count)
        try writer.close()
        return writer.lines - 1
    }

    /// Writes the list `list` and returns its rows.
    func write(_ list: ListScript) throws -> Int {
        let category = population.script.categories[list.category]
        return try write(
            "lists/\(list.id).csv",
            "序号,姓名,身份证号,单位,类别,属性,备注",
            where: { list.names($0, late: isListedLate($0)) },
            cells: { person, writer in
                writer.append(category.name)
                writer.comma()
                // A parent of one family may stand on another list for other reasons.
                if category.ages == nil { writer.append(person.role.attribute) }
                writer.comma()
            }
        )
    }

    /// Writes the list of people whom another insurance covers and returns its rows.
    func writeExclusions() throws -> Int {
        try writeMarks("lists/exclusions.csv", "类别", [.employee, .elsewhere])
    }

    /// Writes the list of people withdrawn or deceased and returns its rows.
    func writeRemovals() throws -> Int {
        try writeMarks("lists/removals.csv", "备注", [.withdrawn, .deceased])
    }

    private func writeMarks(_ file: String, _ column: String, _ scopes: [Scope]) throws -> Int {
        try write(
            file,
            "序号,姓名,身份证号,单位,\(column)",
            where: { scopes.contains($0.scope) },
            cells: { person, writer in writer.append(person.scope.mark) }
        )
    }

    private func isListedLate(_ person: Person) -> Bool {
        population.story(of: person).circumstance == .listedLate
    }

    /// Writes a row for everybody who `belongs`; `cells` appends what follows 单位.
    private func write(
        _ file: String,
        _ header: String,
        where belongs: (Person) -> Bool,
        cells: (Person, ByteWriter) -> Void
    ) throws -> Int {
        let writer = try ByteWriter(directory: directory, name: file, header: header)
        for index in 0..<population.strangers.lowerBound {
            let person = population.people[index]
            guard belongs(person) else { continue }
            writer.append(decimal: writer.lines)
            writer.comma()
            population.appendNameAndNumber(of: index, to: writer)
            writer.comma()
            writer.append(population.unitName(of: person))
            writer.comma()
            cells(person, writer)
            writer.endLine()
        }
        try writer.close()
        return writer.lines - 1
    }
}
