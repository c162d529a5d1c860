import Foundation
import GRDB
import Ledger

extension LedgerSQLite {
    /// Appends a seal where the chain of its partition ends just before it.
    public func add(_ seal: ChainSeal) throws -> Bool {
        try translating {
            try pool.write { db in
                guard try move(to: seal, db) else { return false }
                try db.execute(
                    sql: """
                        INSERT INTO seal (partition, number, first, through, hash)
                        VALUES (?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        seal.partition, seal.number, seal.first, seal.through, Data(seal.hash),
                    ]
                )
                return true
            }
        }
    }

    /// Moves the end of the chain on; false when it is not where the seal begins.
    private func move(to seal: ChainSeal, _ db: Database) throws -> Bool {
        if seal.number == 1, seal.first == 1 {
            try db.execute(
                sql: "INSERT OR IGNORE INTO sealEnd VALUES (?, 1, ?)",
                arguments: [seal.partition, seal.through]
            )
        } else {
            try db.execute(
                sql: """
                    UPDATE sealEnd SET number = ?, through = ?
                    WHERE partition = ? AND number = ? AND through = ?
                    """,
                arguments: [
                    seal.number, seal.through, seal.partition, seal.number - 1, seal.first - 1,
                ]
            )
        }
        return db.changesCount == 1
    }
}
