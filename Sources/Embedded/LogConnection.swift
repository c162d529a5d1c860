import GRDB
import Stage

/// One connection to the file of a log, with its prepared statements.
///
/// Unchecked: `statements` and `isClosed` are touched only on the serial queue of `queue`.
final class LogConnection: @unchecked Sendable {
    /// Bytes of a page: large, because blobs of records fill many pages.
    static let pageSize = 16_384
    /// Pages in the write-ahead file after which a commit moves them into the database (16 MiB).
    static let checkpointPages = 1_024
    /// Bytes of the write-ahead file that are kept when it starts again.
    static let journalLimit = 16 << 20

    private let queue: DatabaseQueue
    private let patience: BusyPatience
    private var statements: LogStatements?
    private var isClosed = false

    /// Opens the file; it is created when it does not exist.
    ///
    /// - Parameter patienceMs: How long a call waits for other processes.
    init(path: String, patienceMs: Int64) throws {
        let patience = BusyPatience(limitMs: patienceMs)
        var configuration = Configuration()
        configuration.busyMode = .callback { patience.wait(afterTries: $0) }
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA page_size = \(Self.pageSize);
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = \(Self.checkpointPages);
                    PRAGMA journal_size_limit = \(Self.journalLimit);
                    """
            )
        }
        self.patience = patience
        queue = try LogProblem.mapping("open the log") {
            try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    /// Makes the file an event log when it is new.
    ///
    /// Runs under the creation lock.
    func create(partitions: Int?) throws -> LogLayout {
        try LogProblem.mapping("open the log") {
            try queue.writeWithoutTransaction { db in
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
                guard mode == "wal" else {
                    throw LogProblem.unusable("The file system cannot hold a log in WAL mode.")
                }
                var layout: LogLayout?
                try db.inTransaction(.immediate) {
                    layout = try LogSchema.open(db, partitions: partitions)
                    return .commit
                }
                guard let layout else { throw LogProblem.unusable("The log has no layout.") }
                return layout
            }
        }
    }

    /// Runs `body` alone on this connection.
    ///
    /// - Parameter doing: What an error says was being done.
    func run<T>(_ doing: String, _ body: (LogStatements) throws -> T) throws -> T {
        try LogProblem.mapping(doing) {
            try queue.writeWithoutTransaction { db in try body(prepared(db)) }
        }
    }

    func close() throws {
        try LogProblem.mapping("close the log") {
            queue.writeWithoutTransaction { _ in
                statements = nil
                isClosed = true
            }
            try queue.close()
        }
    }

    private func prepared(_ db: Database) throws -> LogStatements {
        if let statements { return statements }
        if isClosed { throw LogProblem.unusable("The log is closed.") }
        let new = try LogStatements(db, patience: patience)
        statements = new
        return new
    }
}
