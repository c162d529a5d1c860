import Events
import Ledger

extension Reader {
    func dossierJournals(_ body: (DossierJournalRow) throws -> Void) throws {
        let names = try schemeNames()
        let accounts = try accountNames()
        try connection.query(
            """
            DECLARE dossier_journals NO SCROLL CURSOR FOR
            SELECT partition, sequence, scheme, subject_kind, subject, revision, cause, change,
                entries
            FROM zhengjiao.dossier_journal ORDER BY partition, sequence
            """
        )
        while true {
            let rows = try connection.query("FETCH \(Reader.fetchCount) FROM dossier_journals")
            for row in 0..<rows.count {
                try body(try Reader.dossierJournal(rows, row, names, accounts))
            }
            if rows.count < Reader.fetchCount { break }
        }
        try connection.query("CLOSE dossier_journals")
    }

    static func dossierJournal(
        _ rows: PostgresRows,
        _ row: Int,
        _ names: [Int64: String],
        _ accounts: [Int64: Account]
    ) throws -> DossierJournalRow {
        let (partition, sequence) = (rows.integer(row, 0), rows.integer(row, 1))
        guard let scheme = names[rows.integer(row, 2)] else {
            throw LedgerProblem.unusable("journal \(partition)/\(sequence) names no scheme")
        }
        return DossierJournalRow(
            partition: Int32(partition),
            sequence: sequence,
            scheme: scheme,
            subject: try subject(rows, row, from: 3),
            revision: UInt64(clamping: rows.integer(row, 5)),
            cause: rows.text(row, 6),
            change: rows.bytes(row, 7),
            entries: try entries(rows.bytes(row, 8)) { number in
                guard let account = accounts[number] else {
                    throw LedgerProblem.unusable(
                        "journal \(partition)/\(sequence) names an account that is not there"
                    )
                }
                return account
            }
        )
    }

    private static func subject(
        _ rows: PostgresRows,
        _ row: Int,
        from column: Int32
    ) throws -> DossierSubject {
        let code = UInt8(clamping: rows.integer(row, column))
        guard let kind = DossierSubject.Kind(rawValue: code) else {
            throw LedgerProblem.unusable("a dossier's subject is of a kind that is not known")
        }
        return DossierSubject(kind: kind, id: rows.text(row, column + 1))
    }

    func dossierItems(scheme: String) throws -> [(subject: DossierSubject, item: DossierItem)] {
        let rows = try rows(
            """
            SELECT subject_kind, subject, body FROM zhengjiao.dossier_item \(Reader.ofScheme)
            ORDER BY subject_kind, subject COLLATE "C", item COLLATE "C"
            """,
            scheme
        )
        return try (0..<rows.count).map {
            (try Reader.subject(rows, $0, from: 0), try DossierItem(wire: rows.bytes($0, 2)))
        }
    }

    func officeRecords(scheme: String) throws -> [(record: OfficeRecord, id: String)] {
        let rows = try rows(
            """
            SELECT id, type, unit, second, recorded_by, json FROM zhengjiao.office_record
            \(Reader.ofScheme) ORDER BY second, id COLLATE "C"
            """,
            scheme
        )
        return (0..<rows.count).map {
            let record = OfficeRecord(
                type: rows.text($0, 1),
                unit: rows.text($0, 2),
                at: CivilTime(second: rows.integer($0, 3)),
                by: rows.text($0, 4),
                json: rows.text($0, 5)
            )
            return (record, rows.text($0, 0))
        }
    }
}
