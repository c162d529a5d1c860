import Events

@testable import Intake

/// Numbers and names of people: what is taken as a number, and what may be shown of it.
final class IdentityTarget: FuzzTarget {
    static let name = "identity"

    init() {}

    func read(_ input: UnsafeRawBufferPointer) throws {
        var feed = InputFeed(input)
        switch feed.choice(of: 3) {
        case 0: try feed.rest.withMemoryRebound(to: UInt8.self, number)
        case 1: try cells(feed)
        default: try feed.rest.withMemoryRebound(to: UInt8.self, masks)
        }
    }

    private func number(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        let isGood = IdentityTarget.isGood(bytes)
        do {
            let number = try IdentityNumber(bytes)
            try promise(isGood, "a number is taken that is none")
            let day = (UInt32(bytes[12]) - 48) * 10 + UInt32(bytes[13]) - 48
            try promise(
                number.birth.description.hasSuffix(day < 10 ? "0\(day)" : "\(day)"),
                "birth"
            )
            try promise((number.sex == .male) == (bytes[16] % 2 == 1), "sex")
        } catch {
            try promise(!isGood, "a good number is refused: \(error)")
        }
    }

    /// GB 11643-1999 and ISO 7064 MOD 11-2 anew: the sum of a·2^(17−i) and the check is 1 modulo 11.
    private static func isGood(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count == 18, bytes.prefix(17).allSatisfy({ (48...57).contains($0) }) else {
            return false
        }
        let last: Int
        switch bytes[17] {
        case 48...57: last = Int(bytes[17]) - 48
        case UInt8(ascii: "X"), UInt8(ascii: "x"): last = 10
        default: return false
        }
        let digits = bytes.prefix(17).map { Int($0) - 48 } + [last]
        let sum = digits.enumerated().reduce(0) { $0 + $1.element << (17 - $1.offset) }
        let (year, month, day) = (
            digits[6..<10].reduce(0) { $0 * 10 + $1 }, digits[10] * 10 + digits[11],
            digits[12] * 10 + digits[13]
        )
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return sum % 11 == 1 && (1880...2100).contains(year) && (1...12).contains(month)
            && day >= 1 && day <= lengths[month - 1]
    }

    /// A row of four cells, between commas: number, kind, name, number of the system.
    private func cells(_ feed: InputFeed) throws {
        let parts = feed.rest.split(separator: 0x2C, maxSplits: 3, omittingEmptySubsequences: false)
            .map { UnsafeRawBufferPointer(rebasing: $0).bindMemory(to: UInt8.self) }
        var positions = Array(repeating: -1, count: Column.allCases.count)
        for (place, column) in [Column.identityNumber, .identityKind, .name, .systemNumber]
            .enumerated()
        { positions[column.rawValue] = place }
        try parts.withUnsafeBufferPointer { parts in
            let person: OpenIdentity
            do throws(RowFault) {
                person = try Cells(cells: parts, positions: positions).person()
            } catch {
                if !IdentityTarget.tellsNumber(error.detail) { return }
                throw Broken("a refusal tells a number: \(error.code)")
            }
            try check(person)
        }
    }

    private func check(_ person: OpenIdentity) throws {
        try promise(!person.name.isEmpty && !person.number.isEmpty, "somebody has no name")
        if person.kind == .residentID {
            let isGood = person.number.withUnsafeBufferPointer(IdentityTarget.isGood)
            try promise(isGood && person.number[17] != UInt8(ascii: "x"), "a number is not checked")
            try promise(person.maskedNumber.utf8.count == 18, "a mask has another length")
        }
        try promise(!IdentityTarget.tellsNumber(person.maskedNumber), "a mask tells the number")
        try promise(!IdentityTarget.tellsNumber(person.maskedName), "a mask tells the number")
        if person.number.count >= 6 {
            let whole = String(decoding: person.number, as: UTF8.self)
            try promise(!person.maskedNumber.contains(whole), "a mask hides nothing")
            try promise(!Masked.isPlain("N-\(whole)", beside: whole), "a number is taken as plain")
        }
    }

    private func masks(_ bytes: UnsafeBufferPointer<UInt8>) throws {
        try promise(!IdentityTarget.tellsNumber(Masked.text(bytes)), "a mask tells a number")
        if Utf8(UnsafeRawBufferPointer(bytes)) != .invalid {
            try promise(!IdentityTarget.tellsNumber(Masked.figure(bytes)), "a figure is a number")
        }
        try promise(
            Masked.holdsIdentityNumber(bytes) == IdentityTarget.holdsNumber(bytes),
            "a number is found otherwise"
        )
    }

    private static func tellsNumber(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer(holdsNumber)
    }

    /// Every window of 18 with no digit at either side, one by one; born after 1900.
    private static func holdsNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        func isDigit(_ place: Int) -> Bool {
            bytes.indices.contains(place) && (48...57).contains(bytes[place])
        }
        guard bytes.count >= 18 else { return false }
        return (0...bytes.count - 18).contains { start in
            let window = UnsafeBufferPointer(rebasing: bytes[start..<start + 18])
            return !isDigit(start - 1) && (!isDigit(start + 18) || !isDigit(start + 17))
                && isGood(window) && "19000101".utf8.lexicographicallyPrecedes(window[6..<14])
        }
    }
}
