import CLibpq
import Events
import Foundation
import Ledger

/// The ledger on PostgreSQL: one transaction per batch, journals streamed by COPY.
///
/// Thread safety: one writing connection behind a lock; each reading takes a connection of its own.
public final class LedgerPostgres: LedgerStore, @unchecked Sendable {
    private let url: PostgresURL
    private let lock = NSLock()
    private var connection: PostgresConnection?
    /// The states of a batch whose COMMIT was sent and never answered.
    var doubt: [PartitionState] = []
    var names = LedgerNames()
    let readers: ReadingConnections

    /// Opens a ledger whose schema `zhengjiao ledger migrate` has made.
    ///
    /// - Parameter url: `postgresql://user@host:port/database`, as libpq understands it.
    /// - Throws: ``LedgerProblem/unavailable(_:)`` when the server is away;
    ///   ``LedgerProblem/unusable(_:)`` when it refuses us, or when the schema is older or newer
    ///   than this program knows. A password is in no message.
    public init(url: String) throws {
        let url = try PostgresURL(url)
        self.url = url
        readers = ReadingConnections(url: url)
        try writing { _ in }
    }

    /// Raises the epoch of the partition and returns where it stands.
    public func open(partition: Int32) throws -> PartitionState {
        try writing { connection in
            let parameters = PostgresParameters()
            parameters.add(partition)
            let rows = try connection.query(LedgerStatement.openPosition, parameters)
            return PartitionState(rows, 0)
        }
    }

    /// Applies a batch in one transaction, behind the epochs.
    ///
    /// After a COMMIT without an answer the same batch may be given again: the position tells
    /// whether it was applied, and it is not applied twice.
    public func apply(_ batch: LedgerBatch) throws {
        if batch.isEmpty { return }
        try writing { connection in
            let entries = try number(batch, connection)
            try BatchTransaction(batch, names, entries, connection).run(doubt: &doubt)
        }
    }

    /// Outbox messages not yet marked as published.
    public func unpublished(partition: Int32, limit: Int) throws -> [OutboxMessage] {
        try writing { connection in
            let parameters = PostgresParameters()
            parameters.add(partition)
            parameters.add(Int64(limit))
            let rows = try connection.query(LedgerStatement.unpublished, parameters)
            return (0..<rows.count).map {
                OutboxMessage(
                    scheme: rows.text($0, 0),
                    sequence: rows.integer($0, 1),
                    bytes: Array(rows.bytes($0, 2))
                )
            }
        }
    }

    /// Removes published outbox messages.
    ///
    /// A removal lost in a crash is harmless: the messages are published again, and readers drop
    /// them by their numbers. So nobody waits for the disk.
    public func markPublished(partition: Int32, through sequence: Int64) throws {
        try writing { connection in
            let parameters = PostgresParameters()
            parameters.add(partition)
            parameters.add(sequence)
            _ = try connection.pipeline([
                PostgresCommand("BEGIN"),
                PostgresCommand("SET LOCAL synchronous_commit = off"),
                PostgresCommand(LedgerStatement.markPublished, parameters),
                PostgresCommand("COMMIT"),
            ])
        }
    }

    /// Appends a seal where the chain of its partition ends just before it.
    public func add(_ seal: ChainSeal) throws -> Bool {
        try writing { connection in
            let parameters = PostgresParameters()
            parameters.add(seal.partition)
            parameters.add(seal.number)
            parameters.add(seal.first)
            parameters.add(seal.through)
            parameters.add(blob: seal.hash)
            return try connection.query(LedgerStatement.addSeal, parameters).count == 1
        }
    }

    /// Closes all connections.
    public func close() throws {
        lock.withLock { connection = nil }
        readers.closeAll()
    }

    /// Runs `body` on the writing connection, made anew when it was lost.
    ///
    /// After a failure nothing of `body` is left open on it.
    private func writing<R>(_ body: (PostgresConnection) throws -> R) throws -> R {
        lock.lock()
        defer { lock.unlock() }
        do {
            let connection = try connection ?? LedgerSession.open(url)
            self.connection = connection
            return try body(connection)
        } catch {
            if let connection, !connection.isBroken, connection.isInTransaction {
                do {
                    try connection.run("ROLLBACK")
                } catch {
                    self.connection = nil
                }
            }
            if connection?.isUsable != true { connection = nil }
            throw (error as? PostgresFailure)?.problem ?? error
        }
    }
}

/// A connection prepared for the ledger.
enum LedgerSession {
    /// Connects, sets the session up and checks the schema.
    static func open(_ url: PostgresURL) throws -> PostgresConnection {
        let connection = try PostgresConnection(url)
        try connection.run(settings)
        try LedgerMigrator.requireCurrent(connection)
        return connection
    }

    /// A lock or a statement that hangs is a failure that passes; a fen that is posted survives a
    /// power cut, unless the session asks for more than that.
    private static let settings = """
        SET statement_timeout = '120s';
        SET lock_timeout = '10s';
        SET idle_in_transaction_session_timeout = '120s';
        SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') IN ('off', 'local');
        """
}

extension PostgresConnection {
    /// Whether the next caller may have it.
    var isUsable: Bool { !isBroken && PQstatus(handle) == CONNECTION_OK && !isInTransaction }
}

extension PartitionState {
    /// Reads `partition, next_offset, epoch, journal_sequence, outbox_sequence, water_offset,
    /// water_index`.
    init(_ rows: PostgresRows, _ row: Int) {
        self.init(
            partition: Int32(rows.integer(row, 0)),
            nextOffset: rows.integer(row, 1),
            epoch: rows.integer(row, 2),
            journalSequence: rows.integer(row, 3),
            outboxSequence: rows.integer(row, 4),
            highWater: HighWater(
                offset: rows.integer(row, 5),
                index: UInt32(clamping: rows.integer(row, 6))
            )
        )
    }
}
