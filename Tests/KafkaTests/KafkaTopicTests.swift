import Events
import Stage
import Testing

@testable import Kafka

/// Topics on a real broker.
@Suite(RealBroker.condition)
struct KafkaTopicTests {
    @Test func `missing topics are created only when their partitions are given`() async throws {
        try await TestThread.run {
            try FreshTopics.use { topics in
                #expect(
                    throws: LogProblem.self,
                    performing: {
                        try KafkaEventLog(url: topics.url)
                    }
                )
                try topics.open(partitions: 3).close()
                let log = try KafkaEventLog(url: topics.url)
                #expect(try log.partitionCount(of: .factsValidated) == 3)
                #expect(try log.partitionCount(of: .ledgerPosted) == 1)
                #expect(throws: LogProblem.self, performing: { try topics.open(partitions: 5) })
                try log.close()
            }
        }
    }

    @Test func `topics are kept for ever, and packs are compacted`() async throws {
        try await TestThread.run {
            try FreshTopics.use { topics in
                let log = try topics.open()
                let admin = try KafkaAdmin(settings: log.settings)
                let names = Topic.allCases.map { log.layout.name(of: $0) }
                let settings = try admin.settings(of: names)
                for topic in Topic.allCases {
                    let own = settings[log.layout.name(of: topic)] ?? [:]
                    #expect(own["retention.ms"]?.value == "-1")
                    let cleanup = topic == .policiesActivated ? "compact" : "delete"
                    #expect(own["cleanup.policy"]?.value == cleanup)
                }
                admin.close()
                try log.close()
            }
        }
    }

    @Test func `changing one setting of a topic leaves the others`() async throws {
        try await TestThread.run {
            try FreshTopics.use { topics in
                let log = try topics.open()
                let admin = try KafkaAdmin(settings: log.settings)
                let name = log.layout.name(of: .rejections)
                try admin.change(name, ["segment.ms": "3600000"])
                try admin.await(name, "segment.ms", "3600000")
                let own = try admin.settings(of: [name])[name] ?? [:]
                #expect(own["segment.ms"] == KafkaTopicSetting(value: "3600000", isOwn: true))
                #expect(own["retention.ms"] == KafkaTopicSetting(value: "-1", isOwn: true))
                #expect(own["retention.bytes"]?.value == "-1")
                admin.close()
                try log.close()
            }
        }
    }
}

extension KafkaAdmin {
    /// Waits until the brokers tell of a setting that was changed: they answer before all know.
    func await(_ topic: String, _ name: String, _ value: String) throws {
        let deadline = Monotonic.milliseconds + 30_000
        while try settings(of: [topic])[topic]?[name]?.value != value {
            try #require(Monotonic.milliseconds < deadline, "\(name) did not change")
            client.serve(timeoutMs: 50)
        }
    }
}
