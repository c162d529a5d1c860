/// An amount of money in fen (1/100 yuan), exact.
///
/// All money in the project is integer fen; there is no floating point anywhere on its way.
public struct Money: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The amount in fen; may be negative in a delta.
    public var fen: Int64

    /// Creates an amount of `fen` fen.
    public init(fen: Int64) { self.fen = fen }

    /// Creates an amount of whole yuan.
    public init(yuan: Int64) { self.fen = yuan * 100 }

    /// No money.
    public static let zero = Money(fen: 0)

    /// Exact sum; traps on overflow of 64 bits.
    public static func + (lhs: Money, rhs: Money) -> Money { Money(fen: lhs.fen + rhs.fen) }

    /// Exact difference; traps on overflow of 64 bits.
    public static func - (lhs: Money, rhs: Money) -> Money { Money(fen: lhs.fen - rhs.fen) }

    /// Adds in place.
    public static func += (lhs: inout Money, rhs: Money) { lhs.fen += rhs.fen }

    /// Subtracts in place.
    public static func -= (lhs: inout Money, rhs: Money) { lhs.fen -= rhs.fen }

    /// Orders by amount.
    public static func < (lhs: Money, rhs: Money) -> Bool { lhs.fen < rhs.fen }

    /// Yuan with two places, or none when the amount is whole: `350`, `65.50`.
    public var description: String {
        let sign = fen < 0 ? "-" : ""
        let magnitude = fen.magnitude
        let rest = magnitude % 100
        if rest == 0 { return "\(sign)\(magnitude / 100)" }
        return "\(sign)\(magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Reads decimal yuan with at most two places: `350`, `350.5`, `350.50`.
    ///
    /// - Parameter text: ASCII digits with an optional point; no sign, exponent, separator or blank.
    /// - Returns: The amount, or the reason why it is not one.
    public static func parse(yuan text: some Collection<UInt8>) -> Result<Money, AmountProblem> {
        var whole: Int64 = 0
        var fraction: Int64 = 0
        var places = -1
        var digits = 0
        if text.first == UInt8(ascii: "-") { return .failure(.negative) }
        for byte in text {
            if byte == UInt8(ascii: ".") {
                if places >= 0 || digits == 0 { return .failure(.malformed) }
                places = 0
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return .failure(.malformed) }
            let digit = Int64(byte - 0x30)
            if places < 0 {
                digits += 1
                if digits > 12 { return .failure(.tooLarge) }
                whole = whole * 10 + digit
            } else {
                places += 1
                if places > 2 { return .failure(.tooManyPlaces) }
                fraction = fraction * 10 + digit
            }
        }
        guard digits > 0, places != 0 else { return .failure(.malformed) }
        if places == 1 { fraction *= 10 }
        return .success(Money(fen: whole * 100 + fraction))
    }

    /// Reads a whole number of fen: `35000`.
    public static func parse(fen text: some Collection<UInt8>) -> Result<Money, AmountProblem> {
        if text.first == UInt8(ascii: "-") { return .failure(.negative) }
        guard !text.isEmpty else { return .failure(.malformed) }
        guard text.count <= 14 else { return .failure(.tooLarge) }
        var value: Int64 = 0
        for byte in text {
            guard byte >= 0x30, byte <= 0x39 else { return .failure(.malformed) }
            value = value * 10 + Int64(byte - 0x30)
        }
        return .success(Money(fen: value))
    }
}

/// Why a text is not an amount.
public enum AmountProblem: Error, Sendable {
    /// A sign stands in front.
    case negative
    /// Not digits with at most one point (`1e3`, blanks, thousands separators).
    case malformed
    /// More than two decimal places.
    case tooManyPlaces
    /// More than twelve digits of yuan.
    case tooLarge
}
