import Events
import Foundation
import Ledger
import Postgres
import PostgresServer
import Synchronization
import Testing

/// Whatever happens to the server or on the way to it, every fen is posted once.
@Suite(.serialized) struct PostgresFaultTests {
    private static func seed(_ what: String) -> UInt64 {
        let given = ProcessInfo.processInfo.environment["ZHENGJIAO_TEST_SEED"].flatMap(UInt64.init)
        let seed = given ?? UInt64.random(in: 1..<1 << 31)
        print("\(what): seed \(seed)")
        return seed
    }

    @Test func `a COMMIT whose answer was lost is not done again, one that was lost is`() throws {
        let server = try PostgresServer()
        let database = try TestDatabase(on: server)
        _ = try LedgerMigrator.migrate(url: database.url)
        let proxy = try CuttingProxy(server: server.socketFolder)
        defer { proxy.close() }
        let url = database.url.replacingOccurrences(of: server.socketFolder, with: proxy.folder)
        let store = try LedgerPostgres(url: url)
        var maker = BatchMaker()
        maker.assign(try store.open(partition: 0))
        for (round, cut) in [CuttingProxy.Cut.beforeAnswer, .beforeCommit].enumerated() {
            let batch = maker.insured(10)
            proxy.cutNext(cut)
            #expect(throws: LedgerProblem.self) { try store.apply(batch) }
            #expect(proxy.count == round + 1)
            // Under the same epoch: nobody has to join anew.
            try store.apply(batch)
            #expect(throws: LedgerProblem.fenced(partition: 0)) { try store.apply(batch) }
            #expect(
                try store.read { try $0.census(scheme: "s") } == [.insured: Int64(round + 1) * 10]
            )
        }
        #expect(try store.read { try BookAudit($0).findings($0) }.flatMap(\.violations).isEmpty)
    }

    @Test func `a server killed with SIGKILL in the middle of batches loses and doubles nothing`()
        throws
    {
        let seed = Self.seed("server kills")
        let run = PostingRun(count: 3_000)
        let server = try PostgresServer()
        let database = try TestDatabase(on: server)
        _ = try LedgerMigrator.migrate(url: database.url)
        let store = try LedgerPostgres(url: database.url)
        let poster = Posters()
        for partition in 0..<run.partitions {
            poster.start { try run.post(partition, to: store, seed: seed + UInt64(partition)) }
        }
        var random = Lehmer(state: seed)
        var kills = 0
        while poster.isRunning, kills < 5 {
            usleep(UInt32(20_000 + random.next() % 150_000))
            try server.kill9()
            kills += 1
            try server.startAgain()
        }
        #expect(try poster.join() >= 1)
        #expect(kills >= 1)
        #expect(try run.digests(of: store) == run.calm())
    }

    @Test func `sessions cut off at any moment lose and double nothing`() throws {
        let seed = Self.seed("cut sessions")
        let run = PostingRun(partitions: 4, count: 6_000)
        let database = try TestDatabase()
        _ = try LedgerMigrator.migrate(url: database.url)
        let poster = Posters()
        for partition in 0..<run.partitions {
            let store = try LedgerPostgres(url: database.url)
            poster.start { try run.post(partition, to: store, seed: seed + UInt64(partition)) }
        }
        var random = Lehmer(state: seed)
        while poster.isRunning {
            usleep(UInt32(random.next() % 30_000))
            try database.sql(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5
                """
            )
        }
        #expect(try poster.join() >= 5)
        #expect(try run.digests(of: LedgerPostgres(url: database.url)) == run.calm())
    }

    @Test func `two owners of the same partitions fence each other and post everything once`()
        throws
    {
        let seed = Self.seed("two owners")
        let run = PostingRun(count: 600, batchMax: 200)
        let database = try TestDatabase()
        _ = try LedgerMigrator.migrate(url: database.url)
        let poster = Posters()
        for owner in 0..<2 {
            for partition in 0..<run.partitions {
                let store = try LedgerPostgres(url: database.url)
                poster.start { try run.post(partition, to: store, seed: seed + UInt64(owner)) }
            }
        }
        _ = try poster.join()
        #expect(try run.digests(of: LedgerPostgres(url: database.url)) == run.calm())
    }

    @Test(
        arguments: [
            "40001", "40P01", "55P03", "53100", "53200", "53300", "57P01", "57P03", "58030",
        ]
    )
    func `what passes by itself is retried in place`(state: String) throws {
        let database = try TestDatabase()
        _ = try LedgerMigrator.migrate(url: database.url)
        // Two of three attempts fail; a sequence counts on whatever is rolled back.
        try database.sql(
            """
            CREATE SEQUENCE public.attempt;
            GRANT ALL ON SEQUENCE public.attempt TO PUBLIC;
            CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('public.attempt') % 3 <> 0 THEN
                    RAISE EXCEPTION 'injected' USING ERRCODE = '\(state)';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER injected BEFORE INSERT ON zhengjiao.balance FOR EACH STATEMENT
            EXECUTE FUNCTION public.fail();
            """
        )
        let run = PostingRun(partitions: 1, count: 60)
        let store = try LedgerPostgres(url: database.url)
        #expect(try run.post(0, to: store, seed: 5) >= 2)
        #expect(try run.digests(of: store) == run.calm())
    }

    @Test(.enabled(if: geteuid() == 0, "a small disk is mounted, which takes root"))
    func `a full disk is waited for, and posting goes on when there is room`() throws {
        let server = try PostgresServer()
        let folder = "/tmp/zhengjiao-disk-\(UInt32.random(in: 0 ..< .max))"
        try Command.run("/bin/mkdir", [folder])
        try Command.run("/bin/mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", folder])
        defer {
            try? server.stop()
            _ = try? Command.run("/bin/umount", ["-l", folder])
            try? FileManager.default.removeItem(atPath: folder)
        }
        try Command.run("/bin/chown", ["postgres", folder])
        try server.sql("CREATE TABLESPACE small LOCATION '\(folder)'", on: server.url("postgres"))
        let database = try TestDatabase(on: server)
        _ = try LedgerMigrator.migrate(url: database.url)
        try server.sql(
            "ALTER DATABASE \(database.name) SET TABLESPACE small",
            on: server.url("postgres")
        )
        let store = try LedgerPostgres(url: database.url)
        let run = PostingRun(partitions: 1, count: 30_000, batchMax: 3_000)
        let poster = Posters()
        poster.start { try run.post(0, to: store, seed: 3) }
        let room = { (attributes: [FileAttributeKey: Any]) in
            (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? .max
        }
        for _ in 0..<600 where poster.isRunning {
            let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder)
            if room(attributes) < 1 << 16 { break }
            usleep(100_000)
        }
        usleep(1_000_000)
        #expect(poster.isRunning, "the disk was never full")
        try Command.run("/bin/mount", ["-o", "remount,size=200m", folder])
        #expect(try poster.join() >= 1)
        #expect(try run.digests(of: store) == run.calm())
    }
}

/// Owners on threads of their own.
private final class Posters: Sendable {
    private let group = DispatchGroup()
    private let state = Mutex((running: 0, disturbances: 0, failure: (any Error)?.none))

    func start(_ body: @escaping @Sendable () throws -> Int) {
        state.withLock { $0.running += 1 }
        group.enter()
        Thread { [self] in
            defer { group.leave() }
            let outcome = Result { try body() }
            state.withLock {
                $0.running -= 1
                switch outcome {
                case .success(let count): $0.disturbances += count
                case .failure(let error): $0.failure = error
                }
            }
        }.start()
    }

    var isRunning: Bool { state.withLock { $0.running > 0 } }

    /// Waits for all.
    ///
    /// - Returns: How often they were disturbed.
    func join() throws -> Int {
        group.wait()
        return try state.withLock {
            if let failure = $0.failure { throw failure }
            return $0.disturbances
        }
    }
}
