import Events

extension Ranker: RestorableCore {
    /// Version 2: books by unit and day, versions of targets, members, schools, decisions.
    ///
    /// Counted up when anything that is written changes, or what it means does.
    public var stateForm: StateForm { StateForm(name: "ranking", version: 2) }

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
            var state = SchemeState(season: season, partitionCount: partitionCount)
            try state.restore(from: &reader)
            restored[scheme] = state
        }
        try reader.end()
        guard restored.count == states.count else { throw .unknownPack }
        states = restored
    }
}

extension RankingSeason {
    fileprivate func save(to buffer: ByteBuffer) {
        buffer.append(counted: scheme)
        buffer.append(texts: towns)
        buffer.append(little: weeks.lowerBound.day)
        buffer.append(little: weeks.upperBound.day)
        buffer.append(texts: sources)
        buffer.append(flag: counting == .payers)
        buffer.append(texts: ties.map { "\($0.rawValue)" })
        buffer.append(flag: isOfRoster)
        buffer.append(little: unitPercent ?? -1)
        buffer.append(little: linePercent ?? -1)
        buffer.append(texts: fullCoverage)
        buffer.append(
            texts: scores.map {
                "\($0.points.map(String.init) ?? "") \($0.by.map(\.description) ?? "")"
            }
        )
        buffer.append(texts: halfMonths.map { "\($0.lowerBound) \($0.upperBound)" })
        buffer.append(flag: isWeeklyAsked)
        buffer.append(counted: cutoff.map(\.description) ?? "")
        buffer.append(little: printedTotal)
    }
}

extension ByteBuffer {
    fileprivate func append(texts: [String]) {
        append(little: UInt32(texts.count))
        for text in texts { append(counted: text) }
    }
}
