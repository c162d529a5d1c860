import CLibrdkafka
import Events
import Stage

/// The topics of the pipeline as handles of one client.
///
/// Unchecked: the handles are made once and only read after.
final class TopicHandles: @unchecked Sendable {
    private let handles: [OpaquePointer]
    private let layout: TopicLayout

    /// Makes handles of all topics.
    ///
    /// - Parameter isWarm: Whether metadata is fetched at once, so that the first record does not
    ///   wait for it.
    init(_ client: KafkaClient, layout: TopicLayout, isWarm: Bool) throws {
        self.layout = layout
        handles = Topic.allCases.compactMap {
            rd_kafka_topic_new(client.handle, layout.name(of: $0), nil)
        }
        guard handles.count == Topic.allCases.count else {
            handles.forEach { rd_kafka_topic_destroy($0) }
            throw LogProblem.kafka(rd_kafka_last_error(), "name the topics")
        }
        guard isWarm else { return }
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client.handle, 0, nil, &metadata, KafkaClient.patienceMs)
        if let metadata { rd_kafka_metadata_destroy(metadata) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            handles.forEach { rd_kafka_topic_destroy($0) }
            throw LogProblem.kafka(code, "reach the brokers")
        }
    }

    /// The handle of a topic, by its place in the order of the data.
    subscript(ordinal: Int) -> OpaquePointer { handles[ordinal] }

    /// The topic of a handle that came with a record.
    ///
    /// librdkafka has one object for each topic of a client, which our handle keeps alive: so the
    /// address tells.
    func topic(of handle: OpaquePointer?) -> Topic? {
        if let index = handles.firstIndex(where: { $0 == handle }) { return Topic.allCases[index] }
        guard let handle, let name = rd_kafka_topic_name(handle) else { return nil }
        return layout.topic(named: String(cString: name))
    }

    /// Frees the handles; before the client ends.
    func destroy() { handles.forEach { rd_kafka_topic_destroy($0) } }
}
