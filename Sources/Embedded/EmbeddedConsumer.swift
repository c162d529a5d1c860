import Events
import Stage

/// A member of a group on the embedded log.
final class EmbeddedConsumer: LogConsumer {
    /// A poll stops gathering when its records pass this many bytes.
    static let byteLimit = 32 << 20
    /// Longest wait of a poll: a day.
    static let timeoutMsMax = 86_400_000

    let log: EmbeddedEventLog
    let group: String
    let topics: [Topic]
    let groupFolder: String
    let roster: GroupRoster
    let watch: BellWatch
    private let reader: LogConnection
    private var isClosed = false

    /// The partitions owned, with what proves it.
    var holdings: [Int32: Holding] = [:]
    /// Where to read on, one per owned topic partition.
    var cursors: [StreamCursor] = []
    /// Partitions lost in a commit, which the next poll has to tell.
    var lost: [Int32] = []
    /// Whether the member has been told that it has its share.
    var hasJoined = false
    /// When to look at the group again.
    var nextLookMs: Int64 = 0
    /// Tells the time of a commit by its parts.
    var meter: PhaseMeter?
    private var turn = 0

    init(log: EmbeddedEventLog, group: String, topics: [Topic], reader: LogConnection) throws {
        guard !topics.isEmpty, Set(topics).count == topics.count else {
            throw LogProblem.unusable("A consumer reads one topic or more, each once.")
        }
        self.log = log
        self.group = group
        self.topics = topics
        self.reader = reader
        groupFolder = try log.folder.group(group)
        watch = try BellWatch(topics: topics, of: log.folder, group: groupFolder)
        roster = try GroupRoster(folder: groupFolder)
    }

    func poll(maxRecords: Int, timeoutMs: Int, into batch: RecordBatch) throws -> PollOutcome {
        batch.removeAll()
        if isClosed { throw LogProblem.unusable("The consumer is closed.") }
        let deadline = Monotonic.milliseconds + Int64(min(timeoutMs, Self.timeoutMsMax))
        while true {
            // What rings from here on is heard by the wait below.
            let hasGroupChanged = watch.drain()
            if hasGroupChanged || Monotonic.milliseconds >= nextLookMs,
                let change = try look(isCalled: hasGroupChanged)
            {
                return change
            }
            try gather(maxRecords, into: batch)
            if !batch.isEmpty { return .records }
            let now = Monotonic.milliseconds
            if now >= deadline { return .idle }
            watch.wait(atMostMs: min(deadline, nextLookMs) - now)
        }
    }

    /// Takes from each owned stream its share in turn, then what is left over, from one snapshot.
    private func gather(_ maxRecords: Int, into batch: RecordBatch) throws {
        if cursors.isEmpty { return }
        var moved = cursors
        turn = (turn + 1) % moved.count
        let share = max(1, maxRecords / moved.count)
        try reader.run("read the log") { statements in
            try statements.reading {
                var waiting = moved.indices.map { ($0 + turn) % moved.count }
                for goalOf in [{ batch.count + share }, { maxRecords }] {
                    var rest: [Int] = []
                    for index in waiting {
                        if batch.count >= maxRecords || batch.byteCount >= Self.byteLimit { return }
                        let isDone = try statements.read(
                            &moved[index],
                            until: min(goalOf(), maxRecords),
                            byteLimit: Self.byteLimit,
                            into: batch
                        )
                        if !isDone { rest.append(index) }
                    }
                    waiting = rest
                }
            }
        }
        cursors = moved
    }

    func committed(topic: Topic, partition: Int32) throws -> Int64 {
        try log.committed(group: group, topic: topic, partition: partition)
    }

    func seek(topic: Topic, partition: Int32, to offset: Int64) throws {
        let found = cursors.firstIndex { $0.topic == topic && $0.partition == partition }
        guard let index = found else { throw LogProblem.fenced }
        let end = try log.endOffset(topic: topic, partition: partition)
        guard (0...end).contains(offset) else {
            throw LogProblem.unusable(
                "Position \(offset) of \(topic.rawValue)/\(partition) is not in the log, which "
                    + "ends at \(end): it belongs to another log."
            )
        }
        cursors[index].position = offset
    }

    func figures() throws -> ConsumerFigures {
        var figures = ConsumerFigures()
        if cursors.isEmpty { return figures }
        figures.ends = try reader.run("read the log") { statements in
            try cursors.map {
                LogPosition(
                    topic: $0.topic,
                    partition: $0.partition,
                    offset: try statements.endOffset(stream: $0.stream)
                )
            }
        }
        return figures
    }

    func commit(outputs: RecordBatch, upTo positions: [LogPosition]) throws {
        if isClosed { throw LogProblem.unusable("The consumer is closed.") }
        do {
            try log.writer.write(outputs, meter: meter) { statements in
                try proveOwnership(positions, statements)
                for position in positions {
                    try statements.store(
                        position: position.offset,
                        group: group,
                        stream: try log.layout.stream(position.topic, position.partition)
                    )
                }
            }
        } catch LogProblem.fenced {
            dropEverything()
            throw LogProblem.fenced
        }
    }

    /// Checks the epochs of the partitions committed; without positions, of all that are held.
    private func proveOwnership(_ positions: [LogPosition], _ statements: LogStatements) throws {
        var wanted = Set(positions.map(\.partition))
        if wanted.isEmpty { wanted = Set(holdings.keys) }
        for partition in wanted {
            let epoch = try statements.epoch(group: group, partition: partition)
            guard let holding = holdings[partition], holding.epoch == epoch else {
                throw LogProblem.fenced
            }
        }
        for position in positions where !topics.contains(position.topic) || position.offset < 0 {
            throw LogProblem.unusable(
                "\(position.topic.rawValue)/\(position.partition) at \(position.offset) is no "
                    + "position of a consumer of this group."
            )
        }
    }

    func close() throws {
        if isClosed { return }
        isClosed = true
        for holding in holdings.values { holding.lock.release() }
        holdings = [:]
        cursors = []
        roster.leave()
        try reader.close()
    }
}

/// What makes a member the owner of a partition.
struct Holding {
    /// The lock, free when its process ends.
    var lock: FileLock
    /// The epoch begun when the lock was taken; a commit proves that no later one has begun.
    var epoch: Int64
}
