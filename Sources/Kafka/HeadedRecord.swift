import CLibrdkafka
import Events

/// A record with headers, which librdkafka takes one at a time only.
struct HeadedRecord {
    var topic: OpaquePointer
    var partition: Int32
    var key: UnsafeRawBufferPointer
    var value: UnsafeRawBufferPointer
    var headers: [RecordHeaders]
    var tally: UnsafeMutablePointer<DeliveryTally>

    /// Hands the record to a producer; waits for deliveries when its queue is full.
    ///
    /// Each header is an argument of its own: a list of headers may be freed twice when the
    /// partition is unknown (librdkafka before 2.12, issue 4627).
    func hand(to producer: KafkaClient) throws(RefusedRecord) {
        while true {
            let code = produce(producer.handle)
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { return }
            guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else { throw RefusedRecord(code: code) }
            producer.serve(timeoutMs: 100)
        }
    }

    private func produce(_ handle: OpaquePointer) -> rd_kafka_resp_err_t {
        var arguments = fixedArguments
        // Names stay where they are until librdkafka has copied them.
        var names: [UnsafeMutablePointer<CChar>] = []
        defer { names.forEach { $0.deallocate() } }
        for list in headers {
            list.forEach { name, value in
                let copy = UnsafeMutablePointer<CChar>.allocate(capacity: name.count + 1)
                for (index, byte) in name.enumerated() { copy[index] = CChar(bitPattern: byte) }
                copy[name.count] = 0
                names.append(copy)
                var argument = rd_kafka_vu_t()
                argument.vtype = RD_KAFKA_VTYPE_HEADER
                argument.u.header.name = UnsafePointer(copy)
                argument.u.header.val = value.baseAddress
                argument.u.header.size = value.count
                arguments.append(argument)
            }
        }
        let error = rd_kafka_produceva(handle, arguments, arguments.count)
        return ClientError(taking: error)?.code ?? RD_KAFKA_RESP_ERR_NO_ERROR
    }

    private var fixedArguments: [rd_kafka_vu_t] {
        var all = Array(repeating: rd_kafka_vu_t(), count: 6)
        all[0].vtype = RD_KAFKA_VTYPE_RKT
        all[0].u.rkt = topic
        all[1].vtype = RD_KAFKA_VTYPE_PARTITION
        all[1].u.i32 = partition
        all[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS
        all[2].u.i = RD_KAFKA_MSG_F_COPY
        all[3].vtype = RD_KAFKA_VTYPE_KEY
        all[3].u.mem.ptr = UnsafeMutableRawPointer(mutating: key.baseAddress)
        all[3].u.mem.size = key.count
        all[4].vtype = RD_KAFKA_VTYPE_VALUE
        all[4].u.mem.ptr = UnsafeMutableRawPointer(mutating: value.baseAddress)
        all[4].u.mem.size = value.count
        all[5].vtype = RD_KAFKA_VTYPE_OPAQUE
        all[5].u.ptr = UnsafeMutableRawPointer(tally)
        return all
    }
}
