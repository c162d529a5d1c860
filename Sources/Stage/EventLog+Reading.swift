import Events

extension EventLog {
    /// Calls `body` with each record of a partition as it ends now, in order.
    public func scan(
        _ topic: Topic,
        partition: Int32,
        _ body: (RecordBatch, RecordPlace) throws -> Void
    ) throws {
        let batch = RecordBatch(capacity: 1 << 20)
        let end = try endOffset(topic: topic, partition: partition)
        var offset: Int64 = 0
        while offset < end {
            try read(
                topic: topic,
                partition: partition,
                from: offset,
                maxRecords: 20_000,
                into: batch
            )
            guard let last = batch.places.last else { break }
            for place in batch.places { try body(batch, place) }
            offset = last.offset + 1
        }
    }

    /// Reads the end of a partition.
    ///
    /// - Returns: Records of which the last is the last one committed; empty when there is none.
    public func tail(topic: Topic, partition: Int32) throws -> RecordBatch {
        let end = try endOffset(topic: topic, partition: partition)
        var window: Int64 = 64
        var start = max(0, end - window)
        while start < end {
            let found = try tail(topic: topic, partition: partition, from: start)
            if !found.isEmpty || start == 0 { return found }
            // A log may end in offsets at which nothing is to be read.
            window *= 8
            start = max(0, end - window)
        }
        return RecordBatch()
    }

    /// Reads from an offset until nothing more comes; keeps what came last.
    private func tail(topic: Topic, partition: Int32, from start: Int64) throws -> RecordBatch {
        var (kept, next) = (RecordBatch(), RecordBatch())
        var offset = start
        while true {
            try read(
                topic: topic,
                partition: partition,
                from: offset,
                maxRecords: 1_000,
                into: next
            )
            guard let last = next.places.last else { return kept }
            offset = last.offset + 1
            swap(&kept, &next)
        }
    }
}
