import Events
import Foundation
import Testing

@testable import Kafka

/// The broker that `ZHENGJIAO_TEST_KAFKA=host:port` names.
enum RealBroker {
    static let address = ProcessInfo.processInfo.environment["ZHENGJIAO_TEST_KAFKA"]

    /// Tests that need it are skipped without it, and say so.
    static let condition: ConditionTrait = .enabled(
        if: address != nil,
        "needs a Kafka: set ZHENGJIAO_TEST_KAFKA=host:port"
    )
}

/// Topics, groups and transactions of one test, under a prefix of their own on the real broker;
/// the topics are deleted in the end.
struct FreshTopics: Sendable {
    let url: String

    /// - Parameter more: Further parameters of the URL, each with its `&` before it.
    static func use(
        _ delivery: KafkaSettings.Delivery = .exactlyOnce,
        more: String = "",
        _ body: (FreshTopics) throws -> Void
    ) throws {
        let prefix = "test-" + UUID().uuidString.prefix(8).lowercased() + "."
        let url =
            "kafka://\(RealBroker.address ?? "")?mode=\(delivery.rawValue)&prefix=\(prefix)"
            + more
        defer {
            if let admin = try? KafkaAdmin(settings: KafkaSettings(url: url)) {
                try? admin.delete(Topic.allCases.map { prefix + $0.rawValue })
                admin.close()
            }
        }
        try body(FreshTopics(url: url))
    }

    func open(partitions: Int = 4) throws -> KafkaEventLog {
        try KafkaEventLog(url: url, partitions: partitions)
    }
}
