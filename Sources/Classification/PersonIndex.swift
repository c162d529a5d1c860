import Events

/// Person key → slot, by open addressing over 4-byte cells: 16 bytes of key and about 6 of cells
/// for each person.
struct PersonIndex {
    private(set) var keys: ContiguousArray<PersonKey> = []
    private var cells: ContiguousArray<UInt32>
    private var mask: Int

    init() {
        cells = ContiguousArray(repeating: 0, count: 1024)
        mask = 1023
    }

    /// The index of these keys, in the order of their slots.
    init(_ keys: ContiguousArray<PersonKey>) {
        var count = 1024
        while keys.count * 3 > count * 2 { count *= 2 }
        self.keys = keys
        cells = []
        mask = 0
        spread(over: count)
    }

    /// The slot of a key, and whether it was made just now.
    ///
    /// Slots count up from 0.
    mutating func slot(of key: PersonKey) -> (slot: Int, isNew: Bool) {
        var cell = Int(truncatingIfNeeded: key.low) & mask
        while true {
            let content = cells[cell]
            if content == 0 { break }
            if keys[Int(content) - 1] == key { return (Int(content) - 1, false) }
            cell = (cell + 1) & mask
        }
        keys.append(key)
        cells[cell] = UInt32(keys.count)
        if keys.count * 3 > cells.count * 2 { grow() }
        return (keys.count - 1, true)
    }

    /// The slot of a key that is there; nil for any other.
    func knownSlot(of key: PersonKey) -> Int? {
        var cell = Int(truncatingIfNeeded: key.low) & mask
        while cells[cell] != 0 {
            let slot = Int(cells[cell]) - 1
            if keys[slot] == key { return slot }
            cell = (cell + 1) & mask
        }
        return nil
    }

    private mutating func grow() { spread(over: cells.count * 2) }

    private mutating func spread(over count: Int) {
        mask = count - 1
        cells = ContiguousArray(repeating: 0, count: count)
        for (slot, key) in keys.enumerated() {
            var cell = Int(truncatingIfNeeded: key.low) & mask
            while cells[cell] != 0 { cell = (cell + 1) & mask }
            cells[cell] = UInt32(slot + 1)
        }
    }
}
