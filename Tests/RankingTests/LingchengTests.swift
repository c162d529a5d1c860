import Events
import Ranking
import Testing

@Suite struct LingchengTests {
    @Test func `F-097 F-103 陵城: 50 villages, each met at its threshold and not one person before`()
        throws
    {
        let needed = try thresholds("lingcheng-2021")
        #expect(needed.count == 50)
        #expect(needed.reduce(0) { $0 + $1.needed } == 41_289)
        let before = try Trial.of("lingcheng-2021", targetsFrom: "2020-11-01")
        before.send { message in
            for entry in needed { message.enrol(entry.unit, "2020-11-20", entry.needed - 1) }
        }
        let short = try #require(before.last("current"))
        #expect(short.rows.map(\.target).reduce(0, +) == 41_685)
        #expect(short.rows.allSatisfy { $0.mark == .missed && $0.isBelowLine })
        #expect(short.targetDifference == 0)
        before.send { message in
            for entry in needed { message.enrol(entry.unit, "2020-11-21", 1) }
        }
        let met = try #require(before.last("current"))
        for entry in needed {
            let row = try #require(met.row(entry.unit))
            #expect(row.target == entry.target)
            #expect(row.needed(percent: 99) == entry.needed)
            #expect(row.mark == .met && !row.isBelowLine)
        }
        #expect(met.belowLine.isEmpty)
    }

    @Test func `F-103 98.99 percent never passes 99`() {
        var row = RankingRow(rank: 1, unit: "甲", target: 10_000, enrolled: 9_899, paid: .zero)
        #expect(row.rate == 9_899)
        #expect(!Standing.isMet(row.counted, of: row.target, percent: 99))
        row.counted = 9_900
        #expect(Standing.isMet(row.counted, of: row.target, percent: 99))
        row = RankingRow(rank: 1, unit: "甲", target: 1_000_000, enrolled: 989_999, paid: .zero)
        #expect(row.rate == 9_899)
    }

    @Test func `F-102 陵城: 10 by 11-30, 8 by 12-05, undetermined to 12-10, then 0`() throws {
        let trial = try Trial.of("lingcheng-2021", targetsFrom: "2020-11-01")
        trial.enrol("陵北", "2020-11-30", 1_110)
        trial.enrol("陵西", "2020-12-05", 699)
        trial.enrol("何村", "2020-12-06", 1_022)
        trial.enrol("何村", "2020-12-10", 1)
        trial.enrol("曹庄", "2020-12-10", 582)
        trial.enrol("曹庄", "2020-12-11", 6)
        let open = try #require(trial.last("current"))
        #expect(open.row("曹庄")?.score == UnitScore(state: .open))
        trial.close("2020-12-31")
        let sheet = try #require(trial.last("cutoff-2020-12-10"))
        func score(_ unit: String) -> UnitScore? { sheet.row(unit)?.score }
        #expect(
            score("陵北")
                == UnitScore(state: .printed, points: 10, completedOn: date("2020-11-30"))
        )
        #expect(
            score("陵西") == UnitScore(state: .printed, points: 8, completedOn: date("2020-12-05"))
        )
        #expect(score("何村") == UnitScore(state: .undetermined, completedOn: date("2020-12-10")))
        #expect(score("曹庄") == UnitScore(state: .printed, points: 0))
        #expect(
            Standing.scoreSheet(sheet.rows).prefix(3).map(\.unit) == ["陵北", "陵西", "何村"]
        )
        // As it stood on the earlier days: what was still to come is open.
        let first = try #require(trial.last("cutoff-2020-11-30"))
        #expect(first.row("陵北")?.score?.points == 10)
        #expect(first.row("陵西")?.score == UnitScore(state: .open))
        #expect(trial.last("cutoff-2020-12-05")?.row("陵西")?.score?.points == 8)
    }

    @Test func `F-102 F-108 陵城: points decided, and a payment made in time but come late`() throws {
        let trial = try Trial.of("lingcheng-2021", targetsFrom: "2020-11-01")
        trial.enrol("何村", "2020-12-08", 1_023)
        trial.enrol("陵西", "2020-11-30", 698)
        trial.enrol("陵西", "2020-12-02", 1)
        trial.close("2020-12-31")
        trial.send {
            let decision = ScoreDecision(unit: "何村", points: 5, day: date("2020-12-14"))
            $0.decisions = [(decision, "operations/K-2")]
        }
        let decided = try #require(trial.last("cutoff-2020-12-10"))
        #expect(
            decided.row("何村")?.score
                == UnitScore(state: .decided, points: 5, completedOn: date("2020-12-08"))
        )
        #expect(decided.differences.map(\.unit) == ["何村"])
        #expect(decided.differences.first?.causes == .decision)

        trial.enrol("陵西", "2020-11-29", 1)
        let editions = trial.editions("cutoff-2020-11-30")
        #expect(editions.count == 2)
        #expect(editions[0].row("陵西")?.score?.points == nil)
        let restated = editions[1]
        #expect(restated.restates == editions[0].edition)
        #expect(restated.firstEdition == editions[0].edition)
        #expect(restated.lateHeads == 1)
        #expect(restated.latePaid == Money(yuan: 280))
        let difference = try #require(restated.differences.first { $0.unit == "陵西" })
        #expect(difference.causes == .payments)
        #expect(difference.was?.counted == 698)
        #expect(difference.now?.counted == 699)
        #expect(difference.now?.score?.points == 10)
    }

    @Test func `F-110 F-111 陵城: money against its target; equal rates by money, then as printed`()
        throws
    {
        let trial = try Trial.of("lingcheng-2021", targetsFrom: "2020-11-01")
        // 北驻 and 东果庄 print the same 780; 东果庄 stands later and has more money.
        trial.enrol("北驻", "2020-11-20", 100, yuan: 280)
        trial.enrol("东果庄", "2020-11-20", 100, yuan: 281)
        let ranking = try #require(trial.last("current"))
        #expect(ranking.rows.prefix(2).map(\.unit) == ["东果庄", "北驻"])
        let row = try #require(ranking.row("北驻"))
        #expect(row.amountTarget == Money(yuan: 218_400))
        #expect(row.amountGap == Money(yuan: 190_400))
        #expect(row.amountRate == 1_282)
        #expect(row.gap == 680)
        // Nobody has paid anywhere else: kept, in printed order.
        #expect(ranking.rows.count == 50)
        #expect(ranking.rows.dropFirst(2).first?.unit == "陵北")
    }
}
