import ArgumentParser
import Events
import Foundation
import Kafka
import Stage
import Wire

/// `zhengjiao topics lint|plan|apply|drift`: the catalogue against what the broker has.
public struct CatalogueCommand {
    private let catalogue: TopicCatalogue
    private let log: LogArguments

    /// Reads and checks the catalogue.
    ///
    /// - Parameter file: `Topics/catalogue.yaml`.
    public init(file: String, log: LogArguments) throws {
        catalogue = try TopicCatalogue(contentsOf: URL(fileURLWithPath: file))
        self.log = log
    }

    /// Says that the catalogue is sound: its faults were told when it was read.
    public func lint() { print("\(catalogue.entries.count) topics, no fault") }

    /// Prints what `apply` would do; exit status 1 for `drift` when there is anything.
    public func plan(isDrift: Bool) throws {
        let (admin, plan) = try connect()
        defer { admin.close() }
        if plan.isEmpty { print("the broker has what the catalogue says") }
        for line in plan.lines { print(line) }
        if isDrift && !plan.isEmpty { throw ExitCode(1) }
    }

    /// Makes missing topics and mends settings; refuses what would reorder or lose records.
    public func apply() throws {
        let (admin, plan) = try connect()
        defer { admin.close() }
        guard plan.refusals.isEmpty else {
            throw ConfigurationProblem(plan.refusals.joined(separator: "\n"))
        }
        try plan.apply(with: admin)
        for line in plan.lines { print(line) }
    }

    private func connect() throws -> (KafkaAdmin, TopicPlan) {
        let url = try log.url()
        guard Adapters.isKafka(url) else {
            throw ConfigurationProblem(
                "--log \(Masked.url(url)): a Kafka cluster expected; an embedded log makes its "
                    + "topics itself."
            )
        }
        let settings = try KafkaSettings(url: url)
        let admin = try KafkaAdmin(settings: settings)
        let plan = try TopicPlan(
            catalogue,
            admin: admin,
            prefix: settings.prefix,
            partitions: log.partitions
        )
        return (admin, plan)
    }
}

/// `zhengjiao topics list|cat`.
public struct TopicCommand {
    private let log: LogArguments

    /// Creates the command.
    public init(log: LogArguments) { self.log = log }

    /// Prints topics, partitions and records.
    public func list() throws {
        let log = try Adapters.log(try log.url())
        print("topic\tpartitions\trecords")
        for topic in Topic.allCases {
            let partitions = Int32(try log.partitionCount(of: topic))
            let records = try (0..<partitions).reduce(Int64(0)) {
                try $0 + log.endOffset(topic: topic, partition: $1)
            }
            print("\(topic.rawValue)\t\(partitions)\t\(records)")
        }
    }

    /// Prints records as JSON; identities stay sealed.
    ///
    /// - Parameter showsHeaders: Whether a column tells each record's headers.
    public func cat(_ name: String, _ limit: Int, showsHeaders: Bool = false) throws {
        guard let topic = Topic(rawValue: name) else {
            throw ConfigurationProblem(
                "topic \(name): none of "
                    + Topic.allCases.map(\.rawValue).joined(separator: ", ") + "."
            )
        }
        let log = try Adapters.log(try log.url())
        let batch = RecordBatch()
        for partition in 0..<Int32(try log.partitionCount(of: topic)) {
            try log.read(
                topic: topic,
                partition: partition,
                from: 0,
                maxRecords: limit,
                into: batch
            )
            for place in batch.places.prefix(limit) {
                let json = DecodedRecord.json(topic: topic, value: Array(batch.value(of: place)))
                var line = "\(partition)/\(place.offset)\t"
                if showsHeaders { line += Self.text(batch.headers(of: place)) + "\t" }
                print(line + json)
            }
        }
    }
}

extension TopicCommand {
    /// `name=value name=value`, a dash when there are none.
    ///
    /// What is no plain text is told by its size.
    static func text(_ headers: RecordHeaders) -> String {
        let all = headers.texts.map { name, value in
            let isPlain = value.unicodeScalars.allSatisfy {
                $0 != "\u{FFFD}" && $0.properties.generalCategory != .control
            }
            return "\(name)=\(isPlain ? value : "<\(value.utf8.count) bytes>")"
        }
        return all.isEmpty ? "-" : all.joined(separator: " ")
    }
}

/// A record through the generated code of `Topics/*.proto`.
enum DecodedRecord {
    static func json(topic: Topic, value: [UInt8]) -> String {
        do {
            switch topic {
            case .paymentsReceived, .subsidyListsReceived, .operationsReceived, .factsValidated:
                return try Zhengjiao_V1_Fact(serializedBytes: value).jsonString()
            case .assessmentsClassified:
                return try Zhengjiao_V1_Classified(serializedBytes: value).jsonString()
            case .ledgerPosted:
                return try Zhengjiao_V1_LedgerPosted(serializedBytes: value).jsonString()
            case .rankingsPublished:
                return try Zhengjiao_V1_RankingPublished(serializedBytes: value).jsonString()
            case .rejections:
                return try Zhengjiao_V1_Rejection(serializedBytes: value).jsonString()
            case .policiesActivated:
                let files = value.withUnsafeBytes { PolicyText.read($0) }
                return "{\"files\":\(files.keys.sorted())}"
            }
        } catch {
            return "{\"undecodable\":\(value.count)}"
        }
    }
}
