/// What is wrong with one row, for people: where it stands, why it is not taken and what to do.
///
/// It holds no value of a cell.
public struct RowVerdict: Sendable, Hashable, Codable {
    /// Where the row stands: `第5行`, `“名单”第5行`.
    public var place: String
    /// What the file calls the column at fault; empty for the whole row.
    public var column: String
    /// Raw value of an ``IntakeRejection``.
    public var code: String

    /// Creates a verdict.
    public init(place: String, column: String, code: String) {
        (self.place, self.column, self.code) = (place, column, code)
    }

    /// What is wrong, in Chinese; the code itself where it is of no row.
    public var reason: String { IntakeRejection(rawValue: code)?.chinese ?? code }

    /// What to do, in Chinese.
    public var remedy: String { IntakeRejection(rawValue: code)?.nextStepChinese ?? "" }
}
