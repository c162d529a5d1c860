import Foundation

/// What one handle of librdkafka tells of itself every five seconds, as far as it is looked at.
public struct KafkaStatistics: Sendable, Equatable {
    /// The handle (`zhengjiao-validate#consumer-1`).
    public var client = ""
    /// Operations that wait to be served.
    public var waitingOperations: Int64 = 0
    /// Records in the producer's queues, and their bytes.
    public var queuedRecords: Int64 = 0
    /// Bytes in the producer's queues.
    public var queuedBytes: Int64 = 0
    /// Requests sent to brokers since the handle was made.
    public var requests: Int64 = 0
    /// Bytes sent to and received from brokers.
    public var sentBytes: Int64 = 0
    /// Bytes received from brokers.
    public var receivedBytes: Int64 = 0
    /// Largest average round trip of a broker, in microseconds.
    public var roundTripMicroseconds: Int64 = 0
    /// Largest average time of a record in the producer's queue, in microseconds.
    public var queueMicroseconds: Int64 = 0
    /// Brokers that are connected.
    public var connectedBrokers: Int64 = 0
    /// Records fetched and not yet polled.
    public var fetchedRecords: Int64 = 0
    /// Bytes fetched and not yet polled.
    public var fetchedBytes: Int64 = 0
    /// Rebalances since the handle was made.
    public var rebalances: Int64 = 0
    /// State of the transaction; empty for other handles.
    public var transactionState = ""

    /// Reads librdkafka's JSON; nil when it is none.
    init?(json: UnsafeRawBufferPointer) {
        let data = Data(json)
        guard let all = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            return nil
        }
        client = all["name"] as? String ?? ""
        waitingOperations = Self.number(all["replyq"])
        queuedRecords = Self.number(all["msg_cnt"])
        queuedBytes = Self.number(all["msg_size"])
        requests = Self.number(all["tx"])
        sentBytes = Self.number(all["tx_bytes"])
        receivedBytes = Self.number(all["rx_bytes"])
        for broker in (all["brokers"] as? [String: [String: Any]] ?? [:]).values {
            if broker["state"] as? String == "UP" { connectedBrokers += 1 }
            roundTripMicroseconds = max(roundTripMicroseconds, Self.average(broker["rtt"]))
            queueMicroseconds = max(queueMicroseconds, Self.average(broker["int_latency"]))
        }
        for topic in (all["topics"] as? [String: [String: Any]] ?? [:]).values {
            for partition in (topic["partitions"] as? [String: [String: Any]] ?? [:]).values {
                fetchedRecords += Self.number(partition["fetchq_cnt"])
                fetchedBytes += Self.number(partition["fetchq_size"])
            }
        }
        rebalances = Self.number((all["cgrp"] as? [String: Any])?["rebalance_cnt"])
        transactionState = (all["eos"] as? [String: Any])?["txn_state"] as? String ?? ""
    }

    /// The gauges of several handles in Prometheus' text form.
    public static func render(_ all: [KafkaStatistics]) -> String {
        let gauges: [(String, String, (KafkaStatistics) -> Int64)] = [
            ("replyq", "Operations that wait to be served.", { $0.waitingOperations }),
            ("msg_cnt", "Records in the producer's queues.", { $0.queuedRecords }),
            ("msg_size", "Bytes in the producer's queues.", { $0.queuedBytes }),
            ("tx", "Requests sent.", { $0.requests }),
            ("tx_bytes", "Bytes sent.", { $0.sentBytes }),
            ("rx_bytes", "Bytes received.", { $0.receivedBytes }),
            ("rtt_us", "Largest average round trip of a broker.", { $0.roundTripMicroseconds }),
            ("int_latency_us", "Largest average time in a queue.", { $0.queueMicroseconds }),
            ("brokers_up", "Brokers connected.", { $0.connectedBrokers }),
            ("fetchq_cnt", "Records fetched and not polled.", { $0.fetchedRecords }),
            ("fetchq_size", "Bytes fetched and not polled.", { $0.fetchedBytes }),
            ("rebalance_cnt", "Rebalances.", { $0.rebalances }),
        ]
        var text = ""
        for (name, help, value) in gauges {
            text += "# HELP rdkafka_\(name) \(help)\n# TYPE rdkafka_\(name) gauge\n"
            for one in all { text += "rdkafka_\(name){client=\"\(one.client)\"} \(value(one))\n" }
        }
        return text
    }

    private static func number(_ value: Any?) -> Int64 { (value as? NSNumber)?.int64Value ?? 0 }

    private static func average(_ value: Any?) -> Int64 {
        number((value as? [String: Any])?["avg"])
    }
}
