/// Why a season cannot be simulated.
public enum SimulationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No script is written for the scheme.
    case unknownScheme(String)
    /// The number of residents is outside what the identity numbers and the units can carry.
    case residentsOutOfRange(Int, allowed: ClosedRange<Int>)
    /// A file of rates or units cannot be read: file name, row (1 = header), what was expected.
    case malformed(file: String, row: Int, expected: String)
    /// A rate that the scheme needs is not in the file of rates.
    case missingRate(String)
    /// Rates of one choice add up to more (or, where they must be complete, less) than the whole.
    case ratesDoNotAddUp(String)
    /// All identity numbers of one division, day and sex have been issued.
    case numbersExhausted
    /// A file cannot be written: its name and the system's error number.
    case cannotWrite(file: String, errno: Int32)

    /// The error in words, with the next step.
    public var description: String {
        switch self {
        case .unknownScheme(let id):
            "scheme \(id): no simulation is written for it; choose "
                + Season.schemes.joined(separator: ", ")
        case .residentsOutOfRange(let count, let allowed):
            "residents \(count): choose \(allowed.lowerBound) to \(allowed.upperBound)"
        case .malformed(let file, let row, let expected):
            "\(file) row \(row): \(expected) expected; correct the row"
        case .missingRate(let name):
            "rate \(name) is missing; add it to the scheme's simulation.csv"
        case .ratesDoNotAddUp(let name):
            "rates \(name): their sum is not what it must be; correct simulation.csv"
        case .numbersExhausted:
            "no identity number is left for a birth date; choose fewer residents"
        case .cannotWrite(let file, let code):
            "\(file): cannot be written, system error \(code)"
        }
    }
}
