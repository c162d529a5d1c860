import Events
import Ledger

extension LedgerPostgres {
    /// Reads the books in one REPEATABLE READ transaction.
    public func read<R>(_ body: (any LedgerReader) throws -> R) throws -> R {
        try readers.read { try body(Reader(connection: $0)) }
    }
}

/// The books in one read transaction.
struct Reader: LedgerReader {
    let connection: PostgresConnection

    func schemes() throws -> [String] {
        let rows = try connection.query(
            "SELECT name FROM zhengjiao.scheme ORDER BY name COLLATE \"C\""
        )
        return (0..<rows.count).map { rows.text($0, 0) }
    }

    func balances(scheme: String) throws -> [Account: Money] {
        var result: [Account: Money] = [:]
        let rows = try rows(
            """
            SELECT kind, unit, party, category, sum(fen)::bigint FROM zhengjiao.balance AS b
            JOIN zhengjiao.account AS a ON a.id = b.account
            WHERE a.scheme = (SELECT id FROM zhengjiao.scheme WHERE name = $1)
            GROUP BY a.id HAVING sum(fen) <> 0
            """,
            scheme
        )
        for row in 0..<rows.count {
            result[try Reader.account(rows, row, from: 0)] = Money(fen: rows.integer(row, 4))
        }
        return result
    }

    func progress(scheme: String) throws -> [ProgressKey: Progress] {
        var result: [ProgressKey: Progress] = [:]
        let rows = try rows(
            """
            SELECT unit, day, category, sum(heads)::bigint, sum(fen)::bigint
            FROM zhengjiao.progress \(Reader.ofScheme) GROUP BY unit, day, category
            HAVING sum(heads) <> 0 OR sum(fen) <> 0
            """,
            scheme
        )
        for row in 0..<rows.count {
            let key = ProgressKey(
                unit: rows.text(row, 0),
                day: rows.date(row, 1),
                category: rows.text(row, 2)
            )
            result[key] = Progress(
                heads: rows.integer(row, 3),
                paid: Money(fen: rows.integer(row, 4))
            )
        }
        return result
    }

    func census(scheme: String) throws -> [AssessmentStatus: Int64] {
        var result: [AssessmentStatus: Int64] = [:]
        let rows = try rows(
            """
            SELECT status, sum(heads)::bigint FROM zhengjiao.census \(Reader.ofScheme)
            GROUP BY status
            """,
            scheme
        )
        for row in 0..<rows.count {
            guard let status = AssessmentStatus(rawValue: Reader.code(rows, row)) else {
                throw LedgerProblem.unusable("census names a status that is not known")
            }
            result[status] = rows.integer(row, 1)
        }
        return result
    }

    func tallies(scheme: String) throws -> [TallyKey: Int64] {
        var result: [TallyKey: Int64] = [:]
        let rows = try rows(
            """
            SELECT tally, sum(facts)::bigint, code FROM zhengjiao.tally \(Reader.ofScheme)
            GROUP BY tally, code
            """,
            scheme
        )
        for row in 0..<rows.count {
            guard let tally = Tally(rawValue: Reader.code(rows, row)) else {
                throw LedgerProblem.unusable("tally names an outcome that is not known")
            }
            result[TallyKey(tally: tally, code: rows.text(row, 2))] = rows.integer(row, 1)
        }
        return result
    }

    func targets(scheme: String) throws -> [(target: Target, id: String)] {
        let rows = try rows(
            """
            SELECT id, unit, heads, fen, effective_from FROM zhengjiao.target \(Reader.ofScheme)
            ORDER BY id COLLATE "C"
            """,
            scheme
        )
        return (0..<rows.count).map {
            (
                Target(
                    unit: rows.text($0, 1),
                    heads: rows.integer($0, 2),
                    amount: Money(fen: rows.integer($0, 3)),
                    effectiveFrom: rows.date($0, 4)
                ), rows.text($0, 0)
            )
        }
    }

    func closures(scheme: String) throws -> [String: CivilDate] {
        let rows = try rows(
            """
            SELECT source, min(day) FROM zhengjiao.closure \(Reader.ofScheme) GROUP BY source
            HAVING count(*) = (SELECT count(*) FROM zhengjiao.position)
            """,
            scheme
        )
        var result: [String: CivilDate] = [:]
        for row in 0..<rows.count { result[rows.text(row, 0)] = rows.date(row, 1) }
        return result
    }

    func positions() throws -> [PartitionState] {
        let rows = try connection.query(
            """
            SELECT partition, next_offset, epoch, journal_sequence, outbox_sequence, water_offset,
                water_index FROM zhengjiao.position ORDER BY partition
            """
        )
        return (0..<rows.count).map { PartitionState(rows, $0) }
    }

    static let ofScheme =
        "WHERE scheme = (SELECT id FROM zhengjiao.scheme WHERE name = $1)"

    func rows(_ sql: String, _ scheme: String) throws -> PostgresRows {
        let parameters = PostgresParameters()
        parameters.add(scheme)
        return try connection.query(sql, parameters)
    }

    private static func code(_ rows: PostgresRows, _ row: Int) -> UInt8 {
        UInt8(clamping: rows.integer(row, 0))
    }

