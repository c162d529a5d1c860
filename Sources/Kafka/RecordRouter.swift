import CLibrdkafka
import Events
import Stage

/// Sorts the records of a batch by topic partition and hands them to a producer, in runs.
///
/// Used by one thread at a time.
final class RecordRouter {
    /// Records handed over at once.
    private static let runLength = 256

    private let layout: TopicLayout
    /// Topic partition of each record: ordinal × partitions + partition.
    private var streams: [Int32] = []
    private var runs: [Run?]
    private var begun: [Int] = []

    init(layout: TopicLayout) {
        self.layout = layout
        runs = Array(repeating: nil, count: Topic.allCases.count * layout.partitions)
    }

    /// Finds the partition of every record, and refuses the batch when one cannot be written.
    ///
    /// - Throws: ``LogProblem/unusable(_:)``.
    func route(_ batch: RecordBatch) throws {
        streams.removeAll(keepingCapacity: true)
        streams.reserveCapacity(batch.count)
        for place in batch.places {
            let count = layout.count(of: place.topic)
            var partition = place.partition
            let key = batch.key(of: place)
            if partition == -1 {
                partition = Partitioner.partition(of: key, count: count)
            } else if partition < 0 || Int(partition) >= count {
                try layout.check(place.topic, partition)
            }
            let size =
                key.count + batch.value(of: place).count + batch.headerBytes(of: place).count
            if size > ClientRole.recordBytesMax {
                throw LogProblem.unusable(
                    "A record of \(place.topic.rawValue) has more than "
                        + "\(ClientRole.recordBytesMax) bytes."
                )
            }
            streams.append(Int32(place.topic.ordinal * layout.partitions) + partition)
        }
    }

    /// Hands the records of the batch that was routed last to a producer.
    ///
    /// - Throws: A code of librdkafka when it does not take a record.
    func hand(
        _ batch: RecordBatch,
        to producer: KafkaClient,
        _ topics: TopicHandles,
        tally: UnsafeMutablePointer<DeliveryTally>
    ) throws(RefusedRecord) {
        let hasOpening = !batch.openingHeaders.isEmpty
        defer {
            for stream in begun { runs[stream]?.forget() }
            begun.removeAll(keepingCapacity: true)
        }
        for (index, place) in batch.places.enumerated() {
            let stream = Int(streams[index])
            let run = run(stream)
            let opens = hasOpening && run.isUnopened
            if opens || place.hasHeaders {
                // What waits before it goes first, so that the order stays.
                try flush(stream, run, producer, topics)
                run.isUnopened = false
                let record = HeadedRecord(
                    topic: topics[place.topic.ordinal],
                    partition: Int32(stream % layout.partitions),
                    key: batch.key(of: place),
                    value: batch.value(of: place),
                    headers: [
                        opens ? batch.openingHeaders : RecordHeaders(), batch.headers(of: place),
                    ],
                    tally: tally
                )
                try record.hand(to: producer)
                continue
            }
            run.add(batch.key(of: place), batch.value(of: place), tally)
            if run.count == Self.runLength { try flush(stream, run, producer, topics) }
        }
        for stream in begun {
            if let run = runs[stream], run.count > 0 {
                try flush(stream, run, producer, topics)
            }
        }
    }

    private func run(_ stream: Int) -> Run {
        if let run = runs[stream] {
            if !run.isBegun { begun.append(stream) }
            run.isBegun = true
            return run
        }
        let run = Run(capacity: Self.runLength)
        runs[stream] = run
        run.isBegun = true
        begun.append(stream)
        return run
    }

    /// Hands over one run; waits for deliveries when the producer's queue is full.
    private func flush(
        _ stream: Int,
        _ run: Run,
        _ producer: KafkaClient,
        _ topics: TopicHandles
    ) throws(RefusedRecord) {
        let (ordinal, partition) = stream.quotientAndRemainder(dividingBy: layout.partitions)
        var first = 0
        while first < run.count {
            let taken = rd_kafka_produce_batch(
                topics[ordinal],
                Int32(partition),
                RD_KAFKA_MSG_F_COPY,
                run.messages + first,
                Int32(run.count - first)
            )
            if first + Int(taken) == run.count { break }
            let codes = (first..<run.count).lazy.map { run.messages[$0].err }
            let refused = codes.first { $0 != RD_KAFKA_RESP_ERR_NO_ERROR }
            guard refused == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
                throw RefusedRecord(code: refused ?? RD_KAFKA_RESP_ERR__FAIL)
            }
            // Nothing behind the first that did not fit is taken, so the order stays.
            first += Int(taken)
            producer.serve(timeoutMs: 100)
        }
        run.count = 0
    }

    /// Records of one topic partition that wait to be handed over.
    private final class Run {
        let messages: UnsafeMutablePointer<rd_kafka_message_t>
        var count = 0
        /// Whether a record of the batch has come.
        var isBegun = false
        /// Whether no record of the batch has borne the opening headers.
        var isUnopened = true

        init(capacity: Int) {
            messages = .allocate(capacity: capacity)
            messages.initialize(repeating: rd_kafka_message_t(), count: capacity)
        }

        deinit { messages.deallocate() }

        func forget() {
            count = 0
            isBegun = false
            isUnopened = true
        }

        func add(
            _ key: UnsafeRawBufferPointer,
            _ value: UnsafeRawBufferPointer,
            _ tally: UnsafeMutablePointer<DeliveryTally>
        ) {
            let message = messages + count
            message.pointee.payload = UnsafeMutableRawPointer(mutating: value.baseAddress)
            message.pointee.len = value.count
            message.pointee.key = UnsafeMutableRawPointer(mutating: key.baseAddress)
            message.pointee.key_len = key.count
            message.pointee._private = UnsafeMutableRawPointer(tally)
            count += 1
        }
    }
}

/// A record that librdkafka did not take.
struct RefusedRecord: Error {
    var code: rd_kafka_resp_err_t
}
