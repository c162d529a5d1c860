import Events
import Foundation
import GRDB
import GRDBSQLite
import Ledger

/// The ledger on one SQLite file (WAL, synchronous=FULL, one transaction per batch).
///
/// Thread safety: every write goes through GRDB's one writer; the caches below are touched only
/// inside it.
public final class LedgerSQLite: LedgerStore, @unchecked Sendable {
    let pool: DatabasePool
    private var known = Names()
    /// Names entered by the running transaction: remembered only when it commits, for the ids of a
    /// rolled back one may be given again.
    private var entered = Names()
    private let scratch = ByteBuffer()

    /// Opens a ledger file; a new one gets its schema.
    ///
    /// - Throws: ``LedgerProblem/unusable(_:)`` when the file is not a ledger or cannot be opened.
    public init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        configuration.label = "ledger"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000")
        }
        do {
            // Going over to the write-ahead log does not wait for others who do the same, so
            // processes that start together come here one after the other.
            let turn = try FileLock(path: path + ".opening", waiting: .untilFree)
            defer { turn?.release() }
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB relaxes WAL databases to NORMAL; a posted fen must survive a power cut.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try LedgerSQLite.migrator.migrate(pool)
        } catch {
            throw LedgerSQLite.problem(error)
        }
    }

    /// Raises the epoch of the partition and returns where it stands.
    public func open(partition: Int32) throws -> PartitionState {
        try translating {
            try pool.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO position VALUES (?, 0, 1, 0, 0, -1, 0)
                        ON CONFLICT (partition) DO UPDATE SET epoch = epoch + 1
                        """,
                    arguments: [partition]
                )
                guard
                    let row = try Row.fetchOne(
                        db,
                        sql: "SELECT * FROM position WHERE partition = ?",
                        arguments: [partition]
                    )
                else { throw LedgerProblem.unusable("position of partition \(partition) is gone") }
                return PartitionState(row)
            }
        }
    }

    /// Applies a batch in one transaction, behind the epochs.
    public func apply(_ batch: LedgerBatch) throws {
        try translating {
            entered = Names()
            try pool.write { db in
                for state in batch.partitions { try move(state, db) }
                let ids = try batch.schemes.map { try schemeID($0, db) }
                try insertJournals(batch, ids, db)
                try insertDossiers(batch, ids, db)
                try addBalances(batch, ids, db)
                try addCounts(batch, ids, db)
                try insertFacts(batch, ids, db)
                try insertOutbox(batch, db)
            }
            known.accounts.merge(entered.accounts) { old, _ in old }
            known.schemes.merge(entered.schemes) { old, _ in old }
        }
    }

    /// Outbox messages not yet marked as published.
    public func unpublished(partition: Int32, limit: Int) throws -> [OutboxMessage] {
        try translating {
            try pool.read { db in
                try Row.fetchAll(
                    db,
                    sql: """
                        SELECT scheme, sequence, message FROM outbox
                        WHERE partition = ? ORDER BY sequence LIMIT ?
                        """,
                    arguments: [partition, limit]
                ).map {
                    OutboxMessage(
                        scheme: $0["scheme"],
                        sequence: $0["sequence"],
                        bytes: [UInt8]($0["message"] as Data)
                    )
                }
            }
        }
    }

    /// Removes published outbox messages.
    public func markPublished(partition: Int32, through sequence: Int64) throws {
        try translating {
            try pool.write {
                try $0.execute(
                    sql: "DELETE FROM outbox WHERE partition = ? AND sequence <= ?",
                    arguments: [partition, sequence]
                )
            }
        }
    }

    /// Closes the file.
    public func close() throws { try translating { try pool.close() } }

    private func move(_ state: PartitionState, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                UPDATE position SET nextOffset = ?, journalSequence = ?, outboxSequence = ?,
                    waterOffset = ?, waterIndex = ?
                WHERE partition = ? AND epoch = ? AND nextOffset < ?
                """
        ).execute(arguments: [
            state.nextOffset, state.journalSequence, state.outboxSequence,
            state.highWater.offset, Int64(state.highWater.index), state.partition, state.epoch,
            state.nextOffset,
        ])
        guard db.changesCount == 1 else { throw LedgerProblem.fenced(partition: state.partition) }
    }

    private func insertJournals(_ batch: LedgerBatch, _ ids: [Int64], _ db: Database) throws {
        let insert = HotStatement(
            try db.cachedStatement(sql: "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        )
        // Journals that post the same share a posting: its text is written once.
        var texts = [[UInt8]?](repeating: nil, count: batch.postings.count)
        try batch.bytes.withUnsafeBytes { bytes in
            for journal in batch.journals {
                let text =
                    try texts[journal.posting]
                    ?? text(of: batch.entries(of: journal), scheme: ids[journal.scheme], db)
                texts[journal.posting] = text
                insert.bind(1, LedgerSQLite.id(journal.partition, journal.sequence))
                insert.bind(2, ids[journal.scheme])
                journal.person.withBytes { insert.bind(3, blob: $0) }
                insert.bind(4, Int64(clamping: journal.revision))
                insert.bind(5, text: journal.cause.bytes(in: bytes))
                insert.bind(6, blob: journal.assessment.bytes(in: bytes))
                if text.isEmpty {
                    insert.bindNull(7)
                } else {
                    text.withUnsafeBytes { insert.bind(7, text: $0) }
                }
                if journal.seal.isEmpty {
                    insert.bindNull(8)
                } else {
                    insert.bind(8, blob: journal.seal.bytes(in: bytes))
                }
                try insert.step()
            }
        }
    }

    /// The lines of a journal as JSON, `[[account,fen],…]`; empty where no money moves.
    private func text(of entries: [Entry], scheme: Int64, _ db: Database) throws -> [UInt8] {
        scratch.removeAll()
        for (index, entry) in entries.enumerated() {
            let id = try accountID(entry.account, scheme: scheme, db)
            scratch.append(text: index == 0 ? "[[" : ",[")
            scratch.append(text: String(id))
            scratch.append(text: ",")
            scratch.append(text: String(entry.amount.fen))
            scratch.append(text: "]")
        }
        if !entries.isEmpty { scratch.append(text: "]") }
        return scratch.array
    }

    private func addBalances(_ batch: LedgerBatch, _ ids: [Int64], _ db: Database) throws {
        let add = HotStatement(
            try db.cachedStatement(
                sql: """
                    INSERT INTO balance VALUES (?, ?)
                    ON CONFLICT (account) DO UPDATE SET fen = fen + excluded.fen
                    """
            )
        )
        for (key, amount) in batch.balances {
            add.bind(1, try accountID(key.key, scheme: ids[key.scheme], db))
            add.bind(2, amount.fen)
            try add.step()
        }
    }

    private func addCounts(_ batch: LedgerBatch, _ ids: [Int64], _ db: Database) throws {
        let progress = try db.cachedStatement(
            sql: """
                INSERT INTO progress VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET heads = heads + excluded.heads, fen = fen + excluded.fen
                """
        )
        for (key, delta) in batch.progress {
            try progress.execute(arguments: [
                ids[key.scheme], key.key.unit, key.key.day.day, key.key.category, delta.heads,
                delta.paid.fen,
            ])
        }
        for (key, heads) in batch.census {
            try db.execute(
                sql: """
                    INSERT INTO census VALUES (?, ?, ?)
                    ON CONFLICT DO UPDATE SET heads = heads + excluded.heads
                    """,
                arguments: [ids[key.scheme], Int64(key.key.rawValue), heads]
            )
        }
        for (key, facts) in batch.tallies {
            try db.execute(
                sql: """
                    INSERT INTO tally VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET facts = facts + excluded.facts
                    """,
                arguments: [ids[key.scheme], Int64(key.key.tally.rawValue), key.key.code, facts]
            )
        }
    }

    private func insertFacts(_ batch: LedgerBatch, _ ids: [Int64], _ db: Database) throws {
        for (scheme, target, id) in batch.targets {
            try db.execute(
                sql: "INSERT OR IGNORE INTO target VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    ids[scheme], id, target.unit, target.heads, target.amount.fen,
                    target.effectiveFrom.day,
                ]
            )
        }
        for (scheme, partition, source, date) in batch.closures {
            try db.execute(
                sql: """
                    INSERT INTO closure VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET day = max(day, excluded.day)
                    """,
                arguments: [ids[scheme], source, partition, date.day]
            )
        }
        for (scheme, record, id) in batch.records {
            try db.execute(
                sql: "INSERT OR IGNORE INTO officeRecord VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    ids[scheme], id, record.type, record.unit, record.at.second, record.by,
                    record.json,
                ]
            )
        }
    }

    private func insertOutbox(_ batch: LedgerBatch, _ db: Database) throws {
        for message in batch.outbox {
            scratch.removeAll()
            message.write(to: scratch)
            try db.execute(
                sql: "INSERT INTO outbox VALUES (?, ?, ?, ?)",
                arguments: [
                    message.partition, message.sequence, message.scheme, Data(scratch.array),
                ]
            )
        }
    }

    private func schemeID(_ name: String, _ db: Database) throws -> Int64 {
        if let id = known.schemes[name] ?? entered.schemes[name] { return id }
        try db.execute(sql: "INSERT OR IGNORE INTO scheme (name) VALUES (?)", arguments: [name])
        guard
            let id = try Int64.fetchOne(
                db,
                sql: "SELECT id FROM scheme WHERE name = ?",
                arguments: [name]
            )
        else { throw LedgerProblem.unusable("scheme \(name) could not be entered") }
        entered.schemes[name] = id
        return id
    }

    func accountID(_ account: Account, scheme: Int64, _ db: Database) throws -> Int64 {
        let name = AccountName(scheme: scheme, account: account)
        if let id = known.accounts[name] ?? entered.accounts[name] { return id }
        let arguments: StatementArguments = [
            scheme, Int64(account.kind.rawValue), account.unit, account.party, account.category,
        ]
        try db.execute(
            sql: """
                INSERT OR IGNORE INTO account (scheme, kind, unit, party, category)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: arguments
        )
        guard
            let id = try Int64.fetchOne(
                db,
                sql: """
                    SELECT id FROM account WHERE scheme = ? AND kind = ? AND unit = ?
                        AND party = ? AND category = ?
                    """,
                arguments: arguments
            )
        else { throw LedgerProblem.unusable("an account could not be entered") }
        entered.accounts[name] = id
        return id
    }

    static func id(_ partition: Int32, _ sequence: Int64) -> Int64 {
        Int64(partition) << 40 | sequence
    }

    func translating<R>(_ body: () throws -> R) throws -> R {
        do { return try body() } catch { throw LedgerSQLite.problem(error) }
    }

    private static func problem(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_FULL:
            return LedgerProblem.full("ledger: the disk is full. Free space.")
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_IOERR, .SQLITE_NOMEM:
            return LedgerProblem.unavailable("ledger: \(error.resultCode) \(error.message ?? "")")
        default:
            return LedgerProblem.unusable("ledger: \(error.resultCode) \(error.message ?? "")")
        }
    }

    private struct Names {
        var accounts: [AccountName: Int64] = [:]
        var schemes: [String: Int64] = [:]
    }

    private struct AccountName: Hashable {
        var scheme: Int64
        var account: Account
    }
}

extension PartitionState {
    init(_ row: Row) {
        self.init(
            partition: row["partition"],
            nextOffset: row["nextOffset"],
            epoch: row["epoch"],
            journalSequence: row["journalSequence"],
            outboxSequence: row["outboxSequence"],
            highWater: HighWater(
                offset: row["waterOffset"],
                index: UInt32(clamping: row["waterIndex"] as Int64)
            )
        )
    }
}
