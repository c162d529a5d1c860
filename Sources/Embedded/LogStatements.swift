import Events
import GRDB
import Stage

/// The statements of one connection, prepared once.
///
/// Used only on the queue of its connection.
final class LogStatements {
    private let db: Database
    private let patience: BusyPatience
    private let beginRead: PreparedStatement
    private let beginWrite: PreparedStatement
    private let commit: PreparedStatement
    private let tail: PreparedStatement
    private let insert: PreparedStatement
    private let scan: PreparedStatement
    private let loadPosition: PreparedStatement
    private let storePosition: PreparedStatement
    private let loadEpoch: PreparedStatement
    private let raiseEpoch: PreparedStatement

    init(_ db: Database, patience: BusyPatience) throws {
        self.db = db
        self.patience = patience
        beginRead = try PreparedStatement(db, "BEGIN DEFERRED TRANSACTION")
        beginWrite = try PreparedStatement(db, "BEGIN IMMEDIATE TRANSACTION")
        commit = try PreparedStatement(db, "COMMIT TRANSACTION")
        tail = try PreparedStatement(db, Self.tailSQL)
        insert = try PreparedStatement(db, Self.insertSQL)
        scan = try PreparedStatement(db, Self.scanSQL)
        loadPosition = try PreparedStatement(db, Self.loadPositionSQL)
        storePosition = try PreparedStatement(db, Self.storePositionSQL)
        loadEpoch = try PreparedStatement(db, Self.loadEpochSQL)
        raiseEpoch = try PreparedStatement(db, Self.raiseEpochSQL)
    }

    /// Runs `body` on one snapshot.
    func reading<T>(_ body: () throws -> T) throws -> T { try transaction(beginRead, body) }

    /// Runs `body` as the only writer: all that it writes is durable, or none.
    func writing<T>(_ body: () throws -> T) throws -> T { try transaction(beginWrite, body) }

    private func transaction<T>(_ begin: PreparedStatement, _ body: () throws -> T) throws -> T {
        try begin.control()
        do {
            let result = try body()
            try commit.control()
            return result
        } catch {
            // What went wrong first is what the caller must know.
            try? db.rollback()
            throw error
        }
    }

    /// Moves the whole write-ahead file into the database, so that the next commit starts it again.
    ///
    /// - Returns: Whether that was done: nobody stood in the way for `patienceMs`, the disk worked.
    func restartJournal(patienceMs: Int64) -> Bool {
        patience.limited(toMs: patienceMs) { (try? db.checkpoint(.restart)) != nil }
    }

    /// The offset after the last record of a stream.
    func endOffset(stream: Int) throws -> Int64 {
        defer { tail.reset() }
        try tail.bind(LogLayout.row(stream: stream, offset: 0), at: 1)
        try tail.bind(LogLayout.row(stream: stream, offset: LogLayout.offsetEnd - 1), at: 2)
        return try tail.step() ? LogLayout.offset(ofRow: tail.int(0)) + tail.int(1) : 0
    }

    /// Stores a blob of records.
    ///
    /// - Parameter writtenMs: The time, in milliseconds since 1970.
    func insert(
        _ cut: BatchFramer.Cut,
        base: Int64,
        bytes: UnsafeRawBufferPointer,
        writtenMs: Int64
    ) throws {
        guard base + Int64(cut.count) < LogLayout.offsetEnd else {
            throw LogProblem.unusable("A partition of the log is full: start a new season's log.")
        }
        try insert.bind(LogLayout.row(stream: cut.stream, offset: base), at: 1)
        try insert.bind(Int64(cut.count), at: 2)
        try insert.bind(borrowed: bytes, at: 3)
        try insert.bind(writtenMs, at: 4)
        try cut.headers.withUnsafeBytes { headers in
            if !headers.isEmpty { try insert.bind(borrowed: headers, at: 5) }
            try insert.run()
        }
    }

