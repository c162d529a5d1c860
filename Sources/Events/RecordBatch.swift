/// One record in a ``RecordBatch``: where it stands in the log, and where its bytes stand in the batch.
public struct RecordPlace: Sendable {
    /// The topic.
    public var topic: Topic
    /// The partition; −1 when the partitioner is still to choose it by the key.
    public var partition: Int32
    /// The offset in the partition; −1 in a batch that is still to be written.
    public var offset: Int64
    /// When the log took the record, in milliseconds since 1970; 0 where that is not known.
    ///
    /// For people who watch: no core looks at it.
    public var writtenMs: Int64 = 0
    var start: Int
    var keyCount: Int32
    var valueCount: Int32
    /// Bytes of the headers, which stand behind the value.
    var headerCount: Int32 = 0

    /// Whether the record has headers.
    public var hasHeaders: Bool { headerCount > 0 }
}

/// Records side by side in one run of bytes: what a stage reads, and what it writes.
///
/// A batch is filled, used and emptied again by one thread.
public final class RecordBatch {
    /// The records, in the order in which they were added.
    @exclusivity(unchecked) public private(set) var places: [RecordPlace] = []
    /// The records that have headers, by their index in ``places``.
    public private(set) var headed: [Int] = []
    /// Headers that the first record of each topic partition bears when the batch is written.
    public var openingHeaders = RecordHeaders()
    private let buffer: ByteBuffer

    /// Creates an empty batch.
    public init(capacity: Int = 1 << 16) { buffer = ByteBuffer(capacity: capacity) }

    /// Number of records.
    public var count: Int { places.count }
    /// Whether there are no records.
    public var isEmpty: Bool { places.isEmpty }
    /// Bytes of all keys, values and headers.
    public var byteCount: Int { buffer.count }

    /// The key of a record, in place; valid until the batch changes.
    public func key(of place: RecordPlace) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffer.base + place.start, count: Int(place.keyCount))
    }

    /// The value of a record, in place; valid until the batch changes.
    public func value(of place: RecordPlace) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: buffer.base + place.start + Int(place.keyCount),
            count: Int(place.valueCount)
        )
    }

    /// The headers of a record as ``RecordHeaders/bytes``, in place; valid until the batch changes.
    public func headerBytes(of place: RecordPlace) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: buffer.base + place.start + Int(place.keyCount) + Int(place.valueCount),
            count: Int(place.headerCount)
        )
    }

    /// A copy of the headers of a record.
    public func headers(of place: RecordPlace) -> RecordHeaders {
        place.hasHeaders ? RecordHeaders(copying: headerBytes(of: place)) : RecordHeaders()
    }

    /// Forgets all records and the opening headers, keeps the memory.
    public func removeAll() {
        places.removeAll(keepingCapacity: true)
        buffer.removeAll()
        if !headed.isEmpty { headed.removeAll(keepingCapacity: true) }
        if !openingHeaders.isEmpty { openingHeaders.removeAll() }
    }

    /// Forgets the records at the end whose offset is `offset` or more.
    public func removeAll(from offset: Int64) {
        while let last = places.last, last.offset >= offset { places.removeLast() }
        while let last = headed.last, last >= places.count { headed.removeLast() }
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
    ///
    /// - Parameters:
    ///   - writtenMs: When the log took it, in milliseconds since 1970; 0 where that is not known.
    ///   - headers: ``RecordHeaders/bytes``.
    public func append(
        topic: Topic,
        partition: Int32,
        offset: Int64,
        writtenMs: Int64 = 0,
        key: UnsafeRawBufferPointer,
        value: UnsafeRawBufferPointer,
        headers: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) {
        let start = buffer.count
        buffer.append(key)
        buffer.append(value)
        if !headers.isEmpty {
            buffer.append(headers)
            headed.append(places.count)
        }
        places.append(
            RecordPlace(
                topic: topic,
                partition: partition,
                offset: offset,
                writtenMs: writtenMs,
                start: start,
                keyCount: Int32(key.count),
                valueCount: Int32(value.count),
                headerCount: Int32(headers.count)
            )
        )
    }

    /// Gives headers to the record that was added last.
    public func addHeaders(_ headers: RecordHeaders) {
        guard let last = places.indices.last, !headers.isEmpty else { return }
        if !places[last].hasHeaders { headed.append(last) }
        buffer.append(headers.bytes)
        places[last].headerCount += Int32(headers.bytes.count)
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
                keyCount: Int32(key.count),
                valueCount: Int32(buffer.count - middle)
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
