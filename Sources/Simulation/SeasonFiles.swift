/// Writes targets, index of lists and the offices' records.
struct SeasonFiles {
    let population: Population
    let directory: String

    /// Writes `lists/targets.csv` and returns its rows.
    ///
    /// 金额 stays empty where the notice prints persons only.
    func writeTargets() throws -> Int {
        let script = population.script
        let writer = try ByteWriter(
            directory: directory,
            name: "lists/targets.csv",
            header: "单位,人数,金额"
        )
        for (name, heads) in zip(population.units.names, population.units.targets) {
            writer.append(name)
            writer.comma()
            writer.append(decimal: heads)
            writer.comma()
            if script.rules.targetsPrintAmounts {
                writer.append(decimal: heads * script.premiumFen / 100)
            }
            writer.endLine()
        }
        try writer.close()
        return writer.lines - 1
    }

    /// Writes `lists/index.csv`: every table, in the order in which it is to be sent.
    func writeIndex() throws {
        let script = population.script
        let writer = try ByteWriter(
            directory: directory,
            name: "lists/index.csv",
            header: "file,kind,list_id,bureau,category,snapshot_date,supersedes"
        )
        var tables = [
            ("targets.csv", "targets", "targets", script.rosterDay),
            ("../roster.csv", "roster", "roster", script.rosterDay),
            ("exclusions.csv", "exclusions", "exclusions", script.rosterDay),
            ("removals.csv", "withdrawals", "removals", script.rosterDay),
        ]
        if !script.groups.isEmpty {
            let lastDay = script.timetable.window.upperBound
            tables.append(("registrations.csv", "registrations", "registrations", lastDay))
        }
        for (file, kind, id, day) in tables {
            writer.append("\(file),\(kind),\(id),medical-insurance,,")
            writer.append(day)
            writer.comma()
            writer.endLine()
        }
        for list in script.lists {
            let category = script.categories[list.category].id
            writer.append("\(list.id).csv,list,\(list.id),\(list.bureau),\(category),")
            writer.append(list.snapshot)
            writer.append(",\(list.supersedes)")
            writer.endLine()
        }
        try writer.close()
    }

    /// Writes `operations.jsonl` and returns its lines: the audit of each list, then letters of
    /// refusal and births, then what offices put on record of units, money and persons.
    ///
    /// - Parameter offices: Gets the writer and writes the last part.
    func writeOperations(offices: (ByteWriter) -> Void) throws -> Int {
        let script = population.script
        let writer = try ByteWriter(directory: directory, name: "operations.jsonl", header: "")
        let lists = script.lists.sorted { ($0.audited, $0.id) < ($1.audited, $1.id) }
        for list in lists {
            append("ListAudited", "audit-\(list.id)", on: list.audited, by: "auditor", to: writer)
            writer.append(",\"list\":\"\(list.id)\"}")
            writer.endLine()
        }
        if script.rules.takesRefusals || script.rules.newborns != nil {
            for index in 0..<population.strangers.lowerBound { appendRecord(index, to: writer) }
        }
        offices(writer)
        try writer.close()
        return writer.lines
    }

    /// Appends what an office records of a single person, if it does.
    private func appendRecord(_ index: Int, to writer: ByteWriter) {
        let person = population.people[index]
        if person.traits.contains(.refuses), index % 2 == 1 {
            let day = population.script.timetable.window.upperBound
            append("RefusalLetterFiled", "letter-\(index)", on: day, by: "clerk", to: writer)
            appendPerson(index, person, to: writer)
            writer.append("}")
            writer.endLine()
        }
        if person.traits.contains(.registered), population.isNewborn(person) {
            let day = Day(number: person.number.birth.number + 3)
            append("RegistrationFiled", "birth-\(index)", on: day, by: "clerk", to: writer)
            appendPerson(index, person, to: writer)
            appendBirth(index, person, to: writer)
            writer.append("}")
            writer.endLine()
        }
    }

    private func append(
        _ type: String,
        _ id: String,
        on day: Day,
        by role: String,
        to writer: ByteWriter
    ) {
        writer.append("{\"type\":\"\(type)\",\"id\":\"\(id)\",\"at\":\"")
        writer.append(second: day.startSecond + 9 * 3600)
        writer.append("\",\"by\":{\"office\":\"medical-insurance\",\"role\":\"\(role)\"}")
    }

    private func appendPerson(_ index: Int, _ person: Person, to writer: ByteWriter) {
        writer.append(",\"identity_number\":\"")
        writer.append(population.number(of: index))
        writer.append("\",\"identity_kind\":\"\(person.identity.rawValue)\",\"name\":\"")
        population.appendName(of: index, to: writer)
        writer.append("\",\"unit\":\"")
        writer.append(population.unitName(of: person))
        writer.append("\"")
    }

    /// Appends where and when the person was born, the tier, and who is the guardian.
    private func appendBirth(_ index: Int, _ person: Person, to writer: ByteWriter) {
        writer.append(",\"residence\":\"")
        writer.append(person.residence.hukou)
        if person.identity != .resident {
            writer.append("\",\"birth_date\":\"")
            writer.append(person.number.birth)
        }
        let tiers = population.script.rules.tiers
        if !tiers.isEmpty { writer.append("\",\"tier\":\"\(tiers[Int(person.tier)])") }
        if person.traits.contains(.guarded) {
            writer.append("\",\"guardian_name\":\"")
            population.appendGuardian(
                of: index,
                to: writer,
                between: "\",\"guardian_identity_number\":\""
            )
        }
        writer.append("\"")
    }
}
