import CLibrdkafka
import Stage

/// One handle of librdkafka.
///
/// Unchecked: librdkafka's handles may be used by several threads; who uses one for more than that
/// says how.
final class KafkaClient: @unchecked Sendable {
    /// Longest time that a call to the cluster may take, in milliseconds.
    static let patienceMs: Int32 = 10_000
    /// Longest time that leaving may take before the handle is given up, in milliseconds.
    static let closeMs = 10_000

    let handle: OpaquePointer
    let context: ClientContext
    private let isConsumer: Bool
    private let mechanism: String?

    /// Creates a handle; it connects by itself.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` when a setting is wrong.
    init(
        _ role: ClientRole,
        settings: KafkaSettings,
        rebalances: RebalanceInbox? = nil,
        log: @escaping @Sendable (KafkaLogLine) -> Void
    ) throws {
        try LibrdkafkaVersion.check()
        context = ClientContext(rebalances: rebalances, log: log)
        isConsumer = role.isConsumer
        mechanism = settings.mechanism
        let configuration = try Self.configuration(role.settings(settings))
        context.install(in: configuration)
        if case .appender = role { DeliveryTally.install(in: configuration) }
        if case .transactor = role { DeliveryTally.install(in: configuration) }
        let type = isConsumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER
        var reason = [CChar](repeating: 0, count: 512)
        guard let made = rd_kafka_new(type, configuration, &reason, reason.count) else {
            rd_kafka_conf_destroy(configuration)
            throw LogProblem.unusable("A Kafka client cannot be made: \(text(of: reason)).")
        }
        handle = made
        // Log lines come to the main queue, that is into the hands of who polls the handle.
        rd_kafka_set_log_queue(made, nil)
    }

    /// Serves callbacks: log lines, statistics, delivery reports.
    func serve(timeoutMs: Int32 = 0) { _ = rd_kafka_poll(handle, timeoutMs) }

    /// What a broker refused in so many words, TLS or SASL; nil when none did.
    ///
    /// It stays until a person acts, unlike a broker that is away.
    func refusal(_ doing: String) -> LogProblem? {
        serve()
        guard let reason = context.refusal.withLock({ $0 }) else { return nil }
        let next = LibrdkafkaVersion.note(on: mechanism) ?? "Check user, password, certificates."
        return .unusable("Cannot \(doing): \(reason). \(next)")
    }

    /// Throws when the cluster is out of reach, after one more attempt.
    func checkReach(_ doing: String) throws {
        guard context.isCutOff.load(ordering: .relaxed) else { return }
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(handle, 0, nil, &metadata, 1_000)
        if let metadata { rd_kafka_metadata_destroy(metadata) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            throw LogProblem.unavailable("Cannot \(doing): no broker can be reached. Try again.")
        }
        context.isCutOff.store(false, ordering: .relaxed)
    }

    /// Ends the handle; every message, topic handle and queue of it must be gone before.
    ///
    /// librdkafka 2.0.2 may hang here. The caller does not: after ``closeMs`` the handle is left to
    /// the end of the process.
    /// - Parameters:
    ///   - leavesGroup: Whether the handle is a member of a group, which it leaves first.
    ///   - memory: What the handle points to until it has ended.
    func close(leavesGroup: Bool = false, keeping memory: (any Sendable)? = nil) {
        let isDone = Deadline.run(withinMs: Self.closeMs) { [self] in
            if leavesGroup { rd_kafka_consumer_close(handle) }
            rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
            withExtendedLifetime((self, memory)) {}
        }
        if !isDone {
            let line = "CLOSE the client did not end in \(Self.closeMs) ms and is left behind"
            context.log(KafkaLogLine(level: 4, client: "zhengjiao", text: line))
        }
    }

    private static func configuration(_ settings: [(String, String)]) throws -> OpaquePointer {
        guard let made = rd_kafka_conf_new() else {
            throw LogProblem.unavailable("No memory for a Kafka client.")
        }
        for (name, value) in settings {
            var reason = [CChar](repeating: 0, count: 512)
            if rd_kafka_conf_set(made, name, value, &reason, reason.count) != RD_KAFKA_CONF_OK {
                rd_kafka_conf_destroy(made)
                throw LogProblem.unusable("--log: rdkafka.\(name): \(text(of: reason)).")
            }
        }
        return made
    }
}

/// The text of a C string in an array.
func text(of characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
