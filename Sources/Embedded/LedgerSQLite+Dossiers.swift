import Events
import Foundation
import GRDB
import Ledger

/// Journals and items of dossiers: thousands in a season, so that plain statements do.
extension LedgerSQLite {
    func insertDossiers(_ batch: LedgerBatch, _ ids: [Int64], _ db: Database) throws {
        for journal in batch.dossierJournals {
            try db.cachedStatement(
                sql: "INSERT INTO dossierJournal VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            ).execute(arguments: [
                LedgerSQLite.id(journal.partition, journal.sequence), ids[journal.scheme],
                Int64(journal.subject.kind.rawValue), journal.subject.id,
                Int64(clamping: journal.revision), journal.cause, Data(journal.change),
                try entryText(journal.entries, scheme: ids[journal.scheme], db),
            ])
        }
        for (key, item) in batch.dossierItems {
            guard let item else {
                try removeItem(key.key, scheme: ids[key.scheme], db)
                continue
            }
            try putItem(item, key.key, scheme: ids[key.scheme], db)
        }
    }

    /// The lines as `[[account, fen], …]`; nil when there are none.
    private func entryText(_ entries: [Entry], scheme: Int64, _ db: Database) throws -> String? {
        if entries.isEmpty { return nil }
        let pairs = try entries.map {
            "[\(try accountID($0.account, scheme: scheme, db)),\($0.amount.fen)]"
        }
        return "[\(pairs.joined(separator: ","))]"
    }

    private func removeItem(_ key: DossierKey, scheme: Int64, _ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM dossierItem
                WHERE scheme = ? AND subjectKind = ? AND subject = ? AND item = ?
                """,
            arguments: [scheme, Int64(key.subject.kind.rawValue), key.subject.id, key.item]
        )
    }

    private func putItem(
        _ item: DossierItem,
        _ key: DossierKey,
        scheme: Int64,
        _ db: Database
    ) throws {
        let buffer = ByteBuffer()
        item.write(to: buffer)
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO dossierItem VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            scheme, Int64(key.subject.kind.rawValue), key.subject.id, key.item,
            Int64(item.kind.rawValue), Int64(item.status.rawValue), item.day?.day,
            item.amount.fen, item.counterpart.fen, Data(buffer.array),
        ])
    }
}

extension DossierSubject {
    /// Reads the columns `subjectKind` and `subject`.
    init(_ row: Row) throws {
        guard let kind = Kind(rawValue: row["subjectKind"]) else {
            throw LedgerProblem.unusable("a dossier's subject is of a kind that is not known")
        }
        self.init(kind: kind, id: row["subject"])
    }
}
