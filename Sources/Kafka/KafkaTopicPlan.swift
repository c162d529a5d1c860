/// A topic as it is in the cluster.
public struct KafkaTopicState: Sendable, Equatable {
    /// The name in the cluster, prefix included.
    public var name: String
    /// Number of partitions.
    public var partitions: Int
    /// Replicas of partition 0.
    public var replicas: Int
}

/// A topic as it is wanted.
public struct KafkaTopicPlan: Sendable, Equatable {
    /// The name in the cluster, prefix included.
    public var name: String
    /// Number of partitions.
    public var partitions: Int
    /// Number of replicas; nil takes the brokers' default.
    public var replicas: Int?
    /// Settings of the topic (`retention.ms`), the brokers' defaults beside them.
    public var settings: [String: String]

    /// Creates a plan.
    public init(
        name: String,
        partitions: Int,
        replicas: Int? = nil,
        settings: [String: String] = [:]
    ) {
        self.name = name
        self.partitions = partitions
        self.replicas = replicas
        self.settings = settings
    }
}

/// A setting of a topic.
public struct KafkaTopicSetting: Sendable, Equatable {
    /// The value in force.
    public var value: String
    /// Whether the topic itself sets it; otherwise it is the brokers'.
    public var isOwn: Bool
}
