/// One filled cell of a sheet; its text is valid until the reader passes on.
public struct SheetCell {
    /// What a cell holds.
    public enum Kind: Sendable {
        /// Text, or what a formula made of it.
        case text
        /// A number, as digits.
        case number
        /// A number of 16 or more digits, of which the last are lost.
        case rounded
        /// A number shown as a day: `2022-10-17`.
        case day
        /// A number shown as a day with its time: `2022-10-17T10:15:30`.
        case dayAndTime
        /// A number shown as a day that is none.
        case noDay
        /// `TRUE` or `FALSE`.
        case boolean
        /// A fault of a formula: `#N/A`.
        case error
        /// A formula whose value the file does not hold.
        case uncomputed
        /// Something that contradicts the file: a shared text that is not there, no number.
        case unreadable
    }

    /// The column, 0 for `A`.
    public var column: Int
    /// What it holds.
    public var kind: Kind
    /// Its text.
    public var text: UnsafeBufferPointer<UInt8>
    /// The number of a number or day; zero of anything else.
    public var number: Double

    /// Creates a cell.
    public init(column: Int, kind: Kind, text: UnsafeBufferPointer<UInt8>, number: Double) {
        (self.column, self.kind, self.text, self.number) = (column, kind, text, number)
    }

    /// Whether it shows nothing.
    public var isBlank: Bool {
        kind == .text && text.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }
}

/// One row of a sheet that has filled cells; valid until the reader passes on.
public struct SheetRow {
    /// Its number as a spreadsheet counts, 1 for the first.
    public var number: Int
    /// Whether it is hidden or filtered away.
    public var isHidden: Bool
    /// Its filled cells, in the order of their columns.
    public var cells: UnsafeBufferPointer<SheetCell>
}

/// A merged area: what its first cell holds is shown for all of it.
public struct MergedArea: Equatable, Sendable {
    /// Its columns, 0 for `A`.
    public var columns: ClosedRange<Int>
    /// Its rows, 1 for the first.
    public var rows: ClosedRange<Int>
}

/// How far the rest of a sheet reaches.
public struct SheetExtent: Equatable, Sendable {
    /// Rows with filled cells.
    public var rows = 0
    /// Of these, rows that are hidden or filtered away.
    public var hiddenRows = 0
    /// The last column with a filled cell, 0 for `A`; −1 when there is none.
    public var lastColumn = -1

    /// Creates the extent of nothing.
    public init() {}
}
