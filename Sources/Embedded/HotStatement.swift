import GRDB
import GRDBSQLite

/// A prepared statement driven through SQLite's C interface: for rows by the million, where
/// GRDB's values would cost more than SQLite itself.
///
/// Bound memory must stay in place until ``step()``, which copies nothing it does not need:
/// blobs and texts are bound as transient, so SQLite takes its copy at once.
struct HotStatement {
    private let handle: OpaquePointer
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ statement: Statement) { handle = statement.sqliteStatement }

    func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }

    func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

    func bind(_ index: Int32, blob bytes: UnsafeRawBufferPointer) {
        precondition(bytes.baseAddress != nil, "a blob without an address would be bound as NULL")
        sqlite3_bind_blob64(
            handle,
            index,
            bytes.baseAddress,
            UInt64(bytes.count),
            HotStatement.transient
        )
    }

    func bind(_ index: Int32, text bytes: UnsafeRawBufferPointer) {
        sqlite3_bind_text64(
            handle,
            index,
            bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
            UInt64(bytes.count),
            HotStatement.transient,
            UInt8(SQLITE_UTF8)
        )
    }

    /// Runs the statement once and makes it ready for the next values.
    ///
    /// - Throws: GRDB's `DatabaseError` with SQLite's code.
    func step() throws {
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else {
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code),
                message: String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
            )
        }
    }
}
