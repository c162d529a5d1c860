import Events

/// What persons of the same standing have in common, kept once for all of them.
struct Terms: Hashable, Sendable {
    /// Category id applied.
    var category: String
    /// Category ids that matched and were not applied.
    var others: [String]
    /// What the person bears in the end.
    var due: Money
    /// What the person pays first.
    var upfront: Money

    /// Every group that the person is in.
    func isIn(_ group: String) -> Bool { category == group || others.contains(group) }
}

/// A person after the last journal: 64 bytes, names as numbers.
struct PersonRow: Sendable {
    /// The person.
    var person: PersonKey
    /// Partition in the upper 16 bits, number of the last journal below.
    var place: UInt64
    /// Fen received and not taken back.
    var received: Int64
    /// Of it, fen that go back.
    var refund: Int64
    /// Of that, fen that were paid back.
    var refunded: Int64
    /// Number of the unit.
    var unit: UInt32
    /// Number of the ``Terms``.
    var terms: UInt32
    /// Day of enrolment; `Int32.min` where there is none.
    var enrolledOn: Int32
    /// Raw value of the status.
    var status: UInt8
    /// Whether the person counts as enrolled.
    var isCovered: Bool

    static func place(_ partition: Int32, _ sequence: Int64) -> UInt64 {
        UInt64(UInt32(bitPattern: partition)) << 48 | UInt64(sequence)
    }

    /// The last journal.
    var journal: JournalPosition {
        JournalPosition(
            partition: Int32(truncatingIfNeeded: place >> 48),
            sequence: Int64(place & (1 << 48 - 1))
        )
    }
}