    /// Adds the records of a stream from the cursor on, in whole stored batches, until `goal`
    /// records are in `batch` or its bytes pass `byteLimit`.
    ///
    /// - Returns: Whether the stream has nothing more.
    func read(
        _ cursor: inout StreamCursor,
        until goal: Int,
        byteLimit: Int,
        into batch: RecordBatch
    ) throws -> Bool {
        defer { scan.reset() }
        try scan.bind(LogLayout.row(stream: cursor.stream, offset: 0), at: 1)
        try scan.bind(LogLayout.row(stream: cursor.stream, offset: cursor.position), at: 2)
        try scan.bind(
            LogLayout.row(stream: cursor.stream, offset: LogLayout.offsetEnd - 1),
            at: 3
        )
        while try scan.step() {
            let base = LogLayout.offset(ofRow: scan.int(0))
            let count = scan.int(1)
            if base + count <= cursor.position { continue }
            let stored = StoredBatch(
                topic: cursor.topic,
                partition: cursor.partition,
                base: base,
                count: count,
                bytes: scan.blob(2),
                writtenMs: scan.int(3),
                headers: scan.blob(4)
            )
            try stored.unpack(from: cursor.position, into: batch)
            cursor.position = base + count
            if batch.count >= goal || batch.byteCount >= byteLimit { return false }
        }
        return true
    }

    /// The committed position of a group in a stream.
    func position(group: String, stream: Int) throws -> Int64 {
        defer { loadPosition.reset() }
        try loadPosition.bind(group, at: 1)
        try loadPosition.bind(Int64(stream), at: 2)
        return try loadPosition.step() ? loadPosition.int(0) : 0
    }

    /// Stores a position unless a later one is stored.
    func store(position: Int64, group: String, stream: Int) throws {
        try storePosition.bind(group, at: 1)
        try storePosition.bind(Int64(stream), at: 2)
        try storePosition.bind(position, at: 3)
        try storePosition.run()
    }

    /// The epoch of the owner of a partition; 0 when nobody has owned it.
    func epoch(group: String, partition: Int32) throws -> Int64 {
        defer { loadEpoch.reset() }
        try loadEpoch.bind(group, at: 1)
        try loadEpoch.bind(Int64(partition), at: 2)
        return try loadEpoch.step() ? loadEpoch.int(0) : 0
    }

    /// Begins a new epoch of a partition: whoever owned it can commit no more.
    func raiseEpoch(group: String, partition: Int32) throws -> Int64 {
        try raiseEpoch.bind(group, at: 1)
        try raiseEpoch.bind(Int64(partition), at: 2)
        try raiseEpoch.run()
        return try epoch(group: group, partition: partition)
    }
}

extension LogStatements {
    private static let insertSQL = """
        INSERT INTO recordBatch (id, recordCount, records, writtenMs, headers)
        VALUES (?1, ?2, ?3, ?4, ?5)
        """
    private static let tailSQL = """
        SELECT id, recordCount FROM recordBatch WHERE id BETWEEN ?1 AND ?2
        ORDER BY id DESC LIMIT 1
        """
    /// The batch that holds offset ?2 (it may begin before it), and those after it.
    private static let scanSQL = """
        SELECT id, recordCount, records, writtenMs, headers FROM recordBatch
        WHERE id >= coalesce(
            (SELECT id FROM recordBatch WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1), ?2)
        AND id <= ?3 ORDER BY id
        """
    private static let loadPositionSQL =
        "SELECT nextOffset FROM groupPosition WHERE groupName = ?1 AND stream = ?2"
    private static let storePositionSQL = """
        INSERT INTO groupPosition VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET nextOffset = excluded.nextOffset
        WHERE excluded.nextOffset > nextOffset
        """
    private static let loadEpochSQL =
        "SELECT epoch FROM groupOwner WHERE groupName = ?1 AND \"partition\" = ?2"
    private static let raiseEpochSQL = """
        INSERT INTO groupOwner VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET epoch = epoch + 1
        """
}
