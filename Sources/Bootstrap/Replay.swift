import Classification
import Events
import Ledger
import Stage

/// Rebuilds a ledger from the log of record alone: `facts.validated`, through the same cores.
public struct Replay {
    private let log: any EventLog
    private let store: any LedgerStore
    private let library: PolicyLibrary
    private let batchRecordsMax = 10_000

    /// Creates a replay into an empty ledger.
    public init(log: any EventLog, store: any LedgerStore, library: PolicyLibrary) {
        self.log = log
        self.store = store
        self.library = library
    }

    /// Replays every partition from its beginning.
    ///
    /// - Parameter progress: Told facts done and facts in all.
    /// - Throws: ``ConfigurationProblem`` when the ledger is not empty.
    public func run(progress: (Int64, Int64) -> Void) throws {
        guard try store.read({ try $0.positions() }).isEmpty else {
            throw ConfigurationProblem("--ledger: not empty; replay into a new file.")
        }
        let partitions = Int32(try log.partitionCount(of: .factsValidated))
        let ends = try (0..<partitions).map {
            try log.endOffset(topic: .factsValidated, partition: $0)
        }
        let total = ends.reduce(0, +)
        var done: Int64 = 0
        for partition in 0..<partitions {
            try replay(partition, to: ends[Int(partition)]) {
                done += $0
                progress(done, total)
            }
        }
    }

    private func replay(_ partition: Int32, to end: Int64, done: (Int64) -> Void) throws {
        let classifier = Pipeline(log: log, library: library).classifier()
        classifier.assign(partition: partition)
        // A replayed ledger has no readers: what it would publish is published already.
        let poster = Poster(publishes: false)
        poster.assign(try store.open(partition: partition))
        let input = RecordBatch(capacity: 1 << 20)
        let output = RecordBatch(capacity: 1 << 20)
        var (offset, written): (Int64, Int64) = (0, 0)
        while offset < end {
            try log.read(
                topic: .factsValidated,
                partition: partition,
                from: offset,
                maxRecords: batchRecordsMax,
                into: input
            )
            guard let last = input.places.last else { return }
            var slice = 0
            repeat {
                output.removeAll()
                slice = classifier.process(input, from: slice, into: output)
                output.number(from: &written)
                try post(output, poster)
            } while slice < input.count
            done(last.offset + 1 - offset)
            offset = last.offset + 1
        }
    }

    private func post(_ batch: RecordBatch, _ poster: Poster) throws {
        var poison: WireProblem?
        let posted = poster.post(batch) { poison = poison ?? $1 }
        if let poison {
            throw LogProblem.unusable("a message of classify cannot be read: \(poison)")
        }
        try store.apply(posted)
    }
}
