import Events
import Foundation
import Kafka
import Stage

/// What would have to be done for a broker to have the topics of the catalogue.
struct TopicPlan {
    /// Topics to make.
    var missing: [KafkaTopicPlan] = []
    /// Settings to change, per topic.
    var changes: [(topic: String, settings: [String: String])] = []
    /// Differences that are never mended by a program: they would reorder or lose records.
    var refusals: [String] = []

    /// Whether the broker has what the catalogue says.
    var isEmpty: Bool { missing.isEmpty && changes.isEmpty && refusals.isEmpty }

    /// Compares a broker with the catalogue.
    ///
    /// - Parameter partitions: Of the topics partitioned by person; nil takes what
    ///   `facts.validated` has.
    init(
        _ catalogue: TopicCatalogue,
        admin: KafkaAdmin,
        prefix: String,
        partitions: Int?
    ) throws {
        let found = Dictionary(
            uniqueKeysWithValues: try admin.topics().map { ($0.name, $0.partitions) }
        )
        let known = found[prefix + Topic.factsValidated.rawValue]
        guard let wanted = partitions ?? known else {
            throw ConfigurationProblem(
                "--partitions is needed: the broker has no topics of the season yet. Take the "
                    + "largest number of workers that a stage shall ever have."
            )
        }
        let names = catalogue.entries.map { prefix + $0.topic.rawValue }
        let settings = try admin.settings(of: names.filter { found[$0] != nil })
        for entry in catalogue.entries {
            let name = prefix + entry.topic.rawValue
            let count = entry.isPartitionedByPerson ? wanted : 1
            guard let existing = found[name] else {
                missing.append(
                    KafkaTopicPlan(name: name, partitions: count, settings: entry.settings)
                )
                continue
            }
            if existing != count {
                refusals.append(
                    "\(name) has \(existing) partitions, \(count) expected: changing them would "
                        + "tear persons' records apart. Use another prefix and replay --to it."
                )
            }
            let differing = entry.settings.filter { settings[name]?[$0.key]?.value != $0.value }
            if !differing.isEmpty { changes.append((name, differing)) }
        }
    }

    /// Lines for people.
    var lines: [String] {
        missing.map { "create \($0.name) with \($0.partitions) partitions" }
            + changes.flatMap { topic, settings in
                settings.sorted { $0.key < $1.key }.map { "set \(topic) \($0.key) to \($0.value)" }
            } + refusals.map { "refused: \($0)" }
    }

    /// Makes what is missing and sets what differs.
    func apply(with admin: KafkaAdmin) throws {
        if !missing.isEmpty { try create(with: admin) }
        for (topic, settings) in changes { try admin.change(topic, settings) }
    }

    /// A broker answers before it knows its own new topics: they are waited for, so that whatever
    /// is started next finds them.
    private func create(with admin: KafkaAdmin) throws {
        try admin.create(missing)
        let names = Set(missing.map(\.name))
        for _ in 0..<600 {
            if try names.isSubset(of: admin.topics().map(\.name)) { return }
            usleep(50_000)
        }
        throw LogProblem.unavailable("the broker does not show its new topics after 30 s")
    }
}
