import Events
import Foundation
import Ledger
import Postgres
import PostgresServer
import Testing

/// What the database itself refuses, and to whom.
struct PostgresSchemaTests {
    private static func migrated() throws -> TestDatabase {
        let database = try TestDatabase()
        _ = try LedgerMigrator.migrate(url: database.url)
        return database
    }

    /// The sentence that opening a store ends with.
    private static func refusal(_ url: String) -> String {
        do {
            try LedgerPostgres(url: url).close()
            return "opened"
        } catch LedgerProblem.unusable(let sentence) {
            return "unusable: \(sentence)"
        } catch LedgerProblem.unavailable(let sentence) {
            return "unavailable: \(sentence)"
        } catch {
            return "\(error)"
        }
    }

    @Test func `migrating again changes nothing, and two that migrate at once agree`() async throws
    {
        let database = try TestDatabase()
        let outcomes = try await withThrowingTaskGroup(of: LedgerMigrator.Outcome.self) { group in
            for _ in 0..<3 { group.addTask { try LedgerMigrator.migrate(url: database.url) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.map(\.applied.count).sorted() == [0, 0, 6])
        #expect(outcomes.allSatisfy { $0.version == 6 && $0.missingRoles.isEmpty })
        #expect(try database.sql("SELECT count(*) FROM zhengjiao.migration") == "6\n")
    }

    @Test func `a worker never migrates: no schema, an older and a newer one are refused`() throws {
        let database = try TestDatabase()
        #expect(Self.refusal(database.url).contains("holds no ledger yet"))
        #expect(Self.refusal(database.url).contains("zhengjiao ledger migrate"))
        _ = try LedgerMigrator.migrate(url: database.url)
        #expect(Self.refusal(database.url) == "opened")
        try database.sql("DELETE FROM zhengjiao.migration WHERE number = 6")
        #expect(Self.refusal(database.url).contains("stands at step 5, this program needs 6"))
        try database.sql(
            """
            INSERT INTO zhengjiao.migration VALUES (6, 'seals', 'other')
            """
        )
        #expect(Self.refusal(database.url).contains("migrated by another program"))
        try database.sql("INSERT INTO zhengjiao.migration VALUES (7, 'later', 'later')")
        #expect(Self.refusal(database.url).contains("stands at step 7, this program knows only 6"))
        #expect(throws: LedgerProblem.self) { try LedgerMigrator.migrate(url: database.url) }
    }

    @Test func `applied steps of the schema are never edited`() {
        #expect(
            LedgerMigrator.steps == [
                "1 books 48aa8eb3ac143090", "2 sums 545c0ff1381a2fbc",
                "3 position c6612144157a4840", "4 schemes 1b46cb012a46a690",
                "5 dossiers 63a1d37fd9f16fc2", "6 seals 6703080163ff2a40",
            ]
        )
    }

    @Test(
        arguments: [
            ("'{{1,5},{2,-4}}'", "entries_balance"), ("'{{1,5}}'", "entries_balance"),
            (
                "'{{1,1},{1,1},{1,1},{1,1},{1,1},{1,1},{1,1},{1,1},{1,-9}}'", "entries_balance"
            ), ("'{{1,5},{2,NULL}}'", "entries_are_pairs"),
            ("'{{1,5,0},{2,-5,0}}'", "entries_are_pairs"),
        ]
    )
    func `the database refuses a journal that does not balance`(
        entries: String,
        rule: String
    ) throws {
        let database = try Self.migrated()
        func insert(_ entries: String) throws {
            try database.sql(
                """
                SELECT zhengjiao.enter_scheme('s');
                INSERT INTO zhengjiao.journal VALUES
                    (1, 0, 1, gen_random_uuid(), 1, 'c', '', \(entries), NULL)
                """
            )
        }
        let error = #expect(throws: CommandFailure.self) { try insert(entries) }
        #expect(error?.output.contains(rule) == true)
        // Nine lines that do balance, and none at all, are taken.
        try insert("'{{1,1},{1,1},{1,1},{1,1},{1,1},{1,1},{1,1},{1,1},{1,-8}}'")
        #expect(throws: CommandFailure.self) { try insert("NULL") }
        try database.sql(
            "INSERT INTO zhengjiao.journal VALUES (1, 0, 2, gen_random_uuid(), 1, 'c', '')"
        )
    }

    @Test func `a position never goes back`() throws {
        let database = try Self.migrated()
        let store = try LedgerPostgres(url: database.url)
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        try store.apply(maker.insured(5))
        for column in ["next_offset", "epoch", "journal_sequence", "outbox_sequence"] {
            #expect(throws: CommandFailure.self, "\(column)") {
                try database.sql("UPDATE zhengjiao.position SET \(column) = \(column) - 1")
            }
        }
        try database.sql("UPDATE zhengjiao.position SET epoch = epoch + 1")
    }

