import Foundation
import Ledger

/// Connections for reading: each reading has one of its own for its time.
///
/// Thread safety: all state is behind the lock.
final class ReadingConnections: @unchecked Sendable {
    private let url: PostgresURL
    private let lock = NSLock()
    private var idle: [PostgresConnection] = []
    private static let idleMax = 4

    init(url: PostgresURL) { self.url = url }

    /// Runs `body` inside one read-only transaction, which sees one moment.
    func read<R>(_ body: (PostgresConnection) throws -> R) throws -> R {
        do {
            let connection = try take()
            let result = try body(connection)
            try connection.run("COMMIT")
            give(connection)
            return result
        } catch let failure as PostgresFailure {
            throw failure.problem
        }
    }

    func closeAll() { lock.withLock { idle.removeAll() } }

    /// A connection with the transaction begun; one that idled may have been cut off meanwhile.
    private func take() throws -> PostgresConnection {
        while let connection = lock.withLock({ idle.popLast() }) {
            do {
                try connection.run(ReadingConnections.begin)
                return connection
            } catch let failure as PostgresFailure where failure.isTransient {
                continue
            }
        }
        let connection = try LedgerSession.open(url)
        // An audit may read for long; a server that is gone is noticed by the socket.
        connection.patienceMs = 24 * 3_600_000
        try connection.run(ReadingConnections.begin)
        return connection
    }

    private func give(_ connection: PostgresConnection) {
        guard connection.isUsable else { return }
        lock.withLock {
            if idle.count < ReadingConnections.idleMax { idle.append(connection) }
        }
    }

    private static let begin = """
        BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL statement_timeout = 0;
        SET LOCAL idle_in_transaction_session_timeout = 0;
        """
}
