import Events
import Ranking
import Testing

@Suite struct YanjiangTests {
    private func replace(_ trial: Trial, _ unit: String, _ heads: Int64, from day: String) {
        trial.send {
            let target = Target(unit: unit, heads: heads, effectiveFrom: date(day))
            $0.targets = [(target, "population-2020/\(unit)")]
        }
    }

    @Test func `F-103 雁江: 98 percent of the population, to the person, in each of 22 units`() throws
    {
        let needed = try thresholds("yanjiang-2021")
        #expect(needed.count == 22)
        #expect(needed.reduce(0) { $0 + $1.needed } == 1_047_202)
        let trial = try Trial.of("yanjiang-2021", targetsFrom: "2020-09-01")
        trial.send { message in
            for entry in needed { message.enrol(entry.unit, "2020-10-20", entry.needed) }
        }
        let met = try #require(trial.last("current"))
        #expect(met.rows.allSatisfy { $0.mark == .met })
        trial.send { message in
            for entry in needed { message.enrol(entry.unit, "2020-10-20", -1) }
        }
        let missed = try #require(trial.last("current"))
        #expect(missed.rows.allSatisfy { $0.mark == .missed })
        #expect(missed.belowLine.count == 22)
        for entry in needed {
            #expect(met.row(entry.unit)?.needed(percent: 98) == entry.needed)
        }
    }

    @Test func `F-097 雁江: the assessment takes the later population, past weeks keep theirs`()
        throws
    {
        let trial = try Trial.of("yanjiang-2021", targetsFrom: "2020-09-01")
        trial.enrol("丹山镇", "2020-10-20", 1_000)
        trial.close("2020-12-31")
        replace(trial, "丹山镇", 100_000, from: "2021-01-20")
        #expect(trial.editions("week-2020-10-25").count == 1)
        #expect(trial.last("week-2020-10-25")?.row("丹山镇")?.target == 120_789)
        let cutoffs = trial.editions("cutoff-2020-12-31")
        #expect(cutoffs.map { $0.row("丹山镇")?.target } == [120_789, 100_000])
        let difference = try #require(cutoffs[1].differences.first { $0.unit == "丹山镇" })
        #expect(difference.causes == .targets)
        #expect(cutoffs[1].restates == cutoffs[0].edition)
        #expect(cutoffs[1].lateHeads == 0)
    }

    @Test
    func `F-097 F-108 雁江: denominators that hold from an earlier day restate what was decided`()
        throws
    {
        let trial = try Trial.of("yanjiang-2021", targetsFrom: "2020-09-01")
        trial.enrol("雁江镇", "2020-10-01", 1_000)
        trial.enrol("丹山镇", "2020-10-20", 4_000)
        trial.close("2020-12-31")
        let first = try #require(trial.last("week-2020-10-25"))
        #expect(first.rows.prefix(2).map(\.unit) == ["雁江镇", "丹山镇"])
        replace(trial, "丹山镇", 60_000, from: "2020-10-12")
        // Weeks before it keep the printed figure.
        #expect(trial.editions("week-2020-10-11").count == 1)
        let restated = try #require(trial.last("week-2020-10-25"))
        #expect(restated.restates == first.edition)
        #expect(restated.rows.prefix(2).map(\.unit) == ["丹山镇", "雁江镇"])
        #expect(
            restated.differences.map { "\($0.unit) \($0.causes.rawValue)" }.prefix(2)
                == ["丹山镇 2", "雁江镇 8"]
        )
        #expect(trial.editions("week-2020-10-25").first?.rows == first.rows)
    }
}
