import CLibrdkafka
import Events
import Stage

/// How far the member is behind.
extension KafkaConsumer {
    /// What is known: nothing is asked of the brokers.
    func figures() throws -> ConsumerFigures { told }

    /// Longest wait for the ends, in milliseconds.
    private static let waitMs: Int32 = 500
    /// Time between two questions when nothing presses, in milliseconds.
    private static let everyMs: Int64 = 1_000
    /// Time without an answer after which the brokers count as away, in milliseconds.
    private static let silenceMs: Int64 = 4_000

    /// Throws when the brokers have not answered for a while.
    ///
    /// One that stands still keeps its connections, and librdkafka waits a minute for it.
    func checkAnswers() throws {
        guard silentSinceMs > 0, Monotonic.milliseconds - silentSinceMs > Self.silenceMs else {
            return
        }
        throw LogProblem.unavailable("Cannot read the log: the brokers do not answer. Try again.")
    }

    /// Asks where the partitions end, and writes it on the board.
    ///
    /// That is also how fetching goes on at once after a full queue: librdkafka looks at a queue
    /// that was full once a second only, unless something passes its connection to the broker.
    /// - Parameter isBehind: Whether more records are surely waiting.
    func refreshEnds(isBehind: Bool) {
        let now = Monotonic.milliseconds
        guard isBehind || now - askedMs > Self.everyMs else { return }
        askedMs = now
        let list = PartitionList(capacity: streams.count + 1)
        if streams.isEmpty {
            // Whoever owns nothing still has to know whether the brokers answer.
            let name = layout.name(of: subscription[0])
            list.add(name, 0, offset: Int64(RD_KAFKA_OFFSET_END))
        }
        for stream in streams {
            let name = layout.name(of: stream.topic)
            list.add(name, stream.partition, offset: Int64(RD_KAFKA_OFFSET_END))
        }
        let code = rd_kafka_offsets_for_times(client.handle, list.list, Self.waitMs)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            if silentSinceMs == 0 { silentSinceMs = now }
            return
        }
        silentSinceMs = 0
        guard list.count == streams.count else { return }
        var lags: [KafkaLag] = []
        told.ends.removeAll(keepingCapacity: true)
        for (index, stream) in streams.enumerated()
        where list[index].err == RD_KAFKA_RESP_ERR_NO_ERROR {
            told.ends.append(
                LogPosition(
                    topic: stream.topic,
                    partition: stream.partition,
                    offset: list[index].offset
                )
            )
            lags.append(
                KafkaLag(
                    group: group,
                    topic: stream.topic,
                    partition: stream.partition,
                    offsets: max(0, list[index].offset - stream.position)
                )
            )
        }
        board.update(self, lags)
    }
}
