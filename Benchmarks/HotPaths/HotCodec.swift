import Events

/// What decoding and encoding alone take of a stage: the same records read, and written again as
/// the stages write them.
///
/// The stages read in place while they decide, so this is a part of what the cores take, measured
/// apart from them.
struct HotCodec {
    private var readingReceived = Cost()
    private var readingAccepted = Cost()
    private var readingChanges = Cost()
    private var writingAccepted = Cost()
    private var writingChanges = Cost()
    private let buffer = ByteBuffer(capacity: 1 << 22)

    /// Reads and writes the records of one batch.
    ///
    /// - Parameters:
    ///   - received: What validate reads.
    ///   - accepted: What it writes, and classify reads.
    ///   - assessed: What classify writes, and the ledger reads.
    mutating func pass(_ received: RecordBatch, _ accepted: RecordBatch, _ assessed: RecordBatch) {
        var plain = 0
        let buffer = buffer
        readingReceived.add { plain += HotCodec.readFacts(received) }
        readingAccepted.add { plain += HotCodec.readFacts(accepted) }
        readingChanges.add { plain += HotCodec.readChanges(assessed) }
        precondition(
            plain == received.count + accepted.count + assessed.count,
            "the records of the hot path are plain"
        )
        let facts = accepted.places.compactMap { PlainFact(accepted.value(of: $0)) }
        buffer.removeAll()
        writingAccepted.add { for fact in facts { fact.write(to: buffer) } }
        let changes = assessed.places.compactMap { PlainChange(assessed.value(of: $0)) }
        buffer.removeAll()
        writingChanges.add { for change in changes { HotCodec.write(change, to: buffer) } }
    }

    /// Prints nanoseconds an event.
    func report(_ events: Int) {
        readingReceived.report("decode_validate", events)
        writingAccepted.report("encode_validate", events)
        readingAccepted.report("decode_classify", events)
        writingChanges.report("encode_classify", events)
        readingChanges.report("decode_ledger", events)
    }

    private static func readFacts(_ batch: RecordBatch) -> Int {
        batch.places.count { PlainFact(batch.value(of: $0)) != nil }
    }

    private static func readChanges(_ batch: RecordBatch) -> Int {
        batch.places.count { PlainChange(batch.value(of: $0)) != nil }
    }

    private static func write(_ change: PlainChange, to buffer: ByteBuffer) {
        Classified.writeHead(
            to: buffer,
            scheme: "tengzhou-2023",
            offset: change.offset,
            index: change.index,
            tally: change.tally
        )
        Classified.writeChange(
            to: buffer,
            revision: change.revision,
            cause: change.cause,
            previous: change.previous,
            current: change.current,
            seal: nil
        )
    }
}
