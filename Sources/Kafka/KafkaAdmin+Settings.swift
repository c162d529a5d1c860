import CLibrdkafka
import Stage

/// Settings of topics.
extension KafkaAdmin {
    /// The settings of topics, by topic and name.
    public func settings(
        of names: [String]
    ) throws -> [String: [String: KafkaTopicSetting]] {
        if names.isEmpty { return [:] }
        var resources: [OpaquePointer?] = names.map {
            rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0)
        }
        defer { resources.forEach { rd_kafka_ConfigResource_destroy($0) } }
        let call = try AdminCall(
            client,
            RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS,
            "read the topics' settings"
        ) { options, queue in
            rd_kafka_DescribeConfigs(client.handle, &resources, resources.count, options, queue)
        }
        return try call.read { event in
            var count = 0
            let answer = rd_kafka_event_DescribeConfigs_result(event)
            let results = rd_kafka_DescribeConfigs_result_resources(answer, &count)
            var found: [String: [String: KafkaTopicSetting]] = [:]
            for index in 0..<count {
                guard let result = results?[index] else { continue }
                try check(result, "read a topic's settings")
                let name = rd_kafka_ConfigResource_name(result).map { String(cString: $0) } ?? ""
                found[name] = entries(of: result)
            }
            return found
        }
    }

    /// Changes settings of a topic, and leaves the others as they are.
    ///
    /// librdkafka 2.0.2 can only write all settings of a topic at once, and what is not written
    /// goes back to the default: so they are read, merged and written. Two who do that at the same
    /// time may undo each other's change.
    public func change(_ name: String, _ changes: [String: String]) throws {
        let known = try settings(of: [name])[name] ?? [:]
        var all = known.filter { $0.value.isOwn }.mapValues(\.value)
        if changes.allSatisfy({ all[$0.key] == $0.value }) { return }
        all.merge(changes) { $1 }
        var resources: [OpaquePointer?] = [
            rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name)
        ]
        defer { resources.forEach { rd_kafka_ConfigResource_destroy($0) } }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            rd_kafka_ConfigResource_set_config(resources[0], key, value)
        }
        let doing = "change the settings of \(name)"
        let call = try AdminCall(client, RD_KAFKA_ADMIN_OP_ALTERCONFIGS, doing) { options, queue in
            rd_kafka_AlterConfigs(client.handle, &resources, resources.count, options, queue)
        }
        try call.read { event in
            var count = 0
            let answer = rd_kafka_event_AlterConfigs_result(event)
            let results = rd_kafka_AlterConfigs_result_resources(answer, &count)
            for index in 0..<count { if let one = results?[index] { try check(one, doing) } }
        }
    }

    private func check(_ resource: OpaquePointer, _ doing: String) throws {
        let code = rd_kafka_ConfigResource_error(resource)
        if code == RD_KAFKA_RESP_ERR_NO_ERROR { return }
        let text = rd_kafka_ConfigResource_error_string(resource).map { String(cString: $0) }
        throw LogProblem.kafka(code, doing, detail: text)
    }

    private func entries(of resource: OpaquePointer) -> [String: KafkaTopicSetting] {
        var count = 0
        let list = rd_kafka_ConfigResource_configs(resource, &count)
        var found: [String: KafkaTopicSetting] = [:]
        for index in 0..<count {
            guard let entry = list?[index], let name = rd_kafka_ConfigEntry_name(entry) else {
                continue
            }
            let source = rd_kafka_ConfigEntry_source(entry)
            found[String(cString: name)] = KafkaTopicSetting(
                value: rd_kafka_ConfigEntry_value(entry).map { String(cString: $0) } ?? "",
                isOwn: source == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG
            )
        }
        return found
    }
}
