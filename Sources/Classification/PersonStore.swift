import Events

/// Everything known of the persons of a scheme in one partition, numbered from 0.
///
/// One run of bytes for each person, in a block that it outgrows: ``PersonRecord``.
final class PersonStore {
    private let blocks = BlockStore()
    @exclusivity(unchecked) private var places: ContiguousArray<UInt32> = []

    /// Persons.
    var count: Int { places.count }

    /// Bytes of all records.
    var byteCount: Int { places.indices.reduce(0) { $0 + self[$1].count } }

    /// The record of a person, until anything of it changes.
    @inline(__always)
    subscript(person: Int) -> PersonRecord {
        PersonRecord(base: blocks.address(of: places[person]))
    }

    /// Adds a person of whom nothing is known.
    func append() {
        let block = blocks.take(BlockStore.size(for: PersonRecord.headCount))
        places.append(block)
        PersonRecord(base: blocks.address(of: block)).setCounts(PersonRecord.headCount, standing: 0)
    }

    /// Adds a person as ``PersonRecord/bytes`` tells it; false when that is no record.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard PersonRecord.isWhole(bytes), let start = bytes.baseAddress else { return false }
        let block = blocks.take(BlockStore.size(for: bytes.count))
        blocks.address(of: block).copyMemory(from: start, byteCount: bytes.count)
        places.append(block)
        return true
    }

    /// Makes room for so many persons at once.
    func reserve(_ count: Int) { places.reserveCapacity(count) }

    /// Adds a fact unless it is there.
    ///
    /// - Returns: What becomes of it: accepted, repeated, or conflicting with the one that is there.
    func add(_ fact: StoredFact, to person: Int) -> Tally {
        let record = self[person]
        if let known = record.fact(fact.tag, identity: fact.identity) {
            return known.content == fact.content ? .repeated : .conflicting
        }
        append(fact, to: person)
        return .accepted
    }

    /// Adds a fact that is known not to be there.
    func append(_ fact: StoredFact, to person: Int) {
        let old = self[person].count
        let record = resize(person, to: old + fact.size)
        fact.write(to: record.base + old)
        record.setCounts(old + fact.size, standing: record.standingCount)
    }

    /// Puts a new standing in the place of the last.
    func replaceStanding(_ new: Standing, of person: Int) {
        new.payload.withBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            let (old, count) = (self[person].standingCount, self[person].count)
            let size = count - old + bytes.count
            let head = PersonRecord.headCount
            let record = size > count ? resize(person, to: size) : self[person]
            if old != bytes.count {
                (record.base + head + bytes.count).copyMemory(
                    from: record.base + head + old,
                    byteCount: count - head - old
                )
            }
            (record.base + head).copyMemory(from: start, byteCount: bytes.count)
            if size < count { _ = resize(person, from: count, to: size) }
            self[person].setCounts(size, standing: bytes.count)
        }
    }

    private func resize(_ person: Int, to count: Int) -> PersonRecord {
        resize(person, from: self[person].count, to: count)
    }

    /// Moves a record to another block when it has not the size for so many bytes.
    private func resize(_ person: Int, from old: Int, to new: Int) -> PersonRecord {
        let (oldSize, newSize) = (BlockStore.size(for: old), BlockStore.size(for: new))
        if oldSize == newSize { return self[person] }
        let place = places[person]
        let block = blocks.take(newSize)
        blocks.address(of: block).copyMemory(
            from: blocks.address(of: place),
            byteCount: min(old, new)
        )
        blocks.giveBack(place, oldSize)
        places[person] = block
        return self[person]
    }
}
