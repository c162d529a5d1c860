import CLibpq
import Ledger

/// Brings the schema of a ledger up to date, and says whether it is.
public enum LedgerMigrator {
    /// What a migration did.
    public struct Outcome: Sendable, Equatable {
        /// Steps applied now, `number name`.
        public var applied: [String]
        /// The step that the schema stands at.
        public var version: Int32
        /// Group roles that are not there and that we may not make.
        public var missingRoles: [String]
    }

    private static let versionOldest: Int32 = 140_000
    private static let roles = ["zhengjiao_writer", "zhengjiao_reader"]

    /// The steps that this program knows: number, name, hash of the commands.
    public static var steps: [String] {
        LedgerSchema.steps.map { "\($0.number) \($0.name) \($0.hash)" }
    }

    /// Applies what is missing, one transaction per step, and grants the group roles their rights.
    ///
    /// Of two that migrate at once the second waits for the first.
    /// - Throws: ``LedgerProblem/unusable(_:)`` when the schema is newer than this program, or an
    ///   applied step is not the one that this program knows.
    public static func migrate(url: String) throws -> Outcome {
        do {
            let connection = try PostgresConnection(try PostgresURL(url))
            return try migrate(connection)
        } catch let failure as PostgresFailure {
            throw failure.problem
        }
    }

    /// Whether a database holds a ledger, of whatever version.
    public static func isPresent(url: String) throws -> Bool {
        do {
            let connection = try PostgresConnection(try PostgresURL(url))
            let rows = try connection.query(
                "SELECT 1::bigint FROM pg_catalog.pg_namespace WHERE nspname = 'zhengjiao'"
            )
            return rows.count > 0
        } catch let failure as PostgresFailure {
            throw failure.problem
        }
    }

    private static func migrate(_ connection: PostgresConnection) throws -> Outcome {
        guard PQserverVersion(connection.handle) >= versionOldest else {
            throw LedgerProblem.unusable(
                "PostgreSQL 14 or later is needed: move the database to a newer server."
            )
        }
        try connection.run("SET client_min_messages = warning; SET lock_timeout = '60s'")
        // Held until the connection ends.
        try connection.query("SELECT pg_advisory_lock(5914, 0)")
        try connection.run(table)
        let known = try appliedSteps(connection)
        try requireKnown(known)
        var applied: [String] = []
        for step in LedgerSchema.steps where step.number > known.count {
            try connection.run("BEGIN;\n\(step.sql);\n\(try record(step));\nCOMMIT")
            applied.append("\(step.number) \(step.name)")
        }
        try connection.run(makeRoles)
        try connection.run(grants)
        return Outcome(
            applied: applied,
            version: LedgerSchema.current,
            missingRoles: try missingRoles(connection)
        )
    }

    /// Throws unless the schema is the one that this program works with.
    static func requireCurrent(_ connection: PostgresConnection) throws {
        let known: [(number: Int32, hash: String)]
        do {
            known = try appliedSteps(connection)
        } catch let failure as PostgresFailure where ["3F000", "42P01"].contains(failure.state) {
            throw LedgerProblem.unusable(
                "this database holds no ledger yet. Make its tables: zhengjiao ledger migrate "
                    + "--ledger URL, as a user who may create."
            )
        }
        try requireKnown(known)
        if known.count < LedgerSchema.steps.count {
            throw LedgerProblem.unusable(
                "the ledger's schema stands at step \(known.count), this program needs "
                    + "\(LedgerSchema.current): zhengjiao ledger migrate --ledger URL."
            )
        }
    }

    private static func requireKnown(_ known: [(number: Int32, hash: String)]) throws {
        if known.count > LedgerSchema.steps.count {
            throw LedgerProblem.unusable(
                "the ledger's schema stands at step \(known.count), this program knows only "
                    + "\(LedgerSchema.current): use the program that migrated it, or a newer one."
            )
        }
        for (step, applied) in zip(LedgerSchema.steps, known)
        where applied.number != step.number || applied.hash != step.hash {
            throw LedgerProblem.unusable(
                "step \(applied.number) of the ledger's schema is not the one that this program "
                    + "knows: the database was migrated by another program. Nothing was changed."
            )
        }
    }

