/// What makes a payment row unacceptable; each faulty row has exactly one fault.
enum Fault: String, CaseIterable, Sendable {
    case identityLength = "identity_length"
    case identityBirthDate = "identity_birth_date"
    case identityChecksum = "identity_checksum"
    case amountMalformed = "amount_malformed"
    case amountNegative = "amount_negative"
    case amountPlaces = "amount_places"
    case unitUnknown = "unit_unknown"
    case channelUnknown = "channel_unknown"
    case paidAtMalformed = "paid_at_malformed"
    case tierUnknown = "tier_unknown"

    /// The identity number with this fault, from a good one.
    func distort(number: [UInt8]) -> [UInt8] {
        var digits = number
        switch self {
        case .identityLength:
            digits.removeLast()
        case .identityBirthDate:
            // The 30th of February, with the check character that belongs to it.
            digits.replaceSubrange(10..<14, with: Array("0230".utf8))
            digits[17] = NumberCode.checkCharacter(of: Array(digits[0..<17]))
        case .identityChecksum:
            digits[17] = digits[17] == 0x58 ? 0x30 : digits[17] == 0x39 ? 0x58 : digits[17] + 1
        case .amountMalformed, .amountNegative, .amountPlaces, .unitUnknown, .channelUnknown,
            .paidAtMalformed, .tierUnknown:
            break
        }
        return digits
    }

    /// The amount of `yuan` as this row writes it.
    func amount(_ yuan: Int) -> String {
        switch self {
        case .amountMalformed: "1e3"
        case .amountNegative: "-\(yuan)"
        case .amountPlaces: "\(yuan).005"
        case .identityLength, .identityBirthDate, .identityChecksum, .unitUnknown, .channelUnknown,
            .paidAtMalformed, .tierUnknown:
            "\(yuan)"
        }
    }
}

/// A payment row to be rejected, in the name of a person who stays as made.
struct FaultyRow {
    let fault: Fault
    /// The person's index.
    let person: Int
    /// When it stands in the file.
    let second: Int

    /// Places `count` rows of each fault: in turns for people whom nothing else names and for
    /// people of the roster.
    static func rows(of population: Population, count: Int) -> [FaultyRow] {
        let faults = population.script.rules.faults
        var strangers = population.strangers.makeIterator()
        let days = population.script.timetable.span(of: .window)
        return (0..<count * faults.count).compactMap { place in
            var random = Random(seed: population.seed, .badRow, place)
            let isStranger = place / faults.count % 2 == 0
            let resident = population.resident(near: random.below(population.roster.count))
            guard let person = isStranger ? strangers.next() : resident else { return nil }
            let second = random.within(days) * 86_400 + random.within(27_000...79_199)
            return FaultyRow(fault: faults[place % faults.count], person: person, second: second)
        }
    }
}
