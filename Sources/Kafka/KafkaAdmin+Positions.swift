import CLibrdkafka
import Glibc
import Stage

/// Positions of groups, without joining them.
extension KafkaAdmin {
    /// The committed position of a group in a partition; 0 when it never committed there.
    ///
    /// Waits while a transaction may still change it.
    /// - Parameter topic: The name in the cluster, prefix included.
    public func committed(group: String, topic: String, partition: Int32) throws -> Int64 {
        let doing = "read the positions of \(group)"
        let deadline = Monotonic.milliseconds + Int64(KafkaClient.patienceMs)
        while true {
            let (code, offset) = try position(group, topic, partition, doing)
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { return max(0, offset) }
            guard code == RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT,
                Monotonic.milliseconds < deadline
            else { throw LogProblem.kafka(code, doing) }
            usleep(2_000)
        }
    }

    private func position(
        _ group: String,
        _ topic: String,
        _ partition: Int32,
        _ doing: String
    ) throws -> (rd_kafka_resp_err_t, Int64) {
        let list = PartitionList(capacity: 1)
        list.add(topic, partition)
        var asked = rd_kafka_ListConsumerGroupOffsets_new(group, list.list)
        defer { rd_kafka_ListConsumerGroupOffsets_destroy(asked) }
        let operation = RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS
        let call = try AdminCall(client, operation, doing, isStable: true) { options, queue in
            rd_kafka_ListConsumerGroupOffsets(client.handle, &asked, 1, options, queue)
        }
        return try call.read { event in
            var count = 0
            let answer = rd_kafka_event_ListConsumerGroupOffsets_result(event)
            let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(answer, &count)
            guard count == 1, let found = groups?[0] else {
                throw LogProblem.unavailable("Cannot \(doing): no answer. Try again.")
            }
            if let error = rd_kafka_group_result_error(found) {
                return (rd_kafka_error_code(error), 0)
            }
            guard let offsets = rd_kafka_group_result_partitions(found), offsets.pointee.cnt == 1
            else { return (RD_KAFKA_RESP_ERR_NO_ERROR, 0) }
            let entry = offsets.pointee.elems[0]
            return (entry.err, entry.offset)
        }
    }
}
