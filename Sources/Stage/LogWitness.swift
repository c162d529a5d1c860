import Crypto
import Events

/// What one record of the log was: its offset, and the SHA-256 of offset, key and value.
struct LogWitness: Hashable, Sendable {
    var offset: Int64
    var digest: [UInt8]

    init(offset: Int64, digest: [UInt8]) {
        self.offset = offset
        self.digest = digest
    }

    /// The witness of a record in a batch.
    init(_ place: RecordPlace, in batch: RecordBatch) {
        offset = place.offset
        var hash = SHA256()
        let key = batch.key(of: place)
        withUnsafeBytes(of: place.offset.littleEndian) { hash.update(bufferPointer: $0) }
        withUnsafeBytes(of: UInt64(key.count).littleEndian) { hash.update(bufferPointer: $0) }
        hash.update(bufferPointer: key)
        hash.update(bufferPointer: batch.value(of: place))
        digest = Array(hash.finalize())
    }

    /// Whether the record is in the log, the same.
    func isTrue(
        of topic: Topic,
        _ partition: Int32,
        in log: any EventLog,
        by batch: RecordBatch
    ) throws -> Bool {
        do {
            try log.read(
                topic: topic,
                partition: partition,
                from: offset,
                maxRecords: 1,
                into: batch
            )
        } catch LogProblem.unusable {
            return false
        }
        guard let place = batch.places.first else { return false }
        return LogWitness(place, in: batch) == self
    }
}

/// What was done of one input, and the records that tell this log from any other.
///
/// Of a log made again the first and the last record may well be what they were (a pack activated, a
/// day closed), so some in between stand witness as well: one whenever the offset has quadrupled.
struct InputProgress: Hashable, Sendable {
    let topic: Topic
    /// The first offset not done.
    var position: Int64 = 0
    /// The first record, and some of the others.
    var kept: [LogWitness] = []
    /// The last record done.
    var last: LogWitness?

    init(_ topic: Topic) { self.topic = topic }

    /// Takes in that the records of a batch from one place to another were done.
    mutating func move(from first: RecordPlace, to last: RecordPlace, in batch: RecordBatch) {
        if kept.isEmpty { kept.append(LogWitness(first, in: batch)) }
        let witness = LogWitness(last, in: batch)
        if let known = kept.last, last.offset >= 4 * (known.offset + 1) { kept.append(witness) }
        self.last = witness
        position = max(position, last.offset + 1)
    }

    /// Whether the log still has every witness.
    func isTrue(of partition: Int32, in log: any EventLog) throws -> Bool {
        guard position <= (try log.endOffset(topic: topic, partition: partition)) else {
            return false
        }
        let batch = RecordBatch()
        for witness in kept + (last.map { [$0] } ?? []) {
            guard try witness.isTrue(of: topic, partition, in: log, by: batch) else { return false }
        }
        return true
    }
}
