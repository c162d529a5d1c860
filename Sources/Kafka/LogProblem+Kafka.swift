import CLibrdkafka
import Stage

extension LogProblem {
    /// What an error of librdkafka means for who uses the log.
    ///
    /// - Parameters:
    ///   - doing: What was being done (`append to the log`).
    ///   - detail: librdkafka's own sentence; nil takes the one of the code.
    static func kafka(
        _ code: rd_kafka_resp_err_t,
        _ doing: String,
        detail: String? = nil
    ) -> LogProblem {
        let text = detail ?? String(cString: rd_kafka_err2str(code))
        let sentence = "Cannot \(doing): \(text) (\(String(cString: rd_kafka_err2name(code))))."
        if fencing.contains(code) { return .fenced }
        if let next = lasting[code] { return .unusable("\(sentence) \(next)") }
        return .unavailable("\(sentence) Try again.")
    }

    /// Errors that say: another has taken over.
    private static let fencing: Set<rd_kafka_resp_err_t> = [
        RD_KAFKA_RESP_ERR__FENCED, RD_KAFKA_RESP_ERR_PRODUCER_FENCED,
        RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
        RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS,
        RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST, RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED,
    ]

    /// Errors that stay until a person acts, with what to do.
    private static let lasting: [rd_kafka_resp_err_t: String] = [
        RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
            "Records from the committed position on are gone: restore them, or replay.",
        RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE:
            "Records from the committed position on are gone: restore them, or replay.",
        RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
            "Another member joined under the same name: give each its own instance=NAME.",
        RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED: "Give this user the rights on the topic.",
        RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED: "Give this user the rights on the group.",
        RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED: "Give this user the rights.",
        RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
            "Give this user the rights on transactional ids with the log's prefix.",
        RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED: "Check user and password.",
        RD_KAFKA_RESP_ERR__AUTHENTICATION: "Check user and password.",
        RD_KAFKA_RESP_ERR__SSL: "Check the certificates.",
        RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE: "Raise max.message.bytes of the topic.",
        RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION: "Check the topics with zhengjiao topics.",
        RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC: "Check the topics with zhengjiao topics.",
        RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION: "Check the topics with zhengjiao topics.",
        RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
            "Set rdkafka.transaction.timeout.ms below the brokers' transaction.max.timeout.ms.",
        RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION: "Brokers from Kafka 2.8 on are supported.",
        RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE: "Brokers from Kafka 2.8 on are supported.",
        RD_KAFKA_RESP_ERR__INVALID_ARG: "Check the settings of the log.",
    ]
}

extension rd_kafka_resp_err_t: @retroactive Hashable {}

/// An error object of librdkafka, taken apart.
struct ClientError: Error {
    var code: rd_kafka_resp_err_t
    var text: String
    /// The same call may be made again.
    var isRetriable: Bool
    /// The transaction must be aborted.
    var isAbortable: Bool
    /// The handle is of no more use.
    var isFatal: Bool

    /// Takes over an error object; nil stands for success.
    init?(taking error: OpaquePointer?) {
        guard let error else { return nil }
        code = rd_kafka_error_code(error)
        text = rd_kafka_error_string(error).map { String(cString: $0) } ?? ""
        isRetriable = rd_kafka_error_is_retriable(error) != 0
        isAbortable = rd_kafka_error_txn_requires_abort(error) != 0
        isFatal = rd_kafka_error_is_fatal(error) != 0
        rd_kafka_error_destroy(error)
    }

    /// What it means for who uses the log.
    func problem(_ doing: String) -> LogProblem { .kafka(code, doing, detail: text) }
}
