import Events
import Foundation
import GRDB
import GRDBSQLite
import Ledger

extension LedgerSQLite {
    /// Reads the books in one transaction of the file.
    public func read<R>(_ body: (any LedgerReader) throws -> R) throws -> R {
        try translating { try pool.read { try body(Reader(db: $0)) } }
    }
}

/// The books in one read transaction.
struct Reader: LedgerReader {
    let db: Database

    func schemes() throws -> [String] {
        try String.fetchAll(db, sql: "SELECT name FROM scheme ORDER BY name")
    }

    func balances(scheme: String) throws -> [Account: Money] {
        var result: [Account: Money] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT kind, unit, party, category, fen FROM balance
                JOIN account ON account.id = balance.account
                JOIN scheme ON scheme.id = account.scheme
                WHERE scheme.name = ? AND fen <> 0
                """,
            arguments: [scheme]
        )
        while let row = try rows.next() {
            result[try Reader.account(row)] = Money(fen: row["fen"])
        }
        return result
    }

    func progress(scheme: String) throws -> [ProgressKey: Events.Progress] {
        var result: [ProgressKey: Events.Progress] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT unit, day, category, heads, fen FROM progress
                JOIN scheme ON scheme.id = progress.scheme
                WHERE scheme.name = ? AND (heads <> 0 OR fen <> 0)
                """,
            arguments: [scheme]
        )
        while let row = try rows.next() {
            let key = ProgressKey(
                unit: row["unit"],
                day: CivilDate(day: row["day"]),
                category: row["category"]
            )
            result[key] = Events.Progress(heads: row["heads"], paid: Money(fen: row["fen"]))
        }
        return result
    }

    func census(scheme: String) throws -> [AssessmentStatus: Int64] {
        var result: [AssessmentStatus: Int64] = [:]
        for row in try rows("SELECT status, heads FROM census", scheme) {
            guard let status = AssessmentStatus(rawValue: row["status"]) else {
                throw LedgerProblem.unusable("census names a status that is not known")
            }
            result[status] = row["heads"]
        }
        return result
    }

    func tallies(scheme: String) throws -> [TallyKey: Int64] {
        var result: [TallyKey: Int64] = [:]
        for row in try rows("SELECT tally, code, facts FROM tally", scheme) {
            guard let tally = Tally(rawValue: row["tally"]) else {
                throw LedgerProblem.unusable("tally names an outcome that is not known")
            }
            result[TallyKey(tally: tally, code: row["code"])] = row["facts"]
        }
        return result
    }

    func targets(scheme: String) throws -> [(target: Target, id: String)] {
        try rows("SELECT * FROM target", scheme).map {
            (
                Target(
                    unit: $0["unit"],
                    heads: $0["heads"],
                    amount: Money(fen: $0["fen"]),
                    effectiveFrom: CivilDate(day: $0["effectiveFrom"])
                ), $0["id"]
            )
        }
    }

    func closures(scheme: String) throws -> [String: CivilDate] {
        var result: [String: CivilDate] = [:]
        let partitions = try Int.fetchOne(db, sql: "SELECT count(*) FROM position") ?? 0
        for row in try rows(
            "SELECT source, min(day) AS day, count(*) AS partitions FROM closure",
            scheme,
            tail: "GROUP BY source"
        )
        where row["partitions"] as Int == partitions {
            result[row["source"]] = CivilDate(day: row["day"])
        }
        return result
    }

    func positions() throws -> [PartitionState] {
        try Row.fetchAll(db, sql: "SELECT * FROM position ORDER BY partition")
            .map(PartitionState.init)
    }

    func schemeNames() throws -> [Int64: String] {
        var names: [Int64: String] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT id, name FROM scheme") {
            names[row["id"]] = row["name"] as String
        }
        return names
    }

    func accounts() throws -> [Int64: Account] {
        var accounts: [Int64: Account] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT * FROM account") {
            accounts[row["id"]] = try Reader.account(row)
        }
        return accounts
    }

    func journals(_ body: (JournalRow) throws -> Void) throws {
        try journals(where: "", arguments: [], body)
    }

    /// A scan: an index on the person would be a random write for every journal (decision 0004),
    /// and enquiries are rare.
    func journals(
        of person: PersonKey,
        scheme: String,
        _ body: (JournalRow) throws -> Void
    ) throws {
        try journals(
            where: "WHERE person = ? AND scheme = (SELECT id FROM scheme WHERE name = ?)",
            arguments: [person.withBytes { Data($0) }, scheme],
            body
        )
    }

    func identities(scheme: String, _ body: (PersonKey, SealedIdentity) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT person, seal FROM journal
                WHERE seal IS NOT NULL AND scheme = (SELECT id FROM scheme WHERE name = ?)
                ORDER BY id
                """,
            arguments: [scheme]
        )
        while let row = try rows.next() {
            guard let person = (row["person"] as Data).withUnsafeBytes({ PersonKey($0) }) else {
                throw LedgerProblem.unusable("a journal names no person")
            }
            let seal = try (row["seal"] as Data).withUnsafeBytes { bytes throws(WireProblem) in
                try SealedIdentity(wire: bytes)
            }
            try body(person, seal)
        }
    }

    func journals(
        where condition: String,
        arguments: StatementArguments,
        _ body: (JournalRow) throws -> Void
    ) throws {
        let names = try schemeNames()
        let accounts = try accounts()
        let statement = try db.makeStatement(
            sql: """
                SELECT id, scheme, person, revision, cause, assessment, entries, seal FROM journal
                \(condition) ORDER BY id
                """
        )
        try statement.setArguments(arguments)
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        while sqlite3_step(handle) == SQLITE_ROW {
            try body(try Reader.journal(handle, names, accounts))
        }
    }

    private static func journal(
        _ handle: OpaquePointer,
        _ names: [Int64: String],
        _ accounts: [Int64: Account]
    ) throws -> JournalRow {
        func blob(_ column: Int32) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(
                start: sqlite3_column_blob(handle, column),
                count: Int(sqlite3_column_bytes(handle, column))
            )
        }
        let id = sqlite3_column_int64(handle, 0)
        guard let scheme = names[sqlite3_column_int64(handle, 1)],
            let person = PersonKey(blob(2))
        else { throw LedgerProblem.unusable("journal \(id) names no scheme or no person") }
        let entries = try entries(blob(6), accounts, of: id)
        return JournalRow(
            partition: Int32(id >> 40),
            sequence: id & (1 << 40 - 1),
            scheme: scheme,
            person: person,
            revision: UInt64(sqlite3_column_int64(handle, 3)),
            cause: String(decoding: blob(4), as: UTF8.self),
            assessment: blob(5),
            seal: blob(7),
            entries: entries
        )
    }

    static func entries(
        _ text: UnsafeRawBufferPointer,
        _ accounts: [Int64: Account],
        of id: Int64
    ) throws -> [Entry] {
        try EntryText.parse(text).map { pair in
            guard let account = accounts[pair.account] else {
                throw LedgerProblem.unusable("journal \(id) names an account that is not there")
            }
            return Entry(account: account, amount: Money(fen: pair.fen))
        }
    }

    func rows(_ select: String, _ scheme: String, tail: String = "") throws -> [Row] {
        try Row.fetchAll(
            db,
            sql: "\(select) WHERE scheme = (SELECT id FROM scheme WHERE name = ?) \(tail)",
            arguments: [scheme]
        )
    }

    private static func account(_ row: Row) throws -> Account {
        guard let kind = AccountKind(rawValue: row["kind"]) else {
            throw LedgerProblem.unusable("an account is of a kind that is not known")
        }
        return Account(
            kind: kind,
            unit: row["unit"],
            party: row["party"],
            category: row["category"]
        )
    }
}

/// The lines of a journal as stored: `[[account, fen], …]`.
private enum EntryText {
    static func parse(_ text: UnsafeRawBufferPointer) -> [(account: Int64, fen: Int64)] {
        var numbers: [Int64] = []
        var value: Int64?
        var sign: Int64 = 1
        for byte in text {
            switch byte {
            case 0x2D: sign = -1
            case 0x30...0x39: value = (value ?? 0) * 10 + Int64(byte - 0x30)
            default:
                if let known = value { numbers.append(sign * known) }
                value = nil
                sign = 1
            }
        }
        return stride(from: 0, to: numbers.count - 1, by: 2).map {
            (numbers[$0], numbers[$0 + 1])
        }
    }
}
