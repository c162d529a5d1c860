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

    /// Asks where the partitions end, and writes it on the board.
    ///
    /// That is also how fetching goes on at once after a full queue: librdkafka looks at a queue
    /// that was full once a second only, unless something passes its connection to the broker.
    /// - Parameter isBehind: Whether more records are surely waiting.
    func refreshEnds(isBehind: Bool) {
        let now = Monotonic.milliseconds
        guard isBehind || now - askedMs > Self.everyMs, !streams.isEmpty else { return }
        askedMs = now
        let list = PartitionList(capacity: streams.count)
        for stream in streams {
            let name = layout.name(of: stream.topic)
            list.add(name, stream.partition, offset: Int64(RD_KAFKA_OFFSET_END))
        }
        let code = rd_kafka_offsets_for_times(client.handle, list.list, Self.waitMs)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, list.count == streams.count else { return }
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
