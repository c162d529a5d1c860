/// Writes the files that name no people: targets, index of lists, the offices' records.
struct SeasonFiles {
    let population: Population
    let directory: String

    /// Writes `lists/targets.csv` and returns its rows.
    ///
    /// 附件1 prints persons and no amounts: 金额 stays empty.
    func writeTargets() throws -> Int {
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
        let tables = [
            ("targets.csv", "targets", "targets"), ("../roster.csv", "roster", "roster"),
            ("exclusions.csv", "exclusions", "exclusions"),
            ("removals.csv", "withdrawals", "removals"),
        ]
        for (file, kind, id) in tables {
            writer.append("\(file),\(kind),\(id),medical-insurance,,")
            writer.append(script.rosterDay)
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

    /// Writes `operations.jsonl`, the audit of each list, and returns its lines.
    func writeOperations() throws -> Int {
        let writer = try ByteWriter(directory: directory, name: "operations.jsonl", header: "")
        let lists = population.script.lists.sorted { ($0.audited, $0.id) < ($1.audited, $1.id) }
        for list in lists {
            writer.append("{\"type\":\"ListAudited\",\"id\":\"audit-\(list.id)\",\"at\":\"")
            writer.append(second: list.audited.startSecond + 9 * 3600)
            writer.append(
                "\",\"by\":{\"office\":\"medical-insurance\",\"role\":\"auditor\"},"
                    + "\"list\":\"\(list.id)\"}"
            )
            writer.endLine()
        }
        try writer.close()
        return writer.lines
    }
}