    @Test func `a writer posts and can do nothing else, a reader reads and can do nothing else`()
        throws
    {
        let database = try Self.migrated()
        let (writer, reader) = ("w\(database.name)", "r\(database.name)")
        try database.sql(
            """
            CREATE ROLE \(writer) LOGIN IN ROLE zhengjiao_writer;
            CREATE ROLE \(reader) LOGIN IN ROLE zhengjiao_reader;
            """
        )
        defer {
            _ = try? database.sql("DROP ROLE \(writer); DROP ROLE \(reader)")
        }
        let store = try LedgerPostgres(url: database.url(as: writer))
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        // A scheme that nobody has announced: the writer's batch makes its partition.
        try store.apply(maker.insured(5))
        let last = try #require(try store.unpublished(partition: 0, limit: 9).last)
        try store.markPublished(partition: 0, through: last.sequence)
        #expect(try Sealer(store).sealAll() == [])
        let reading = try LedgerPostgres(url: database.url(as: reader))
        #expect(try reading.read { try BookAudit($0).findings($0) }.flatMap(\.violations).isEmpty)
        #expect(try reading.read { try $0.chainSeals() }.map(\.through) == [5])
        #expect(throws: LedgerProblem.self) { try reading.open(partition: 0) }
        for command in [
            "UPDATE zhengjiao.journal SET cause = 'x'", "DELETE FROM zhengjiao.journal",
            "TRUNCATE zhengjiao.journal", "UPDATE zhengjiao.seal SET number = 9",
            "DELETE FROM zhengjiao.seal", "DELETE FROM zhengjiao.seal_end",
            "DELETE FROM zhengjiao.balance",
            "DELETE FROM zhengjiao.position", "UPDATE zhengjiao.account SET unit = ''",
            "INSERT INTO zhengjiao.scheme VALUES (9, 'x')", "CREATE TABLE zhengjiao.x ()",
            "INSERT INTO zhengjiao.migration VALUES (9, 'x', 'x')",
        ] {
            #expect(throws: CommandFailure.self, "\(command)") {
                try database.sql("SET ROLE \(writer); \(command)")
            }
        }
        for command in [
            "SELECT zhengjiao.enter_scheme('x')", "DELETE FROM zhengjiao.outbox",
            "INSERT INTO zhengjiao.outbox VALUES (0, 99, 's', '')",
        ] {
            #expect(throws: CommandFailure.self, "\(command)") {
                try database.sql("SET ROLE \(reader); \(command)")
            }
        }
        // Not even the owner empties a journal.
        for table in ["journal", "journal_1"] {
            #expect(throws: CommandFailure.self) {
                try database.sql("TRUNCATE zhengjiao.\(table)")
            }
        }
    }

    @Test func `who may not enter is told why and what to do, without a password`() throws {
        let database = try Self.migrated()
        let base = database.url
        let unknown = base.replacingOccurrences(of: database.name, with: "nowhere")
        #expect(Self.refusal(unknown).contains("3D000"))
        #expect(Self.refusal(unknown).contains("createdb"))
        #expect(Self.refusal(database.url(as: "nobody")).contains("28000"))
        try database.sql("CREATE ROLE p\(database.name) LOGIN")
        defer { _ = try? database.sql("DROP ROLE p\(database.name)") }
        let stranger = Self.refusal(database.url(as: "p\(database.name)"))
        #expect(stranger.contains("42501"))
        #expect(stranger.contains("zhengjiao_writer"))
        for url in [
            base + "&nonsense=1", "postgresql://u:s3cret@h:notaport/db?sslmode=verify",
            "postgresql://u:s3cret@[::1/db", "postgresql://u:s3cret@h/db?password=s3cret&x=s3cret",
        ] {
            let sentence = Self.refusal(url)
            #expect(sentence.hasPrefix("unusable"), "\(sentence)")
            #expect(!sentence.contains("s3cret"), "\(sentence)")
        }
    }

    @Test func `a server that is away is waited for`() throws {
        let away = "postgresql://u:s3cret@127.0.0.1:1/db"
        #expect(Self.refusal(away).hasPrefix("unavailable"))
        #expect(!Self.refusal(away).contains("s3cret"))
    }

    @Test func `texts with every kind of character come back as they were`() throws {
        let database = try Self.migrated()
        let store = try LedgerPostgres(url: database.url)
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        let unit = "鲍沟镇/某村 '\"\\{}, 𠮷\n\t"
        try store.apply(maker.insured(2, unit: unit))
        try store.apply(maker.insured(1, unit: "a\u{0}b"))
        let units = try store.read { try $0.balances(scheme: "s") }.keys.map(\.unit)
        #expect(Set(units) == [unit, "a␀b"])
    }
}
