import Foundation
import Testing

@testable import Simulation

/// What holds in the season of every scheme.
struct SchemesTests {
    static let scripts = [
        Lingcheng2021.script, Fangcheng2021.script, Zhangshanzi2020.script, Tengzhou2023.script,
        Yanjiang2021.script,
    ]
    static let seasons = Season.schemes.flatMap { scheme in
        [(100, 1), (731, 2), (2500, 3), (9000, 4)].map { (scheme, $0.0, $0.1) }
    }

    @Test func `there is a season for every scheme that has a pack`() throws {
        let packs = SimulatedSeason.file("", of: "").path
        let folders = try FileManager.default.contentsOfDirectory(atPath: packs).filter {
            FileManager.default.fileExists(atPath: "\(packs)/\($0)/policy.yaml")
        }
        #expect(Set(folders) == Set(Season.schemes))
        #expect(Set(RecountTerms.all.keys) == Set(Season.schemes))
    }

    @Test(arguments: seasons)
    func `a recount of the files gives what was expected`(
        scheme: String,
        residents: Int,
        seed: Int
    ) throws {
        let season = try SimulatedSeason(scheme, residents: residents, seed: UInt64(seed))
        let written = try season.written()
        let recount = try Recount(season, try #require(RecountTerms.all[scheme])).totals()
        for (key, value) in try #require(written as? [String: Any]) {
            #expect(recount[key] as? NSObject == value as? NSObject, "\(key)")
        }
        #expect(recount == written)
    }

    @Test(arguments: Season.schemes)
    func `the same arguments give the same bytes, another seed others`(scheme: String) throws {
        let first = try SimulatedSeason(scheme, residents: 800, seed: 9)
        let second = try SimulatedSeason(scheme, residents: 800, seed: 9)
        let other = try SimulatedSeason(scheme, residents: 800, seed: 10)
        #expect(try first.files() == second.files())
        for file in try first.files() {
            #expect(try first.data(file) == second.data(file), "\(file)")
        }
        #expect(try first.data("payments.csv") != other.data("payments.csv"))
    }

    @Test(arguments: Season.schemes)
    func `the sums of units, statuses, categories and funders agree`(scheme: String) throws {
        let script = try #require(SchemesTests.scripts.first { $0.id == scheme })
        let expected = try SimulatedSeason(scheme, residents: 9000).expected
        let covered = Status.allCases.filter { $0.isCovered(coversLate: script.rules.coversLate) }
        let made = try SimulatedSeason.population(script, residents: 9000)
        let accepted = made.people.indices.prefix(made.strangers.lowerBound).count {
            let outcome = made.outcome(of: $0)
            return outcome.isCovered && !covered.contains(outcome.status)
        }
        let holdsLate = script.stories.contains { $0.status == .late && $0.heldFen > 0 }
        #expect((accepted > 0) == holdsLate)
        let people = expected.status.filter { covered.map(\.name).contains($0.name) }
            .map(\.number).reduce(accepted, +)
        #expect(expected.units.map(\.enrolled).reduce(0, +) == people)
        #expect(expected.categories.map(\.people).reduce(0, +) == people)
        let personal = expected.categories.map(\.personalFen).reduce(0, +)
        #expect(expected.units.map(\.paidFen).reduce(0, +) == personal)
        let funded = expected.funders.map(\.number).reduce(0, +)
        #expect(expected.categories.flatMap(\.funders).map(\.number).reduce(0, +) == funded)
        if script.rules.tiers.isEmpty {
            #expect(personal + funded == people * script.premiumFen)
        } else {
            #expect(personal + funded > people * 335_00)
        }
        let refused = expected.events.rejected.map(\.number).reduce(0, +)
        #expect(
            expected.events.sent
                == expected.events.accepted + refused + expected.events.repeated
        )
    }

    @Test(arguments: Season.schemes)
    func `every story, residence, scope, fault and group occurs`(scheme: String) throws {
        let script = try #require(SchemesTests.scripts.first { $0.id == scheme })
        let population = try SimulatedSeason.population(script, residents: 20_000)
        let made = population.people[..<population.strangers.lowerBound]
        for (index, story) in script.stories.enumerated()
        where story.circumstance != .deviating {
            let count = made.count { Int($0.story) == index }
            #expect(count >= 2, "\(story.circumstance) \(story.id)")
        }
        #expect(Set(made.map(\.scope)) == Set([.eligible] + script.rules.scopes))
        let residences = Set(made.map(\.residence))
        #expect(residences.isSuperset(of: script.residences.map(\.residence)))
        for list in script.lists where list.members != .late {
            #expect(made.contains { list.names($0) }, "\(list.id)")
        }
        for category in script.categories.indices {
            #expect(made.contains { Int($0.category) == category }, "\(category)")
        }
        let rejected = try SimulatedSeason(scheme, residents: 500).expected.events.rejected
        let reasons = script.rules.faults.map(\.rawValue) + script.strayRows.map(\.reason)
        #expect(rejected.map(\.name).suffix(reasons.count) == reasons[...])
        #expect(rejected.suffix(reasons.count).allSatisfy { $0.number >= 2 })
        #expect(rejected.count > reasons.count, "records of offices are refused, too")
    }

    /// Columns: scheme, status of its own, whether it occurs.
    @Test(
        arguments: [
            ("lingcheng-2021", "waived"), ("lingcheng-2021", "registration-incomplete"),
            ("lingcheng-2021", "late"), ("fangcheng-2021", "registration-incomplete"),
            ("fangcheng-2021", "late"), ("zhangshanzi-2020", "waived"),
            ("zhangshanzi-2020", "registration-incomplete"), ("zhangshanzi-2020", "late"),
            ("yanjiang-2021", "late-rejected"), ("tengzhou-2023", "late"),
        ])
    func `a status that only some schemes have occurs there`(scheme: String, status: String) throws
    {
        let expected = try SimulatedSeason(scheme, residents: 3000).expected
        #expect(expected.status.contains { $0.name == status && $0.number >= 2 })
    }
}
