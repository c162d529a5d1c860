import CLibrdkafka
import Events
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

    /// librdkafka's sentence of an event that is no record.
    var errorText: String {
        rd_kafka_message_errstr(self).map { String(cString: $0) } ?? ""
    }
}
