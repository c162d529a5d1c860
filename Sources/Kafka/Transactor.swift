import CLibrdkafka
import Events
import Stage

/// A producer whose batches are transactions.
///
/// Its id fences every earlier producer of the same id: what that one left open is aborted.
/// Unchecked: used by one thread at a time.
final class Transactor: @unchecked Sendable {
    /// Time limit of calls that are not to be cut off: librdkafka bounds them itself by the life of
    /// the transaction, and says that any other value may put it out of step.
    private static let untilDone: Int32 = -1
    /// Pause before the same call is made again, in milliseconds.
    private static let pauseMs: Int32 = 50

    let id: String
    private let producer: RecordProducer

    /// Creates the producer and fences its predecessors.
    ///
    /// - Throws: ``LogProblem``.
    init(
        id: String,
        settings: KafkaSettings,
        layout: TopicLayout,
        log: @escaping @Sendable (KafkaLogLine) -> Void
    ) throws {
        self.id = id
        producer = try RecordProducer(
            .transactor(id: id),
            settings: settings,
            layout: layout,
            log: log
        )
        let limit = Monotonic.milliseconds + Int64(KafkaClient.patienceMs)
        do {
            try again(until: limit) { handle in
                rd_kafka_init_transactions(handle, KafkaClient.patienceMs)
            }
        } catch {
            producer.close()
            throw error.problem("begin transactions")
        }
    }

    /// The producer's handle.
    var client: KafkaClient { producer.client }

    /// Writes a batch and offsets in one transaction: all of it, or nothing.
    ///
    /// - Parameters:
    ///   - batch: The records, routed by `router`.
    ///   - offsets: Positions of a group, with the membership that may commit them.
    ///   - meter: Tells the time that handing the records over takes.
    /// - Throws: ``TransactionFailure``: nothing of it will ever be seen, except after
    ///   ``TransactionFailure/unknown(_:)``.
    func write(
        _ batch: RecordBatch,
        _ router: RecordRouter,
        offsets: (PartitionList, Membership)? = nil,
        meter: PhaseMeter? = nil
    ) throws(TransactionFailure) {
        do {
            try begin()
            try hand(batch, router, meter)
            if let (list, membership) = offsets { try send(list, membership) }
        } catch {
            throw abort(because: error)
        }
        try commit()
    }

    /// Begins a transaction.
    func begin() throws(ClientError) {
        if let error = ClientError(taking: rd_kafka_begin_transaction(handle)) { throw error }
    }

    /// Hands records over to the open transaction.
    func hand(
        _ batch: RecordBatch,
        _ router: RecordRouter,
        _ meter: PhaseMeter? = nil
    ) throws(ClientError) {
        let before = meter?.phase
        meter?.enter(.produce)
        defer { if let before { meter?.enter(before) } }
        do {
            try producer.hand(batch, router)
        } catch {
            throw ClientError(code: error.code, isFatal: producer.fatalError != nil)
        }
    }

    /// Waits until the brokers have the records of the open transaction.
    func settle(_ count: Int) -> rd_kafka_resp_err_t? { producer.settle(count) }

    /// Adds positions of a group to the open transaction.
    func send(_ list: PartitionList, _ membership: Membership) throws(ClientError) {
        let limit = Monotonic.milliseconds + Int64(ClientRole.transactionMs)
        try again(until: limit) { handle in
            rd_kafka_send_offsets_to_transaction(
                handle,
                list.list,
                membership.metadata,
                Int32(ClientRole.transactionMs)
            )
        }
    }

    /// Ends the producer; an open transaction is aborted by the coordinator at its time.
    func close() { producer.close() }

    private var handle: OpaquePointer { client.handle }

    /// Commits; from here on only the coordinator knows, until it has answered.
    private func commit() throws(TransactionFailure) {
        let limit = Monotonic.milliseconds + 2 * Int64(ClientRole.transactionMs)
        do {
            try again(until: limit) { handle in
                rd_kafka_commit_transaction(handle, Self.untilDone)
            }
        } catch {
            if error.isAbortable { throw abort(because: error) }
            throw .unknown(error.problem("commit a transaction"))
        }
    }

    private func abort(because error: ClientError) -> TransactionFailure {
        let problem = error.problem("write a transaction")
        if error.isFatal { return .useless(problem) }
        let limit = Monotonic.milliseconds + 2 * Int64(ClientRole.transactionMs)
        do {
            try again(until: limit) { handle in
                rd_kafka_abort_transaction(handle, Self.untilDone)
            }
        } catch {
            // It will be aborted, at the latest by the coordinator; this producer is done for.
            return .useless(problem)
        }
        // Records that did not get there leave a hole in the producer's count: brokers refuse that.
        return producer.hasFailures ? .useless(problem) : .aborted(problem)
    }

    /// Makes a call, and the same again as long as librdkafka says that it may be repeated.
    private func again(
        until limit: Int64,
        _ call: (OpaquePointer) -> OpaquePointer?
    ) throws(ClientError) {
        while let error = ClientError(taking: call(handle)) {
            guard error.isRetriable, !error.isAbortable, !error.isFatal,
                Monotonic.milliseconds < limit
            else { throw error }
            client.serve(timeoutMs: Self.pauseMs)
        }
    }
}

/// Why a transaction was not written.
enum TransactionFailure: Error {
    /// It is aborted; the producer can begin another.
    case aborted(LogProblem)
    /// It is or will be aborted; the producer is not to be used any more.
    case useless(LogProblem)
    /// Whether it was committed is not known; the producer cannot be used any more.
    case unknown(LogProblem)

    /// What it means for who wrote.
    var problem: LogProblem {
        switch self {
        case .aborted(let problem), .useless(let problem), .unknown(let problem): problem
        }
    }

    /// Whether the producer must be made anew.
    var endsProducer: Bool {
        if case .aborted = self { false } else { true }
    }
}

/// A generation of a group as one member knows it.
///
/// Who has lost its partitions still has the old one, and the coordinator refuses it.
///
/// Unchecked: librdkafka only reads it.
final class Membership: @unchecked Sendable {
    let metadata: OpaquePointer

    /// Asks for the generation that a member is in now; nil when the group has given it up.
    ///
    /// Metadata without member and generation is that of a stranger, and the coordinator lets
    /// strangers commit: so the member is looked at after the metadata was taken.
    init?(of member: OpaquePointer) {
        guard let metadata = rd_kafka_consumer_group_metadata(member) else { return nil }
        self.metadata = metadata
        guard let name = rd_kafka_memberid(member) else { return nil }
        defer { rd_kafka_mem_free(member, name) }
        if name.pointee == 0 || rd_kafka_assignment_lost(member) != 0 { return nil }
    }

    deinit { rd_kafka_consumer_group_metadata_destroy(metadata) }
}

extension ClientError {
    /// An error without an object, inside a transaction.
    init(code: rd_kafka_resp_err_t, isFatal: Bool) {
        self.code = code
        text = String(cString: rd_kafka_err2str(code))
        isRetriable = false
        isAbortable = !isFatal
        self.isFatal = isFatal
    }
}
