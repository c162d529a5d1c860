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

    /// Adds the records from `offset` on to `batch`.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` when the bytes are not `count` whole records.
    func unpack(from offset: Int64, into batch: RecordBatch) throws {
        guard var cursor = bytes.baseAddress else { throw damaged }
        let end = cursor + bytes.count
        for next in base..<base + count {
            let keyCount = try length(&cursor, end)
            let valueCount = try length(&cursor, end)
            guard keyCount <= end - cursor, valueCount <= end - cursor - keyCount else {
                throw damaged
            }
            if next >= offset {
                batch.append(
                    topic: topic,
                    partition: partition,
                    offset: next,
                    key: UnsafeRawBufferPointer(start: cursor, count: keyCount),
                    value: UnsafeRawBufferPointer(start: cursor + keyCount, count: valueCount)
                )
            }
            cursor += keyCount + valueCount
        }
        if cursor != end { throw damaged }
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
