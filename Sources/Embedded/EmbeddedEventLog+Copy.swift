import Foundation
import GRDB
import Stage

extension EmbeddedEventLog {
    /// Copies a log to a new file while workers go on: records, positions of the groups, epochs.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` where there is no log, or a file already.
    public static func backUp(from path: String, to copy: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            throw LogProblem.unusable("\(path): there is no such file.")
        }
        try copyLog(from: path, to: copy)
    }

    /// Makes a log from a copy; refuses one that is there already.
    ///
    /// - Throws: ``LogProblem/unusable(_:)`` where the copy is no log, or a file is there already.
    public static func restore(from copy: String, to path: String) throws {
        guard FileManager.default.fileExists(atPath: copy) else {
            throw LogProblem.unusable("\(copy): there is no such file.")
        }
        try copyLog(from: copy, to: path)
    }

    private static func copyLog(from path: String, to copy: String) throws {
        do {
            let source = try DatabaseCopy.source(path)
            let mark = try source.read { try Int.fetchOne($0, sql: "PRAGMA application_id") }
            guard mark == LogSchema.applicationID else {
                throw LogProblem.unusable("\(path) is no event log.")
            }
            try DatabaseCopy.writeNew(copy) { try source.backup(to: $0) }
            try source.close()
        } catch let taken as DatabaseCopy.Taken {
            throw LogProblem.unusable("\(taken.path) exists already; name a new file.")
        } catch let error as DatabaseError {
            throw LogProblem.unusable("\(path): \(error.message ?? "cannot be copied").")
        }
    }
}
