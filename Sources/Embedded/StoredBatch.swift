import Events
import Stage

/// A blob of records as stored: what ``BatchFramer`` wrote.
struct StoredBatch {
    /// The topic.
    var topic: Topic
    /// The partition.
    var partition: Int32
    /// Offset of the first record.
    var base: Int64
    /// Number of records.
    var count: Int64
    /// The records.
    var bytes: UnsafeRawBufferPointer
    /// When the batch was written, in milliseconds since 1970; 0 in logs of format 1.
    var writtenMs: Int64 = 0
    /// Headers of those records that have any: number of the record, number of bytes (base-128
    /// varints), the headers as ``RecordHeaders/bytes``; in the order of the records.
    var headers = UnsafeRawBufferPointer(start: nil, count: 0)

    /// Adds the records from `offset` on to `batch`.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` when the bytes are not `count` whole records.
    func unpack(from offset: Int64, into batch: RecordBatch) throws {
        guard var cursor = bytes.baseAddress else { throw damaged }
        let end = cursor + bytes.count
        var headed = try HeaderCursor(self)
        for next in base..<base + count {
            let keyCount = try length(&cursor, end)
            let valueCount = try length(&cursor, end)
            guard keyCount <= end - cursor, valueCount <= end - cursor - keyCount else {
                throw damaged
            }
            let own = headed.index == next - base ? try headed.take(self) : Self.none
            if next >= offset {
                batch.append(
                    topic: topic,
                    partition: partition,
                    offset: next,
                    writtenMs: writtenMs,
                    key: UnsafeRawBufferPointer(start: cursor, count: keyCount),
                    value: UnsafeRawBufferPointer(start: cursor + keyCount, count: valueCount),
                    headers: own
                )
            }
            cursor += keyCount + valueCount
        }
        if cursor != end { throw damaged }
    }

    private static var none: UnsafeRawBufferPointer { .init(start: nil, count: 0) }

    /// Which record has headers next.
    private struct HeaderCursor {
        /// Its number in the batch; −1 when there is none.
        var index: Int64 = -1
        private var rest: UnsafeRawBufferPointer

        init(_ stored: StoredBatch) throws {
            rest = stored.headers
            try advance(stored)
        }

        /// The headers of the record at ``index``.
        mutating func take(_ stored: StoredBatch) throws -> UnsafeRawBufferPointer {
            guard var cursor = rest.baseAddress else { throw stored.damaged }
            let end = cursor + rest.count
            let count = try stored.length(&cursor, end)
            guard count <= end - cursor else { throw stored.damaged }
            let own = UnsafeRawBufferPointer(start: cursor, count: count)
            rest = UnsafeRawBufferPointer(start: cursor + count, count: end - cursor - count)
            try advance(stored)
            return own
        }

        private mutating func advance(_ stored: StoredBatch) throws {
            index = -1
            guard var cursor = rest.baseAddress, !rest.isEmpty else { return }
            let end = cursor + rest.count
            index = Int64(try stored.length(&cursor, end))
            rest = UnsafeRawBufferPointer(start: cursor, count: end - cursor)
        }
    }

    /// A base-128 varint below 2⁵⁶.
    @inline(__always)
    private func length(_ cursor: inout UnsafeRawPointer, _ end: UnsafeRawPointer) throws -> Int {
        var value = 0
        var shift = 0
        while cursor < end, shift < 56 {
            let byte = Int(cursor.load(as: UInt8.self))
            cursor += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw damaged
    }

    private var damaged: LogProblem {
        .unusable(
            "The stored batch at \(topic.rawValue)/\(partition) offset \(base) is damaged. "
                + "Restore the log from a copy."
        )
    }
}
