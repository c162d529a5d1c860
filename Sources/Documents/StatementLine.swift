import Events

/// A line of a bank's or the tax bureau's statement.
public struct StatementLine: Sendable, Hashable {
    /// Row under the header, from 1.
    public var row: Int64
    /// The day.
    public var day: CivilDate
    /// The amount, above zero.
    public var amount: Money
    /// Account, village or channel as the statement names it; empty where it names none.
    public var account: String
    /// Number of slip or serial; empty where it has none.
    public var reference: String

    /// Creates a line.
    public init(
        row: Int64,
        day: CivilDate,
        amount: Money,
        account: String = "",
        reference: String = ""
    ) {
        self.row = row
        self.day = day
        self.amount = amount
        self.account = account
        self.reference = reference
    }
}

/// A row of a statement that cannot be read: it is told, and never counted as nothing.
public struct StatementFault: Sendable, Hashable {
    /// Row under the header, from 1.
    public var row: Int64
    /// What is wrong.
    public var sentence: String

    /// Creates a fault.
    public init(row: Int64, sentence: String) {
        self.row = row
        self.sentence = sentence
    }
}

/// Money that the books have at a bank or in the treasury, as one line.
public struct PostedLine: Sendable, Hashable {
    /// What it is, and its name in the books (`释之/甲村 deposit/operations/D-1`).
    public var id: String
    /// The day.
    public var day: CivilDate
    /// The amount, above zero.
    public var amount: Money
    /// Names of its places: unit, town, account, channel, as ``StatementPlace`` writes them.
    public var places: Set<String>
    /// Numbers by which a statement may name it, the nearest first.
    public var references: [String]

    /// Creates a line.
    public init(
        id: String,
        day: CivilDate,
        amount: Money,
        places: Set<String>,
        references: [String]
    ) {
        self.id = id
        self.day = day
        self.amount = amount
        self.places = places
        self.references = references
    }
}
