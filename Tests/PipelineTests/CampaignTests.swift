import Foundation
import PostgresServer
import Testing

/// Workers and the database server itself are killed with SIGKILL: no fen is lost, none is posted
/// twice, and both digests are those of an undisturbed run.
///
/// `make campaign KILLS=1000 SEED=7 KAFKA=host:port` does the same at length.
@Suite(.serialized) struct CampaignTests {
    @Test func `workers and the PostgreSQL server killed 60 times leave the same ledger`() throws {
        for round in CampaignSettings.rounds {
            try campaign(round, minimum: 50) { _ in "killed" }
        }
    }

    @Test(.enabled(if: testBroker != nil, "set ZHENGJIAO_TEST_KAFKA=host:port"))
    func `the same over Kafka, with two ledger workers`() throws {
        for round in CampaignSettings.rounds {
            try campaign(round, minimum: 50) {
                try $0.kafkaLog(mode: "exactly-once", partitions: 4)
            }
        }
    }

    /// - Parameters:
    ///   - minimum: Kills that a round of the usual length must come to.
    ///   - makeLog: Makes the log, and says its name.
    private func campaign(
        _ round: (seed: UInt64, kills: Int),
        minimum: Int,
        makeLog: (SeasonFolder) throws -> String
    ) throws {
        let again = Comment(rawValue: CampaignSettings.replay(round.seed))
        let season = try SeasonFolder(residents: 3_000, seed: Int(round.seed % 1_000))
        try season.runInOneProcess("calm")
        let name = try makeLog(season)
        let server = try PostgresServer()
        let database = try season.makeDatabase(name, on: server)
        let campaign = KillCampaign(
            season: season,
            name: name,
            kills: round.kills,
            ledgerWorkers: 2,
            server: server,
            seed: round.seed
        )
        let kills = try campaign.run()
        #expect(kills == round.kills && kills >= min(minimum, round.kills), again)
        if kills >= minimum {
            for victim in workers + ["postgres"] {
                #expect(campaign.counts[victim] ?? 0 > 0, "\(victim) was never killed")
            }
        }
        let (calm, killed) = (try season.audit("calm"), try season.audit(name))
        #expect(killed.outcome == calm.outcome, again)
        #expect(try season.balances(name) == season.balances("calm"), again)
        // Its own log, read once and undisturbed, gives the same journals in the same order.
        try Programs.succeed(
            "zhengjiao",
            ["replay", "--from", season.log(name), "--ledger", season.ledger("replayed")]
        )
        #expect(try season.audit("replayed", withLog: false).journal == killed.journal, again)
        #expect(try database.sql("SELECT count(*) FROM zhengjiao.outbox") == "0\n", again)
    }
}
