/// Writes single payment lines.
struct PaymentLines {
    let population: Population
    let writer: ByteWriter

    /// Appends the line of a person's step.
    ///
    /// - Parameter paidAt: Seconds since 1970-01-01T00:00:00 local.
    func append(_ index: Int, _ step: Int, paidAt: Int) {
        let script = population.script
        let person = population.people[index]
        let line = script.stories[Int(person.story)].steps[step]
        // A reversal goes through the channel of what it takes back.
        let channelStep = line.reverses < 0 ? step : line.reverses
        var random = Random(seed: population.seed, .payChannel, index << 2 | channelStep)
        let channel = channel(for: person, &random)
        let isUnitEmpty = channel.isSelfService && random.happens(population.habits.emptyUnit)
        // Without a roster line nothing else would tell the unit.
        let namesUnit = !isUnitEmpty || index >= population.roster.upperBound
        appendEventID(index, step)
        appendPerson(
            index,
            number: person.number.characters(population.divisions),
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
            unit: fault == .unitUnknown ? Array("无此镇".utf8) : population.unitName(of: person)
        )
        writer.append(fault.amount(script.premiumFen / 100))
        writer.comma()
        writer.append(fault == .channelUnknown ? "no-such-channel" : script.channels[0].id)
        writer.comma()
        if fault == .paidAtMalformed {
            // November has thirty days.
            writer.append("2022-11-31T09:30:00")
        } else {
            writer.append(second: row.second)
        }
        writer.append(",payment,")
        writer.endLine()
    }

    private func appendEventID(_ index: Int, _ step: Int) {
        writer.append(byte: 0x54)
        writer.append(decimal: index << 2 | step, width: 10)
    }

    /// Appends the cells from identity_number to unit, commas around them.
    private func appendPerson(_ index: Int, number: [UInt8], unit: [UInt8]) {
        writer.comma()
        writer.append(number)
        writer.append(",resident-id,")
        let isMale = population.people[index].number.isMale
        population.names.append(index, male: isMale, to: writer)
        writer.comma()
        writer.append(unit)
        writer.comma()
    }

    /// Draws a channel; a payment that has no unit comes through one that names none.
    private func channel(for person: Person, _ random: inout Random) -> Channel {
        let channels = population.script.channels
        let drawn = channels[population.habits.channels.spin(&random) ?? 0]
        guard person.unit == Person.noUnit, !drawn.isSelfService else { return drawn }
        return channels.first(where: \.isSelfService) ?? drawn
    }
}
