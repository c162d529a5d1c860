import Events
import Foundation
import GRDB
import Ledger

extension Reader {
    func dossierJournals(_ body: (DossierJournalRow) throws -> Void) throws {
        try dossierJournals(where: "", arguments: [], body)
    }

    func dossierJournals(
        where condition: String,
        arguments: StatementArguments,
        _ body: (DossierJournalRow) throws -> Void
    ) throws {
        let names = try schemeNames()
        let accounts = try accounts()
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT * FROM dossierJournal \(condition) ORDER BY id",
            arguments: arguments
        )
        while let row = try rows.next() {
            let id: Int64 = row["id"]
            guard let scheme = names[row["scheme"]] else {
                throw LedgerProblem.unusable("journal \(id) names no scheme")
            }
            let text = [UInt8]((row["entries"] as String? ?? "").utf8)
            let entries = try text.withUnsafeBytes { try Reader.entries($0, accounts, of: id) }
            let subject = try DossierSubject(row)
            try (row["change"] as Data).withUnsafeBytes { change in
                try body(
                    DossierJournalRow(
                        partition: Int32(id >> 40),
                        sequence: id & (1 << 40 - 1),
                        scheme: scheme,
                        subject: subject,
                        revision: UInt64(row["revision"] as Int64),
                        cause: row["cause"],
                        change: change,
                        entries: entries
                    )
                )
            }
        }
    }

    func dossierItems(scheme: String) throws -> [(subject: DossierSubject, item: DossierItem)] {
        try rows(
            "SELECT * FROM dossierItem",
            scheme,
            tail: "ORDER BY subjectKind, subject, item"
        ).map { row in
            let item = try (row["body"] as Data).withUnsafeBytes { bytes throws(WireProblem) in
                try DossierItem(wire: bytes)
            }
            return (try DossierSubject(row), item)
        }
    }

    func officeRecords(scheme: String) throws -> [(record: OfficeRecord, id: String)] {
        try rows("SELECT * FROM officeRecord", scheme, tail: "ORDER BY second, id").map {
            let record = OfficeRecord(
                type: $0["type"],
                unit: $0["unit"],
                at: CivilTime(second: $0["second"]),
                by: $0["recordedBy"],
                json: $0["json"]
            )
            return (record, $0["id"])
        }
    }
}
