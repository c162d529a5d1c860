import Embedded
import Events
import Foundation
import Stage
import Testing

/// `zhengjiao audit` against every ranking that a season has published.
@Suite(.serialized) struct RankingAuditTests {
    private func audit(_ season: SeasonFolder, _ name: String) throws -> (Int32, String) {
        let (status, output, errors) = try Programs.run(
            "zhengjiao",
            ["audit", "--ledger", season.ledger(name), "--log", season.log(name)]
        )
        return (status, output + errors)
    }

    @Test(arguments: allSchemes, [21, 22])
    func `F-100 F-128 every edition of every period equals a recount from the journals`(
        scheme: String,
        seed: Int
    ) throws {
        let season = try SeasonFolder(residents: 500, seed: seed, scheme: scheme)
        try season.runInOneProcess("season")
        let (status, text) = try audit(season, "season")
        #expect(status == 0, "\(text)")
        #expect(text.contains("holds  Messages of the ledger tell what its journals say"))
        let line = try #require(
            text.split(separator: "\n").first { $0.contains("Published rankings equal a recount") }
        )
        let numbers = line.split { !$0.isNumber }.compactMap { Int($0) }
        #expect(line.contains("holds"))
        #expect(numbers.count == 2 && numbers[0] >= numbers[1] && numbers[1] > 5, "\(line)")
    }

    @Test func `F-108 F-128 a ranking that somebody has changed is named`()
        throws
    {
        let season = try SeasonFolder(residents: 300, seed: 23, scheme: "fangcheng-2021")
        try season.runInOneProcess("season")
        let (sound, text) = try audit(season, "season")
        #expect(sound == 0, "\(text)")
        let path = "\(season.url.path)/season-log"
        let log = try EmbeddedEventLog(path: path)
        var week: RankingPublished?
        try log.scan(.rankingsPublished, partition: 0) { batch, place in
            let ranking = try RankingPublished(wire: batch.value(of: place))
            if ranking.kind == .week { week = ranking }
        }
        var forged = try #require(week)
        forged.rows[0].counted += 1
        let batch = RecordBatch()
        batch.append(topic: .rankingsPublished, key: "\(forged.scheme)/\(forged.period)") {
            forged.write(to: $0)
        }
        try log.append(batch)
        try log.close()
        let (status, told) = try audit(season, "season")
        #expect(status == 1)
        #expect(
            told.contains("fangcheng-2021 \(forged.period), edition \(forged.edition): place 1 is"),
            "\(told)"
        )
    }
}
