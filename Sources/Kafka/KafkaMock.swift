import CLibrdkafka
import Events
import Stage

/// librdkafka's mock cluster, for tests: brokers in this process, on loopback, without a disk.
///
/// It shows wiring, not promises: it knows no aborted or open transactions, keeps no positions of
/// transactions, fences nobody, and administers nothing (librdkafka: «experimental»).
public final class KafkaMock: Sendable {
    /// Requests that can be made to fail.
    public enum Request: Int16, Sendable {
        /// Records written.
        case produce = 0
        /// Records read.
        case fetch = 1
        /// Positions written by a member.
        case offsetCommit = 8
        /// Positions read.
        case offsetFetch = 9
        /// A producer of transactions that begins.
        case initProducerID = 22
        /// Partitions that join a transaction.
        case addPartitionsToTransaction = 24
        /// A group that joins a transaction.
        case addOffsetsToTransaction = 25
        /// A transaction that ends.
        case endTransaction = 26
        /// Positions written in a transaction.
        case transactionOffsetCommit = 28
    }

    /// Ways to fail, with Kafka's codes.
    public enum Fault: Int32, Sendable {
        /// The connection breaks.
        case disconnect = -195
        /// The coordinator is starting.
        case coordinatorLoading = 14
        /// The coordinator is not there.
        case coordinatorNotAvailable = 15
        /// The member belongs to an earlier generation.
        case illegalGeneration = 22
        /// The group does not know the member.
        case unknownMember = 25
        /// The group rebalances.
        case rebalanceInProgress = 27
        /// The record is too large.
        case recordTooLarge = 10
        /// Not enough replicas.
        case notEnoughReplicas = 19
        /// The user has no right to the topic.
        case topicNotAuthorized = 29
        /// A later producer of the same id has begun.
        case producerFenced = 90
    }

    private let client: KafkaClient
    /// Opaque to Swift, and safe to use from every thread.
    private nonisolated(unsafe) let cluster: OpaquePointer
    private let bootstrap: String

    /// Starts a cluster of one broker with the topics of the pipeline.
    ///
    /// - Parameters:
    ///   - partitions: Partitions of the topics that are partitioned by person.
    ///   - prefix: Stands before the names of the topics.
    public init(partitions: Int, prefix: String = "") throws {
        // The brokers' sockets take over the owner's settings: without this one every small answer
        // takes 40 ms.
        var settings = try KafkaSettings(url: "kafka://127.0.0.1:1")
        settings.passedThrough = [("test.mock.num.brokers", "1"), ("bootstrap.servers", "")]
        client = try KafkaClient(.admin, settings: settings, log: { _ in })
        guard let cluster = rd_kafka_handle_mock_cluster(client.handle) else {
            client.close()
            throw LogProblem.unusable("librdkafka has no mock cluster.")
        }
        self.cluster = cluster
        bootstrap = rd_kafka_mock_cluster_bootstraps(cluster).map { String(cString: $0) } ?? ""
        let layout = TopicLayout(prefix: prefix, partitions: partitions)
        for topic in Topic.allCases {
            let count = Int32(layout.count(of: topic))
            rd_kafka_mock_topic_create(cluster, layout.name(of: topic), count, 1)
        }
    }

    deinit { client.close() }

    /// The URL of the cluster.
    ///
    /// An empty fetch of the mock takes all of `fetch.wait.max.ms`, a rebalance a second less than
    /// the session.
    public func url(mode: KafkaSettings.Delivery, prefix: String = "") -> String {
        "kafka://\(bootstrap)?mode=\(mode.rawValue)&prefix=\(prefix)"
            + "&rdkafka.fetch.wait.max.ms=5&rdkafka.session.timeout.ms=6000"
    }

    /// Makes the next requests of a kind fail, one after the other.
    public func fail(_ request: Request, _ faults: [Fault]) {
        var codes = faults.map { rd_kafka_resp_err_t($0.rawValue) }
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, &codes)
    }

    /// Lets requests of a kind succeed again.
    public func heal(_ request: Request) {
        rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
    }

    /// Takes the broker away, or brings it back.
    public func setBroker(isUp: Bool) {
        if isUp {
            rd_kafka_mock_broker_set_up(cluster, 1)
        } else {
            rd_kafka_mock_broker_set_down(cluster, 1)
        }
    }
}
