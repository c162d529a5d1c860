import Events
import Ledger

extension Reader {
    func journals(
        partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ body: (JournalRow) throws -> Void
    ) throws {
        let (names, accounts) = (try schemeNames(), try accountNames())
        let rows = try block(
            """
            SELECT partition, sequence, scheme, person, revision, cause, assessment, entries,
                seal
            FROM zhengjiao.journal
            """,
            partition,
            numbers
        )
        for row in 0..<rows.count { try body(try Reader.journal(rows, row, names, accounts)) }
    }

    func dossierJournals(
        partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ body: (DossierJournalRow) throws -> Void
    ) throws {
        let (names, accounts) = (try schemeNames(), try accountNames())
        let rows = try block(
            """
            SELECT partition, sequence, scheme, subject_kind, subject, revision, cause, change,
                entries
            FROM zhengjiao.dossier_journal
            """,
            partition,
            numbers
        )
        for row in 0..<rows.count {
            try body(try Reader.dossierJournal(rows, row, names, accounts))
        }
    }

    private func block(
        _ select: String,
        _ partition: Int32,
        _ numbers: ClosedRange<Int64>
    ) throws -> PostgresRows {
        let parameters = PostgresParameters()
        parameters.add(partition)
        parameters.add(numbers.lowerBound)
        parameters.add(numbers.upperBound)
        return try connection.query(
            "\(select) WHERE partition = $1 AND sequence BETWEEN $2 AND $3 ORDER BY sequence",
            parameters
        )
    }

    private static let columns = "partition, number, first, through, hash"

    func chainSeals() throws -> [ChainSeal] {
        let rows = try connection.query(
            "SELECT \(Reader.columns) FROM zhengjiao.seal ORDER BY partition, number"
        )
        return (0..<rows.count).map { ChainSeal(rows, $0) }
    }

    func chainSeal(partition: Int32, number: Int64) throws -> ChainSeal? {
        let parameters = PostgresParameters()
        parameters.add(partition)
        parameters.add(number)
        let rows = try connection.query(
            "SELECT \(Reader.columns) FROM zhengjiao.seal WHERE (partition, number) = ($1, $2)",
            parameters
        )
        return rows.count == 0 ? nil : ChainSeal(rows, 0)
    }

    func sealEnds() throws -> [SealEnd] {
        let rows = try connection.query(
            "SELECT partition, number, through FROM zhengjiao.seal_end ORDER BY partition"
        )
        return (0..<rows.count).map {
            SealEnd(
                partition: Int32(rows.integer($0, 0)),
                number: rows.integer($0, 1),
                through: rows.integer($0, 2)
            )
        }
    }

    func outboxNumbers() throws -> [Int32: [Int64]] {
        let rows = try connection.query(
            "SELECT partition, sequence FROM zhengjiao.outbox ORDER BY partition, sequence"
        )
        var numbers: [Int32: [Int64]] = [:]
        for row in 0..<rows.count {
            numbers[Int32(rows.integer(row, 0)), default: []].append(rows.integer(row, 1))
        }
        return numbers
    }
}

extension ChainSeal {
    fileprivate init(_ rows: PostgresRows, _ row: Int) {
        self.init(
            partition: Int32(rows.integer(row, 0)),
            number: rows.integer(row, 1),
            first: rows.integer(row, 2),
            through: rows.integer(row, 3),
            hash: Array(rows.bytes(row, 4))
        )
    }
}
