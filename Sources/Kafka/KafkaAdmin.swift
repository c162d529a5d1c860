import CLibrdkafka
import Stage

/// The administration of a cluster: topics and their settings, positions of groups.
///
/// Partitions of a topic are never added: the keys would move, and a person's facts with them.
public final class KafkaAdmin: Sendable {
    let client: KafkaClient

    /// Connects to a cluster.
    public convenience init(
        settings: KafkaSettings,
        log: @escaping @Sendable (KafkaLogLine) -> Void = { _ in }
    ) throws {
        self.init(client: try KafkaClient(.admin, settings: settings, log: log))
    }

    init(client: KafkaClient) { self.client = client }

    /// The topics of the cluster, without Kafka's own, by name.
    public func topics() throws -> [KafkaTopicState] { try states(isAll: true) { _ in true } }

    /// Topics by name; those that do not exist, or are just being created, are left out.
    public func topics(named names: [String]) throws -> [KafkaTopicState] {
        let handles = names.map { rd_kafka_topic_new(client.handle, $0, nil) }
        defer { for case let handle? in handles { rd_kafka_topic_destroy(handle) } }
        let wanted = Set(names)
        // Without «all» the brokers are asked for the topics that have handles.
        return try states(isAll: false) { wanted.contains($0) }
    }

    private func states(
        isAll: Bool,
        where isWanted: (String) -> Bool
    ) throws -> [KafkaTopicState] {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let patienceMs = KafkaClient.patienceMs
        let deadline = Monotonic.milliseconds + Int64(patienceMs)
        var code = rd_kafka_metadata(client.handle, isAll ? 1 : 0, nil, &answer, patienceMs)
        // A broker that is just starting breaks the first connections.
        while code == RD_KAFKA_RESP_ERR__TRANSPORT, Monotonic.milliseconds < deadline {
            client.serve(timeoutMs: 200)
            if let refusal = client.refusal("list the topics") { throw refusal }
            code = rd_kafka_metadata(client.handle, isAll ? 1 : 0, nil, &answer, patienceMs)
        }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else {
            throw client.refusal("list the topics") ?? .kafka(code, "list the topics")
        }
        defer { rd_kafka_metadata_destroy(answer) }
        var found: [KafkaTopicState] = []
        for index in 0..<Int(answer.pointee.topic_cnt) {
            let topic = answer.pointee.topics[index]
            let count = Int(topic.partition_cnt)
            guard let name = topic.topic.map({ String(cString: $0) }), !name.hasPrefix("__"),
                isWanted(name), topic.err == RD_KAFKA_RESP_ERR_NO_ERROR, count > 0
            else { continue }
            let replicas = Int(topic.partitions[0].replica_cnt)
            found.append(KafkaTopicState(name: name, partitions: count, replicas: replicas))
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Creates topics; one that is there already is left as it is.
    ///
    /// - Throws: ``LogProblem`` of the first topic that could not be created.
    public func create(_ plans: [KafkaTopicPlan]) throws {
        if plans.isEmpty { return }
        let doing = "create topics"
        var topics: [OpaquePointer?] = []
        defer { topics.forEach { rd_kafka_NewTopic_destroy($0) } }
        for plan in plans { topics.append(try newTopic(plan)) }
        let call = try AdminCall(client, RD_KAFKA_ADMIN_OP_CREATETOPICS, doing) { options, queue in
            rd_kafka_CreateTopics(client.handle, &topics, topics.count, options, queue)
        }
        try call.read { event in
            var count = 0
            let answer = rd_kafka_event_CreateTopics_result(event)
            let results = rd_kafka_CreateTopics_result_topics(answer, &count)
            try check(results, count, passing: RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS, doing)
        }
    }

    /// Deletes topics with all their records; one that is not there is passed over.
    public func delete(_ names: [String]) throws {
        if names.isEmpty { return }
        let doing = "delete topics"
        var topics: [OpaquePointer?] = names.map { rd_kafka_DeleteTopic_new($0) }
        defer { topics.forEach { rd_kafka_DeleteTopic_destroy($0) } }
        let call = try AdminCall(client, RD_KAFKA_ADMIN_OP_DELETETOPICS, doing) { options, queue in
            rd_kafka_DeleteTopics(client.handle, &topics, topics.count, options, queue)
        }
        try call.read { event in
            var count = 0
            let answer = rd_kafka_event_DeleteTopics_result(event)
            let results = rd_kafka_DeleteTopics_result_topics(answer, &count)
            try check(results, count, passing: RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, doing)
        }
    }

    /// Ends the connection.
    public func close() { client.close() }

    private func newTopic(_ plan: KafkaTopicPlan) throws -> OpaquePointer {
        var reason = [CChar](repeating: 0, count: 512)
        let made = rd_kafka_NewTopic_new(
            plan.name,
            Int32(plan.partitions),
            Int32(plan.replicas ?? -1),
            &reason,
            reason.count
        )
        guard let made else {
            throw LogProblem.unusable("The topic \(plan.name): \(text(of: reason)).")
        }
        for (name, value) in plan.settings.sorted(by: { $0.key < $1.key }) {
            rd_kafka_NewTopic_set_config(made, name, value)
        }
        return made
    }

    private func check(
        _ results: UnsafeMutablePointer<OpaquePointer?>?,
        _ count: Int,
        passing passed: rd_kafka_resp_err_t,
        _ doing: String
    ) throws {
        for index in 0..<count {
            guard let result = results?[index] else { continue }
            let code = rd_kafka_topic_result_error(result)
            if code == RD_KAFKA_RESP_ERR_NO_ERROR || code == passed { continue }
            let name = rd_kafka_topic_result_name(result).map { String(cString: $0) } ?? ""
            let text = rd_kafka_topic_result_error_string(result).map { String(cString: $0) }
            throw LogProblem.kafka(code, "\(doing) (\(name))", detail: text)
        }
    }
}
