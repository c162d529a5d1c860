/// One record in a ``RecordBatch``: where it stands in the log, and where its bytes stand in the batch.
public struct RecordPlace: Sendable {
    /// The topic.
    public var topic: Topic
    /// The partition; −1 when the partitioner is still to choose it by the key.
    public var partition: Int32
    /// The offset in the partition; −1 in a batch that is still to be written.
    public var offset: Int64
    var start: Int
    var keyCount: Int
    var valueCount: Int
}

/// Records side by side in one run of bytes: what a stage reads, and what it writes.
///
/// A batch is filled, used and emptied again by one thread.
public final class RecordBatch {
    /// The records, in the order in which they were added.
    @exclusivity(unchecked) public private(set) var places: [RecordPlace] = []
    private let buffer: ByteBuffer

    /// Creates an empty batch.
    public init(capacity: Int = 1 << 16) { buffer = ByteBuffer(capacity: capacity) }

    /// Number of records.
    public var count: Int { places.count }
    /// Whether there are no records.
    public var isEmpty: Bool { places.isEmpty }
    /// Bytes of all keys and values.
    public var byteCount: Int { buffer.count }

    /// The key of a record, in place; valid until the batch changes.
    public func key(of place: RecordPlace) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer.base + place.start, count: place.keyCount)
    }

    /// The value of a record, in place; valid until the batch changes.
    public func value(of place: RecordPlace) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: buffer.base + place.start + place.keyCount,
            count: place.valueCount
        )
    }

    /// Forgets all records, keeps the memory.
    public func removeAll() {
        places.removeAll(keepingCapacity: true)
        buffer.removeAll()
    }

    /// Forgets the records at the end whose offset is `offset` or more.
    public func removeAll(from offset: Int64) {
        while let last = places.last, last.offset >= offset { places.removeLast() }
    }

    /// Gives the records of ONE partition the offsets that a log would give them.
    ///
    /// - Parameter next: The next offset; moved on.
    public func number(from next: inout Int64) {
        for index in places.indices {
            places[index].offset = next
            next += 1
        }
    }

    /// Adds a record as read from a log.
    public func append(
        topic: Topic,
        partition: Int32,
        offset: Int64,
        key: UnsafeRawBufferPointer,
        value: UnsafeRawBufferPointer
    ) {
        let start = buffer.count
        buffer.append(key)
        buffer.append(value)
        places.append(
            RecordPlace(
                topic: topic,
                partition: partition,
                offset: offset,
                start: start,
                keyCount: key.count,
                valueCount: value.count
            )
        )
    }

    /// Adds a record whose value `body` writes.
    ///
    /// - Parameter partition: Nil leaves the choice to the partitioner.
    public func append(
        topic: Topic,
        partition: Int32? = nil,
        key: UnsafeRawBufferPointer,
        value body: (ByteBuffer) -> Void
    ) {
        let start = buffer.count
        buffer.append(key)
        let middle = buffer.count
        body(buffer)
        places.append(
            RecordPlace(
                topic: topic,
                partition: partition ?? -1,
                offset: -1,
                start: start,
                keyCount: key.count,
                valueCount: buffer.count - middle
            )
        )
    }

    /// Adds a record whose value `body` writes, under a textual key.
    public func append(
        topic: Topic,
        partition: Int32? = nil,
        key: String,
        value body: (ByteBuffer) -> Void
    ) {
        var key = key
        key.withUTF8 {
            append(
                topic: topic,
                partition: partition,
                key: UnsafeRawBufferPointer($0),
                value: body
            )
        }
    }
}
