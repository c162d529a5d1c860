import Events
import Ranking
import Testing

/// Villages, groups, schools, estimates and stamps, over 滕州's 21 towns.
@Suite struct TownTests {
    @Test func `F-098 F-109 滕州: 21 towns, and one person more than the printed 1,320,800`() throws {
        let trial = try Trial.of("tengzhou-2023", targetsFrom: "2022-10-15")
        trial.enrol("鲍沟镇", "2022-10-18", 1, yuan: 350)
        let ranking = try #require(trial.last("current"))
        #expect(ranking.rows.count == 21)
        #expect(ranking.statedTarget == 1_320_800)
        #expect(ranking.targetSum == 1_320_801)
        #expect(ranking.targetDifference == 1)
        #expect(ranking.rows.allSatisfy { $0.mark == .none && !$0.isBelowLine })
        #expect(trial.season.periods.allSatisfy { $0.isVoluntary }, "A-TZ-16")
    }

    @Test
    func `F-099 F-109 a town's villages: heads, rate, gap, and their targets against the town's`()
        throws
    {
        let trial = try Trial.of("tengzhou-2023", targetsFrom: "2022-10-15")
        trial.send { message in
            for (village, heads) in [("甲村", 40_000), ("乙村", 33_130), ("丙村", 0)] {
                let unit = "鲍沟镇/\(village)"
                if heads == 0 {
                    var members = Members()
                    members.heads = 3
                    message.members = [(MemberKey(unit: unit, category: "ordinary"), members)]
                    continue
                }
                let target = Target(
                    unit: unit,
                    heads: Int64(heads),
                    effectiveFrom: date("2022-10-16")
                )
                message.targets.append((target, "v/\(village)"))
            }
            message.enrol("鲍沟镇/乙村", "2022-10-18", 20, yuan: 350)
            message.enrol("鲍沟镇", "2022-10-18", 5, yuan: 350)
        }
        let villages = try #require(trial.last("current/鲍沟镇"))
        #expect(villages.town == "鲍沟镇")
        #expect(villages.rows.map(\.unit) == ["鲍沟镇/乙村", "鲍沟镇/甲村", "鲍沟镇/丙村", "鲍沟镇"])
        #expect(villages.rows.map(\.rank) == [1, 2, 0, 0])
        #expect(villages.rows.map(\.gap) == [33_110, 40_000, 0, -5])
        #expect(villages.targetDifference == -1)
        let town = try #require(trial.last("current")?.row("鲍沟镇"))
        #expect(villages.rows.reduce(0) { $0 + $1.enrolled } == town.enrolled)
        // What no message touches is not written again.
        let before = trial.keys.count
        trial.enrol("滨湖镇/丁村", "2022-10-19", 1, yuan: 350)
        #expect(
            trial.keys.dropFirst(before) == [
                "tengzhou-2023/current", "tengzhou-2023/current/滨湖镇",
            ]
        )
    }

    @Test
    func `F-103 F-104 雁江: a group is complete when every member is enrolled, by any category`()
        throws
    {
        let trial = try Trial.of("yanjiang-2021", targetsFrom: "2020-09-01")
        trial.send { message in
            var own = Members()
            own.heads = 3
            var others = Members()
            (others.others, others.othersEnrolled) = (2, 1)
            message.members = [
                (MemberKey(unit: "丹山镇/甲村", category: "registeredPoor"), own),
                (MemberKey(unit: "丹山镇/乙村", category: "registeredPoor"), others),
            ]
            message.enrol("丹山镇/甲村", "2020-10-01", 3, yuan: 0, category: "registeredPoor")
        }
        let groups = try #require(trial.last("current/丹山镇")).groups
        #expect(
            groups == [
                GroupStanding(unit: "丹山镇", category: "registeredPoor", members: 5, enrolled: 4),
                GroupStanding(
                    unit: "丹山镇/乙村",
                    category: "registeredPoor",
                    members: 2,
                    enrolled: 1
                ),
                GroupStanding(
                    unit: "丹山镇/甲村",
                    category: "registeredPoor",
                    members: 3,
                    enrolled: 3
                ),
            ]
        )
        #expect(groups.map(\.isComplete) == [false, false, true])
    }

    @Test func `F-106 units below the line follow, the slowest first; a pack may set the line`()
        throws
    {
        var season = try Trial.pack("yanjiang-2021").rankingSeason
        #expect(season.linePercent == nil && season.unitPercent == 98)
        season.linePercent = 50
        let trial = Trial(season)
        trial.send { message in
            for (index, town) in season.towns.prefix(3).enumerated() {
                let target = Target(unit: town, heads: 100, effectiveFrom: date("2020-09-01"))
                message.targets.append((target, "t/\(town)"))
                message.enrol(town, "2020-10-01", Int64(60 - 20 * index))
            }
        }
        let ranking = try #require(trial.last("current"))
        #expect(ranking.belowLine.map(\.counted) == [20, 40])
        #expect(ranking.rows.prefix(3).map(\.mark) == [.missed, .missed, .missed])
    }

    @Test func `F-107 the estimate is whole days at the pace of seven closed days, rounded up`()
        throws
    {
        let trial = try Trial.of("yanjiang-2021", targetsFrom: "2020-09-01")
        trial.enrol("雁江镇", "2020-10-01", 29_000)
        trial.enrol("雁江镇", "2020-10-05", 90)
        trial.enrol("雁江镇", "2020-10-09", 50, yuan: 335)
        trial.close("2020-10-08")
        let forecast = try #require(trial.last("forecast"))
        #expect(forecast.rows.isEmpty, "never part of a ranking")
        #expect(forecast.asOf == date("2020-10-08"))
        // 29,292 are 98 percent: 202 are lacking on 10-08, and seven days brought 90: 16 days.
        let town = try #require(forecast.forecasts.first { $0.unit == "雁江镇" })
        #expect((town.lacking, town.lastSevenDays) == (202, 90))
        #expect(town.reachedOn == date("2020-10-24"))
        let still = try #require(forecast.forecasts.first { $0.unit == "丹山镇" })
        #expect(still.reachedOn == nil)
    }

    @Test func `F-112 schools' returns make a table of students paid; the last return counts`()
        throws
    {
        let trial = try Trial.of("yanjiang-2021", targetsFrom: "2020-09-01")
        func file(_ school: String, _ day: String, _ paid: Int64, _ id: String) {
            trial.send {
                let it = SchoolReturn(
                    unit: "雁江镇",
                    school: school,
                    day: date(day),
                    students: 200,
                    paid: paid
                )
                $0.schools = [(it, id)]
            }
        }
        file("一小", "2020-10-20", 150, "a")
        file("二小", "2020-10-20", 160, "b")
        file("一小", "2020-10-10", 10, "c")
        let table = try #require(trial.last("schools"))
        #expect(table.rows.map(\.unit) == ["雁江镇/二小", "雁江镇/一小"])
        #expect(table.rows.map(\.counted) == [160, 150])
        #expect(table.rows.map(\.gap) == [40, 50])
        #expect(trial.last("current")?.row("雁江镇")?.enrolled == 0, "A-YJ-17: not in the town")
    }

    @Test func `F-113 a ranking says through which day all have reported, and what came late`()
        throws
    {
        let trial = try Trial.of("tengzhou-2023", targetsFrom: "2022-10-15")
        trial.enrol("鲍沟镇", "2022-10-18", 10, yuan: 350)
        #expect(trial.last("current")?.closedThrough == nil)
        trial.close("2022-10-25")
        #expect(trial.last("current")?.closedThrough == date("2022-10-25"))
        trial.enrol("滨湖镇", "2022-10-23", 4, yuan: 350)
        trial.enrol("滨湖镇", "2022-10-24", 4, yuan: 350)
        let editions = trial.editions("week-2022-10-23")
        #expect(editions.map(\.lateHeads) == [0, 4])
        #expect(editions.last?.latePaid == Money(yuan: 1_400))
        #expect(editions.last?.closedThrough == date("2022-10-25"))
        #expect(editions.last?.differences.map(\.unit) == ["滨湖镇"])
        #expect(editions.last?.differences.first?.causes == .payments)
    }

    @Test func `F-108 editions follow from the messages, however they are batched`() throws {
        func run(_ size: Int) -> [String] {
            guard let season = try? Trial.pack("tengzhou-2023").rankingSeason else { return [] }
            let messages = (1...12).map { number -> LedgerPosted in
                var message = LedgerPosted(
                    scheme: season.scheme,
                    partition: 0,
                    sequence: Int64(number)
                )
                message.enrol("鲍沟镇", "2022-10-\(17 + number)", Int64(number), yuan: 350)
                if number == 5 {
                    message.closures = season.sources.map { ($0, date("2022-11-06")) }
                }
                return message
            }
            let ranker = Ranker(seasons: [season], partitionCount: 1)
            let output = RecordBatch()
            for start in stride(from: 0, to: messages.count, by: size) {
                let input = RecordBatch()
                for message in messages[start..<min(start + size, messages.count)] {
                    input.append(topic: .ledgerPosted, partition: 0, key: "") {
                        message.write(to: $0)
                    }
                }
                ranker.process(input, into: output)
            }
            return output.places.compactMap { try? RankingPublished(wire: output.value(of: $0)) }
                .filter(\.isDecided)
                .map { "\($0.period) \($0.edition) \($0.restates) \($0.firstEdition)" }
        }
        #expect(run(1).count > 8)
        #expect(run(1) == run(5))
        #expect(run(1) == run(12))
    }
}
