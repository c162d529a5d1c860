extension Sequence<UInt8> {
    /// Whether UTF-8 text holds a control character: U+0000–U+001F, U+007F–U+009F.
    ///
    /// No text of a fact may: a database cannot store U+0000, and the others break lines of tables
    /// or hide what is shown.
    public var holdsControlCharacter: Bool {
        var previous: UInt8 = 0
        for byte in self {
            if byte < 0x20 || byte == 0x7F { return true }
            // U+0080–U+009F.
            if previous == 0xC2, byte < 0xA0 { return true }
            previous = byte
        }
        return false
    }

    /// Whether JSON writes a control character as an escape: whoever reads its texts would have it.
    ///
    /// Tabs and ends of lines may stand in what people write.
    fileprivate var escapesControlCharacter: Bool {
        var (isEscaped, digits, value): (Bool, Int, UInt32) = (false, 0, 0)
        for byte in self {
            if digits > 0 {
                value = value << 4 | (UInt32(hexadecimal: byte) ?? 0)
                digits -= 1
                guard digits == 0, value < 0x20 || (0x7F..<0xA0).contains(value) else { continue }
                if ![0x09, 0x0A, 0x0D].contains(value) { return true }
            } else if isEscaped {
                isEscaped = false
                if byte == UInt8(ascii: "b") || byte == UInt8(ascii: "f") { return true }
                if byte == UInt8(ascii: "u") { (digits, value) = (4, 0) }
            } else {
                isEscaped = byte == UInt8(ascii: "\\")
            }
        }
        return false
    }
}

extension UInt32 {
    /// The value of a hexadecimal digit.
    fileprivate init?(hexadecimal byte: UInt8) {
        switch byte {
        case 0x30...0x39: self = UInt32(byte) - 0x30
        case 0x41...0x46: self = UInt32(byte) - 0x41 + 10
        case 0x61...0x66: self = UInt32(byte) - 0x61 + 10
        default: return nil
        }
    }
}

extension Fact {
    /// Whether scheme, source and number can be written anywhere: a fact that they do not name
    /// is counted as undecodable, under the place at which it was read.
    public var isNameable: Bool {
        !scheme.utf8.holdsControlCharacter && !source.utf8.holdsControlCharacter
            && !number.utf8.holdsControlCharacter
    }

    /// Whether any text of the fact holds a control character.
    public var holdsControlCharacter: Bool {
        if !isNameable { return true }
        // Nearly all facts are payments: their texts are looked at without an array.
        if case .payment(let it) = body {
            return it.unit.utf8.holdsControlCharacter || it.channel.utf8.holdsControlCharacter
                || it.tier.utf8.holdsControlCharacter || it.reverses.utf8.holdsControlCharacter
        }
        if case .officeRecord(let it) = body, it.json.utf8.escapesControlCharacter { return true }
        return body.texts.contains { $0.utf8.holdsControlCharacter }
    }
}

extension Fact {
    /// Calls `body` with each text that stands in the fact unsealed, until it says so.
    ///
    /// - Returns: Whether it did. The number of a household is left out: it is made a key before the
    ///   fact is sent.
    public func hasClearText(where body: (String) -> Bool) -> Bool {
        if body(number) { return true }
        switch self.body {
        // Nearly all facts are payments: their texts are looked at without an array.
        case .payment(let it):
            return body(it.unit) || body(it.channel) || body(it.tier) || body(it.reverses)
        case .rosterLine(let it), .registration(let it): return body(it.unit) || body(it.tier)
        case .householdTier(let it): return body(it.tier)
        default: return self.body.texts.contains(where: body)
        }
    }
}

extension Fact.Body {
    /// The texts of the fact; of an office's record also what its JSON says between its blanks.
    fileprivate var texts: [String] {
        switch self {
        case .payment(let it): [it.unit, it.channel, it.tier, it.reverses]
        case .listRow(let it): [it.list, it.bureau, it.category, it.unit, it.attribute]
        case .rosterLine(let it), .registration(let it):
            [it.unit, it.household, it.tier, it.householdTier]
        case .target(let it): [it.unit]
        case .listSealed(let it): [it.list, it.bureau, it.supersedes]
        case .listAudited(let it): [it.list, it.office]
        case .householdTier(let it): [it.tier, it.household]
        case .transfer(let it): [it.unit]
        case .rejected(let it): [it.code, it.list]
        case .refundPaid(let it): [it.office]
        case .decision(let it): [it.office]
        case .officeRecord(let it):
            // Tabs may stand between the parts of JSON; in its texts they are written as \\t.
            [it.type, it.unit, it.by, it.json.replacing("\t", with: "")]
                + (it.event?.texts ?? [])
        case .exclusion, .mark, .dayClosed, .policyActivated: []
        }
    }
}

extension OfficeEvent {
    fileprivate var texts: [String] {
        [subject.id, role, number, application, account, handler, about, fromOffice, toOffice]
            + signatories
    }
}
