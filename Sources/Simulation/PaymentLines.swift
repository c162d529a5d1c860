/// Writes single payment lines.
struct PaymentLines {
    let population: Population
    let writer: ByteWriter

    /// The columns; those of tiers stand last.
    static func header(_ script: SchemeScript) -> String {
        "event_id,identity_number,identity_kind,name,unit,amount_yuan,channel,paid_at,kind,reverses"
            + (script.rules.tiers.isEmpty ? "" : ",tier")
    }

    /// Appends the line of a person's step.
    ///
    /// - Parameter paidAt: Seconds since 1970-01-01T00:00:00 local.
    func append(_ index: Int, _ step: Int, paidAt: Int) {
        let script = population.script
        let person = population.people[index]
        let story = script.stories[Int(person.story)]
        let line = story.steps[step]
        let (channel, isUnitEmpty) = population.route(of: index, step, paidAt: paidAt)
        // Without a roster line nothing else would tell the unit.
        let namesUnit = !isUnitEmpty || index >= population.roster.upperBound
        appendEventID(index, step)
        appendPerson(
            index,
            number: population.number(of: index),
            kind: person.identity,
            unit: namesUnit ? population.unitName(of: person) : []
        )
        writer.append(decimal: line.fen / 100)
        if channel.writesPlaces { writer.append(".00") }
        writer.comma()
        writer.append(channel.id)
        writer.comma()
        writer.append(second: paidAt)
        writer.append(line.reverses < 0 ? ",payment," : ",reversal,")
        if line.reverses >= 0 { appendEventID(index, line.reverses) }
        if !script.rules.tiers.isEmpty {
            writer.comma()
            if namesUnit { writer.append(script.rules.tiers[story.tier ?? Int(person.tier)]) }
        }
        writer.endLine()
    }

    /// Appends a row to be rejected, the season's `number`-th.
    func append(_ row: FaultyRow, number: Int) {
        let script = population.script
        let person = population.people[row.person]
        let fault = row.fault
        writer.append(byte: 0x46)
        writer.append(decimal: number, width: 10)
        appendPerson(
            row.person,
            number: fault.distort(number: person.number.characters(population.divisions)),
            kind: .resident,
            unit: fault == .unitUnknown ? Array("无此镇".utf8) : population.unitName(of: person)
        )
        writer.append(fault.amount(script.premiumFen / 100))
        writer.comma()
        writer.append(fault == .channelUnknown ? "no-such-channel" : script.channels[0].id)
        writer.comma()
        if fault == .paidAtMalformed {
            // November has thirty days.
            writer.append(decimal: script.timetable.window.lowerBound.parts.year)
            writer.append("-11-31T09:30:00")
        } else {
            writer.append(second: row.second)
        }
        writer.append(",payment,")
        if !script.rules.tiers.isEmpty {
            writer.comma()
            writer.append(fault == .tierUnknown ? "第九档次" : script.rules.tiers[0])
        }
        writer.endLine()
    }

    private func appendEventID(_ index: Int, _ step: Int) {
        writer.append(byte: 0x54)
        writer.append(decimal: index << 2 | step, width: 10)
    }

    /// Appends the cells from identity_number to unit, commas around them.
    private func appendPerson(_ index: Int, number: [UInt8], kind: Identity, unit: [UInt8]) {
        writer.comma()
        writer.append(number)
        writer.comma()
        writer.append(kind.rawValue)
        writer.comma()
        population.appendName(of: index, to: writer)
        writer.comma()
        writer.append(unit)
        writer.comma()
    }
}
