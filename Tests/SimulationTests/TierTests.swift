import Foundation
import Testing

@testable import Simulation

/// 雁江: two tiers, households, newborns, dates of approval.
struct TierTests {
    @Test func `F-033 ordinary members of a household are in one tier`() throws {
        let population = try SimulatedSeason.population(Yanjiang2021.script, residents: 20_000)
        var tiers: [UInt32: Set<UInt8>] = [:]
        for person in population.people[population.roster]
        where person.category == 0 && person.scope == .eligible
            && !person.traits.contains(.deviating)
        {
            tiers[person.household, default: []].insert(person.tier)
        }
        #expect(tiers.values.allSatisfy { $0.count == 1 })
        #expect(Set(tiers.values) == [[0], [1]])
    }

    @Test func `F-033 who leaves the tier of the household without a ground is in conflict`()
        throws
    {
        let season = try SimulatedSeason(
            "yanjiang-2021",
            residents: 9000,
            rate: ("tier.deviating,6000,", "tier.deviating,20000,")
        )
        let conflicts = season.expected.status.first { $0.name == "tier-conflict" }
        #expect(conflicts?.number ?? 0 > 10)
        #expect(try Recount(season, .yanjiang).totals() == season.written())
    }

    @Test func `F-046 relief is bound to its tier`() throws {
        let script = Yanjiang2021.script
        // Columns: lists, tier, category applied (golden cases YJ-023 … YJ-048).
        let rows: [(lists: [Int], tier: UInt8, category: Int)] = [
            ([3], 1, 3), ([3], 0, 0), ([7], 0, 7), ([7], 1, 0), ([1, 7], 1, 1), ([1, 7], 0, 7),
            ([3, 12], 0, 12), ([7, 9], 0, 9), ([7, 9, 12], 0, 12), ([7, 10], 0, 10),
            ([1, 3], 1, 1), ([7, 8, 9], 0, 9), ([9, 12], 0, 12),
        ]
        for row in rows {
            let bits = row.lists.reduce(UInt16(0)) { $0 | 1 << UInt16($1) }
            let applied = script.applied(lists: bits, birth: Day(1947, 7, 8), tier: row.tier)
            #expect(applied == row.category, "\(row)")
        }
    }

    @Test func `F-045 the list of the landless knows both sides of each bound`() throws {
        let season = try SimulatedSeason("yanjiang-2021", residents: 20_000)
        let dates = try season.rows("lists/overAgeLandless-v1.csv").map { $0["批准日期"] ?? "" }
        #expect(dates.contains("2008-04-11") && dates.contains("2008-04-10"))
        #expect(dates.contains(""))
        let recount = try Recount(season, .yanjiang)
        let landless = season.expected.categories.first { $0.name == "超龄失地农民" }
        #expect(landless?.people ?? 0 > 50)
        #expect(recount.people.values.contains { $0.listings.contains { $0.approvedOn == "" } })
    }

    /// Columns: what is approved, born, man, counts on 2008-04-11 (golden cases YJ-027 … YJ-033).
    @Test(
        arguments: [
            (Day(1940, 5, 1), true, Day(2008, 4, 11)), (Day(1955, 6, 1), true, Day(2015, 6, 1)),
            (Day(1965, 6, 1), false, Day(2015, 6, 1)), (Day(1948, 4, 11), true, Day(2008, 4, 11)),
            (Day(1956, 2, 29), true, Day(2016, 2, 29)),
        ])
    func `F-045 the first day of approval is the later of two`(
        born: Day,
        isMale: Bool,
        first: Day
    ) throws {
        let approval = try #require(Yanjiang2021.script.rules.approval)
        #expect(approval.earliest(born: born, isMale: isMale) == first)
        #expect(born.fullYears(on: first) >= (isMale ? 60 : 50))
    }

    @Test func `F-031 newborns pay on the 89th, 90th and 91st day of life`() throws {
        let population = try SimulatedSeason.population(Yanjiang2021.script, residents: 9000)
        let timetable = population.script.timetable
        let birth = Day(2021, 3, 1)
        #expect(timetable.span(of: .day89, born: birth).lowerBound == Day(2021, 5, 29).number)
        #expect(timetable.span(of: .day90, born: birth).lowerBound == Day(2021, 5, 30).number)
        #expect(timetable.span(of: .day91, born: birth).lowerBound == Day(2021, 5, 31).number)
        let newborns = population.people.filter(population.isNewborn)
        #expect(Set(newborns.map(\.identity)) == [.resident, .certificate])
        #expect(Set(newborns.map(\.tier)) == [0, 1])
        #expect(newborns.contains { $0.category == 1 }, "one of a family on the list")
    }

    /// Columns: scheme, lists, birth day, residence, category (golden cases).
    @Test(
        arguments: [
            ("lingcheng-2021", [3, 7], Day(1970, 10, 1), Residence.local, 3),
            ("lingcheng-2021", [7], Day(1975, 5, 5), .local, 7),
            ("lingcheng-2021", [3, 4, 5], Day(2011, 5, 5), .local, 3),
            ("lingcheng-2021", [], Day(1940, 1, 1), .local, 0),
            ("fangcheng-2021", [2, 8], Day(2012, 12, 1), .local, 2),
            ("fangcheng-2021", [1, 7], Day(1951, 5, 5), .local, 1),
            ("fangcheng-2021", [3, 7, 9], Day(1956, 1, 9), .local, 3),
            ("fangcheng-2021", [4, 7], Day(1968, 8, 8), .local, 4),
            ("fangcheng-2021", [], Day(2001, 1, 21), .localCollege, 10),
            ("fangcheng-2021", [7], Day(2001, 1, 21), .localCollege, 7),
            ("zhangshanzi-2020", [], Day(1949, 12, 31), .local, 6),
            ("zhangshanzi-2020", [], Day(1950, 1, 1), .local, 7),
            ("zhangshanzi-2020", [], Day(1959, 12, 31), .local, 7),
            ("zhangshanzi-2020", [], Day(1960, 1, 1), .local, 0),
            ("zhangshanzi-2020", [1], Day(1954, 5, 5), .local, 1),
            ("zhangshanzi-2020", [10], Day(1954, 5, 7), .local, 7),
            ("zhangshanzi-2020", [8], Day(1954, 5, 8), .local, 8),
            ("zhangshanzi-2020", [8], Day(1944, 5, 8), .local, 6),
            ("zhangshanzi-2020", [1, 9], Day(1978, 5, 10), .local, 1),
            ("zhangshanzi-2020", [10, 8], Day(1978, 5, 12), .local, 8),
            ("zhangshanzi-2020", [11], Day(1948, 7, 7), .local, 6),
            ("zhangshanzi-2020", [12], Day(1947, 1, 1), .resident, 12),
            ("zhangshanzi-2020", [], Day(1947, 1, 1), .district, 6),
            ("zhangshanzi-2020", [11], Day(1947, 1, 1), .numbered, 11),
            ("yanjiang-2021", [], Day(2001, 9, 9), .college, 13),
            ("yanjiang-2021", [], Day(2021, 6, 15), .local, 14),
            ("yanjiang-2021", [], Day(2021, 6, 15), .permit, 0),
        ])
    func `F-048 the category of several is the golden one`(
        scheme: String,
        lists: [Int],
        birth: Day,
        residence: Residence,
        category: Int
    ) throws {
        let script = try #require(SchemesTests.scripts.first { $0.id == scheme })
        let bits = lists.reduce(UInt16(0)) { $0 | 1 << UInt16($1) }
        let applied = script.applied(lists: bits, birth: birth, residence: residence)
        #expect(applied == category)
    }
}
