import CLibrdkafka
import Events
import Glibc
import Stage

/// Takes records from a queue of librdkafka, many at a time, and copies them into a batch.
///
/// Used by one thread at a time.
final class RecordDrain {
    /// Records taken at once.
    static let chunk = 1_000
    /// Bytes after which no further chunk is taken.
    static let byteLimit = 32 << 20

    private let messages: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>

    init() {
        messages = .allocate(capacity: Self.chunk)
        messages.initialize(repeating: nil, count: Self.chunk)
    }

    deinit { messages.deallocate() }

    /// Takes what is there, up to a chunk, and destroys it when `body` has seen it.
    ///
    /// - Parameters:
    ///   - count: Records to wait for; the call returns earlier when the time is over.
    ///   - body: Gets each record or event; it is gone after.
    /// - Returns: Number of records and events.
    func take(
        _ count: Int,
        from queue: OpaquePointer,
        timeoutMs: Int,
        _ body: (UnsafePointer<rd_kafka_message_t>) -> Void
    ) throws -> Int {
        let limit = min(count, Self.chunk)
        let taken = rd_kafka_consume_batch_queue(queue, Int32(timeoutMs), messages, limit)
        if taken < 0 { throw LogProblem.kafka(rd_kafka_last_error(), "read the log") }
        for index in 0..<taken {
            guard let message = messages[index] else { continue }
            body(message)
            rd_kafka_message_destroy(message)
        }
        return taken
    }
}

extension UnsafePointer<rd_kafka_message_t> {
    /// The key of the record; empty when it has none.
    var keyBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: pointee.key, count: pointee.key_len)
    }

    /// The value of the record; empty when it has none.
    var valueBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: pointee.payload, count: pointee.len)
    }

    /// When the record was written, in milliseconds since 1970; 0 when that is not known.
    var writtenMs: Int64 {
        var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let time = rd_kafka_message_timestamp(self, &kind)
        return kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? 0 : max(0, time)
    }

    /// Adds the record to a batch.
    func append(to batch: RecordBatch, as topic: Topic) {
        batch.append(
            topic: topic,
            partition: pointee.partition,
            offset: pointee.offset,
            writtenMs: writtenMs,
            key: keyBytes,
            value: valueBytes
        )
        var list: OpaquePointer?
        // Looked at in place: a record without headers costs the call.
        guard rd_kafka_message_headers(self, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else {
            return
        }
        var headers = RecordHeaders()
        var index = 0
        var (name, value, size): (UnsafePointer<CChar>?, UnsafeRawPointer?, Int) = (nil, nil, 0)
        while rd_kafka_header_get_all(list, index, &name, &value, &size)
            == RD_KAFKA_RESP_ERR_NO_ERROR
        {
            if let name {
                headers.add(
                    UnsafeRawBufferPointer(start: name, count: strlen(name)),
                    UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : size)
                )
            }
            index += 1
        }
        batch.addHeaders(headers)
    }

    /// librdkafka's sentence of an event that is no record.
    var errorText: String {
        rd_kafka_message_errstr(self).map { String(cString: $0) } ?? ""
    }
}
