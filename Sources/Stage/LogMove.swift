import Events

/// Copies a season to another log while its workers go on: what was received, the log of record, and
/// in the end the position of `validate`, so that it takes in the new log what it had not yet taken
/// in the old one.
///
/// Order and partitions stay, so both logs must have the same number of partitions. What was copied
/// before is found by comparing, never copied again: a move that was broken off goes on where it
/// stopped. Assessments, postings and rankings are not copied, the target's workers make them anew.
public final class LogMove {
    /// The topics whose records are copied while the old workers go on.
    public static let followed: [Topic] =
        [.policiesActivated] + Topic.received + [.factsValidated, .rejections]
    private static let group = "validate"

    private struct Place: Hashable {
        var topic: Topic
        var partition: Int32
    }

    private let source: any EventLog
    private let target: any EventLog
    private let batchRecordsMax: Int
    /// Where the next read of the source begins, once that is known.
    private var next: [Place: Int64] = [:]
    private let input = RecordBatch(capacity: 1 << 20)
    private let output = RecordBatch(capacity: 1 << 20)

    /// Prepares a move.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` where the numbers of partitions differ.
    public init(from source: any EventLog, to target: any EventLog, batchRecordsMax: Int = 10_000)
        throws
    {
        self.source = source
        self.target = target
        self.batchRecordsMax = batchRecordsMax
        for topic in Topic.allCases {
            let (old, new) = (
                try source.partitionCount(of: topic), try target.partitionCount(of: topic)
            )
            guard old == new else {
                throw LogProblem.unusable(
                    "\(topic.rawValue) has \(old) partitions in the old log and \(new) in the new "
                        + "one: make the new one with as many."
                )
            }
        }
    }

    /// Copies what the source has by now of the topics that are followed.
    ///
    /// - Returns: The number of records copied.
    public func follow(_ progress: (Int64) -> Void = { _ in }) throws -> Int64 {
        var copied: Int64 = 0
        for topic in LogMove.followed {
            for partition in 0..<Int32(try source.partitionCount(of: topic)) {
                copied += try copy(Place(topic: topic, partition: partition)) {
                    progress(copied + $0)
                }
            }
        }
        return copied
    }

    /// Copies the rest, and moves `validate` of the target to where that of the source stands.
    ///
    /// To be called when producers and workers of the old log have stopped, and before those of the
    /// new one start.
    /// - Returns: The number of records copied.
    public func finish() throws -> Int64 {
        let copied = try follow()
        var positions: [LogPosition] = []
        for topic in Topic.received {
            for partition in 0..<Int32(try source.partitionCount(of: topic)) {
                let done = try source.committed(
                    group: LogMove.group,
                    topic: topic,
                    partition: partition
                )
                let place = Place(topic: topic, partition: partition)
                let offset = try targetOffset(of: place, at: done)
                let known = try target.committed(
                    group: LogMove.group,
                    topic: topic,
                    partition: partition
                )
                if known < offset {
                    positions.append(
                        LogPosition(topic: topic, partition: partition, offset: offset)
                    )
                }
            }
        }
        try setPositions(positions)
        return copied
    }

    /// Joins the group of `validate` in the target, alone, and says where it stands.
    private func setPositions(_ positions: [LogPosition]) throws {
        if positions.isEmpty { return }
        let member = try target.consumer(group: LogMove.group, topics: Topic.received)
        defer { try? member.close() }
        let wanted = Set(positions.map(\.partition))
        var owned: Set<Int32> = []
        for _ in 0..<600 where !wanted.isSubset(of: owned) {
            let outcome = try member.poll(maxRecords: 1, timeoutMs: 100, into: input)
            if case .rebalanced(let revoked, let assigned) = outcome {
                owned.subtract(revoked)
                owned.formUnion(assigned)
            }
        }
        guard wanted.isSubset(of: owned) else {
            throw LogProblem.unusable(
                "Workers of the new log hold its partitions already: stop them, then run again."
            )
        }
        try member.commit(outputs: RecordBatch(), upTo: positions)
    }

    private func copy(
        _ place: Place,
        _ progress: (Int64) -> Void
    ) throws -> Int64 {
        let end = try source.endOffset(topic: place.topic, partition: place.partition)
        var offset = try next[place] ?? start(of: place, end: end)
        var copied: Int64 = 0
        while offset < end {
            try read(source, place, from: offset, into: input)
            output.removeAll()
            for record in input.places where record.offset < end {
                let value = input.value(of: record)
                output.append(
                    topic: place.topic,
                    partition: place.partition,
                    key: input.key(of: record)
                ) { $0.append(value) }
                output.addHeaders(input.headers(of: record))
                offset = record.offset + 1
            }
            guard !output.isEmpty else { break }
            try target.append(output)
            copied += Int64(output.count)
            progress(copied)
        }
        next[place] = offset
        return copied
    }

    /// Where the source goes on after what the target has.
    private func start(of place: Place, end: Int64) throws -> Int64 {
        var offset: Int64 = 0
        try compare(place, end: end) { own, _ in offset = own + 1 }
        return offset
    }

    /// The target's offset of the record that stands at an offset of the source, or after it.
    private func targetOffset(of place: Place, at offset: Int64) throws -> Int64 {
        var found: Int64 = 0
        let end = try source.endOffset(topic: place.topic, partition: place.partition)
        try compare(place, end: end) { own, theirs in if own < offset { found = theirs + 1 } }
        return found
    }

    /// Calls `body` with the offsets in source and target of every record that the target has: they
    /// must be the source's first, byte for byte.
    private func compare(
        _ place: Place,
        end: Int64,
        _ body: (_ own: Int64, _ theirs: Int64) -> Void
    ) throws {
        var (offset, theirs): (Int64, Int64) = (0, 0)
        let has = try target.endOffset(topic: place.topic, partition: place.partition)
        let known = RecordBatch(capacity: 1 << 20)
        var waiting: ArraySlice<RecordPlace> = []
        while theirs < has {
            try read(target, place, from: theirs, into: known)
            guard let last = known.places.last else { break }
            for record in known.places {
                if waiting.isEmpty, offset < end {
                    try read(source, place, from: offset, into: input)
                    waiting = input.places.prefix { $0.offset < end }[...]
                }
                guard let own = waiting.popFirst(), isSame(input, own, known, record) else {
                    throw LogProblem.unusable(
                        "\(place.topic.rawValue), partition \(place.partition): the new log has "
                            + "records at \(record.offset) that the old one has not. It has begun "
                            + "a life of its own; move into new topics (prefix=…)."
                    )
                }
                body(own.offset, record.offset)
                offset = own.offset + 1
            }
            theirs = last.offset + 1
        }
    }

    private func read(
        _ log: any EventLog,
        _ place: Place,
        from offset: Int64,
        into batch: RecordBatch
    ) throws {
        try log.read(
            topic: place.topic,
            partition: place.partition,
            from: offset,
            maxRecords: batchRecordsMax,
            into: batch
        )
    }

    private func isSame(
        _ left: RecordBatch,
        _ one: RecordPlace,
        _ right: RecordBatch,
        _ other: RecordPlace
    ) -> Bool {
        left.key(of: one).elementsEqual(right.key(of: other))
            && left.value(of: one).elementsEqual(right.value(of: other))
    }
}
