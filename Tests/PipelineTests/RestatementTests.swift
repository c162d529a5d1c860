import Embedded
import Events
import Foundation
import Stage
import Testing

/// Bulletins that are out when the figures behind them change, through the programs.
@Suite(.serialized) struct RestatementTests {
    private typealias Editions = [String: [RankingPublished]]

    @Test func `F-097 F-108 雁江: a later population and a late payment restate what is out`() throws
    {
        let season = try SeasonFolder(residents: 400, seed: 31, scheme: "yanjiang-2021")
        let late = try takePayment(from: season, of: "丹山镇", weekFrom: "2020-10-12")
        try season.runInOneProcess("season")
        let before = try editions(season)
        try send(
            season,
            "subsidy-list-producer",
            "population.csv",
            "单位,人数,金额\n丹山镇,30,\n",
            [
                "--kind", "targets", "--list-id", "population-2020", "--bureau",
                "medical-insurance", "--snapshot-date", "2020-10-19",
            ]
        )
        try send(season, "payment-producer", "late.csv", late.text, [])
        for worker in workers {
            let arguments = season.arguments(of: worker, "season") + ["--until-drained"]
            try Programs.succeed(worker, arguments)
        }
        let after = try editions(season)

        // Nothing of what is out is taken back.
        for (period, known) in before {
            let kept = after[period, default: []].prefix(known.count)
            #expect(kept.map(\.edition) == known.map(\.edition))
            #expect(kept.map(\.rows) == known.map(\.rows))
        }
        // The week before the payment stands as it was printed.
        #expect(after["week-2020-10-11"]?.count == 1)
        let paid = try #require(after["week-2020-10-18"])
        #expect(paid.count == 2)
        #expect(paid[1].restates == paid[0].edition)
        #expect(paid[1].firstEdition == paid[0].edition)
        // What was paid above the price is to be refunded, and is no progress.
        #expect(paid[1].lateHeads == 1)
        #expect(paid[1].latePaid > .zero && paid[1].latePaid <= late.amount)
        #expect(paid[1].row("丹山镇")?.target == paid[0].row("丹山镇")?.target)
        #expect(paid[1].differences.first { $0.unit == "丹山镇" }?.causes == .payments)
        // From the day on which the new population holds both count.
        let week = try #require(after["week-2020-10-25"])
        let last = try #require(week.last)
        #expect(last.restates != 0)
        #expect(last.firstEdition == week[0].edition)
        #expect(last.row("丹山镇")?.target == 30)
        #expect(last.row("丹山镇")?.counted == (week[0].row("丹山镇")?.counted ?? 0) + 1)
        let causes = week.dropFirst().flatMap(\.differences).filter { $0.unit == "丹山镇" }
            .reduce(into: RankingDifference.Causes()) { $0.formUnion($1.causes) }
        #expect(causes.isSuperset(of: [.payments, .targets]))
        let assessed = try #require(after["cutoff-2020-12-31"])
        #expect(assessed.count > 1)
        #expect(assessed.last?.row("丹山镇")?.target == 30)

        let audit = try Programs.succeed(
            "zhengjiao",
            ["audit", "--ledger", season.ledger("season"), "--log", season.log("season")]
        )
        #expect(audit.contains("holds  Published rankings equal a recount"))
        let bulletin = try Programs.succeed(
            "zhengjiao",
            [
                "report", "weekly-ranking", "--as-of", "2020-10-20", "--scheme", season.scheme,
                "--ledger", season.ledger("season"), "--log", season.log("season"), "--format",
                "json",
            ]
        )
        #expect(bulletin.contains("期内缴费补到"))
    }

    /// Takes a payment of a week out of the season's input: the only one of its person.
    private func takePayment(
        from season: SeasonFolder,
        of unit: String,
        weekFrom monday: String
    ) throws -> (text: String, amount: Money) {
        let file = season.input.appendingPathComponent("payments.csv")
        let rows = try String(contentsOf: file, encoding: .utf8)
            .split(separator: "\n").map { $0.components(separatedBy: ",") }
        let first = try #require(CivilDate(monday)).day
        let days = (first..<first + 7).map { CivilDate(day: $0) }
        let found = rows.first { row in
            row[4] == unit && row[8] == "payment"
                && days.contains { row[7].hasPrefix("\($0)") }
                && rows.count(where: { $0[1] == row[1] }) == 1
        }
        let row = try #require(found)
        let others = rows.filter { $0[0] != row[0] }.map { $0.joined(separator: ",") + "\n" }
        try others.joined().write(to: file, atomically: true, encoding: .utf8)
        let text = [rows[0], row].map { $0.joined(separator: ",") + "\n" }.joined()
        return (text, Money(yuan: try #require(Int64(row[5]))))
    }

    private func send(
        _ season: SeasonFolder,
        _ program: String,
        _ name: String,
        _ text: String,
        _ more: [String]
    ) throws {
        let file = season.url.appendingPathComponent(name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        try Programs.succeed(
            program,
            ["--log", season.log("season"), "--keys", season.keys.path, "--scheme", season.scheme]
                + more + [file.path]
        )
    }

    /// The editions of each period, in the order in which they were published.
    private func editions(_ season: SeasonFolder) throws -> Editions {
        let log = try EmbeddedEventLog(path: "\(season.url.path)/season-log")
        defer { try? log.close() }
        var found: Editions = [:]
        try log.scan(.rankingsPublished, partition: 0) { batch, place in
            let ranking = try RankingPublished(wire: batch.value(of: place))
            guard ranking.isDecided, !ranking.period.contains("/") else { return }
            found[ranking.period, default: []].append(ranking)
        }
        return found
    }
}

extension RankingPublished {
    fileprivate func row(_ unit: String) -> RankingRow? { rows.first { $0.unit == unit } }
}
