import Foundation
import GRDB

/// Whole copies of SQLite files.
enum DatabaseCopy {
    /// A file that is there already.
    struct Taken: Error {
        var path: String
    }

    /// Writes a database beside its place and moves it there when it is whole.
    ///
    /// - Throws: ``Taken`` where there is a file, and what writing throws.
    static func writeNew(_ path: String, _ write: (DatabaseQueue) throws -> Void) throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: path) else { throw Taken(path: path) }
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

    /// Opens a file for reading only.
    static func source(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
