/// A citizen identity number (公民身份号码) that satisfies GB 11643-1999.
///
/// 18 characters: division code (6), birth date (8), sequence (3, odd = male), check character
/// by ISO 7064 MOD 11-2. It exists in clear only in producers and in `validate`.
public struct IdentityNumber: Hashable, Sendable {
    /// Birth date, digits 7–14.
    public let birth: CivilDate
    /// Sex, parity of digit 17.
    public let sex: Sex

    /// Checks `bytes`.
    ///
    /// - Parameter bytes: ASCII; a small `x` as the check character is read as `X`.
    /// - Throws: The first ``IdentityProblem`` found, in the order they are declared.
    public init(_ bytes: UnsafeBufferPointer<UInt8>) throws(IdentityProblem) {
        guard bytes.count == 18 else { throw .wrongLength }
        var sum = 0
        for index in 0..<17 {
            guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { throw .notDigits }
            // The weights 7, 9, 10 … 4, 2 are powers of two, modulo 11.
            sum = (sum + Int(bytes[index] - 0x30)) * 2
        }
        let check = bytes[17] == 0x78 ? 0x58 : bytes[17]
        guard (check >= 0x30 && check <= 0x39) || check == 0x58 else { throw .notDigits }
        func number(_ start: Int, _ count: Int) -> Int {
            var value = 0
            for index in start..<start + count { value = value * 10 + Int(bytes[index] - 0x30) }
            return value
        }
        let year = number(6, 4)
        guard let birth = CivilDate(year: year, month: number(10, 2), day: number(12, 2)),
            (1880...2100).contains(year)
        else { throw .impossibleBirthDate }
        let expected = UInt8((12 - sum % 11) % 11)
        guard check == (expected == 10 ? 0x58 : 0x30 + expected) else { throw .wrongCheckCharacter }
        self.birth = birth
        self.sex = bytes[16] & 1 == 1 ? .male : .female
    }

    /// The check character of 17 digits.
    ///
    /// - Parameter digits: Seventeen ASCII digits.
    /// - Returns: `0`–`9` or `X`, as ASCII.
    public static func checkCharacter(of digits: some Collection<UInt8>) -> UInt8 {
        var sum = 0
        for (weight, digit) in zip(weights, digits) { sum += Int(digit - 0x30) * weight }
        return checkCharacters[sum % 11]
    }

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checkCharacters = Array("10X98765432".utf8)
}

/// Why a text is not an identity number, most basic reason first.
public enum IdentityProblem: Error, Sendable {
    /// Not 18 characters.
    case wrongLength
    /// A character that is no digit (nor X in the last place).
    case notDigits
    /// Digits 7–14 are no day.
    case impossibleBirthDate
    /// The last character is not that of ISO 7064 MOD 11-2.
    case wrongCheckCharacter
}

/// Sex as the identity number states it.
///
/// Raw values are wire format.
public enum Sex: UInt8, Sendable {
    /// Not known (no 18-digit number).
    case unknown = 0
    /// 男.
    case male = 1
    /// 女.
    case female = 2
}

/// What kind of number names a person.
///
/// Raw values are wire format.
public enum IdentityKind: UInt8, Sendable, CaseIterable {
    /// 公民身份号码, 18 characters.
    case residentID = 0
    /// A number of the insurance system for people without papers.
    case systemNumber = 1
    /// A newborn without a number of its own (the guardian's number and a running number).
    case newborn = 2
    /// A residence permit of a person without an 18-digit number.
    case permit = 3

    /// The name in files (`identity_kind`, 证件类型).
    public var name: String {
        switch self {
        case .residentID: "resident-id"
        case .systemNumber: "system-number"
        case .newborn: "newborn"
        case .permit: "permit"
        }
    }

    /// Reads the name in files; an empty text is `resident-id`.
    public init?(name: some StringProtocol) {
        if name.isEmpty {
            self = .residentID
            return
        }
        guard let kind = IdentityKind.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }
}
