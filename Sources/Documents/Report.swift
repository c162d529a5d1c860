import Events

/// A document of an office: tables of facts, without any format.
///
/// The same books, pack and request give the same document, byte for byte in every format.
public struct Report: Sendable {
    /// Id of its kind (`refund-list`).
    public var kind: String
    /// Its title in Chinese.
    public var title: String
    /// What it was made from.
    public var basis: ReportBasis
    /// Its tables, at least one.
    public var tables: [ReportTable]
    /// Sentences for the reader: what is left out, what rests on which reading.
    public var notes: [String] = []
    /// Who signs and stamps it, where the notice asks for that.
    public var signing: [SigningPlace] = []
    /// How it is laid out on paper and in workbooks.
    public var layout = ReportLayout.tables

    /// Creates a document.
    public init(kind: String, title: String, basis: ReportBasis, tables: [ReportTable]) {
        self.kind = kind
        self.title = title
        self.basis = basis
        self.tables = tables
    }
}

/// How a document is laid out on paper and in workbooks.
public enum ReportLayout: Sendable {
    /// Tables under a title.
    case tables
    /// A table for another system: its headings stand in the first row of the sheet.
    case exchange
    /// The first table has a slip of paper for each row.
    case slips
}

/// A place on paper where somebody signs or stamps.
public struct SigningPlace: Sendable, Hashable {
    /// Who: a role or an office.
    public var name: String
    /// Whether a stamp is asked for.
    public var isStamp: Bool

    /// Creates a place.
    public init(_ name: String, isStamp: Bool = false) {
        self.name = name
        self.isStamp = isStamp
    }
}

/// What a document was made from: stated in it, whatever the format.
public struct ReportBasis: Sendable, Hashable {
    /// Scheme id.
    public var scheme: String
    /// The place that issued the notice.
    public var place: String
    /// The year that the premium buys.
    public var coverageYear: Int
    /// SHA-256 of the pack, in hexadecimal digits.
    public var policy: String
    /// How far the ledger went, per partition.
    public var position: [JournalPosition]
    /// The day to which ages are counted, and after which nothing is shown; nil where the kind
    /// knows no days.
    public var asOf: CivilDate?
    /// The unit that it is about; empty = all.
    public var unit: String

    /// Creates a basis.
    public init(
        scheme: String,
        place: String,
        coverageYear: Int,
        policy: String,
        position: [JournalPosition],
        asOf: CivilDate?,
        unit: String
    ) {
        self.scheme = scheme
        self.place = place
        self.coverageYear = coverageYear
        self.policy = policy
        self.position = position
        self.asOf = asOf
        self.unit = unit
    }

    /// `0:1200;1:1187`: the ledger's position as documents state it.
    public var positionText: String { position.map(\.description).joined(separator: ";") }
}

/// One table of a document.
public struct ReportTable: Sendable, Hashable {
    /// Its name in files for machines.
    public var id: String
    /// Its title in Chinese.
    public var title: String
    /// Its columns, in order.
    public var columns: [ReportColumn]
    /// Its rows, each with one cell for each column.
    public var rows: [[ReportCell]]
    /// The sums of the columns that can be added up; nil where the table has none.
    public var total: [ReportCell]?

    /// Creates a table.
    public init(
        _ id: String,
        _ title: String,
        _ columns: [ReportColumn],
        _ rows: [[ReportCell]]
    ) {
        self.id = id
        self.title = title
        self.columns = columns
        self.rows = rows
        precondition(
            rows.allSatisfy { $0.count == columns.count },
            "every row has a cell for every column"
        )
    }

    /// The same table with a row of sums: of money, and of the columns that count.
    public func summed() -> ReportTable {
        var table = self
        table.total = columns.indices.map { column in
            guard columns[column].isSummed else { return .none }
            return rows.reduce(into: columns[column].zero) { $0 = $0.adding($1[column]) }
        }
        return table
    }
}

/// A column.
public struct ReportColumn: Sendable, Hashable {
    /// What its cells hold.
    public enum Kind: Sendable, Hashable {
        /// Words.
        case text
        /// A whole number.
        case number
        /// Fen.
        case money
        /// A day.
        case day
    }
    /// Its key in files for machines.
    public var key: String
    /// Its heading in Chinese.
    public var title: String
    /// What its cells hold.
    public var kind: Kind
    /// Whether its cells can be added up.
    public var isSummed: Bool

    /// Creates a column.
    public init(_ key: String, _ title: String, _ kind: Kind = .text, isSummed: Bool = false) {
        self.key = key
        self.title = title
        self.kind = kind
        self.isSummed = isSummed || kind == .money
    }

    /// Nothing, as a sum begins.
    var zero: ReportCell { kind == .money ? .money(.zero) : .number(0) }

    static func money(_ key: String, _ title: String) -> ReportColumn {
        ReportColumn(key, title, .money)
    }

    static func count(_ key: String, _ title: String) -> ReportColumn {
        ReportColumn(key, title, .number, isSummed: true)
    }

    static func number(_ key: String, _ title: String) -> ReportColumn {
        ReportColumn(key, title, .number)
    }

    static func day(_ key: String, _ title: String) -> ReportColumn {
        ReportColumn(key, title, .day)
    }
}

/// A cell.
public enum ReportCell: Sendable, Hashable {
    /// Words.
    case text(String)
    /// A whole number.
    case number(Int64)
    /// An amount.
    case money(Money)
    /// A day.
    case day(CivilDate)
    /// Nothing: unknown, or not asked for.
    case none

    static func day(_ day: CivilDate?) -> ReportCell {
        guard let day else { return .none }
        return .day(day)
    }

    static func number(_ number: Int64?) -> ReportCell {
        guard let number else { return .none }
        return .number(number)
    }

    func adding(_ other: ReportCell) -> ReportCell {
        switch (self, other) {
        case (.money(let left), .money(let right)): .money(left + right)
        case (.number(let left), .number(let right)): .number(left + right)
        default: self
        }
    }
}

/// Why a document cannot be made.
public struct ReportProblem: Error, Sendable, CustomStringConvertible {
    /// What is wrong, and the next step; no personal data.
    public let description: String

    /// Creates a problem of a sentence.
    public init(_ description: String) { self.description = description }
}
