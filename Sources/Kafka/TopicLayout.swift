import Events
import Stage

extension Topic {
    /// The place of the topic in the order of the data.
    var ordinal: Int {
        switch self {
        case .paymentsReceived: 0
        case .subsidyListsReceived: 1
        case .operationsReceived: 2
        case .policiesActivated: 3
        case .rejections: 4
        case .factsValidated: 5
        case .assessmentsClassified: 6
        case .ledgerPosted: 7
        case .rankingsPublished: 8
        }
    }
}

/// What the topics are called in the cluster, and how many partitions they have.
struct TopicLayout: Sendable {
    /// Partitions of the topics that are partitioned by person.
    let partitions: Int
    private let names: [String]

    init(prefix: String, partitions: Int) {
        self.partitions = partitions
        names = Topic.allCases.map { prefix + $0.rawValue }
    }

    /// The name in the cluster.
    func name(of topic: Topic) -> String { names[topic.ordinal] }

    /// The topic of a name in the cluster.
    func topic(named name: String) -> Topic? {
        names.firstIndex(of: name).map { Topic.allCases[$0] }
    }

    /// Number of partitions of a topic.
    func count(of topic: Topic) -> Int { topic.isPartitionedByPerson ? partitions : 1 }

    /// Refuses a partition that does not exist.
    func check(_ topic: Topic, _ partition: Int32) throws {
        guard (0..<count(of: topic)).contains(Int(partition)) else {
            throw LogProblem.unusable(
                "\(topic.rawValue) has no partition \(partition); it has \(count(of: topic))."
            )
        }
    }
}
