import Events
import Ledger
import Stage

extension LedgerProblem: Transient {
    /// Only a database that is away comes back.
    public var isTransient: Bool {
        switch self {
        case .unavailable, .full: true
        case .fenced, .unusable: false
        }
    }

    /// The database, or room for it.
    public var waitCause: WaitCause {
        if case .full = self { .disk } else { .database }
    }
}

/// Runs the ledger's core: a batch and its positions go to the database in one transaction; the
/// outbox goes to the log after it, and may go twice, which readers notice by its numbers.
public final class LedgerHandler: BatchHandler {
    private let store: any LedgerStore
    private let poster = Poster()
    private let output = RecordBatch()
    private let traces: TraceRelay
    private let sealing: RestSealing
    private let status: WorkerStatus?

    /// Creates a handler over a store.
    ///
    /// - Parameters:
    ///   - status: Receives what became of facts, and what waits in the outbox.
    ///   - blockMax: Journals sealed at once at most.
    ///   - restsMax: Rests after which a block that is not full is sealed as well; a worker rests
    ///     twice a second while nothing comes.
    ///   - traces: Numbers of the spans of its batches.
    ///   - tell: Takes a sentence for people when a partition cannot be sealed.
    public init(
        store: any LedgerStore,
        status: WorkerStatus? = nil,
        blockMax: Int64 = Sealer.blockMax,
        restsMax: Int = 600,
        traces: TraceSource = TraceSource(),
        tell: @escaping (String) -> Void = { _ in }
    ) {
        self.store = store
        self.status = status
        status?.update {
            $0.outbox = [:]
            $0.unsealed = [:]
        }
        self.traces = TraceRelay(source: traces)
        sealing = RestSealing(store, blockMax: blockMax, restsMax: restsMax, tell: tell)
    }

    /// Takes partitions at the position that the DATABASE holds, and publishes what a predecessor
    /// left in the outbox.
    public func assigned(
        _ partitions: [Int32],
        consumer: any LogConsumer,
        log: any EventLog
    ) throws {
        for partition in partitions {
            let state = try store.open(partition: partition)
            while true {
                let waiting = try store.unpublished(partition: partition, limit: 500)
                guard let last = waiting.last else { break }
                status?.update { $0.outbox?[partition] = Int64(waiting.count) }
                output.removeAll()
                for message in waiting { publish(message) }
                try consumer.commit(outputs: output, upTo: [])
                try store.markPublished(partition: partition, through: last.sequence)
            }
            try catchUp(consumer, with: state)
            poster.assign(state)
            status?.update { $0.outbox?[partition] = 0 }
            sealing.forget(partition)
        }
    }

    /// Seals a block of journals, where enough of them wait.
    public func rest() throws {
        try sealing.rest(poster.owned)
        let waiting = sealing.waiting(poster.owned)
        status?.update { $0.unsealed = waiting }
    }

    /// Whether the DATABASE has not taken all there is: a new ledger on an old log has everything
    /// before it, although the log has noted that all was posted.
    public func isBehind(_ log: any EventLog) throws -> Bool {
        try poster.owned.contains { state in
            let topic = Topic.assessmentsClassified
            return try state.nextOffset < log.endOffset(topic: topic, partition: state.partition)
        }
    }

    /// Tells the log where the database stands: a predecessor may have died between the two, on
    /// the last batch there is, and then nobody else would ever say that it is done.
    private func catchUp(_ consumer: any LogConsumer, with state: PartitionState) throws {
        let topic = Topic.assessmentsClassified
        let known = try consumer.committed(topic: topic, partition: state.partition)
        if known < state.nextOffset {
            output.removeAll()
            let position = LogPosition(
                topic: topic,
                partition: state.partition,
                offset: state.nextOffset
            )
            try consumer.commit(outputs: output, upTo: [position])
        }
        try consumer.seek(topic: topic, partition: state.partition, to: state.nextOffset)
    }

    /// Gives partitions up.
    public func revoked(_ partitions: [Int32]) {
        for partition in partitions { poster.revoke(partition: partition) }
        status?.update {
            for partition in partitions {
                $0.outbox?[partition] = nil
                $0.unsealed?[partition] = nil
            }
        }
    }

    /// Posts a batch.
    ///
    /// - Throws: ``LogProblem/fenced`` when another owner has opened a partition;
    ///   ``LogProblem/unusable(_:)`` when a record cannot be read: money must not be passed over.
    public func handle(
        _ batch: RecordBatch,
        consumer: any LogConsumer,
        log: any EventLog,
        retry: Retry
    ) throws -> Int {
        let trace = traces.context(of: batch)
        status?.update { $0.trace = trace }
        var poison: (RecordPlace, WireProblem)?
        let posted = poster.post(batch) { poison = poison ?? ($0, $1) }
        if let (place, problem) = poison {
            throw LogProblem.unusable(
                "\(place.topic.rawValue)/\(place.partition) offset \(place.offset): \(problem); "
                    + "replay the ledger from facts.validated"
            )
        }
        do {
            try retry.run(on: .database) { try store.apply(posted) }
        } catch LedgerProblem.fenced {
            throw LogProblem.fenced
        }
        status?.update { $0.count(posted) }
        output.removeAll()
        for message in posted.outbox {
            output.append(topic: .ledgerPosted, key: message.scheme) { message.write(to: $0) }
        }
        output.openingHeaders = RecordHeaders(trace)
        try retry.run { try consumer.commit(outputs: output, upTo: batch.nextPositions) }
        // Numbered per partition across its schemes: the last one stands for those before it.
        let last = Dictionary(
            posted.outbox.map { ($0.partition, $0.sequence) },
            uniquingKeysWith: max
        )
        for (partition, sequence) in last.sorted(by: { $0.key < $1.key }) {
            try retry.run(on: .database) {
                try store.markPublished(partition: partition, through: sequence)
            }
            status?.update { $0.outbox?[partition] = 0 }
        }
        return output.count
    }

    private func publish(_ message: OutboxMessage) {
        message.bytes.withUnsafeBytes { bytes in
            output.append(topic: .ledgerPosted, key: message.scheme) { $0.append(bytes) }
        }
    }
}

extension WorkerStatus.Snapshot {
    /// Counts what became of the facts of a batch that is in the books.
    mutating func count(_ posted: LedgerBatch) {
        for message in posted.outbox { outbox?[message.partition, default: 0] += 1 }
        for (key, times) in posted.tallies where key.key.tally == .repeated {
            duplicates += times
        }
    }
}
