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
        do {
            let source = try DatabaseCopy.source(copy)
            let isLedger = try source.read { db in
                try db.tableExists("journal") && db.tableExists("position")
            }
            guard isLedger else { throw LedgerProblem.unusable("\(copy) is no ledger.") }
            try writeNew(path) { try source.backup(to: $0) }
        } catch let error as DatabaseError {
            throw LedgerProblem.unusable("\(copy): \(error.message ?? "no ledger").")
        }
    }

    private static func writeNew(_ path: String, _ write: (DatabaseQueue) throws -> Void) throws {
        do {
            try DatabaseCopy.writeNew(path, write)
        } catch let taken as DatabaseCopy.Taken {
            throw LedgerProblem.unusable("\(taken.path) exists already; name a new file.")
        }
    }
}
