import Bootstrap
import Events
import Foundation
import Kafka
import Stage
import Testing

/// A cluster with an authorizer: `host:port`, and a folder with `root.properties` of a user who may
/// give rights and `PROGRAM.properties` of each program's user.
private let secured: (broker: String, folder: String)? = {
    let environment = ProcessInfo.processInfo.environment
    guard let broker = environment["ZHENGJIAO_TEST_KAFKA_SECURED"],
        let folder = environment["ZHENGJIAO_TEST_KAFKA_USERS"]
    else { return nil }
    return (broker, folder)
}()

@Suite(.enabled(if: secured != nil, "ZHENGJIAO_TEST_KAFKA_SECURED and _USERS are not set"))
struct KafkaAccessTests {
    private let prefix = "acc\(UInt32.random(in: 1...UInt32.max))."
    private let catalogue: TopicCatalogue
    private let file: String

    init() throws {
        file =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Topics/catalogue.yaml").standardized.path
        catalogue = try TopicCatalogue(contentsOf: URL(fileURLWithPath: file))
    }

    private func url(_ user: String) throws -> String {
        let (broker, folder) = try #require(secured)
        return "kafka://\(broker)?prefix=\(prefix)&mode=effectively-once"
            + "&properties=\(folder)/\(user).properties"
    }

    private func command(_ user: String) throws -> CatalogueCommand {
        try CatalogueCommand(file: file, log: LogArguments.parse(["--log", url(user)]))
    }

    private func record(_ topic: Topic) -> RecordBatch {
        let batch = RecordBatch()
        batch.append(topic: topic, key: "access") { $0.append(little: UInt8(0)) }
        return batch
    }

    /// Whether the cluster refused for want of rights; other errors are thrown.
    private func isRefused(_ body: () throws -> Void) throws -> Bool {
        do {
            try body()
            return false
        } catch LogProblem.unusable(let sentence) where sentence.contains("AUTHORIZATION_FAILED") {
            return true
        }
    }

    @Test func `F-132 each program reads and writes its topics, and is refused all others`() throws
    {
        try command("root").access(isPlan: false)
        let root = try KafkaEventLog(url: url("root"), partitions: 1)
        for topic in Topic.allCases { try root.append(record(topic)) }
        var tries = 0
        for program in catalogue.programs {
            let log = try KafkaEventLog(url: url(program.name))
            defer { try? log.close() }
            for entry in catalogue.entries {
                let batch = RecordBatch()
                let mayRead = try !isRefused {
                    try log.read(
                        topic: entry.topic,
                        partition: 0,
                        from: 0,
                        maxRecords: 1,
                        into: batch
                    )
                }
                #expect(
                    mayRead == entry.readers.contains(program.name),
                    "\(program.name) reads \(entry.topic.rawValue)"
                )
                let mayWrite = try !isRefused { try log.append(record(entry.topic)) }
                #expect(
                    mayWrite == entry.writers.contains(program.name),
                    "\(program.name) writes \(entry.topic.rawValue)"
                )
                tries += 2
            }
        }
        #expect(tries == catalogue.programs.count * Topic.allCases.count * 2)
    }

    @Test func `F-132 only who administers gives rights or makes topics`() throws {
        try command("root").access(isPlan: false)
        _ = try KafkaEventLog(url: url("root"), partitions: 1)
        for program in catalogue.programs {
            let admin = try KafkaAdmin(settings: KafkaSettings(url: url(program.name)))
            defer { admin.close() }
            let refusedRights = try isRefused {
                try admin.give([
                    KafkaGrant("User:stranger", may: .read, .topic, prefix + "facts.validated")
                ])
            }
            #expect(refusedRights != program.administers, "\(program.name) gives rights")
            let refusedTopics = try isRefused {
                try admin.change(prefix + "rejections", ["retention.ms": "1000"])
            }
            #expect(refusedTopics != program.administers, "\(program.name) changes a topic")
        }
    }
}
