import CLibrdkafka
import Events
import Stage
import Synchronization

/// A member of a group on Kafka.
///
/// One thread uses it; only that thread ever blocks for it.
///
/// It keeps its own positions: librdkafka is told where to begin, and asked for nothing after.
final class KafkaConsumer: LogConsumer {
    /// Where the reading of one topic partition stands.
    struct Stream {
        var topic: Topic
        var partition: Int32
        /// The next offset to deliver.
        var position: Int64
        /// The committed position, as last known.
        var committed: Int64
    }

    /// Longest wait of a poll: a day.
    private static let timeoutMsMax = 86_400_000

    let settings: KafkaSettings
    let layout: TopicLayout
    let group: String
    let subscription: [Topic]
    let client: KafkaClient
    let inbox: RebalanceInbox
    let board: LagBoard
    let log: @Sendable (KafkaLogLine) -> Void
    let router: RecordRouter
    private let topics: TopicHandles
    private let queue: OpaquePointer
    private let drain = RecordDrain()
    private var problem: LogProblem?
    /// Milliseconds of the monotonic clock when records were last delivered.
    private var deliveredMs: Int64 = 0
    private var isClosed = false

    /// The partitions owned.
    var owned: Set<Int32> = []
    /// The topic partitions owned, and where each stands.
    var streams: [Stream] = []
    /// The index in ``streams`` by ordinal × partitions + partition; −1 for what is not owned.
    var index: [Int] = []
    /// Milliseconds of the monotonic clock when the ends were last asked for.
    var askedMs: Int64 = 0
    /// Milliseconds of the monotonic clock since when that is not answered; 0 when it is.
    var silentSinceMs: Int64 = 0
    /// Tells the time of a commit by its parts.
    var meter: PhaseMeter?
    /// What the member tells of itself.
    var told = ConsumerFigures()
    /// Milliseconds of the monotonic clock when the group took the partitions.
    var takenMs: Int64 = 0
    /// Whether the group has given partitions, be it none, since the member joined.
    var hasJoined = false
    /// Whether the group has taken the partitions and has not yet said who gets them.
    var isBetween = false
    /// The assignment last taken up.
    var lastAssignment: PartitionList?
    /// Whether a commit was fenced: what was delivered must come again, to whoever owns it.
    var isFenced = false
    /// Whether librdkafka has to be told where to read.
    var needsAssignment = false
    /// The generation in which the partitions are owned.
    var membership: Membership?
    /// Writes outputs and positions; nil in `effectively-once` and before the first assignment.
    var transactor: Transactor?
    /// Writes outputs in `effectively-once`.
    var producer: RecordProducer?

    init(
        settings: KafkaSettings,
        layout: TopicLayout,
        group: String,
        topics subscription: [Topic],
        board: LagBoard,
        log: @escaping @Sendable (KafkaLogLine) -> Void
    ) throws {
        guard !subscription.isEmpty, Set(subscription).count == subscription.count else {
            throw LogProblem.unusable("A consumer reads one topic or more, each once.")
        }
        self.settings = settings
        self.layout = layout
        self.group = group
        self.subscription = subscription
        self.board = board
        self.log = log
        router = RecordRouter(layout: layout)
        inbox = RebalanceInbox()
        client = try KafkaClient(
            .member(group: group),
            settings: settings,
            rebalances: inbox,
            log: log
        )
        rd_kafka_poll_set_consumer(client.handle)
        guard let queue = rd_kafka_queue_get_consumer(client.handle) else {
            client.close()
            throw LogProblem.unusable("The group \(group) cannot be joined.")
        }
        self.queue = queue
        inbox.queue = queue
        do {
            topics = try TopicHandles(client, layout: layout, isWarm: false)
        } catch {
            rd_kafka_queue_destroy(queue)
            client.close()
            throw error
        }
        index = Array(repeating: -1, count: Topic.allCases.count * layout.partitions)
        try subscribe()
    }

    deinit { close(leavesGroup: true) }

    func poll(maxRecords: Int, timeoutMs: Int, into batch: RecordBatch) throws -> PollOutcome {
        batch.removeAll()
        if isClosed { throw LogProblem.unusable("The consumer is closed.") }
        if let problem {
            self.problem = nil
            throw problem
        }
        transactor?.client.serve()
        producer?.client.serve()
        let deadline = Monotonic.milliseconds + Int64(min(timeoutMs, Self.timeoutMsMax))
        while true {
            if let change = try takeRebalanceOrServe() { return change }
            try assignIfNeeded()
            let rest = Int(max(0, deadline - Monotonic.milliseconds))
            try gather(maxRecords, firstWithinMs: rest, into: batch)
            if !batch.isEmpty { return .records }
            if let problem {
                self.problem = nil
                throw problem
            }
            if !inbox.isEmpty { continue }
            if Monotonic.milliseconds >= deadline {
                try client.checkReach("read the log")
                refreshEnds(isBehind: false)
                try checkAnswers()
                return .idle
            }
        }
    }

    /// The committed position: what this member knows as the owner, else what the group has.
    func committed(topic: Topic, partition: Int32) throws -> Int64 {
        try layout.check(topic, partition)
        if !isBetween, let stream = stream(topic, partition) { return stream.committed }
        let asked = [LogPosition(topic: topic, partition: partition, offset: 0)]
        return try committedOffsets(asked, within: KafkaClient.patienceMs)[0]
    }

    /// Moves the next read; librdkafka is told with the next poll, by a new assignment.
    func seek(topic: Topic, partition: Int32, to offset: Int64) throws {
        try layout.check(topic, partition)
        guard !isBetween, let place = place(topic, partition) else { throw LogProblem.fenced }
        guard offset >= 0 else {
            throw LogProblem.unusable(
                "Position \(offset) of \(topic.rawValue)/\(partition) is not in the log."
            )
        }
        if streams[place].position == offset { return }
        if offset > 0 { try checkReach(of: offset, topic, partition) }
        streams[place].position = offset
        needsAssignment = true
    }

