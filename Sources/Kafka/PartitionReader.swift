import CLibrdkafka
import Events
import Stage

/// Reads one topic partition without a group, committed records only, on from where it stopped.
///
/// Used under the lock of ``PartitionReaders``.
final class PartitionReader {
    /// Longest wait for records that are known to be there, in milliseconds.
    private static let patienceMs: Int64 = 10_000
    /// Longest wait of one call, in milliseconds.
    private static let waitMs = 30

    private let topic: Topic
    private let partition: Int32
    private let client: KafkaClient
    private let handle: OpaquePointer
    private let queue: OpaquePointer
    private let drain: RecordDrain
    /// The next offset that the fetcher brings; nil when it is stopped.
    private var next: Int64?
    /// Everything before this offset is decided: committed or aborted.
    private var stable: Int64 = 0
    /// Milliseconds of the monotonic clock when it was last used.
    private(set) var usedMs: Int64 = 0

    init?(
        _ topic: Topic,
        _ partition: Int32,
        client: KafkaClient,
        topics: TopicHandles,
        drain: RecordDrain
    ) {
        guard let queue = rd_kafka_queue_new(client.handle) else { return nil }
        self.topic = topic
        self.partition = partition
        self.client = client
        self.queue = queue
        self.drain = drain
        handle = topics[topic.ordinal]
    }

    /// Whether records are being fetched.
    var isRunning: Bool { next != nil }

    /// Reads until there are `maxRecords`, or the end of what is decided.
    ///
    /// - Parameter stableEnd: Asks the brokers for the end of what is decided.
    func read(
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch,
        stableEnd: () throws -> Int64
    ) throws {
        let isWanted = { batch.count < maxRecords && batch.byteCount < RecordDrain.byteLimit }
        var first = offset
        while isWanted() {
            if first >= stable {
                stable = try stableEnd()
                if first >= stable { return }
            }
            let most = { maxRecords - batch.count }
            try fetch(from: first, to: stable, while: isWanted, most: most) { message in
                message.append(to: batch, as: topic)
            }
            first = stable
        }
    }

    /// The offset of the last committed record before `end`; nil when there is none.
    ///
    /// Markers and aborted records stand between it and the end: so it looks at the last few
    /// offsets, then at more.
    func lastOffset(before end: Int64) throws -> Int64? {
        var span: Int64 = 8
        while true {
            let first = max(0, end - span)
            var last: Int64?
            try fetch(from: first, to: end, while: { true }, most: { RecordDrain.chunk }) {
                last = $0.pointee.offset
            }
            if last != nil || first == 0 { return last }
            span *= 32
        }
    }

    /// Stops fetching and forgets what was fetched.
    func stop() {
        guard next != nil else { return }
        rd_kafka_consume_stop(handle, partition)
        next = nil
    }

    /// Ends the reader; before its client.
    func destroy() {
        stop()
        rd_kafka_queue_destroy(queue)
    }

    /// Brings the committed records from `offset` up to `end`, which is known to be decided.
    private func fetch(
        from offset: Int64,
        to end: Int64,
        while isWanted: () -> Bool,
        most: () -> Int,
        _ body: (UnsafePointer<rd_kafka_message_t>) -> Void
    ) throws {
        usedMs = Monotonic.milliseconds
        try start(at: offset)
        var isAtEnd = false
        var problem: LogProblem?
        var deadline = usedMs + Self.patienceMs
        while !isAtEnd, isWanted() {
            let see = { (message: UnsafePointer<rd_kafka_message_t>) in
                let code = message.pointee.err
                if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                    // Of what a stopped fetcher has left nothing is taken.
                    guard let next = self.next, message.pointee.offset >= next else { return }
                    self.next = message.pointee.offset + 1
                    if message.pointee.offset < end { body(message) }
                    isAtEnd = message.pointee.offset + 1 >= end
                } else if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
                    isAtEnd = isAtEnd || message.pointee.offset >= end
                } else {
                    problem = .kafka(code, "read the log", detail: message.errorText)
                }
            }
            var taken = try drain.take(most(), from: queue, timeoutMs: 0, see)
            if taken == 0 {
                taken = try drain.take(1, from: queue, timeoutMs: Self.waitMs, see)
            }
            if let problem {
                stop()
                throw problem
            }
            if taken > 0 {
                deadline = Monotonic.milliseconds + Self.patienceMs
            } else if Monotonic.milliseconds > deadline {
                try giveUp()
            } else {
                // librdkafka looks at a queue that was full once a second only, unless something
                // passes its connection to the broker.
                nudge()
            }
        }
        usedMs = Monotonic.milliseconds
        // Whoever has come to the end may not come back: nothing is fetched on suspicion.
        if isAtEnd { stop() }
    }

    private func start(at offset: Int64) throws {
        if next == offset { return }
        stop()
        if rd_kafka_consume_start_queue(handle, partition, offset, queue) != 0 {
            throw LogProblem.kafka(rd_kafka_last_error(), "read the log")
        }
        next = offset
    }

    private func nudge() {
        let list = PartitionList(capacity: 1)
        guard let name = rd_kafka_topic_name(handle) else { return }
        list.add(String(cString: name), partition, offset: Int64(RD_KAFKA_OFFSET_END))
        _ = rd_kafka_offsets_for_times(client.handle, list.list, Int32(Self.waitMs))
    }

    private func giveUp() throws {
        stop()
        try client.checkReach("read the log")
        throw LogProblem.unavailable(
            "Cannot read the log: \(topic.rawValue)/\(partition) did not answer. Try again."
        )
    }
}
