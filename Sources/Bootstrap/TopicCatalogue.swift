import Events
import Foundation
import Policy
import Yams

/// `Topics/catalogue.yaml`: one entry for each topic, checked before anything is done with it.
public struct TopicCatalogue: Sendable {
    /// One topic.
    public struct Entry: Sendable {
        /// The topic.
        public var topic: Topic
        /// Whether it has as many partitions as the log has for persons; otherwise one.
        public var isPartitionedByPerson: Bool
        /// What the broker is told of it, by Kafka's names.
        public var settings: [String: String]
        /// Which program answers for it.
        public var owner: String
        /// The programs that write it.
        public var writers: [String]
        /// The programs that read it.
        public var readers: [String]
    }

    /// A program, which is a principal of its own.
    public struct Program: Sendable {
        /// Its name; its principal is `User:` and this.
        public var name: String
        /// The group of its stage; empty where it is no worker.
        public var group: String
        /// Whether it makes topics, settings and rights.
        public var administers: Bool
    }

    /// The entries, in the order of the file.
    public let entries: [Entry]
    /// The programs, in the order of the file.
    public let programs: [Program]

    private static let keys: Set<String> = [
        "name", "key", "partitions", "retention", "retentionReason", "cleanup", "owner", "writers",
        "readers", "message", "privacy", "purpose", "example",
    ]
    private static let messages: Set<String> = [
        "Fact", "Classified", "LedgerPosted", "RankingPublished", "Rejection",
        "file names and texts of the pack",
    ]

    /// Reads and checks a catalogue.
    ///
    /// - Throws: ``ConfigurationProblem`` with every fault found, each with file, line and reason.
    public init(contentsOf url: URL) throws {
        let text: String
        do {
            text = try String(contentsOf: url, encoding: .utf8)
        } catch {
            throw ConfigurationProblem("\(url.lastPathComponent): cannot be read as UTF-8.")
        }
        var faults: [String] = []
        var found: [Entry] = []
        var programs: [Program] = []
        do {
            let root = try Yams.compose(yaml: text)
            for node in root?["topics"]?.sequence ?? [] {
                if let entry = TopicCatalogue.entry(node, &faults) { found.append(entry) }
            }
            for node in root?["programs"]?.sequence ?? [] {
                programs.append(TopicCatalogue.program(node, &faults))
            }
        } catch {
            faults.append("catalogue.yaml: \(error)")
        }
        for topic in Topic.allCases where !found.contains(where: { $0.topic == topic }) {
            faults.append("catalogue.yaml: \(topic.rawValue) has no entry.")
        }
        let names = found.map(\.topic)
        for name in Set(names) where names.filter({ $0 == name }).count > 1 {
            faults.append("catalogue.yaml: \(name.rawValue) has two entries.")
        }
        let known = Set(programs.map(\.name))
        for entry in found {
            for name in entry.writers + entry.readers where !known.contains(name) {
                faults.append(
                    "catalogue.yaml: \(entry.topic.rawValue): \(name) is no program of it."
                )
            }
        }
        guard faults.isEmpty else { throw ConfigurationProblem(faults.joined(separator: "\n")) }
        entries = found
        self.programs = programs
    }

    private static func program(_ node: Node, _ faults: inout [String]) -> Program {
        let line = node.mark?.line ?? 0
        let allowed = ["name", "group", "administers"]
        for pair in node.mapping ?? [:] where !allowed.contains(pair.key.scalar?.string ?? "") {
            faults.append(
                "catalogue.yaml:\(line): unknown key \(pair.key.scalar?.string ?? "") of a program."
            )
        }
        let name = node["name"]?.scalar?.string ?? ""
        if name.isEmpty { faults.append("catalogue.yaml:\(line): a program has no name.") }
        return Program(
            name: name,
            group: node["group"]?.scalar?.string ?? "",
            administers: node["administers"]?.bool ?? false
        )
    }

    private static func entry(_ node: Node, _ faults: inout [String]) -> Entry? {
        let line = node.mark?.line ?? 0
        func value(_ key: String) -> String { node[key]?.scalar?.string ?? "" }
        func names(_ key: String) -> [String] {
            node[key]?.sequence?.map { $0.scalar?.string ?? "" } ?? []
        }
        func fault(_ reason: String) { faults.append("catalogue.yaml:\(line): \(reason)") }
        for pair in node.mapping ?? [:] {
            let key = pair.key.scalar?.string ?? ""
            if !keys.contains(key) { fault("unknown key \(key).") }
        }
        for key in keys.sorted() where node[key] == nil { fault("\(key) is missing.") }
        guard let topic = Topic(rawValue: value("name")) else {
            fault("\(value("name")) is no topic of the pipeline.")
            return nil
        }
        let isByPerson = value("partitions") == "person"
        if isByPerson != topic.isPartitionedByPerson || (!isByPerson && value("partitions") != "1")
        {
            fault(
                "\(topic.rawValue): partitions: "
                    + (topic.isPartitionedByPerson ? "person" : "1")
                    + " expected: the same partitioner and number keep a person in one place."
            )
        }
        if !messages.contains(value("message")) {
            fault("\(topic.rawValue): message \(value("message")) stands in no .proto file.")
        }
        guard let settings = settings(value("retention"), value("cleanup"), fault) else {
            return nil
        }
        return Entry(
            topic: topic,
            isPartitionedByPerson: isByPerson,
            settings: settings,
            owner: value("owner"),
            writers: names("writers"),
            readers: names("readers")
        )
    }

    /// What retention and cleanup mean to a broker.
    ///
    /// A season is ended by erasing it, never by a clock: both kinds of retention keep everything.
    private static func settings(
        _ retention: String,
        _ cleanup: String,
        _ fault: (String) -> Void
    ) -> [String: String]? {
        guard ["season", "forever"].contains(retention) else {
            fault("retention \(retention): season or forever expected.")
            return nil
        }
        guard ["delete", "compact"].contains(cleanup) else {
            fault("cleanup \(cleanup): delete or compact expected.")
            return nil
        }
        var settings = [
            "cleanup.policy": cleanup, "retention.ms": "-1", "retention.bytes": "-1",
            "max.message.bytes": "\(recordBytesMax)",
        ]
        if cleanup == "compact" { settings["min.compaction.lag.ms"] = "\(compactionLagMs)" }
        return settings
    }

    /// A batch of the pipeline as one message set, in bytes.
    private static let recordBytesMax = 8_454_144
    /// How long every record of a compacted topic is kept: a year, in milliseconds.
    private static let compactionLagMs: Int64 = 31_536_000_000
}
