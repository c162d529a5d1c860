import Foundation
import PostgresServer
import Testing

/// The season with its ledger in PostgreSQL, over the programs as a user starts them.
@Suite(.serialized) struct PostgresSeasonTests {
    @Test func `the same log gives the same two digests in PostgreSQL and in SQLite`() throws {
        let season = try SeasonFolder(residents: 2_000)
        let database = try season.makeDatabase("pg")
        try season.runInOneProcess("pg")
        let posted = try season.audit("pg")
        // Its own log again, into either store.
        try Programs.succeed(
            "zhengjiao",
            ["replay", "--from", season.log("pg"), "--ledger", season.ledger("sqlite")]
        )
        let embedded = try season.audit("sqlite", withLog: false)
        #expect(posted.outcome == embedded.outcome)
        #expect(posted.journal == embedded.journal)
        _ = try season.makeDatabase("again")
        try Programs.succeed(
            "zhengjiao",
            ["replay", "--from", season.log("pg"), "--ledger", season.ledger("again")]
        )
        #expect(try season.audit("again", withLog: false).journal == posted.journal)

        let (status, _, errors) = try Programs.run(
            "zhengjiao",
            ["replay", "--from", season.log("pg"), "--ledger", season.ledger("pg")]
        )
        #expect(status == 78)
        #expect(errors.contains("not empty"))
        #expect(try database.sql("SELECT count(*) FROM zhengjiao.outbox") == "0\n")
    }

    @Test func `two ledger workers share one database, sessions are cut, workers are killed`()
        throws
    {
        let season = try SeasonFolder(residents: 3_000)
        try season.runInOneProcess("calm")
        let database = try season.makeDatabase("killed")
        let cutter = Thread {
            while !Thread.current.isCancelled {
                usleep(80_000)
                _ = try? database.sql(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """
                )
            }
        }
        cutter.start()
        let second = try Programs.start(
            "ledger-worker",
            season.arguments(of: "ledger-worker", "killed") + ["--batch", "50"],
            output: season.output("second")
        )
        let kills = try KillCampaign(season: season, name: "killed", kills: 40).run()
        cutter.cancel()
        second.terminate()
        second.waitUntilExit()
        #expect(second.terminationStatus == 0)
        #expect(kills == 40)
        #expect(try season.audit("killed").outcome == season.audit("calm").outcome)
    }

    @Test(arguments: ["sqlite", "postgres"])
    func `a ledger is backed up while it stands, restored elsewhere, and goes on`(
        kind: String
    ) throws {
        let season = try SeasonFolder(residents: 300)
        if kind == "postgres" { _ = try season.makeDatabase("first") }
        try season.runInOneProcess("first")
        let whole = try season.audit("first")
        let copy = season.url.appendingPathComponent("copy").path
        func ledger(_ verb: String, _ url: String, _ more: [String]) throws -> (Int32, String) {
            let (status, output, errors) = try Programs.run(
                "zhengjiao",
                ["ledger", verb, "--ledger", url] + more
            )
            return (status, output + errors)
        }
        let told = season.url.appendingPathComponent("zhengjiao_backup.prom").path
        let telling = ["--out", copy, "--backup-metrics", told]
        #expect(try ledger("backup", season.ledger("first"), telling).0 == 0)
        let name = "zhengjiao_backup_last_success_timestamp_seconds"
        #expect(try String(contentsOfFile: told, encoding: .utf8).contains("\n\(name) "))
        let (again, said) = try ledger("backup", season.ledger("first"), ["--out", copy])
        #expect(again == 78)
        #expect(said.contains("exists already"))
        let (refused, why) = try ledger("restore", season.ledger("first"), ["--from", copy])
        #expect(refused == 78)
        #expect(why.contains("already"))

        let target =
            kind == "postgres"
            ? try TestDatabase().url : "sqlite://\(season.url.path)/second-ledger"
        let (restored, positions) = try ledger("restore", target, ["--from", copy])
        #expect(restored == 0, "\(positions)")
        #expect(positions.contains("partition 0: "))
        let audit = try Programs.succeed(
            "zhengjiao",
            ["audit", "--ledger", target, "--log", season.log("first")]
        )
        #expect(audit.contains("outcome: \(whole.outcome)"))
        #expect(audit.contains("journal: \(whole.journal)"))
        // Workers go on from the positions in the copy: nothing is posted again.
        try Programs.succeed(
            "ledger-worker",
            ["--log", season.log("first"), "--ledger", target, "--until-drained"]
        )
        let after = try Programs.succeed("zhengjiao", ["audit", "--ledger", target])
        #expect(after.contains("journal: \(whole.journal)"))
        let (missing, hint) = try ledger("restore", target, ["--from", copy + "x"])
        #expect(missing == 78)
        #expect(hint.contains("no such file"))
    }

    @Test func `passwords are in no output, and a worker without a schema says what to do`() throws
    {
        let season = try SeasonFolder(residents: 100)
        let url = "postgresql://clerk:s3cret@127.0.0.1:1/ledger?sslpassword=s3cret"
        let (status, output, errors) = try Programs.run(
            "ledger-worker",
            ["--log", season.log("x"), "--ledger", url, "--check"]
        )
        #expect(status == 0, "\(errors)")
        #expect(output.contains("ledger=postgresql://clerk:***@127.0.0.1:1/ledger?sslpassword=***"))
        let empty = try TestDatabase()
        let (refused, _, why) = try Programs.run(
            "ledger-worker",
            ["--log", season.log("x"), "--ledger", empty.url, "--until-drained"]
        )
        #expect(refused == 78)
        #expect(why.contains("zhengjiao ledger migrate"))
        let (unknown, _, reason) = try Programs.run(
            "zhengjiao",
            ["audit", "--ledger", url + "&nonsense=s3cret"]
        )
        #expect(unknown == 78)
        #expect(reason.contains("nonsense"))
        for text in [output, errors, why] { #expect(!text.contains("s3cret")) }
    }
}
