import Events

extension Ranker: RestorableCore {
    /// Version 1.
    ///
    /// Counted up when anything that is written changes, or what it means does.
    public var stateForm: StateForm { StateForm(name: "ranking", version: 1) }

    /// What the packs say of each scheme ranked, and the number of partitions that must close a day.
    public func basis(of partition: Int32) -> [UInt8] {
        let buffer = ByteBuffer()
        buffer.append(little: UInt32(partitionCount))
        for (_, state) in states.sorted(by: { $0.key < $1.key }) { state.season.save(to: buffer) }
        return buffer.array
    }

    /// Writes the schemes in order of their names; the one partition holds all of them.
    public func save(_ partition: Int32, to buffer: ByteBuffer) {
        buffer.append(little: UInt32(states.count))
        for (scheme, state) in states.sorted(by: { $0.key < $1.key }) {
            buffer.append(counted: scheme)
            state.save(to: buffer)
        }
    }

    /// Takes what ``save(_:to:)`` wrote; it must be of the schemes that this ranker ranks.
    public func restore(
        _ partition: Int32,
        from bytes: UnsafeRawBufferPointer
    ) throws(StateProblem) {
        var reader = StateReader(bytes)
        var restored: [String: SchemeState] = [:]
        for _ in 0..<(try reader.count(ofAtLeast: 4)) {
            let scheme = try reader.text()
            guard let season = states[scheme]?.season else { throw .unknownPack }
            restored[scheme] = try SchemeState(season: season, from: &reader)
        }
        try reader.end()
        guard restored.count == states.count else { throw .unknownPack }
        states = restored
    }
}

extension RankingSeason {
    fileprivate func save(to buffer: ByteBuffer) {
        buffer.append(counted: scheme)
        buffer.append(little: UInt32(towns.count))
        for town in towns { buffer.append(counted: town) }
        buffer.append(little: weeks.lowerBound.day)
        buffer.append(little: weeks.upperBound.day)
        buffer.append(little: UInt32(sources.count))
        for source in sources { buffer.append(counted: source) }
        buffer.append(flag: counting == .payers)
    }
}
