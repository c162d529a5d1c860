import Events

/// All persons of a scheme, found by key: rows in blocks, so that growing copies nothing, and an
/// open table of row numbers.
///
/// A person costs 64 bytes of row, 8 to 16 of table and 4 to 8 of the unit's list.
struct PersonTable: Sendable {
    private static let blockBits = 14
    private static let free = UInt32.max

    private var blocks: [ContiguousArray<PersonRow>] = []
    private var slots = ContiguousArray<UInt32>(repeating: PersonTable.free, count: 1 << 10)
    /// Number of persons.
    private(set) var count = 0

    /// The row of a person; nil when the person is not known.
    func find(_ person: PersonKey) -> UInt32? {
        let slot = slots[place(of: person)]
        return slot == PersonTable.free ? nil : slot
    }

    /// A row by its number.
    subscript(row: UInt32) -> PersonRow {
        get {
            blocks[Int(row) >> PersonTable.blockBits][
                Int(row) & (1 << PersonTable.blockBits - 1)
            ]
        }
        set {
            blocks[Int(row) >> PersonTable.blockBits][
                Int(row) & (1 << PersonTable.blockBits - 1)
            ] = newValue
        }
    }

    /// Adds a person who is not there; returns the number of the row.
    mutating func add(_ row: PersonRow) -> UInt32 {
        if 2 * (count + 1) > slots.count { grow() }
        let number = UInt32(count)
        slots[place(of: row.person)] = number
        if count >> PersonTable.blockBits == blocks.count {
            var block = ContiguousArray<PersonRow>()
            block.reserveCapacity(1 << PersonTable.blockBits)
            blocks.append(block)
        }
        blocks[blocks.count - 1].append(row)
        count += 1
        return number
    }

    /// Calls `body` with every row, in the order of their coming.
    func forEach(_ body: (PersonRow) -> Void) {
        for block in blocks { for row in block { body(row) } }
    }

    /// The slot of a person, or the free one where the person belongs.
    private func place(of person: PersonKey) -> Int {
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: person.low) & mask
        while slots[place] != PersonTable.free {
            if self[slots[place]].person == person { return place }
            place = (place + 1) & mask
        }
        return place
    }

    private mutating func grow() {
        slots = ContiguousArray(repeating: PersonTable.free, count: slots.count * 2)
        for number in 0..<UInt32(count) { slots[place(of: self[number].person)] = number }
    }
}