    private static func account(_ rows: PostgresRows, _ row: Int, from column: Int32) throws
        -> Account
    {
        guard let kind = AccountKind(rawValue: UInt8(clamping: rows.integer(row, column))) else {
            throw LedgerProblem.unusable("an account is of a kind that is not known")
        }
        return Account(
            kind: kind,
            unit: rows.text(row, column + 1),
            party: rows.text(row, column + 2),
            category: rows.text(row, column + 3)
        )
    }
}

extension Reader {
    /// Rows fetched at a time: memory stays the same however long the books are.
    static let fetchCount = 2_000

    func journals(_ body: (JournalRow) throws -> Void) throws {
        let names = try schemeNames()
        let accounts = try accountNames()
        try connection.query(
            """
            DECLARE journals NO SCROLL CURSOR FOR
            SELECT partition, sequence, scheme, person, revision, cause, assessment, entries,
                seal
            FROM zhengjiao.journal ORDER BY partition, sequence
            """
        )
        while true {
            let rows = try connection.query("FETCH \(Reader.fetchCount) FROM journals")
            for row in 0..<rows.count { try body(try Reader.journal(rows, row, names, accounts)) }
            if rows.count < Reader.fetchCount { break }
        }
        try connection.query("CLOSE journals")
    }

    /// Reads the partition of the scheme through: the journals have no index on persons, and
    /// enquiries are rare.
    func journals(
        of person: PersonKey,
        scheme: String,
        _ body: (JournalRow) throws -> Void
    ) throws {
        let names = try schemeNames()
        let accounts = try accountNames()
        let rows = try rows(
            """
            SELECT partition, sequence, scheme, person, revision, cause, assessment, entries,
                seal
            FROM zhengjiao.journal \(Reader.ofScheme) AND person = '\(person)'
            ORDER BY partition, sequence
            """,
            scheme
        )
        for row in 0..<rows.count { try body(try Reader.journal(rows, row, names, accounts)) }
    }

    func identities(scheme: String, _ body: (PersonKey, SealedIdentity) throws -> Void) throws {
        let parameters = PostgresParameters()
        parameters.add(scheme)
        try connection.query(
            """
            DECLARE seals NO SCROLL CURSOR FOR
            SELECT person, seal FROM zhengjiao.journal \(Reader.ofScheme) AND seal IS NOT NULL
            ORDER BY partition, sequence
            """,
            parameters
        )
        while true {
            let rows = try connection.query("FETCH \(Reader.fetchCount) FROM seals")
            for row in 0..<rows.count {
                guard let person = PersonKey(rows.bytes(row, 0)) else {
                    throw LedgerProblem.unusable("a journal names no person")
                }
                try body(person, try SealedIdentity(wire: rows.bytes(row, 1)))
            }
            if rows.count < Reader.fetchCount { break }
        }
        try connection.query("CLOSE seals")
    }

    func schemeNames() throws -> [Int64: String] {
        let rows = try connection.query("SELECT id, name FROM zhengjiao.scheme")
        var names: [Int64: String] = [:]
        for row in 0..<rows.count { names[rows.integer(row, 0)] = rows.text(row, 1) }
        return names
    }

    func accountNames() throws -> [Int64: Account] {
        let rows = try connection.query(
            "SELECT id, kind, unit, party, category FROM zhengjiao.account"
        )
        var names: [Int64: Account] = [:]
        for row in 0..<rows.count {
            names[rows.integer(row, 0)] = try Reader.account(rows, row, from: 1)
        }
        return names
    }

    static func journal(
        _ rows: PostgresRows,
        _ row: Int,
        _ names: [Int64: String],
        _ accounts: [Int64: Account]
    ) throws -> JournalRow {
        let (partition, sequence) = (rows.integer(row, 0), rows.integer(row, 1))
        guard let scheme = names[rows.integer(row, 2)], let person = PersonKey(rows.bytes(row, 3))
        else {
            throw LedgerProblem.unusable(
                "journal \(partition)/\(sequence) names no scheme or no person"
            )
        }
        return JournalRow(
            partition: Int32(partition),
            sequence: sequence,
            scheme: scheme,
            person: person,
            revision: UInt64(clamping: rows.integer(row, 4)),
            cause: rows.text(row, 5),
            assessment: rows.bytes(row, 6),
            seal: rows.bytes(row, 8),
            entries: try entries(rows.bytes(row, 7)) { number in
                guard let account = accounts[number] else {
                    throw LedgerProblem.unusable(
                        "journal \(partition)/\(sequence) names an account that is not there"
                    )
                }
                return account
            }
        )
    }

    /// Reads `{{account, fen}, …}`; the schema lets no other shape in.
    static func entries(
        _ bytes: UnsafeRawBufferPointer,
        account: (Int64) throws -> Account
    ) throws -> [Entry] {
        // Three numbers, two dimensions of two numbers each, then per element size and value.
        let (head, pair) = (28, 24)
        guard bytes.count >= head else { return [] }
        return try stride(from: head, to: bytes.count, by: pair).map { start in
            func number(_ offset: Int) -> Int64 {
                Int64(
                    bigEndian: bytes.loadUnaligned(fromByteOffset: start + offset, as: Int64.self)
                )
            }
            return Entry(account: try account(number(4)), amount: Money(fen: number(16)))
        }
    }
}
