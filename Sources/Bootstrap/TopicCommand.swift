import Events
import Foundation
import Stage
import Wire

/// `zhengjiao topics`.
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
    public func cat(_ name: String, _ limit: Int) throws {
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
                print("\(partition)/\(place.offset)\t\(json)")
            }
        }
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
