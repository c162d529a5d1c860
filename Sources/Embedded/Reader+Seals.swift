import Events
import Foundation
import GRDB
import Ledger

extension Reader {
    func journals(
        partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ body: (JournalRow) throws -> Void
    ) throws {
        let ids = Reader.ids(partition, numbers)
        try journals(where: "WHERE id BETWEEN ? AND ?", arguments: ids, body)
    }

    func dossierJournals(
        partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ body: (DossierJournalRow) throws -> Void
    ) throws {
        let ids = Reader.ids(partition, numbers)
        try dossierJournals(where: "WHERE id BETWEEN ? AND ?", arguments: ids, body)
    }

    private static func ids(
        _ partition: Int32,
        _ numbers: ClosedRange<Int64>
    ) -> StatementArguments {
        [
            LedgerSQLite.id(partition, numbers.lowerBound),
            LedgerSQLite.id(partition, numbers.upperBound),
        ]
    }

    func chainSeals() throws -> [ChainSeal] {
        try Row.fetchAll(db, sql: "SELECT * FROM seal ORDER BY partition, number")
            .map(ChainSeal.init)
    }

    func chainSeal(partition: Int32, number: Int64) throws -> ChainSeal? {
        try Row.fetchOne(
            db,
            sql: "SELECT * FROM seal WHERE partition = ? AND number = ?",
            arguments: [partition, number]
        ).map(ChainSeal.init)
    }

    func sealEnds() throws -> [SealEnd] {
        try Row.fetchAll(db, sql: "SELECT * FROM sealEnd ORDER BY partition").map {
            SealEnd(partition: $0["partition"], number: $0["number"], through: $0["through"])
        }
    }

    func outboxNumbers() throws -> [Int32: [Int64]] {
        var numbers: [Int32: [Int64]] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT partition, sequence FROM outbox ORDER BY partition, sequence"
        )
        while let row = try rows.next() {
            numbers[row["partition"], default: []].append(row["sequence"])
        }
        return numbers
    }
}

extension ChainSeal {
    init(_ row: Row) {
        self.init(
            partition: row["partition"],
            number: row["number"],
            first: row["first"],
            through: row["through"],
            hash: [UInt8](row["hash"] as Data)
        )
    }
}
