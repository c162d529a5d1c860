import Events
import GRDB
import Stage

/// The tables of an event log, and the check that a file has them.
enum LogSchema {
    /// `ZJLG`: marks the file as an event log of this family.
    static let applicationID = 0x5A4A_4C47
    /// Version of the tables and of the framing of records.
    ///
    /// 1 had neither time nor headers; such a file is brought to 2 when it is opened.
    static let version = 2
    /// Partitions of a new log when nobody asks for a number.
    static let partitionsDefault = 4
    /// The most partitions that a log may have.
    static let partitionsMax = 1024

    static let tables = """
        CREATE TABLE topic (
            name TEXT PRIMARY KEY NOT NULL,
            firstStream INTEGER NOT NULL,
            partitionCount INTEGER NOT NULL
                CONSTRAINT topicHasPartitions CHECK (partitionCount > 0)
        ) WITHOUT ROWID;
        CREATE TABLE recordBatch (
            id INTEGER PRIMARY KEY NOT NULL,
            recordCount INTEGER NOT NULL
                CONSTRAINT recordBatchHasRecords CHECK (recordCount > 0),
            records BLOB NOT NULL,
            writtenMs INTEGER,
            headers BLOB
        );
        CREATE TABLE groupPosition (
            groupName TEXT NOT NULL,
            stream INTEGER NOT NULL,
            nextOffset INTEGER NOT NULL
                CONSTRAINT groupPositionNotNegative CHECK (nextOffset >= 0),
            PRIMARY KEY (groupName, stream)
        ) WITHOUT ROWID;
        CREATE TABLE groupOwner (
            groupName TEXT NOT NULL,
            "partition" INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            PRIMARY KEY (groupName, "partition")
        ) WITHOUT ROWID;
        CREATE TABLE log (partitionCount INTEGER NOT NULL);
        """

    /// Creates what is missing and reads the layout.
    ///
    /// Runs inside an immediate transaction.
    ///
    /// - Parameter partitions: The number asked for; nil takes what the file has.
    static func open(_ db: Database, partitions: Int?) throws -> LogLayout {
        if try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 {
            try create(db, partitions: partitions ?? partitionsDefault)
        }
        try checkKind(db)
        let stored = try Int.fetchOne(db, sql: "SELECT partitionCount FROM log") ?? 0
        if let partitions, partitions != stored {
            throw LogProblem.unusable(
                "The log was created with \(stored) partitions; \(partitions) are asked for. "
                    + "The number cannot change: use \(stored), or replay into a new log."
            )
        }
        return try layout(db, partitions: stored)
    }

    private static func create(_ db: Database, partitions: Int) throws {
        guard (1...partitionsMax).contains(partitions) else {
            throw LogProblem.unusable(
                "A log has 1 to \(partitionsMax) partitions; \(partitions) are asked for."
            )
        }
        try db.execute(sql: tables)
        try db.execute(sql: "INSERT INTO log VALUES (?)", arguments: [partitions])
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    private static func checkKind(_ db: Database) throws {
        let kind = try Int.fetchOne(db, sql: "PRAGMA application_id")
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard kind == applicationID else {
            throw LogProblem.unusable("The file is an SQLite database, but no event log.")
        }
        if version == 1 {
            // A column more costs nothing: rows that lack it read as NULL.
            try db.execute(
                sql: """
                    ALTER TABLE recordBatch ADD COLUMN writtenMs INTEGER;
                    ALTER TABLE recordBatch ADD COLUMN headers BLOB;
                    PRAGMA user_version = \(Self.version);
                    """
            )
            return
        }
        guard version == Self.version else {
            throw LogProblem.unusable(
                "The log has format \(version); this build reads \(Self.version)."
            )
        }
    }

    /// The streams by topic; a topic that a later build brings gets the numbers after the last.
    private static func layout(_ db: Database, partitions: Int) throws -> LogLayout {
        var spans: [Topic: LogLayout.Span] = [:]
        var next = 1
        for row in try Row.fetchAll(db, sql: "SELECT * FROM topic") {
            let span = LogLayout.Span(first: row["firstStream"], count: row["partitionCount"])
            next = max(next, span.first + span.count)
            if let topic = Topic(rawValue: row["name"]) { spans[topic] = span }
        }
        for topic in Topic.allCases {
            let count = topic.isPartitionedByPerson ? partitions : 1
            if let span = spans[topic] {
                try check(topic, has: span.count, wanted: count)
                continue
            }
            try db.execute(
                sql: "INSERT INTO topic VALUES (?, ?, ?)",
                arguments: [topic.rawValue, next, count]
            )
            spans[topic] = LogLayout.Span(first: next, count: count)
            next += count
        }
        return LogLayout(partitions: partitions, spans: spans)
    }

    private static func check(_ topic: Topic, has stored: Int, wanted: Int) throws {
        if stored == wanted { return }
        throw LogProblem.unusable(
            "Topic \(topic.rawValue) has \(stored) partitions in the log; \(wanted) are expected. "
                + "Replay into a new log."
        )
    }
}