    private static func appliedSteps(
        _ connection: PostgresConnection
    ) throws -> [(number: Int32, hash: String)] {
        let rows = try connection.query(
            "SELECT number, hash FROM zhengjiao.migration ORDER BY number"
        )
        return (0..<rows.count).map { (Int32(rows.integer($0, 0)), rows.text($0, 1)) }
    }

    private static func record(_ step: SchemaStep) throws -> String {
        "INSERT INTO zhengjiao.migration (number, name, hash) "
            + "VALUES (\(step.number), '\(step.name)', '\(step.hash)')"
    }

    private static func missingRoles(_ connection: PostgresConnection) throws -> [String] {
        let parameters = PostgresParameters()
        parameters.add(roles)
        let rows = try connection.query(
            "SELECT rolname::text FROM pg_catalog.pg_roles WHERE rolname = ANY ($1)",
            parameters
        )
        let found = (0..<rows.count).map { rows.text($0, 0) }
        return roles.filter { !found.contains($0) }
    }

    private static let table = """
        CREATE SCHEMA IF NOT EXISTS zhengjiao;
        CREATE TABLE IF NOT EXISTS zhengjiao.migration (
            number integer PRIMARY KEY,
            name text NOT NULL,
            hash text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        """

    /// Roles belong to the whole server: other databases may make them at the same moment.
    private static let makeRoles = roles.map {
        """
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '\($0)') THEN
                CREATE ROLE \($0) NOLOGIN;
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
        END $$;

        """
    }.joined()

    /// Given anew with every migration, for the roles may have been made since the last one.
    private static let grants = """
        REVOKE ALL ON ALL FUNCTIONS IN SCHEMA zhengjiao FROM PUBLIC;
        DO $$ BEGIN
            IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'zhengjiao_reader') THEN
                GRANT USAGE ON SCHEMA zhengjiao TO zhengjiao_reader;
                GRANT SELECT ON ALL TABLES IN SCHEMA zhengjiao TO zhengjiao_reader;
            END IF;
            IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'zhengjiao_writer') THEN
                GRANT USAGE ON SCHEMA zhengjiao TO zhengjiao_writer;
                GRANT SELECT ON ALL TABLES IN SCHEMA zhengjiao TO zhengjiao_writer;
                GRANT INSERT ON zhengjiao.journal, zhengjiao.account, zhengjiao.balance,
                    zhengjiao.progress, zhengjiao.census, zhengjiao.tally, zhengjiao.target,
                    zhengjiao.closure, zhengjiao.office_record, zhengjiao.position,
                    zhengjiao.outbox, zhengjiao.dossier_journal, zhengjiao.dossier_item,
                    zhengjiao.seal, zhengjiao.seal_end TO zhengjiao_writer;
                GRANT UPDATE ON zhengjiao.balance, zhengjiao.progress, zhengjiao.census,
                    zhengjiao.tally, zhengjiao.closure, zhengjiao.position,
                    zhengjiao.dossier_item, zhengjiao.seal_end TO zhengjiao_writer;
                GRANT DELETE ON zhengjiao.outbox, zhengjiao.dossier_item TO zhengjiao_writer;
                GRANT EXECUTE ON FUNCTION zhengjiao.enter_scheme(text),
                    zhengjiao.sum_of(bigint[]), zhengjiao.sum_of_long(bigint[])
                    TO zhengjiao_writer;
            END IF;
        END $$;
        """
}

extension SchemaStep {
    /// FNV-1a, 64 bits, of the commands: notices an edit, guards against nobody.
    var hash: String {
        let value = sql.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return String(value, radix: 16)
    }
}
