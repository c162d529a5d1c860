import Foundation
import GRDB
import Ledger

extension LedgerSQLite {
    /// Copies the books to a new file while they are in use: one moment of them, complete.
    ///
    /// - Throws: ``LedgerProblem/unusable(_:)`` when the file exists or is not to be written.
    public func backUp(to path: String) throws {
        try LedgerSQLite.writeNew(path) { copy in try translating { try pool.backup(to: copy) } }
    }

    /// Makes a ledger from a copy; refuses one that is there already.
    ///
    /// - Throws: ``LedgerProblem/unusable(_:)`` when the copy is no ledger or the target exists.
    public static func restore(from copy: String, to path: String) throws {
        guard FileManager.default.fileExists(atPath: copy) else {
            throw LedgerProblem.unusable("\(copy) does not exist.")
        }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let source = try DatabaseQueue(path: copy, configuration: configuration)
            let isLedger = try source.read { db in
                try db.tableExists("journal") && db.tableExists("position")
            }
            guard isLedger else { throw LedgerProblem.unusable("\(copy) is no ledger.") }
            try writeNew(path) { try source.backup(to: $0) }
        } catch let error as DatabaseError {
            throw LedgerProblem.unusable("\(copy): \(error.message ?? "no ledger").")
        }
    }

    /// Writes a database beside its place and moves it there when it is whole.
    private static func writeNew(_ path: String, _ write: (DatabaseQueue) throws -> Void) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: path) else {
            throw LedgerProblem.unusable("\(path) exists already; name a new file.")
        }
        let partial = path + ".partial"
        try? files.removeItem(atPath: partial)
        do {
            let target = try DatabaseQueue(path: partial)
            try write(target)
            // One file, so that it can be carried away by itself.
            try target.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try target.close()
            try files.moveItem(atPath: partial, toPath: path)
        } catch {
            try? files.removeItem(atPath: partial)
            throw error
        }
    }
}
