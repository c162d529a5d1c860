import GRDB
import Stage

extension LogProblem {
    /// What an error of SQLite means for who uses the log.
    ///
    /// - Parameter doing: What was being done (`append to the log`).
    init(_ error: DatabaseError, doing: String) {
        let code = "SQLite code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            self = .unavailable("Cannot \(doing): others keep the file busy (\(code)). Try again.")
        case .SQLITE_FULL:
            self = .full("Cannot \(doing): the disk is full (\(code)). Free space.")
        case .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_INTERRUPT, .SQLITE_ABORT:
            self = .unavailable("Cannot \(doing): the disk or memory failed (\(code)).")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
            self = .unusable(
                "Cannot \(doing): the file or its folder cannot be opened for writing (\(code)). "
                    + "Check the path and its rights."
            )
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .unusable(
                "Cannot \(doing): the file is damaged or no event log (\(code)). "
                    + "Restore it from a copy."
            )
        case .SQLITE_TOOBIG:
            self = .unusable("Cannot \(doing): a record is larger than SQLite can hold (\(code)).")
        default:
            self = .unusable("Cannot \(doing): \(code).")
        }
    }

    /// Runs `body`, turning errors of SQLite into ``LogProblem``.
    static func mapping<T>(_ doing: String, _ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw LogProblem(error, doing: doing)
        }
    }

    /// An error of a system call, by its `errno`.
    static func system(_ doing: String, _ code: Int32) -> LogProblem {
        .unavailable("Cannot \(doing): system error \(code).")
    }
}
