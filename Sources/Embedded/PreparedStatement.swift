import GRDB
import GRDBSQLite

/// A prepared statement of one connection, bound and read through the C API: no copy of a blob and
/// no allocation per row.
///
/// Used only on the queue of its connection.
final class PreparedStatement {
    private let statement: Statement
    private let raw: OpaquePointer

    init(_ db: Database, _ sql: String) throws {
        statement = try db.makeStatement(sql: sql)
        raw = statement.sqliteStatement
    }

    func bind(_ value: Int64, at index: Int32) throws {
        try check(sqlite3_bind_int64(raw, index, value))
    }

    func bind(_ text: String, at index: Int32) throws {
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        try check(sqlite3_bind_text(raw, index, text, -1, transient))
    }

    /// Binds bytes that stay where they are until ``reset()``.
    func bind(borrowed bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        try check(sqlite3_bind_blob64(raw, index, bytes.baseAddress, UInt64(bytes.count), nil))
    }

    /// Goes to the next row; false at the end.
    func step() throws -> Bool {
        switch sqlite3_step(raw) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
        }
    }

    /// Runs a statement that has nothing to say.
    func run() throws {
        defer { reset() }
        while try step() {}
    }

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(raw, column) }

    /// The bytes of a column, in place; valid until the next step or reset.
    func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(raw, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(raw, column)))
    }

    /// Ends the run and forgets the arguments.
    func reset() {
        sqlite3_reset(raw)
        sqlite3_clear_bindings(raw)
    }

    /// Runs a statement that opens or ends a transaction, in the knowledge of GRDB.
    func control() throws {
        // Without this, GRDB would report the failure of this run at the next.
        defer { sqlite3_reset(raw) }
        try statement.execute()
    }

    private func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
}
