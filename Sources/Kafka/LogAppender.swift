import CLibrdkafka
import Events
import Stage
import Synchronization

/// What `append` writes with: one producer for all threads of a log, made when it is first needed,
/// and made anew when it has failed for good.
///
/// Unchecked: everything is touched under the lock.
final class LogAppender: @unchecked Sendable {
    private enum Writer {
        case transactions(Transactor)
        case idempotent(RecordProducer)

        var client: KafkaClient {
            switch self {
            case .transactions(let transactor): transactor.client
            case .idempotent(let producer): producer.client
            }
        }
    }

    private let settings: KafkaSettings
    private let layout: TopicLayout
    private let router: RecordRouter
    private let id: String
    private let log: @Sendable (KafkaLogLine) -> Void
    private let lock = Mutex<Void>(())
    private var writer: Writer?
    private var isClosed = false

    init(
        settings: KafkaSettings,
        layout: TopicLayout,
        log: @escaping @Sendable (KafkaLogLine) -> Void
    ) {
        self.settings = settings
        self.layout = layout
        self.log = log
        router = RecordRouter(layout: layout)
        // Whoever has no name of its own fences nobody; what it leaves open ends at its time.
        let name = settings.instance ?? String(UInt64.random(in: .min ... .max), radix: 36)
        id = "append.\(name)"
    }

    /// Writes a batch; it is durable when this returns.
    func append(_ batch: RecordBatch) throws {
        if batch.isEmpty { return }
        try lock.withLock { _ in
            if isClosed { throw LogProblem.unusable("The log is closed.") }
            try router.route(batch)
            switch try open() {
            case .transactions(let transactor): try write(batch, transactor)
            case .idempotent(let producer): try write(batch, producer)
            }
        }
    }

    /// Serves log lines and statistics when nobody writes.
    func serve() {
        _ = lock.withLockIfAvailable { _ in writer?.client.serve() }
    }

    /// The last statistics; nil while another thread writes.
    var statistics: KafkaStatistics? {
        let client = lock.withLockIfAvailable { _ in writer?.client }
        return client??.context.statistics.withLock { $0 }
    }

    func close() {
        lock.withLock { _ in
            isClosed = true
            end()
        }
    }

    private func open() throws -> Writer {
        if let writer { return writer }
        let made: Writer
        switch settings.delivery {
        case .exactlyOnce:
            let transactor = try Transactor(id: id, settings: settings, layout: layout, log: log)
            made = .transactions(transactor)
        case .effectivelyOnce:
            made = .idempotent(
                try RecordProducer(.appender, settings: settings, layout: layout, log: log)
            )
        }
        writer = made
        return made
    }

    private func write(_ batch: RecordBatch, _ transactor: Transactor) throws {
        do {
            try transactor.write(batch, router)
        } catch {
            if error.endsProducer { end() }
            // Fenced is who shares its name with another, or was too slow: it may try again.
            guard case .fenced = error.problem else { throw error.problem }
            throw LogProblem.unavailable("Cannot append to the log: the transaction was ended.")
        }
    }

    private func write(_ batch: RecordBatch, _ producer: RecordProducer) throws {
        var code: rd_kafka_resp_err_t?
        do {
            try producer.hand(batch, router)
            code = producer.settle(batch.count)
        } catch {
            code = error.code
        }
        guard let code else { return }
        // A producer that has failed for good says why better than the records that it gave up.
        let reason = producer.fatalError ?? LogProblem.kafka(code, "append to the log")
        // What is under way is taken back with the producer, so that it does not come later.
        end()
        throw reason
    }

    private func end() {
        switch writer {
        case .transactions(let transactor): transactor.close()
        case .idempotent(let producer): producer.close()
        case nil: break
        }
        writer = nil
    }
}