    func close() throws { close(leavesGroup: true) }

    /// Ends the member.
    ///
    /// - Parameter leavesGroup: Whether the group is told, so that the partitions are free at once;
    ///   otherwise it takes the member for dead after a while, as when a process is killed.
    func close(leavesGroup: Bool) {
        if isClosed { return }
        isClosed = true
        transactor?.close()
        transactor = nil
        producer?.close()
        producer = nil
        board.remove(self)
        topics.destroy()
        inbox.isLeaving = true
        inbox.queue = nil
        rd_kafka_queue_destroy(queue)
        client.close(leavesGroup: leavesGroup)
    }

    /// Refuses a position behind the end, which librdkafka would only notice later.
    private func checkReach(of offset: Int64, _ topic: Topic, _ partition: Int32) throws {
        let list = PartitionList(capacity: 1)
        list.add(layout.name(of: topic), partition, offset: Int64(RD_KAFKA_OFFSET_END))
        let code = rd_kafka_offsets_for_times(client.handle, list.list, KafkaClient.patienceMs)
        let failure = code == RD_KAFKA_RESP_ERR_NO_ERROR ? list.firstError : code
        if let failure { throw LogProblem.kafka(failure, "move in the log") }
        guard offset <= list[0].offset else {
            throw LogProblem.unusable(
                "Position \(offset) of \(topic.rawValue)/\(partition) is not in the log, which "
                    + "ends at \(list[0].offset): it belongs to another log."
            )
        }
    }

    /// Gathers records: waits for the first, then takes what is there.
    ///
    /// When the group takes the partitions meanwhile, nothing is delivered: the records come again
    /// to whoever gets them.
    private func gather(_ maxRecords: Int, firstWithinMs: Int, into batch: RecordBatch) throws {
        let before = streams
        let isBusy = Monotonic.milliseconds - deliveredMs < Int64(4 * settings.gatherMs)
        var (wanted, wait) = (1, firstWithinMs)
        var isFirst = true
        while batch.count < maxRecords, batch.byteCount < RecordDrain.byteLimit {
            let count = try take(wanted, withinMs: wait, into: batch)
            if !inbox.isEmpty {
                batch.removeAll()
                streams = before
                return
            }
            if count < wanted, !isFirst || batch.isEmpty { break }
            wanted = min(RecordDrain.chunk, maxRecords - batch.count)
            wait = isFirst && isBusy ? settings.gatherMs : 0
            isFirst = false
        }
        if batch.isEmpty { return }
        deliveredMs = Monotonic.milliseconds
        let isFull = batch.count >= maxRecords || batch.byteCount >= RecordDrain.byteLimit
        refreshEnds(isBehind: isFull)
    }

    /// Looks at what the group has said.
    ///
    /// When that fails, hears whether it has said more since: otherwise nobody would, and the
    /// failure might never end.
    private func takeRebalanceOrServe() throws -> PollOutcome? {
        do {
            return try takeRebalance()
        } catch {
            _ = try drain.take(1, from: queue, timeoutMs: 0) { _ in }
            throw error
        }
    }

    private func take(_ count: Int, withinMs: Int, into batch: RecordBatch) throws -> Int {
        var known: (handle: OpaquePointer?, topic: Topic)?
        return try drain.take(count, from: queue, timeoutMs: withinMs) { message in
            guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
                note(message)
                return
            }
            if known == nil || known?.handle != message.pointee.rkt {
                guard let topic = topics.topic(of: message.pointee.rkt) else { return }
                known = (message.pointee.rkt, topic)
            }
            guard let topic = known?.topic,
                let place = place(topic, message.pointee.partition),
                // What an earlier assignment has fetched comes before the position.
                message.pointee.offset >= streams[place].position
            else { return }
            streams[place].position = message.pointee.offset + 1
            message.append(to: batch, as: topic)
        }
    }

    /// Keeps the first error of a batch call for the moment when its records are delivered.
    private func note(_ message: UnsafePointer<rd_kafka_message_t>) {
        let code = message.pointee.err
        // The revocation that belongs to it comes by itself.
        if code == RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED { return }
        var text = message.errorText
        var cause = code
        if code == RD_KAFKA_RESP_ERR__FATAL {
            var reason = [CChar](repeating: 0, count: 512)
            cause = rd_kafka_fatal_error(client.handle, &reason, reason.count)
            text = Kafka.text(of: reason)
        }
        problem = problem ?? LogProblem.kafka(cause, "read the log", detail: text)
    }

    private func subscribe() throws {
        let list = PartitionList(capacity: subscription.count)
        for topic in subscription { list.add(layout.name(of: topic), -1) }
        let code = rd_kafka_subscribe(client.handle, list.list)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            close(leavesGroup: true)
            throw LogProblem.kafka(code, "join the group \(group)")
        }
    }

    /// The last statistics of the handles.
    var statistics: [KafkaStatistics] {
        [client, transactor?.client, producer?.client].compactMap { client in
            client?.context.statistics.withLock { $0 }
        }
    }

    /// The index in ``streams`` of a topic partition that is owned.
    func place(_ topic: Topic, _ partition: Int32) -> Int? {
        guard partition >= 0, Int(partition) < layout.partitions else { return nil }
        let place = index[topic.ordinal * layout.partitions + Int(partition)]
        return place < 0 ? nil : place
    }

    private func stream(_ topic: Topic, _ partition: Int32) -> Stream? {
        place(topic, partition).map { streams[$0] }
    }
}
