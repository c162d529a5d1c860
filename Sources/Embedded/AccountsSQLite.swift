import Board
import Events
import Foundation
import GRDB

/// The board's accounts, sessions and audit on one SQLite file, whatever the ledger is on.
public final class AccountsSQLite: AccountStore {
    private let pool: DatabasePool

    /// Opens the file, readable by its owner only; a new one gets its schema.
    ///
    /// - Throws: ``AccountProblem/unusable(_:)`` when it is no such file or cannot be opened.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.label = "accounts"
        do {
            let turn = try FileLock(path: path + ".opening", waiting: .untilFree)
            defer { turn?.release() }
            pool = try DatabasePool(path: path, configuration: configuration)
            // A line of the audit must survive a power cut; it is written before a page is shown.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try AccountsSQLite.migrator.migrate(pool)
        } catch {
            throw AccountsSQLite.problem(error)
        }
        chmod(path, 0o600)
    }

    /// An account by its name.
    public func account(_ name: String) throws -> Account? {
        try reading { try AccountsSQLite.account(name, $0) }
    }

    /// All accounts in order of names.
    public func accounts() throws -> [Account] {
        try reading { db in
            try Row.fetchAll(db, sql: "SELECT * FROM account ORDER BY name")
                .map(AccountsSQLite.account)
        }
    }

    /// Adds an account.
    public func add(_ account: Account) throws {
        try writing { db in
            guard try AccountsSQLite.account(account.name, db) == nil else {
                throw AccountProblem.exists
            }
            try AccountsSQLite.save(account, db)
        }
    }

    /// Changes an account.
    public func update(_ name: String, _ change: (inout Account) throws -> Void) throws -> Account {
        try writing { db in
            guard var account = try AccountsSQLite.account(name, db) else {
                throw AccountProblem.unknown
            }
            try change(&account)
            try AccountsSQLite.save(account, db)
            return account
        }
    }

    /// Keeps a session.
    public func begin(_ session: Session) throws {
        try writing {
            try $0.execute(
                sql: "INSERT INTO session VALUES (?, ?, ?, ?)",
                arguments: [session.digest, session.account, session.startedAt, session.usedAt]
            )
        }
    }

    /// A session by its digest.
    public func session(_ digest: String) throws -> Session? {
        try reading { db in
            try Row.fetchOne(db, sql: "SELECT * FROM session WHERE digest = ?", arguments: [digest])
                .map {
                    Session(
                        digest: $0["digest"],
                        account: $0["account"],
                        startedAt: $0["startedAt"],
                        usedAt: $0["usedAt"]
                    )
                }
        }
    }

    /// Notes that a session was used.
    public func touch(_ digest: String, at seconds: Int64) throws {
        try execute("UPDATE session SET usedAt = ? WHERE digest = ?", [seconds, digest])
    }

    /// Ends one session.
    public func end(_ digest: String) throws {
        try execute("DELETE FROM session WHERE digest = ?", [digest])
    }

    /// Ends the sessions of an account but one.
    public func endSessions(of account: String, but digest: String?) throws {
        try execute(
            "DELETE FROM session WHERE account = ? AND digest IS NOT ?",
            [account, digest]
        )
    }

    /// Removes old sessions.
    public func removeSessions(startedBefore start: Int64, usedBefore use: Int64) throws {
        try execute("DELETE FROM session WHERE startedAt < ? OR usedAt < ?", [start, use])
    }

    /// Counts the sessions that have not ended by themselves.
    public func countSessions(startedSince start: Int64, usedSince use: Int64) throws -> Int64 {
        try reading { db in
            try Int64.fetchOne(
                db,
                sql: "SELECT count(*) FROM session WHERE startedAt >= ? AND usedAt >= ?",
                arguments: [start, use]
            ) ?? 0
        }
    }

    /// Appends lines to the audit.
    public func append(_ entries: [AuditEntry]) throws {
        try writing { db in
            let insert = try db.cachedStatement(
                sql: """
                    INSERT INTO audit (at, account, scheme, action, page, person)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """
            )
            for entry in entries {
                try insert.execute(arguments: [
                    entry.at, entry.account, entry.scheme, entry.action.rawValue, entry.page,
                    entry.person.map { $0.withBytes { Data($0) } },
                ])
            }
        }
    }

    /// Lines of the audit, the latest first.
    public func audit(scheme: String?, before number: Int64?, limit: Int) throws -> [AuditEntry] {
        try reading { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM audit WHERE (?1 IS NULL OR scheme = ?1)
                        AND (?2 IS NULL OR number < ?2)
                    ORDER BY number DESC LIMIT ?3
                    """,
                arguments: [scheme, number, limit]
            ).map(AccountsSQLite.entry)
        }
    }

    /// Closes the file.
    public func close() throws {
        do { try pool.close() } catch { throw AccountsSQLite.problem(error) }
    }

    private func reading<R>(_ body: (Database) throws -> R) throws -> R {
        do { return try pool.read(body) } catch { throw AccountsSQLite.problem(error) }
    }

    @discardableResult
    private func writing<R>(_ body: (Database) throws -> R) throws -> R {
        do { return try pool.write(body) } catch { throw AccountsSQLite.problem(error) }
    }

    private func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try writing { try $0.execute(sql: sql, arguments: arguments) }
    }

    private static func problem(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        // The message of a statement may hold its values, so only the code is told.
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_NOMEM:
            return AccountProblem.unavailable("accounts: \(error.resultCode)")
        default:
            return AccountProblem.unusable("accounts: \(error.resultCode)")
        }
    }
}
