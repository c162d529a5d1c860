import Embedded
import Foundation
import GRDB
import Ledger
import Postgres
import PostgresServer

/// The stores that keep the promises of ``LedgerStore``.
enum StoreKind: String, CaseIterable, Sendable {
    case sqlite
    case postgres
}

/// A ledger of its own, empty at first; as many stores on it as a test opens.
final class LedgerWorld: Sendable {
    private let folder: URL
    private let database: TestDatabase?

    init(_ kind: StoreKind) throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("ledger-\(UInt64.random(in: 0 ..< .max))")
        switch kind {
        case .sqlite:
            database = nil
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        case .postgres:
            let database = try TestDatabase()
            _ = try LedgerMigrator.migrate(url: database.url)
            self.database = database
        }
    }

    /// Removes the files; a database goes with the tests' server.
    func remove() { try? FileManager.default.removeItem(at: folder) }

    private var path: String { folder.appendingPathComponent("ledger").path }

    /// Opens one more store on the ledger, as another process would.
    func store() throws -> any LedgerStore {
        if let database { return try LedgerPostgres(url: database.url) }
        return try LedgerSQLite(path: path)
    }

    /// Does to the database what no store does; throws what the database refuses.
    func tamper(_ sqlite: String, _ postgres: String) throws {
        if let database {
            try database.sql(postgres)
        } else {
            try DatabaseQueue(path: path).write { try $0.execute(sql: sqlite) }
        }
    }

    /// Does it as whoever owns the database can: with the triggers out of the way.
    func tamperAsOwner(_ sqlite: String, _ postgres: String) throws {
        if let database {
            try database.sql("SET session_replication_role = replica; \(postgres)")
            return
        }
        try DatabaseQueue(path: path).write { db in
            db.add(function: LedgerWorld.flip)
            let triggers = try String.fetchAll(
                db,
                sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            )
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
            try db.execute(sql: sqlite)
        }
    }

    /// `flip(blob)`: the same bytes with one bit changed.
    private static let flip = DatabaseFunction("flip", argumentCount: 1, pure: true) { values in
        guard var bytes = Data.fromDatabaseValue(values[0]), !bytes.isEmpty else { return nil }
        bytes[bytes.startIndex + bytes.count / 2] ^= 1
        return bytes
    }
}
