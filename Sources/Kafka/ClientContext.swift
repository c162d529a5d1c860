import CLibrdkafka
import Stage
import Synchronization

/// A line of librdkafka's log.
public struct KafkaLogLine: Sendable {
    /// Severity as in syslog: 3 error, 4 warning.
    public var level: Int
    /// The handle (`zhengjiao-validate#consumer-1`).
    public var client: String
    /// The text; it names brokers, topics and groups, never a key or a value.
    public var text: String
}

/// What the callbacks of one handle leave behind.
///
/// The handle points to it and must end before it.
final class ClientContext: Sendable {
    let log: @Sendable (KafkaLogLine) -> Void
    /// The last statistics; nil before the first.
    let statistics = Mutex<KafkaStatistics?>(nil)
    /// Whether every broker was out of reach when librdkafka last looked.
    let isCutOff = Atomic<Bool>(false)
    /// Why a broker last refused the connection (TLS, SASL), in its own words; nil when none did.
    let refusal = Mutex<String?>(nil)
    /// Rebalances of a member; nil for other handles.
    let rebalances: RebalanceInbox?

    init(rebalances: RebalanceInbox?, log: @escaping @Sendable (KafkaLogLine) -> Void) {
        self.rebalances = rebalances
        self.log = log
    }

    static func of(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        opaque.map { Unmanaged<ClientContext>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Installs the callbacks in a configuration.
    func install(in configuration: OpaquePointer) {
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(self).toOpaque())
        rd_kafka_conf_set_log_cb(configuration) { handle, level, facility, text in
            guard let handle, let text, let context = ClientContext.of(rd_kafka_opaque(handle))
            else { return }
            let facility = facility.map { String(cString: $0) } ?? ""
            // A setting for consumers that is passed through is told to each producer in vain.
            if facility == "CONFWARN" { return }
            context.log(
                KafkaLogLine(
                    level: Int(level),
                    client: String(cString: rd_kafka_name(handle)),
                    text: "\(facility) \(String(cString: text))"
                )
            )
        }
        rd_kafka_conf_set_error_cb(configuration) { _, code, text, opaque in
            guard let context = ClientContext.of(opaque) else { return }
            switch rd_kafka_resp_err_t(rawValue: code) {
            case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
                context.isCutOff.store(true, ordering: .relaxed)
            case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR__SSL:
                let reason = text.map { String(cString: $0) }
                context.refusal.withLock { $0 = reason }
            default: break
            }
        }
        rd_kafka_conf_set_stats_cb(configuration) { _, text, count, opaque in
            guard let text, let context = ClientContext.of(opaque) else { return 0 }
            let bytes = UnsafeRawBufferPointer(start: text, count: count)
            if let read = KafkaStatistics(json: bytes) {
                context.statistics.withLock { $0 = read }
            }
            return 0
        }
        guard rebalances != nil else { return }
        rd_kafka_conf_set_rebalance_cb(configuration) { handle, code, partitions, opaque in
            guard let handle, let inbox = ClientContext.of(opaque)?.rebalances else { return }
            inbox.receive(code, partitions, on: handle)
        }
    }
}
