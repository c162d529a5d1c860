import Events

/// Finds the index of a name from its bytes, without allocating.
///
/// Open addressing over FNV-1a; the names lie side by side in one array.
struct NameTable: Sendable {
    private var bytes: [UInt8] = []
    /// Per slot: start, count and index of the name; count 0 = empty.
    private var slots: [(start: Int32, count: Int32, index: Int32)]
    private let mask: Int

    /// Creates a table of names with their indexes.
    init(_ entries: [(name: String, index: Int)]) {
        var capacity = 8
        while capacity < entries.count * 2 + 1 { capacity *= 2 }
        mask = capacity - 1
        slots = Array(repeating: (0, 0, -1), count: capacity)
        for entry in entries where !entry.name.isEmpty { insert(entry.name, entry.index) }
    }

    private mutating func insert(_ name: String, _ index: Int) {
        let key = Array(name.utf8)
        var slot = key.withUnsafeBytes { Int(truncatingIfNeeded: Partitioner.fnv1a($0)) & mask }
        while slots[slot].count > 0 { slot = (slot + 1) & mask }
        slots[slot] = (Int32(bytes.count), Int32(key.count), Int32(index))
        bytes.append(contentsOf: key)
    }

    /// The index of a name; nil when it is not there.
    func index(of name: UnsafeRawBufferPointer) -> Int? {
        if name.isEmpty { return nil }
        var slot = Int(truncatingIfNeeded: Partitioner.fnv1a(name)) & mask
        while slots[slot].count > 0 {
            if matches(slots[slot].start, slots[slot].count, name) { return Int(slots[slot].index) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func matches(_ start: Int32, _ count: Int32, _ name: UnsafeRawBufferPointer) -> Bool {
        guard Int(count) == name.count else { return false }
        return bytes.withUnsafeBytes { all in
            UnsafeRawBufferPointer(rebasing: all[Int(start)..<Int(start + count)])
                .elementsEqual(name)
        }
    }
}
