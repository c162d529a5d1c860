import Stage
import Testing

@testable import Kafka

/// URLs, versions, figures.
struct KafkaSettingsTests {
    @Test func `reads a URL`() throws {
        let settings = try KafkaSettings(
            url: "kafka://a:9092,b:9093?prefix=test.&mode=effectively-once&instance=w-1"
                + "&gather.ms=5&rdkafka.security.protocol=sasl_ssl&rdkafka.sasl.password=p%26q"
        )
        #expect(settings.brokers == "a:9092,b:9093")
        #expect(settings.prefix == "test.")
        #expect(settings.delivery == .effectivelyOnce)
        #expect(settings.instance == "w-1")
        #expect(settings.gatherMs == 5)
        #expect(settings.passedThrough.map { $0.name } == ["security.protocol", "sasl.password"])
        #expect(settings.passedThrough.map { $0.value } == ["sasl_ssl", "p&q"])
        #expect(!settings.description.contains("p&q"))
        #expect(try KafkaSettings(url: "kafka://a:9092/").delivery == .exactlyOnce)
    }

    @Test(
        arguments: [
            "sqlite:///x", "kafka://", "kafka://a", "kafka://a:x", "kafka://:9092",
            "kafka://u:p@a:9092", "kafka://a:1?mode=maybe", "kafka://a:1?prefix=a/b",
            "kafka://a:1?acks=1", "kafka://a:1?rdkafka.acks=1", "kafka://a:1?prefix",
            "kafka://a:1?rdkafka.isolation.level=read_uncommitted", "kafka://a:1?instance=",
            "kafka://a:1?gather.ms=-1", "kafka://a:1?properties=/nowhere",
        ]
    )
    func `refuses a URL that cannot work`(url: String) {
        let error = #expect(throws: LogProblem.self) { try KafkaSettings(url: url) }
        #expect(error.map { isUnusable($0) } == true)
    }

    @Test func `refuses a setting that librdkafka does not know`() throws {
        let settings = try KafkaSettings(url: "kafka://127.0.0.1:1?rdkafka.no.such=1")
        let error = #expect(throws: LogProblem.self) { try KafkaAdmin(settings: settings) }
        #expect(error.map { isUnusable($0) } == true)
    }

    @Test func `says that no broker answers`() throws {
        let error = #expect(throws: LogProblem.self) {
            try KafkaEventLog(url: "kafka://127.0.0.1:1")
        }
        #expect(error.map { isUnavailable($0) } == true)
    }

    @Test(
        arguments: [
            (Int32(0x0200_02ff), true), (0x0200_01ff, false), (0x0109_02ff, false),
            (0x0201_00ff, true), (0x0300_00ff, true),
        ]
    )
    func `refuses librdkafka before 2.0.2`(number: Int32, isGood: Bool) {
        let check = { try LibrdkafkaVersion.check(number: number, name: "x") }
        if isGood {
            #expect(throws: Never.self, performing: check)
        } else {
            #expect(throws: LogProblem.self, performing: check)
        }
    }

    @Test(
        arguments: [
            ("SCRAM-SHA-512", Int32(0x0200_02ff), true), ("scram-sha-256", 0x0206_00ff, true),
            ("SCRAM-SHA-512", 0x0206_01ff, false), ("PLAIN", 0x0200_02ff, false),
        ]
    )
    func `says why brokers refuse SCRAM of an old librdkafka`(
        mechanism: String,
        number: Int32,
        isTold: Bool
    ) throws {
        let url = "kafka://a:1?rdkafka.sasl.mechanism=\(mechanism)"
        let named = try KafkaSettings(url: url).mechanism
        #expect((LibrdkafkaVersion.note(on: named, number: number, name: "x") != nil) == isTold)
    }

    @Test func `reads statistics, and renders them`() throws {
        let json = """
            {"name":"w#consumer-1","replyq":3,"msg_cnt":5,"msg_size":600,"tx":9,"tx_bytes":90,
             "rx_bytes":80,"brokers":{"b":{"state":"UP","rtt":{"avg":70},"int_latency":{"avg":4}}},
             "topics":{"t":{"partitions":{"0":{"fetchq_cnt":2,"fetchq_size":20},
                                          "1":{"fetchq_cnt":1,"fetchq_size":10}}}},
             "cgrp":{"rebalance_cnt":2},"eos":{"txn_state":"Ready"}}
            """
        let bytes = Array(json.utf8)
        let read = try #require(bytes.withUnsafeBytes { KafkaStatistics(json: $0) })
        #expect(read.client == "w#consumer-1")
        #expect(read.waitingOperations == 3)
        #expect(read.fetchedRecords == 3)
        #expect(read.fetchedBytes == 30)
        #expect(read.connectedBrokers == 1)
        #expect(read.roundTripMicroseconds == 70)
        #expect(read.rebalances == 2)
        #expect(read.transactionState == "Ready")
        let text = KafkaStatistics.render([read])
        #expect(text.contains("rdkafka_fetchq_cnt{client=\"w#consumer-1\"} 3\n"))
        #expect([UInt8]("no json".utf8).withUnsafeBytes { KafkaStatistics(json: $0) } == nil)
    }
}
