import Foundation
import Testing

@testable import Simulation

/// What is special in one scheme, read from its files.
struct SpecialCasesTests {
    @Test func `F-097 targets at the printed number of payers are the printed table of 陵城`()
        throws
    {
        let season = try SimulatedSeason("lingcheng-2021", residents: 41_685)
        let targets = try season.rows("lists/targets.csv")
        let text = try String(
            contentsOf: SimulatedSeason.file("units.csv", of: "lingcheng-2021"),
            encoding: .utf8
        )
        let printed = text.split(separator: "\n").dropFirst().map { row in
            row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(targets.count == 50)
        #expect(targets.map { $0["单位"] } == printed.map { $0[0] })
        #expect(targets.map { $0["人数"] } == printed.map { $0[2] })
        #expect(targets.map { $0["金额"] } == printed.map { $0[3] })
        let enrolled = season.expected.units.map(\.enrolled).reduce(0, +)
        let roster = try season.rows("roster.csv").count
        #expect(roster > 41_685, "those who owe nothing stand on the roster besides")
        #expect(enrolled < roster)
    }

    @Test func `F-120 a refusal is a removal or a record of its own`() throws {
        let season = try SimulatedSeason("lingcheng-2021", residents: 9000)
        let marks = try season.rows("lists/removals.csv").filter { $0["备注"] == "书面承诺不缴" }
        let letters = try season.records().filter {
            $0["type"] as? String == "RefusalLetterFiled"
        }
        let waived = season.expected.status.first { $0.name == "waived" }
        #expect(!marks.isEmpty && !letters.isEmpty)
        #expect(marks.count + letters.count >= waived?.number ?? 0)
    }

    @Test(arguments: ["lingcheng-2021", "fangcheng-2021"])
    func `F-023 money of people who are nowhere registered is held`(scheme: String) throws {
        let season = try SimulatedSeason(scheme, residents: 3000)
        let recount = try Recount(season, try #require(RecountTerms.all[scheme]))
        let waiting = recount.people.values.filter {
            recount.assess($0, householdTier: nil).status == "registration-incomplete"
        }
        let registered = try season.rows("lists/registrations.csv").map { $0["身份证号"] }
        let roster = try season.rows("roster.csv").map { $0["身份证号"] }
        #expect(waiting.count >= 10)
        for facts in waiting {
            #expect(!registered.contains(facts.number) && !roster.contains(facts.number))
        }
    }

    @Test(arguments: ["fangcheng-2021", "yanjiang-2021"])
    func `F-005 the school enrols students, whom no unit counts`(scheme: String) throws {
        let season = try SimulatedSeason(scheme, residents: 5000)
        let students = try season.rows("lists/registrations.csv").filter { row in
            row["户籍"] == "外地" && (row["备注"] ?? "").hasSuffix("在读")
        }
        let numbers = Set(students.compactMap { $0["身份证号"] })
        #expect(students.count >= 14)
        #expect(students.allSatisfy { $0["单位"] == "" })
        let lines = try season.rows("payments.csv").filter {
            numbers.contains($0["identity_number"] ?? "")
        }
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { $0["channel"] == "school" && $0["unit"] == "" })
    }

    /// Columns: scheme, channels of villages, their last day.
    @Test(
        arguments: [
            ("lingcheng-2021", ["postalQR", "cash"], "2020-12-05"),
            ("fangcheng-2021", ["villageAssistant"], "2021-11-30"),
            ("zhangshanzi-2020", ["village"], "2019-11-15"),
        ])
    func `F-026 villages do not collect after their last day`(
        scheme: String,
        channels: [String],
        lastDay: String
    ) throws {
        let lines = try SimulatedSeason(scheme, residents: 5000).rows("payments.csv")
        let good = lines.filter { !($0["event_id"] ?? "").hasPrefix("F") }
        let later = good.filter { ($0["paid_at"] ?? "") >= lastDay + "T24" }
        #expect(later.count > 20)
        #expect(!later.contains { channels.contains($0["channel"] ?? "") })
    }

    @Test func `F-022 numbers that begin 362101 are shut out, others of no hukou pay in full`()
        throws
    {
        let season = try SimulatedSeason("zhangshanzi-2020", residents: 9000)
        let rows = try season.rows("roster.csv").filter { $0["户籍"] == "无户口" }
        let recount = try Recount(season, .zhangshanzi)
        func statuses(_ prefix: String) -> Set<String> {
            Set(
                rows.compactMap { $0["身份证号"] }.filter { $0.hasPrefix(prefix) }
                    .compactMap { recount.people[$0] }
                    .map { recount.assess($0, householdTier: nil).status }
            )
        }
        #expect(statuses("362101") == ["ineligible"])
        #expect(statuses("370405").contains("insured"))
        #expect(!statuses("370405").contains("ineligible"))
        let returned = try season.rows("lists/unregisteredNumbered-v1.csv")
        #expect(returned.contains { $0["系统编号"]?.hasPrefix("362101") ?? false })
    }

    @Test func `F-021 who is not of the district owes the whole, whatever age and list`() throws {
        let population = try SimulatedSeason.population(
            Zhangshanzi2020.script,
            residents: 20_000
        )
        let outside: Set<Residence> = [.resident, .permit, .neighbour]
        let people = population.people.filter { outside.contains($0.residence) }
        let old = people.filter { $0.number.birth <= Day(1949, 12, 31) }
        #expect(old.count > 10)
        #expect(people.contains { $0.lists >> 8 & 1 == 1 })
        #expect(people.allSatisfy { $0.category == 12 })
        let district = population.people.filter { $0.residence == .district }
        #expect(Set(district.map(\.category)).isSuperset(of: [0, 1, 6, 7]))
    }

    @Test func `F-032 a guardian is missing for some children born in 2004 or later`() throws {
        let rows = try SimulatedSeason("zhangshanzi-2020", residents: 3000)
            .rows("lists/registrations.csv")
        let year = { (row: [String: String]) in
            Int((row["身份证号"] ?? "").dropFirst(6).prefix(4)) ?? 0
        }
        let children = rows.filter { year($0) >= 2004 }
        #expect(children.contains { $0["监护人姓名"] == "" })
        #expect(children.contains { $0["监护人姓名"] != "" && $0["监护人身份证号"] != "" })
        #expect(rows.contains { year($0) == 2003 && $0["监护人姓名"] == "" })
    }
}
