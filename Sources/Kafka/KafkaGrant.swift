import CLibrdkafka

/// A right of a principal on a resource of the cluster (ACL).
public struct KafkaGrant: Sendable, Hashable {
    /// What a right is about.
    public enum Resource: Int32, Sendable, Hashable, CaseIterable {
        /// A topic.
        case topic = 2
        /// A consumer group.
        case group = 3
        /// The cluster itself.
        case cluster = 4
        /// A transactional id.
        case transactionalID = 5

        /// Kafka's own word, as its tools print it.
        public var word: String {
            switch self {
            case .topic: "topic"
            case .group: "group"
            case .cluster: "cluster"
            case .transactionalID: "transactional-id"
            }
        }
    }

    /// What may be done.
    public enum Operation: UInt32, Sendable, Hashable, CaseIterable {
        /// Read records; join a group.
        case read = 3
        /// Write records; use a transactional id.
        case write = 4
        /// Make topics.
        case create = 5
        /// Change rights.
        case alter = 7
        /// See that it is there, and its partitions.
        case describe = 8
        /// See settings.
        case describeConfigs = 10
        /// Change settings.
        case alterConfigs = 11

        /// Kafka's own word.
        public var word: String {
            switch self {
            case .read: "Read"
            case .write: "Write"
            case .create: "Create"
            case .alter: "Alter"
            case .describe: "Describe"
            case .describeConfigs: "DescribeConfigs"
            case .alterConfigs: "AlterConfigs"
            }
        }
    }

    /// `User:name`.
    public var principal: String
    /// What it is about.
    public var resource: Resource
    /// Its name, or what its name begins with.
    public var name: String
    /// Whether every name that begins so is meant.
    public var isPrefix: Bool
    /// What may be done.
    public var operation: Operation

    /// Creates a right.
    public init(
        _ principal: String,
        may operation: Operation,
        _ resource: Resource,
        _ name: String,
        isPrefix: Bool = false
    ) {
        self.principal = principal
        self.operation = operation
        self.resource = resource
        self.name = name
        self.isPrefix = isPrefix
    }

    /// `User:classify-worker may Read topic facts.validated`.
    public var description: String {
        "\(principal) may \(operation.word) \(resource.word) \(name)\(isPrefix ? "*" : "")"
    }
}

extension KafkaGrant: Comparable, CustomStringConvertible {
    /// By principal, resource, name, operation.
    public static func < (left: KafkaGrant, right: KafkaGrant) -> Bool {
        (left.principal, left.resource.rawValue, left.name, left.operation.rawValue)
            < (right.principal, right.resource.rawValue, right.name, right.operation.rawValue)
    }
}
