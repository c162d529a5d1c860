import Foundation
import Testing

@testable import Simulation

/// Sums that hold in every season, and that nothing special is missing.
struct TotalsTests {
    private static let premiumFen = 35_000

    @Test func `the sums of units, statuses, categories and funders agree`() throws {
        let expected = try SimulatedSeason(residents: 20_000).expected
        let covered = ["insured", "overpaid", "duplicate", "late"]
        let people = expected.status.filter { covered.contains($0.name) }.map(\.number)
            .reduce(0, +)
        #expect(expected.units.map(\.enrolled).reduce(0, +) == people)
        #expect(expected.categories.map(\.people).reduce(0, +) == people)
        let personal = expected.categories.map(\.personalFen).reduce(0, +)
        #expect(expected.units.map(\.paidFen).reduce(0, +) == personal)
        let funded = expected.funders.map(\.number).reduce(0, +)
        #expect(personal + funded == people * TotalsTests.premiumFen)
        let byCategory = expected.categories.flatMap(\.funders).map(\.number).reduce(0, +)
        #expect(byCategory == funded)
        let refused = expected.events.rejected.map(\.number).reduce(0, +)
        #expect(
            expected.events.sent
                == expected.events.accepted + refused + expected.events.repeated
        )
    }

    @Test func `ranks are 1 to 21 and follow the shares`() throws {
        let units = try SimulatedSeason(residents: 20_000).expected.units
        let ranked = units.filter { $0.rank != nil }.sorted { ($0.rank ?? 0) < ($1.rank ?? 0) }
        #expect(ranked.map(\.rank) == Array(1...21))
        for (better, worse) in zip(ranked, ranked.dropFirst()) {
            #expect(better.enrolled * worse.target >= worse.enrolled * better.target)
        }
    }

    @Test func `every number is valid and nobody shares one`() throws {
        let season = try SimulatedSeason(residents: 20_000)
        let roster = try season.rows("roster.csv").compactMap { $0["身份证号"] }
        #expect(roster.count == 20_000)
        #expect(Set(roster).count == 20_000)
        let home = roster.filter { $0.hasPrefix("370481") }.count
        #expect(home > 19_000 && home < 20_000)
        for number in roster {
            #expect(number.count == 18)
            #expect(Recount.isDay(String(number.dropFirst(6).prefix(8))))
            #expect(Recount.hasRightCheckCharacter(Array(number.utf8)))
        }
    }

    @Test func `every kind of person, story and fault occurs`() throws {
        let season = try SimulatedSeason(residents: 20_000)
        let population = try SimulatedSeason.population(Tengzhou2023.script, residents: 20_000)
        let made = population.people[..<population.strangers.lowerBound]
        let script = population.script
        for story in script.stories.indices {
            let count = made.count { Int($0.story) == story }
            #expect(count >= 2, "\(script.stories[story].circumstance) \(script.stories[story].id)")
        }
        #expect(Set(made.map(\.scope)) == Set([.eligible] + script.rules.scopes))
        #expect(
            Set(made.map(\.residence))
                == Set([.local, .outside] + script.residences.map(\.residence))
        )
        #expect(made.contains { $0.lists.nonzeroBitCount > 1 })
        #expect(Set(made.map(\.added)).subtracting([0]) == [2, 4, 5, 12, 14])
        #expect(Set(made.map(\.dropped)).subtracting([0]) == [2, 4, 5, 12, 14])
        let births = Set(made.map(\.number.birth))
        #expect(births.isSuperset(of: [Day(1962, 12, 31), Day(1963, 1, 1), Day(1953, 1, 1)]))
        #expect(season.expected.categories.count == 16)
        #expect(season.expected.status.count == 8)
        let rejected = season.expected.events.rejected
        let ofOffices = ["duty_not_in_scheme", "route_not_allowed"]
        #expect(rejected.map(\.name) == ofOffices + script.rules.faults.map(\.rawValue))
        #expect(rejected.dropFirst(2).allSatisfy { $0.number >= 2 })
        #expect(season.expected.units.last?.name == "unassigned")
    }

    @Test func `ages follow the census`() throws {
        let population = try SimulatedSeason.population(Tengzhou2023.script, residents: 60_000)
        let born = population.people.map(\.number.birth)
        let old = born.count { $0 <= Day(1962, 12, 31) }
        let young = born.count { $0 >= Day(2008, 1, 1) }
        // 20.90 % and 18.78 %, give or take one in a hundred residents.
        #expect(abs(old - 12_540) < 600)
        #expect(abs(young - 11_268) < 600)
    }
}
