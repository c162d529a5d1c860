/// An identity number in four bytes: division (5 bits), place in the day (11), birth day (16).
struct NumberCode: Hashable {
    /// The first birth day that can be told.
    static let firstDay = Day(1910, 1, 1)
    /// Birth days that can be told.
    static let dayCount = 42_000

    private let bits: UInt32

    /// Packs a number.
    ///
    /// - Parameter sequence: Digits 15–17, 1…999; odd for a man.
    init(division: Int, birth: Day, sequence: Int) {
        let day = UInt32(birth.number - NumberCode.firstDay.number)
        bits = UInt32(division) << 27 | UInt32(sequence) << 16 | day
    }

    /// Index in the scheme's divisions.
    var division: Int { Int(bits >> 27) }
    /// Digits 15–17.
    var sequence: Int { Int(bits >> 16 & 0x7FF) }
    /// Birth day.
    var birth: Day { Day(number: NumberCode.firstDay.number + Int(bits & 0xFFFF)) }
    /// Whether digit 17 is that of a man.
    var isMale: Bool { sequence & 1 == 1 }

    /// The 18 characters.
    func characters(_ divisions: [[UInt8]]) -> [UInt8] {
        var digits = divisions[division]
        digits.reserveCapacity(18)
        let (year, month, day) = birth.parts
        var rest = ((year * 100 + month) * 100 + day) * 1000 + sequence
        var divisor = 10_000_000_000
        while divisor > 0 {
            digits.append(UInt8(truncatingIfNeeded: 0x30 + rest / divisor))
            rest %= divisor
            divisor /= 10
        }
        digits.append(NumberCode.checkCharacter(of: digits))
        return digits
    }

    /// The check character of 17 digits, ISO 7064 MOD 11-2.
    ///
    /// The check character c makes the whole congruent to 1, weights being powers of two:
    /// Σ digit·2^(17−place) + c ≡ 1 (mod 11).
    static func checkCharacter(of digits: [UInt8]) -> UInt8 {
        var sum = 0
        for digit in digits { sum = (sum + Int(digit & 0x0F)) * 2 % 11 }
        let check = (12 - sum) % 11
        return check == 10 ? 0x58 : UInt8(0x30 + check)
    }
}

/// Issues identity numbers, none twice.
struct NumberIssuer {
    /// Sequences of one division, birth day and sex.
    private static let sequences = 499

    private var issued: [UInt16]

    /// Creates an issuer for a number of divisions.
    init(divisions: Int) {
        issued = Array(repeating: 0, count: divisions * 2 * NumberCode.dayCount)
    }

    /// A number that nobody has yet.
    ///
    /// - Throws: ``SimulationError/numbersExhausted``.
    mutating func issue(division: Int, birth: Day, male: Bool) throws -> NumberCode {
        let day = birth.number - NumberCode.firstDay.number
        let slot = (division * 2 + (male ? 1 : 0)) * NumberCode.dayCount + day
        let used = Int(issued[slot])
        guard used < NumberIssuer.sequences else { throw SimulationError.numbersExhausted }
        issued[slot] += 1
        // 61 and the prime 499 have no common factor: each place of the day is reached once.
        let place = (used * 61 + day * 7 + division) % NumberIssuer.sequences
        return NumberCode(
            division: division,
            birth: birth,
            sequence: place * 2 + (male ? 1 : 2)
        )
    }
}
