import Events
import Stage

extension TopicLayout {
    /// Partitions of the topics that are partitioned by person, at most.
    static let partitionsMax = 1_024
    /// Time for which every record of a compacted topic is kept, in milliseconds: a year.
    private static let compactionLagMs: Int64 = 31_536_000_000

    /// Looks at the topics in the cluster, and creates the missing ones when the number of
    /// partitions is given.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` when topics are missing, or have another number.
    init(ensuredBy admin: KafkaAdmin, settings: KafkaSettings, partitions: Int?) throws {
        if let partitions, !(1...Self.partitionsMax).contains(partitions) {
            throw LogProblem.unusable(
                "\(partitions) partitions: 1 to \(Self.partitionsMax) expected."
            )
        }
        var found = try Self.counts(admin, settings.prefix)
        let missing = Topic.allCases.filter { found[$0] == nil }
        if let partitions, !missing.isEmpty {
            let layout = TopicLayout(prefix: settings.prefix, partitions: partitions)
            try admin.create(missing.map(layout.plan))
            found = try Self.counts(admin, settings.prefix, awaiting: Topic.allCases)
        } else if !missing.isEmpty {
            let names = missing.map { settings.prefix + $0.rawValue }.joined(separator: ", ")
            throw LogProblem.unusable(
                "The cluster has no topic \(names): create the topics with zhengjiao topics apply, "
                    + "or say how many partitions they shall have."
            )
        }
        self.init(prefix: settings.prefix, partitions: found[.factsValidated] ?? 0)
        for topic in Topic.allCases {
            let wanted = topic.isPartitionedByPerson ? partitions ?? self.partitions : 1
            guard found[topic] == wanted else {
                throw LogProblem.unusable(
                    "\(name(of: topic)) has \(found[topic] ?? 0) partitions, \(wanted) expected. "
                        + "Partitions of a season cannot be changed: use the number it has, or "
                        + "another prefix."
                )
            }
        }
    }

    /// A topic as the pipeline wants it: nothing is ever deleted by time.
    func plan(_ topic: Topic) -> KafkaTopicPlan {
        var settings = [
            "retention.ms": "-1", "retention.bytes": "-1",
            "max.message.bytes": "\(ClientRole.batchBytesMax)",
        ]
        if topic == .policiesActivated {
            settings["cleanup.policy"] = "compact"
            settings["min.compaction.lag.ms"] = "\(Self.compactionLagMs)"
        } else {
            settings["cleanup.policy"] = "delete"
        }
        return KafkaTopicPlan(
            name: name(of: topic),
            partitions: count(of: topic),
            settings: settings
        )
    }

    /// The topics of the pipeline that the cluster has, with their partitions.
    ///
    /// - Parameter wanted: Topics just created, which are waited for.
    private static func counts(
        _ admin: KafkaAdmin,
        _ prefix: String,
        awaiting wanted: [Topic] = []
    ) throws -> [Topic: Int] {
        let deadline = Monotonic.milliseconds + Int64(KafkaClient.patienceMs)
        while true {
            var found: [Topic: Int] = [:]
            for state in try admin.topics(named: Topic.allCases.map { prefix + $0.rawValue }) {
                let name = String(state.name.dropFirst(prefix.count))
                if let topic = Topic(rawValue: name) { found[topic] = state.partitions }
            }
            let isThere = wanted.allSatisfy { found[$0] != nil }
            if isThere || Monotonic.milliseconds > deadline { return found }
            admin.client.serve(timeoutMs: 50)
        }
    }
}
