import Events
import Stage

/// A record as seen by an exercise.
struct SeenRecord: Hashable, Sendable {
    var topic: Topic
    var partition: Int32
    var offset: Int64
    var key: String
    var value: String
    /// Headers as `name=value`.
    var headers: [String] = []
}

extension RecordBatch {
    /// Copies of the records.
    var seen: [SeenRecord] {
        places.map { place in
            SeenRecord(
                topic: place.topic,
                partition: place.partition,
                offset: place.offset,
                key: String(decoding: key(of: place), as: UTF8.self),
                value: String(decoding: value(of: place), as: UTF8.self),
                headers: headers(of: place).texts.map { "\($0.name)=\($0.value)" }
            )
        }
    }

    /// Adds a record of texts.
    func add(_ topic: Topic, _ partition: Int32? = nil, key: String = "", _ value: String) {
        append(topic: topic, partition: partition, key: key) { $0.append(text: value) }
    }
}

extension EventLog {
    /// Appends texts to one partition, as one batch.
    func append(_ topic: Topic, _ partition: Int32?, _ values: [String]) throws {
        let batch = RecordBatch()
        for value in values { batch.add(topic, partition, value) }
        try append(batch)
    }

    /// All records of a partition from an offset on, read in steps.
    func records(
        _ topic: Topic,
        _ partition: Int32,
        from first: Int64 = 0,
        step: Int = 100
    ) throws -> [SeenRecord] {
        let batch = RecordBatch()
        var found: [SeenRecord] = []
        var next = first
        let end = try endOffset(topic: topic, partition: partition)
        while next < end {
            try read(topic: topic, partition: partition, from: next, maxRecords: step, into: batch)
            try require(!batch.isEmpty, "nothing at offset \(next), the end is \(end)")
            found += batch.seen
            next = found[found.count - 1].offset + 1
        }
        return found
    }

    /// All records of all partitions of a topic.
    func records(_ topic: Topic) throws -> [SeenRecord] {
        try (0..<Int32(try partitionCount(of: topic))).flatMap { try records(topic, $0) }
    }
}
