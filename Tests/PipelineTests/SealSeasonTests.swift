import Foundation
import PostgresServer
import Testing

/// Seals and messages of a whole season, over the programs as a user starts them.
@Suite(.serialized) struct SealSeasonTests {
    private func audit(_ season: SeasonFolder, _ more: [String]) throws -> (Int32, String) {
        let (status, output, errors) = try Programs.run(
            "zhengjiao",
            ["audit", "--ledger", season.ledger("pg")] + more
        )
        return (status, output + errors)
    }

    @Test
    func `F-131 a run is sealed, and who makes journals and seals anew is found by the anchor`()
        throws
    {
        let season = try SeasonFolder(residents: 300)
        let database = try season.makeDatabase("pg")
        try season.runInOneProcess("pg")
        let anchor = season.url.appendingPathComponent("anchor").path
        let (first, text) = try audit(season, ["--anchor", anchor])
        #expect(first == 0)
        #expect(text.contains(" journals under 4 seals\n"))
        #expect(!text.contains("not sealed yet"))
        #expect(text.contains("anchor: 4 seals noted"))
        let (second, again) = try audit(season, ["--anchor", anchor])
        #expect(second == 0)
        #expect(again.contains("holds  Seals are those noted in the anchor (4)"))
        #expect(again.contains("anchor: 0 seals noted"))

        try database.sql(
            """
            SET session_replication_role = replica;
            UPDATE zhengjiao.journal SET cause = cause || '0' WHERE (partition, sequence) = (1, 5)
            """
        )
        let (changed, named) = try audit(season, [])
        #expect(changed == 1)
        #expect(named.contains("and seal 1/1 do not fit: one was changed"))
        try database.sql(
            """
            SET session_replication_role = replica;
            DELETE FROM zhengjiao.seal; DELETE FROM zhengjiao.seal_end
            """
        )
        try Programs.succeed("zhengjiao", ["ledger", "seal", "--ledger", database.url])
        #expect(try audit(season, []).0 == 0)
        let (found, why) = try audit(season, ["--anchor", anchor])
        #expect(found == 1)
        #expect(why.contains("line 3: seal 1/1 is another than was noted"))
        #expect(!why.contains("seal 0/1 is another"))
        #expect(!why.contains("seals noted\n"))
        try "0 1 x y\n".write(toFile: anchor, atomically: true, encoding: .utf8)
        let (refused, sentence) = try audit(season, ["--anchor", anchor])
        #expect(refused == 78)
        #expect(sentence.contains("line 1: partition, seal, journal"))
    }

    @Test func `a message of the ledger that neither was published nor waits is named`() throws {
        let season = try SeasonFolder(residents: 300)
        let database = try season.makeDatabase("pg")
        try season.runInOneProcess("pg")
        let log = ["--log", season.log("pg")]
        let statement = "Every message of the ledger is published or waits to be"
        // One more message that was posted and not yet published: it waits, and nothing is lost.
        try database.sql(
            """
            UPDATE zhengjiao.position SET outbox_sequence = outbox_sequence + 1
            WHERE partition = 2;
            INSERT INTO zhengjiao.outbox
            SELECT partition, outbox_sequence, 'tengzhou-2023', '' FROM zhengjiao.position
            WHERE partition = 2
            """
        )
        let (waiting, text) = try audit(season, log)
        #expect(waiting == 0)
        #expect(text.contains("holds  \(statement)"))
        let number = try database.sql("DELETE FROM zhengjiao.outbox RETURNING sequence")
        let (lost, named) = try audit(season, log)
        #expect(lost == 1)
        #expect(named.contains("BROKEN \(statement)\n       message 2/\(number)"))
    }
}
