import Events
import Ranking
import Testing

@Suite struct FangchengTests {
    @Test func `F-100 F-101 方城: a ranking each Monday, six bulletins of half a month`() throws {
        let season = try Trial.pack("fangcheng-2021").rankingSeason
        let weeks = season.periods.filter { $0.kind == .week }
        #expect(weeks.count == 14)
        #expect(weeks.allSatisfy { $0.publishedOn?.weekday == 1 && !$0.isVoluntary })
        #expect(weeks.first?.id == "week-2021-10-03")
        let halves = season.periods.filter { $0.kind == .halfMonth }
        #expect(
            halves.map(\.id) == [
                "half-2021-10-15", "half-2021-10-31", "half-2021-11-15", "half-2021-11-30",
                "half-2021-12-15", "half-2021-12-31",
            ]
        )
    }

    @Test
    func `F-100 F-101 方城: a season day by day, each period decided on its last day's closure`()
        throws
    {
        let trial = Trial(try Trial.pack("fangcheng-2021").rankingSeason)
        trial.send { message in
            for (index, town) in trial.season.towns.enumerated() {
                let target = Target(
                    unit: town,
                    heads: 1_000 + Int64(index),
                    effectiveFrom: date("2021-09-01")
                )
                message.targets.append((target, "t/\(town)"))
            }
        }
        var day = date("2021-10-01")
        var step: Int64 = 0
        while day <= date("2021-12-31") {
            for (index, town) in trial.season.towns.enumerated() {
                trial.enrol(town, "\(day)", (step * 7 + Int64(index) * 3) % 11, yuan: 320)
            }
            let before = trial.published.count
            trial.close("\(day)")
            let decided = trial.published.dropFirst(before).filter(\.isDecided).map(\.period)
            let wanted = trial.season.periods.filter { $0.last == day }.map(\.id)
            #expect(decided == wanted)
            day = day.adding(days: 1)
            step += 1
        }
        let week = try #require(trial.last("week-2021-12-26"))
        #expect(week.publishedOn == date("2021-12-27"))
        let earlier = try #require(trial.last("week-2021-12-19"))
        for row in week.rows {
            let old = try #require(earlier.row(row.unit))
            #expect(row.previousRank == old.rank)
            #expect(row.countedSince == row.counted - old.counted)
            #expect(row.paidSince == row.paid - old.paid)
        }
        #expect(trial.published.allSatisfy { $0.restates == 0 })
    }

    @Test func `F-099 方城: without targets the persons on the roster who pay are the denominator`()
        throws
    {
        let trial = Trial(try Trial.pack("fangcheng-2021").rankingSeason)
        trial.send { message in
            var roster = Members()
            (roster.heads, roster.payers) = (4, 4)
            message.members = [(MemberKey(unit: "释之/甲村", category: "ordinary"), roster)]
            (roster.heads, roster.payers) = (9, 0)
            message.members.append((MemberKey(unit: "释之/甲村", category: "orphan"), roster))
            message.enrol("释之/甲村", "2021-10-02", 1, yuan: 320)
            message.enrol("释之/甲村", "2021-10-02", 9, yuan: 0, category: "orphan")
        }
        let row = try #require(trial.last("current")?.row("释之"))
        #expect((row.counted, row.target, row.enrolled, row.rank) == (1, 4, 10, 1))
        trial.send {
            let target = Target(unit: "释之", heads: 50, effectiveFrom: date("2021-10-01"))
            $0.targets = [(target, "t")]
        }
        #expect(trial.last("current")?.row("释之")?.target == 50)
    }
}
