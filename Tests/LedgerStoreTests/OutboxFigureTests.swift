import Events
import Ledger
import LedgerStage
import Stage
import Testing

/// What a ledger worker tells of its outbox.
struct OutboxFigureTests {
    @Test(arguments: StoreKind.allCases)
    func `LedgerOutboxUnpublished: the log is away when the books are not`(kind: StoreKind) throws {
        let world = try LedgerWorld(kind)
        defer { world.remove() }
        let store = try world.store()
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        try store.apply(maker.insured(5))
        let waiting = try store.unpublished(partition: 0, limit: 500).count
        #expect(waiting > 0)
        let status = WorkerStatus(stage: "ledger")
        let handler = LedgerHandler(store: store, status: status)
        let log = FigureLog()
        let consumer = FigureConsumer()
        consumer.isAway = true
        #expect(throws: LogProblem.unavailable("away")) {
            try handler.assigned([0], consumer: consumer, log: log)
        }
        #expect(status.snapshot.outbox == [0: Int64(waiting)])
        consumer.isAway = false
        try handler.assigned([0], consumer: consumer, log: log)
        #expect(status.snapshot.outbox == [0: 0])
        try handler.rest()
        #expect(status.snapshot.unsealed == [0: 5])
        handler.revoked([0])
        #expect(status.snapshot.outbox == [:])
        try store.close()
    }
}

/// A member of a group that commits nothing while the log is away.
private final class FigureConsumer: LogConsumer {
    var isAway = false

    func poll(maxRecords: Int, timeoutMs: Int, into batch: RecordBatch) throws -> PollOutcome {
        .idle
    }

    func committed(topic: Topic, partition: Int32) throws -> Int64 { 0 }

    func seek(topic: Topic, partition: Int32, to offset: Int64) throws {}

    func commit(outputs: RecordBatch, upTo positions: [LogPosition]) throws {
        if isAway { throw LogProblem.unavailable("away") }
    }

    func close() throws {}
}

/// A log that is only there to be handed over.
private final class FigureLog: EventLog {
    func partitionCount(of topic: Topic) throws -> Int { 1 }

    func append(_ batch: RecordBatch) throws {}

    func consumer(group: String, topics: [Topic]) throws -> any LogConsumer { FigureConsumer() }

    func read(
        topic: Topic,
        partition: Int32,
        from offset: Int64,
        maxRecords: Int,
        into batch: RecordBatch
    ) throws { batch.removeAll() }

    func endOffset(topic: Topic, partition: Int32) throws -> Int64 { 0 }

    func committed(group: String, topic: Topic, partition: Int32) throws -> Int64 { 0 }

    func close() throws {}
}
