import GRDB

extension LedgerSQLite {
    /// The numbered migrations; an applied one is never edited.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001-books") { try $0.execute(sql: books) }
        migrator.registerMigration("002-position") { try $0.execute(sql: position) }
        migrator.registerMigration("003-dossiers") { try $0.execute(sql: dossiers) }
        migrator.registerMigration("004-seals") { try $0.execute(sql: seals) }
        return migrator
    }

    /// Journals are keyed in arrival order (partition, sequence), so that the tree only grows at
    /// one place per partition; the lines of a journal stand in it as `[[account, fen], …]`.
    private static let books = """
        CREATE TABLE scheme (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

        CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            scheme INTEGER NOT NULL REFERENCES scheme(id),
            kind INTEGER NOT NULL,
            unit TEXT NOT NULL,
            party TEXT NOT NULL,
            category TEXT NOT NULL,
            CONSTRAINT accountOnce UNIQUE (scheme, kind, unit, party, category)
        );

        CREATE TABLE journal (
            id INTEGER PRIMARY KEY,
            scheme INTEGER NOT NULL,
            person BLOB NOT NULL CONSTRAINT personIs16Bytes CHECK (length(person) = 16),
            revision INTEGER NOT NULL CONSTRAINT revisionFromOne CHECK (revision >= 1),
            cause TEXT NOT NULL CONSTRAINT causeGiven CHECK (length(cause) > 0),
            assessment BLOB NOT NULL,
            entries TEXT,
            seal BLOB
        );

        CREATE TRIGGER journalIsNeverChanged BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'a journal is never changed'); END;

        CREATE TRIGGER journalIsNeverRemoved BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'a journal is never removed'); END;

        CREATE TABLE balance (
            account INTEGER PRIMARY KEY REFERENCES account(id),
            fen INTEGER NOT NULL
        );

        CREATE TABLE progress (
            scheme INTEGER NOT NULL,
            unit TEXT NOT NULL,
            day INTEGER NOT NULL,
            category TEXT NOT NULL,
            heads INTEGER NOT NULL,
            fen INTEGER NOT NULL,
            PRIMARY KEY (scheme, day, unit, category)
        ) WITHOUT ROWID;

        CREATE TABLE census (
            scheme INTEGER NOT NULL,
            status INTEGER NOT NULL,
            heads INTEGER NOT NULL,
            PRIMARY KEY (scheme, status)
        ) WITHOUT ROWID;

        CREATE TABLE tally (
            scheme INTEGER NOT NULL,
            tally INTEGER NOT NULL,
            code TEXT NOT NULL,
            facts INTEGER NOT NULL,
            PRIMARY KEY (scheme, tally, code)
        ) WITHOUT ROWID;

        CREATE TABLE target (
            scheme INTEGER NOT NULL,
            id TEXT NOT NULL,
            unit TEXT NOT NULL,
            heads INTEGER NOT NULL,
            fen INTEGER NOT NULL,
            effectiveFrom INTEGER NOT NULL,
            PRIMARY KEY (scheme, id)
        ) WITHOUT ROWID;

        CREATE TABLE closure (
            scheme INTEGER NOT NULL,
            source TEXT NOT NULL,
            partition INTEGER NOT NULL,
            day INTEGER NOT NULL,
            PRIMARY KEY (scheme, source, partition)
        ) WITHOUT ROWID;

        CREATE TABLE officeRecord (
            scheme INTEGER NOT NULL,
            id TEXT NOT NULL,
            type TEXT NOT NULL,
            unit TEXT NOT NULL,
            second INTEGER NOT NULL,
            recordedBy TEXT NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (scheme, id)
        ) WITHOUT ROWID;
        """

    private static let position = """
        CREATE TABLE position (
            partition INTEGER PRIMARY KEY,
            nextOffset INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            journalSequence INTEGER NOT NULL,
            outboxSequence INTEGER NOT NULL,
            waterOffset INTEGER NOT NULL,
            waterIndex INTEGER NOT NULL
        );

        CREATE TABLE outbox (
            partition INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            scheme TEXT NOT NULL,
            message BLOB NOT NULL,
            PRIMARY KEY (partition, sequence)
        ) WITHOUT ROWID;
        """

    /// Journals of units, funders and serials share the numbers of ``books``'s journals; their
    /// items stand as they are now, so that lists are read without going through the journals.
    private static let dossiers = """
        CREATE TABLE dossierJournal (
            id INTEGER PRIMARY KEY,
            scheme INTEGER NOT NULL,
            subjectKind INTEGER NOT NULL,
            subject TEXT NOT NULL,
            revision INTEGER NOT NULL CONSTRAINT dossierRevisionFromOne CHECK (revision >= 1),
            cause TEXT NOT NULL CONSTRAINT dossierCauseGiven CHECK (length(cause) > 0),
            change BLOB NOT NULL,
            entries TEXT
        );

        CREATE TRIGGER dossierJournalIsNeverChanged BEFORE UPDATE ON dossierJournal
        BEGIN SELECT RAISE(ABORT, 'a journal is never changed'); END;

        CREATE TRIGGER dossierJournalIsNeverRemoved BEFORE DELETE ON dossierJournal
        BEGIN SELECT RAISE(ABORT, 'a journal is never removed'); END;

        CREATE TABLE dossierItem (
            scheme INTEGER NOT NULL,
            subjectKind INTEGER NOT NULL,
            subject TEXT NOT NULL,
            item TEXT NOT NULL,
            kind INTEGER NOT NULL,
            status INTEGER NOT NULL,
            day INTEGER,
            fen INTEGER NOT NULL,
            counterFen INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (scheme, subjectKind, subject, item)
        ) WITHOUT ROWID;

        CREATE INDEX dossierItemByStatus ON dossierItem (scheme, kind, status, day);
        """

    /// The chain over the journals, and how far it goes, so that a lost last link is noticed.
    private static let seals = """
        CREATE TABLE seal (
            partition INTEGER NOT NULL,
            number INTEGER NOT NULL CONSTRAINT sealFromOne CHECK (number >= 1),
            first INTEGER NOT NULL,
            through INTEGER NOT NULL CONSTRAINT sealOfSome CHECK (through >= first),
            hash BLOB NOT NULL CONSTRAINT hashIs32Bytes CHECK (length(hash) = 32),
            PRIMARY KEY (partition, number)
        ) WITHOUT ROWID;

        CREATE TRIGGER sealIsNeverChanged BEFORE UPDATE ON seal
        BEGIN SELECT RAISE(ABORT, 'a seal is never changed'); END;

        CREATE TRIGGER sealIsNeverRemoved BEFORE DELETE ON seal
        BEGIN SELECT RAISE(ABORT, 'a seal is never removed'); END;

        CREATE TABLE sealEnd (
            partition INTEGER PRIMARY KEY,
            number INTEGER NOT NULL,
            through INTEGER NOT NULL
        );

        CREATE TRIGGER sealEndNeverGoesBack BEFORE UPDATE ON sealEnd
        WHEN new.partition <> old.partition OR new.number <= old.number
            OR new.through <= old.through
        BEGIN SELECT RAISE(ABORT, 'the end of the seals never goes back'); END;

        CREATE TRIGGER sealEndIsNeverRemoved BEFORE DELETE ON sealEnd
        BEGIN SELECT RAISE(ABORT, 'the end of the seals is never removed'); END;
        """
}
