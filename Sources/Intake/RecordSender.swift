import Dispatch
import Events
import Glibc
import Stage

/// Gathers facts and rejections, seals them and appends them to the log batch by batch.
///
/// A batch is full at 5,000 rows or 2 MiB of rows. Facts keep the order of their rows.
final class RecordSender {
    private struct Pending {
        enum Destination {
            case person(OpenIdentity)
            case key(String)
            case everyPartition(String)
            case sealed([UInt8])
        }
        var fact: Fact
        var destination: Destination
        var personKey = PersonKey(high: 0, low: 0)
        var isSealed = true

        mutating func seal(_ keys: SeasonKeys) {
            guard case .person(let person) = destination else { return }
            personKey = keys.personKey(kind: person.kind, number: person.number)
            fact.body.hideHousehold(keys)
            fact.seal = try? keys.seal(person, scheme: fact.scheme)
            isSealed = fact.seal != nil
        }
    }

    private static let rowsPerBatch = 5_000
    private static let bytesPerBatch = 2 << 20
    /// From so many rows on, a second thread is worth its start.
    private static let rowsForThreads = 512
    private static let attempts = 10

    /// Rows whose facts are in the log.
    private(set) var rowsSent: Int64 = 0
    /// Told of each fact about a person just before it is written: fact, key, partition.
    var onPerson: ((Fact, UnsafeRawBufferPointer, Int32) -> Void)?
    private let log: any EventLog
    private let keys: SeasonKeys
    private let topic: Topic
    private let partitions: Int
    private let options: SendOptions
    private var pending: [Pending] = []
    private var corrections: [Correction] = []
    /// What people must see to.
    private(set) var notes: [String] = []
    private var rows = 0
    /// Rows of which something is pending.
    private var rowsPending: Int64 = 0
    private var bytes = 0
    private let batch = RecordBatch(capacity: 4 << 20)
    private let trace: TraceContext

    /// Creates a sender to a topic.
    init(log: any EventLog, keys: SeasonKeys, topic: Topic, options: SendOptions) throws {
        self.log = log
        self.keys = keys
        self.topic = topic
        self.options = options
        trace = options.traces.begin()
        partitions = try log.partitionCount(of: topic)
        precondition(partitions > 0, "a topic has at least one partition")
    }

    /// Whether it is time to ``flush()``.
    var isFull: Bool {
        rows >= RecordSender.rowsPerBatch || bytes >= RecordSender.bytesPerBatch
    }

    /// Takes what a row became.
    ///
    /// - Parameter byteCount: Length of the row.
    func add(_ converted: Converted, byteCount: Int) {
        rows += 1
        bytes += byteCount
        let before = pending.count
        defer { if pending.count > before { rowsPending += 1 } }
        switch converted {
        case .person(let fact, let person):
            pending.append(Pending(fact: fact, destination: .person(person)))
        case .people(let facts): add(facts)
        case .correction(let correction):
            corrections.append(correction)
            pending.append(
                Pending(fact: correction.record, destination: .key(correction.unit))
            )
        case .keyed(let fact, let key):
            pending.append(Pending(fact: fact, destination: .key(key)))
        case .broadcast(let fact, let key):
            pending.append(Pending(fact: fact, destination: .everyPartition(key)))
        case .noted: break
        }
    }

    private func add(_ facts: [(Fact, OpenIdentity)]) {
        for (fact, person) in facts {
            pending.append(Pending(fact: fact, destination: .person(person)))
        }
    }

    /// Takes a fact about a person that is sealed already, under its key.
    func add(_ fact: Fact, key: [UInt8]) {
        (rows, rowsPending) = (rows + 1, rowsPending + 1)
        pending.append(Pending(fact: fact, destination: .sealed(key)))
    }

    /// Takes a fact for another topic, durable together with what is pending.
    func add(_ fact: Fact, key: String, to topic: Topic) {
        if options.isDryRun { return }
        batch.append(topic: topic, key: key) { fact.write(to: $0) }
    }

    /// Takes one fact for each partition.
    func broadcast(key: String, _ fact: (Int32) -> Fact) {
        for partition in 0..<Int32(partitions) {
            batch.append(topic: topic, partition: partition, key: key) {
                fact(partition).write(to: $0)
            }
        }
    }

    /// Takes a rejection and seals the bytes of its row.
    ///
    /// - Throws: When the cipher refuses.
    func add(_ rejection: Rejection, row: UnsafeRawBufferPointer) throws {
        rows += 1
        bytes += row.count
        if options.isDryRun { return }
        var rejection = rejection
        rejection.seal = try keys.seal(
            bytes: Array(row.prefix(LineReader.sampleLimit)),
            scheme: rejection.scheme
        )
        batch.append(topic: .rejections, key: rejection.key) { rejection.write(to: $0) }
        batch.addHeaders(rejection.headers)
    }

    /// Appends what was taken: all of it or nothing.
    ///
    /// - Throws: What the log says; a log that is away is asked again for about 20 seconds.
    func flush() throws {
        try sendPending()
        if !corrections.isEmpty, !options.isDryRun {
            // Only now: what came before them in the file is in the log.
            var resolver = CorrectionResolver(log: log, keys: keys)
            add(try resolver.facts(for: corrections))
            notes += resolver.notes
            try sendPending()
        }
        corrections.removeAll()
        rowsSent += rowsPending
        (rows, rowsPending, bytes) = (0, 0, 0)
    }

    private func sendPending() throws {
        if !options.isDryRun {
            try sealPending()
            for item in pending { write(item) }
            if !batch.isEmpty { try append() }
            batch.removeAll()
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func sealPending() throws {
        let count = pending.count
        let threads = options.threads > 1 && count >= RecordSender.rowsForThreads ? 2 : 1
        let keys = keys
        pending.withUnsafeMutableBufferPointer { items in
            // Each thread writes its own half and nobody reads until both are done.
            nonisolated(unsafe) let items = items
            DispatchQueue.concurrentPerform(iterations: threads) { part in
                for index in part * count / threads..<(part + 1) * count / threads {
                    items[index].seal(keys)
                }
            }
        }
        if pending.contains(where: { !$0.isSealed }) { throw SealProblem.broken }
    }

    private func write(_ item: Pending) {
        switch item.destination {
        case .person:
            item.personKey.withBytes { key in
                let partition = Partitioner.partition(of: key, count: partitions)
                onPerson?(item.fact, key, partition)
                batch.append(topic: topic, partition: partition, key: key) {
                    item.fact.write(to: $0)
                }
            }
        case .key(let key):
            batch.append(topic: topic, key: key) { item.fact.write(to: $0) }
        case .everyPartition(let key): broadcast(key: key) { _ in item.fact }
        case .sealed(let key):
            key.withUnsafeBytes { key in
                let partition = Partitioner.partition(of: key, count: partitions)
                onPerson?(item.fact, key, partition)
                batch.append(topic: topic, partition: partition, key: key) {
                    item.fact.write(to: $0)
                }
            }
        }
    }

    private func append() throws {
        batch.openingHeaders = RecordHeaders(options.traces.next(in: trace))
        var delay = options.retryMs
        for _ in 1..<RecordSender.attempts {
            do {
                return try log.append(batch)
            } catch let problem as LogProblem where problem.isTransient && !options.isCancelled() {
                poll(nil, 0, delay)
                delay = min(5_000, delay * 2)
            }
        }
        try log.append(batch)
    }
}
