import Foundation
import Testing

@testable import Simulation

struct SeasonTests {
    @Test func `the same arguments give the same bytes`() throws {
        let first = try SimulatedSeason(residents: 1500, seed: 9)
        let second = try SimulatedSeason(residents: 1500, seed: 9)
        #expect(try first.files() == second.files())
        for file in try first.files() {
            #expect(try first.data(file) == second.data(file), "\(file)")
        }
        #expect(first.expected == second.expected)
    }

    @Test func `another seed gives other people`() throws {
        let first = try SimulatedSeason(residents: 500, seed: 1)
        let second = try SimulatedSeason(residents: 500, seed: 2)
        #expect(try first.data("roster.csv") != second.data("roster.csv"))
        #expect(try first.data("payments.csv") != second.data("payments.csv"))
    }

    @Test(arguments: [(100, 1), (731, 2), (2000, 3), (2000, 4), (5000, 5)])
    func `a recount of the files gives what was expected`(residents: Int, seed: Int) throws {
        let season = try SimulatedSeason(residents: residents, seed: UInt64(seed))
        let written = try season.written()
        let recount = try Recount(season, .tengzhou).totals()
        for (key, value) in try #require(written as? [String: Any]) {
            #expect(recount[key] as? NSObject == value as? NSObject, "\(key)")
        }
        #expect(recount == written)
    }

    @Test func `payments stand in order of time but for redeliveries`() throws {
        let season = try SimulatedSeason(residents: 20_000)
        var last = ""
        var seen: Set<String> = []
        var again = 0
        for row in try season.rows("payments.csv") where !(row["event_id"] ?? "").hasPrefix("F") {
            let paidAt = row["paid_at"] ?? ""
            if seen.insert(row["event_id"] ?? "").inserted {
                #expect(paidAt >= last)
                last = paidAt
            } else {
                #expect(paidAt < last)
                again += 1
            }
        }
        #expect(again == season.expected.events.repeated)
        #expect(again > 0)
    }

    @Test func `a list says whom the season has on it by name, number and unit`() throws {
        let season = try SimulatedSeason(residents: 2000)
        let roster = Dictionary(
            uniqueKeysWithValues: try season.rows("roster.csv").map { ($0["身份证号"], $0) }
        )
        var strangers = 0
        for file in try season.files() where file.hasSuffix("-v1.csv") || file.hasSuffix("-v2.csv")
        {
            for row in try season.rows(file) {
                guard let known = roster[row["身份证号"]] else {
                    strangers += 1
                    continue
                }
                #expect(known["姓名"] == row["姓名"])
                #expect(known["单位"] == row["单位"])
            }
        }
        #expect(strangers > 0)
    }

    @Test func `a season tells how far it is`() throws {
        var stages: [String] = []
        _ = try SimulatedSeason(residents: 300) { stage, done, total in
            #expect(done <= total)
            if stages.last != stage { stages.append(stage) }
        }
        #expect(stages == ["people", "roster", "lists", "payments"])
    }

    @Test func `what cannot be simulated is refused`() throws {
        func season(_ scheme: String, _ residents: Int) throws {
            _ = try Season(
                scheme: scheme,
                residents: residents,
                seed: 1,
                ratesFile: SimulatedSeason.file("simulation.csv"),
                unitsFile: SimulatedSeason.file("simulation.csv")
            )
        }
        #expect(throws: SimulationError.unknownScheme("atlantis-2023")) {
            try season("atlantis-2023", 1000)
        }
        #expect(
            throws: SimulationError.residentsOutOfRange(99, allowed: Season.residentsAllowed)
        ) {
            try season("tengzhou-2023", 99)
        }
        #expect(throws: SimulationError.self) { try season("tengzhou-2023", 1000) }
    }
}
