import CLibrdkafka
import Stage

/// One request to the cluster's administration, and the event that answers it.
struct AdminCall: ~Copyable {
    private let event: OpaquePointer

    /// Makes a request and waits for the answer.
    ///
    /// - Parameters:
    ///   - operation: What is asked for.
    ///   - doing: What an error says was being done.
    ///   - isStable: Whether positions are wanted that no open transaction may still change.
    ///   - body: Makes the request with these options, to be answered on this queue.
    /// - Throws: ``LogProblem``.
    init(
        _ client: KafkaClient,
        _ operation: rd_kafka_admin_op_t,
        _ doing: String,
        isStable: Bool = false,
        _ body: (_ options: OpaquePointer, _ queue: OpaquePointer) -> Void
    ) throws {
        guard let options = rd_kafka_AdminOptions_new(client.handle, operation),
            let queue = rd_kafka_queue_new(client.handle)
        else { throw LogProblem.unavailable("No memory to \(doing).") }
        defer {
            rd_kafka_queue_destroy(queue)
            rd_kafka_AdminOptions_destroy(options)
        }
        var reason = [CChar](repeating: 0, count: 512)
        _ = rd_kafka_AdminOptions_set_request_timeout(
            options,
            KafkaClient.patienceMs,
            &reason,
            reason.count
        )
        if isStable {
            let refused = rd_kafka_AdminOptions_set_require_stable_offsets(options, 1)
            if let error = ClientError(taking: refused) { throw error.problem(doing) }
        }
        body(options, queue)
        guard let event = rd_kafka_queue_poll(queue, 2 * KafkaClient.patienceMs) else {
            throw LogProblem.unavailable("Cannot \(doing): the brokers did not answer. Try again.")
        }
        let code = rd_kafka_event_error(event)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            let text = rd_kafka_event_error_string(event).map { String(cString: $0) }
            rd_kafka_event_destroy(event)
            throw LogProblem.kafka(code, doing, detail: text)
        }
        self.event = event
    }

    deinit { rd_kafka_event_destroy(event) }

    /// Looks at the answer, which is gone after.
    func read<R>(_ body: (OpaquePointer) throws -> R) rethrows -> R { try body(event) }
}
