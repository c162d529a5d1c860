import Board
import Events
import Foundation
import GRDB

extension AccountsSQLite {
    /// The numbered migrations; an applied one is never edited.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001-accounts") { try $0.execute(sql: first) }
        return migrator
    }

    private static let first = """
        CREATE TABLE account (
            name TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            scheme TEXT NOT NULL,
            office TEXT NOT NULL,
            unit TEXT NOT NULL,
            password TEXT NOT NULL,
            mustChangePassword INTEGER NOT NULL,
            isDisabled INTEGER NOT NULL,
            failures INTEGER NOT NULL,
            lockedUntil INTEGER NOT NULL,
            createdAt INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE session (
            digest TEXT PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account(name),
            startedAt INTEGER NOT NULL,
            usedAt INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX sessionOfAccount ON session (account);

        CREATE TABLE audit (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            account TEXT NOT NULL,
            scheme TEXT NOT NULL,
            action TEXT NOT NULL,
            page TEXT NOT NULL,
            person BLOB,
            CONSTRAINT personIsKey CHECK (person IS NULL OR length(person) = 16)
        );
        CREATE TRIGGER auditIsNotChanged BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
        CREATE TRIGGER auditIsNotRemoved BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
        """

    static func account(_ name: String, _ db: Database) throws -> Account? {
        try Row.fetchOne(db, sql: "SELECT * FROM account WHERE name = ?", arguments: [name])
            .map(account)
    }

    static func account(_ row: Row) throws -> Account {
        guard let role = Role(rawValue: row["role"]) else {
            throw AccountProblem.unusable("accounts: a role is not known to this version")
        }
        var account = Account(
            name: row["name"],
            role: role,
            scheme: row["scheme"],
            office: row["office"],
            unit: row["unit"],
            password: row["password"],
            createdAt: row["createdAt"]
        )
        account.mustChangePassword = row["mustChangePassword"]
        account.isDisabled = row["isDisabled"]
        account.failures = row["failures"]
        account.lockedUntil = row["lockedUntil"]
        return account
    }

    static func save(_ account: Account, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO account VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET role = excluded.role, scheme = excluded.scheme,
                    office = excluded.office, unit = excluded.unit, password = excluded.password,
                    mustChangePassword = excluded.mustChangePassword,
                    isDisabled = excluded.isDisabled, failures = excluded.failures,
                    lockedUntil = excluded.lockedUntil
                """,
            arguments: [
                account.name, account.role.rawValue, account.scheme, account.office, account.unit,
                account.password, account.mustChangePassword, account.isDisabled,
                account.failures, account.lockedUntil, account.createdAt,
            ]
        )
    }

    static func entry(_ row: Row) throws -> AuditEntry {
        guard let action = AuditEntry.Action(rawValue: row["action"]) else {
            throw AccountProblem.unusable("accounts: an action is not known to this version")
        }
        let person: Data? = row["person"]
        return AuditEntry(
            number: row["number"],
            at: row["at"],
            account: row["account"],
            scheme: row["scheme"],
            action: action,
            page: row["page"],
            person: person.flatMap { data in data.withUnsafeBytes { PersonKey($0) } }
        )
    }
}
