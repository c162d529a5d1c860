import CLibrdkafka
import Events
import Stage

/// A producer with what it needs to write batches: warm topics, and the count of deliveries.
///
/// Unchecked: used by one thread at a time.
final class RecordProducer: @unchecked Sendable {
    let client: KafkaClient
    private let topics: TopicHandles
    private let tally: UnsafeMutablePointer<DeliveryTally>

    init(
        _ role: ClientRole,
        settings: KafkaSettings,
        layout: TopicLayout,
        log: @escaping @Sendable (KafkaLogLine) -> Void
    ) throws {
        client = try KafkaClient(role, settings: settings, log: log)
        do {
            topics = try TopicHandles(client, layout: layout, isWarm: true)
        } catch {
            client.close()
            throw error
        }
        tally = .allocate(capacity: 1)
        tally.initialize(to: DeliveryTally())
    }

    deinit { tally.deallocate() }

    /// Hands records over; they are under way when this returns.
    func hand(_ batch: RecordBatch, _ router: RecordRouter) throws(RefusedRecord) {
        tally.pointee = DeliveryTally()
        try router.hand(batch, to: client, topics, tally: tally)
    }

    /// Waits until the brokers have, or have refused, every record; at most for the time after
    /// which a record counts as lost.
    ///
    /// - Returns: Why a record did not get there; nil when all did.
    func settle(_ count: Int) -> rd_kafka_resp_err_t? {
        while tally.pointee.settled < count {
            let code = rd_kafka_flush(client.handle, 1_000)
            if code != RD_KAFKA_RESP_ERR_NO_ERROR, code != RD_KAFKA_RESP_ERR__TIMED_OUT {
                return code
            }
        }
        return tally.pointee.failed > 0 ? tally.pointee.firstError : nil
    }

    /// Whether a record of the last batch did not get to the brokers.
    var hasFailures: Bool { tally.pointee.failed > 0 }

    /// The reason why the producer is of no more use.
    var fatalError: LogProblem? {
        var reason = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(client.handle, &reason, reason.count)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return .kafka(code, "write to the log", detail: text(of: reason))
    }

    /// Takes back what is under way, as far as it can be, and ends.
    func close() {
        rd_kafka_purge(
            client.handle,
            RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING
        )
        _ = rd_kafka_flush(client.handle, 1_000)
        topics.destroy()
        // Records point to the tally until the handle has ended.
        client.close(keeping: self)
    }
}
