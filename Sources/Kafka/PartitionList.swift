import CLibrdkafka
import Events

/// A list of topic partitions with offsets, in librdkafka's form.
///
/// Unchecked: a list is used by one thread at a time.
final class PartitionList: @unchecked Sendable {
    let list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(capacity: Int = 16) { list = rd_kafka_topic_partition_list_new(Int32(capacity)) }

    /// Takes over a list.
    init(taking list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) { self.list = list }

    /// Copies a list.
    init(copying list: UnsafePointer<rd_kafka_topic_partition_list_t>) {
        self.list = rd_kafka_topic_partition_list_copy(list)
    }

    deinit { rd_kafka_topic_partition_list_destroy(list) }

    var count: Int { Int(list.pointee.cnt) }

    /// One entry, valid as long as the list.
    subscript(index: Int) -> rd_kafka_topic_partition_t { list.pointee.elems[index] }

    func name(at index: Int) -> String { String(cString: list.pointee.elems[index].topic) }

    func add(_ topic: String, _ partition: Int32, offset: Int64? = nil) {
        let entry = rd_kafka_topic_partition_list_add(list, topic, partition)
        if let offset { entry?.pointee.offset = offset }
    }

    /// The first error of an entry.
    var firstError: rd_kafka_resp_err_t? {
        for index in 0..<count where self[index].err != RD_KAFKA_RESP_ERR_NO_ERROR {
            return self[index].err
        }
        return nil
    }
}
