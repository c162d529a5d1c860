import CLibpq
import Events

/// A result: rows in PostgreSQL's binary form, or a failure.
final class PostgresRows {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    /// Number of rows.
    var count: Int { Int(PQntuples(handle)) }

    /// What kind of result it is.
    var status: ExecStatusType { PQresultStatus(handle) }

    /// The failure, when it is one.
    var failure: PostgresFailure? {
        status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE
            ? PostgresFailure(result: handle) : nil
    }

    /// Whether the server hangs up after it.
    var endsConnection: Bool {
        guard status == PGRES_FATAL_ERROR,
            let severity = PQresultErrorField(handle, Int32(UInt8(ascii: "V")))
        else { return false }
        return ["FATAL", "PANIC"].contains(String(cString: severity))
    }

    /// Bytes of a cell, valid as long as this result; empty for NULL.
    func bytes(_ row: Int, _ column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(handle, Int32(row), column),
            count: Int(PQgetlength(handle, Int32(row), column))
        )
    }

    /// An integer of 2, 4 or 8 bytes.
    func integer(_ row: Int, _ column: Int32) -> Int64 {
        let bytes = bytes(row, column)
        switch bytes.count {
        case 2: return Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case 4: return Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case 8: return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        default: preconditionFailure("column \(column) is no integer")
        }
    }

    /// A text.
    func text(_ row: Int, _ column: Int32) -> String {
        String(decoding: bytes(row, column), as: UTF8.self)
    }

    /// A date.
    func date(_ row: Int, _ column: Int32) -> CivilDate {
        CivilDate(day: PostgresDate.civil(Int32(integer(row, column))))
    }
}

/// PostgreSQL counts days from 2000-01-01, we from 1970-01-01.
enum PostgresDate {
    private static let shift: Int32 = 10_957

    static func civil(_ day: Int32) -> Int32 { day + shift }

    static func stored(_ date: CivilDate) -> Int32 { Int32(date.day) - shift }
}
