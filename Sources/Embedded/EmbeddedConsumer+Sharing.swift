import Events
import Stage

/// How the members of a group share its partitions: each takes what is free up to its share and
/// gives back what is beyond it. Nobody directs; locks and epochs keep every step safe.
extension EmbeddedConsumer {
    /// Longest time between two looks at the group, in milliseconds.
    static let lookEveryMs: Int64 = 1_000
    /// Time to the next look while something is under way, in milliseconds.
    ///
    /// The kernel tells of a death just before it frees the locks.
    static let lookAgainMs: Int64 = 50

    /// Compares the partitions held with the share of this member, and gives and takes.
    ///
    /// - Parameter isCalled: Whether something in the group has moved.
    /// - Returns: The change; nil when there is none.
    func look(isCalled: Bool) throws -> PollOutcome? {
        let members = try roster.liveMembers()
        let count = try partitionCount
        let rank = members.firstIndex(of: roster.name) ?? 0
        let share = count / members.count + (rank < count % members.count ? 1 : 0)
        let revoked = lost + release(beyond: share)
        lost = revoked
        let assigned = try take(upTo: share, of: count)
        lost = []
        let isSettled = holdings.count == share && !isCalled
        nextLookMs =
            Monotonic.milliseconds + (isSettled ? Self.lookEveryMs : Self.lookAgainMs)
        // Who has its share is told so once, even when that is nothing.
        let isNews = !hasJoined && holdings.count == share
        if isNews { hasJoined = true }
        if revoked.isEmpty && assigned.isEmpty && !isNews { return nil }
        return .rebalanced(revoked: revoked.sorted(), assigned: assigned)
    }

    /// Gives up everything: another owns a partition that this member took for its own.
    func dropEverything() {
        for holding in holdings.values { holding.lock.release() }
        lost += holdings.keys
        holdings = [:]
        cursors = []
        nextLookMs = 0
    }

    private var partitionCount: Int {
        get throws { try topics.map { try log.partitionCount(of: $0) }.max() ?? 0 }
    }

    private func release(beyond share: Int) -> [Int32] {
        let extra = holdings.keys.sorted().dropFirst(share)
        for partition in extra {
            holdings.removeValue(forKey: partition)?.lock.release()
            cursors.removeAll { $0.partition == partition }
        }
        return Array(extra)
    }

    /// Takes free partitions: first the locks, then a new epoch and the positions in one
    /// transaction, so that the former owner cannot commit after they were read.
    private func take(upTo share: Int, of count: Int) throws -> [Int32] {
        var locks: [Int32: FileLock] = [:]
        for partition in 0..<Int32(count) where holdings[partition] == nil {
            if holdings.count + locks.count >= share { break }
            let path = LogFolder.partitionLock(in: groupFolder, partition)
            locks[partition] = try FileLock(path: path, waiting: .none)
        }
        if locks.isEmpty { return [] }
        let taken = locks.keys.sorted()
        var epochs: [Int32: Int64] = [:]
        var places: [StreamCursor] = []
        try log.writer.write(RecordBatch(capacity: 0)) { statements in
            for partition in taken {
                epochs[partition] = try statements.raiseEpoch(group: group, partition: partition)
                places += try committedCursors(of: partition, statements)
            }
        }
        for (partition, lock) in locks {
            holdings[partition] = Holding(lock: lock, epoch: epochs[partition] ?? 0)
        }
        cursors += places
        return taken
    }

    private func committedCursors(
        of partition: Int32,
        _ statements: LogStatements
    ) throws -> [StreamCursor] {
        var cursors: [StreamCursor] = []
        for topic in topics where Int(partition) < (try log.partitionCount(of: topic)) {
            let stream = try log.layout.stream(topic, partition)
            let position = try statements.position(group: group, stream: stream)
            cursors.append(
                StreamCursor(
                    topic: topic,
                    partition: partition,
                    stream: stream,
                    position: position
                )
            )
        }
        return cursors
    }
}
