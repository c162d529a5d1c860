import Events
import Ledger

/// The moment of the books at which a figure was computed: every figure that is shown carries one.
public struct Moment: Sendable, Hashable {
    /// How far the ledger went, per partition, in order of partitions.
    public var positions: [JournalPosition]
    /// The last day that the ledger knows of; nil while it knows none.
    public var day: CivilDate?

    /// Creates a moment.
    public init(positions: [JournalPosition], day: CivilDate?) {
        self.positions = positions.sorted()
        self.day = day
    }

    /// `0:1200;1:1187`: the position as documents state it too.
    public var positionText: String { positions.map(\.description).joined(separator: ";") }
}
