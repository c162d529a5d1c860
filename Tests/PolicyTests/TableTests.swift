import Events
import Foundation
import Policy
import Testing

/// The packs against the tables that were read from the notices by hand.
@Suite struct TableTests {
    private func table(_ path: String) throws -> [[String: String]] { try Fixture.table(path) }

    @Test(arguments: Fixture.schemes)
    func `F-047 every category of the table has the table's money`(scheme: String) throws {
        let policy = try Fixture.pack(scheme).compiled
        for row in try table("domain/categories.csv") where row["policy"] == scheme {
            let id = try #require(row["category"])
            let category = try #require(policy.category(id)?.index, "\(id)")
            #expect(policy.categories[category].mode.rawValue == row["mode"], "\(id)")
            guard let premium = row["premium_yuan"], !premium.isEmpty else { continue }
            let tier = try #require(policy.tier(row["tier"] == "single" ? "" : row["tier"] ?? ""))
            let money = policy.tables.money[category * policy.tiers.count + tier]
            #expect(money.holds)
            #expect("\(policy.tiers[tier].premium)" == premium, "\(id)")
            #expect("\(Money(fen: money.due))" == row["person_pays_yuan"], "\(id)")
            var expected: [Int: String] = [:]
            for number in ["1", "2"] {
                guard let name = row["funder\(number)_zh"], !name.isEmpty else { continue }
                expected[try #require(policy.funder(name), "\(name)")] = row["funder\(number)_yuan"]
            }
            var found: [Int: String] = [:]
            for place in 0..<money.count {
                found[Int(money.funders[place])] = "\(Money(fen: money.fen[place]))"
            }
            #expect(found == expected, "\(id)")
            let isFull = (row["full_coverage_group"] ?? "").hasPrefix("yes")
            #expect(policy.categories[category].isFullCoverage == isFull, "\(id)")
        }
    }

    @Test(arguments: Fixture.schemes)
    func `F-025 F-137 every day of the table is in the pack`(scheme: String) throws {
        let terms = try Fixture.pack(scheme).terms
        for row in try table("domain/windows.csv") where row["policy"] == scheme {
            let id = try #require(row["phase"])
            let start = CivilDate(row["start"] ?? "")
            let end = CivilDate(row["end"] ?? "")
            if id.hasPrefix("score") {
                let points = ["score10": 10, "score8": 8][id]
                #expect(terms.ranking.scores.contains { $0.by == end && $0.points == points })
            } else if id == "newborn" {
                #expect(terms.newborn?.days == 90)
            } else if id == "notice" {
                #expect(terms.duties.first { $0.id == id }?.days == 7)
            } else if let duty = terms.duties.first(where: { $0.id == id }) {
                #expect(duty.by == end, "\(id)")
            } else {
                let phase = try #require(terms.phases.first { $0.id == id }, "\(id)")
                #expect(phase.from == start && phase.to == end, "\(id)")
                #expect(phase.name == row["name_zh"])
            }
        }
    }

    @Test(arguments: [
        ("lingcheng-2021", 50, 41_685), ("tengzhou-2023", 21, 1_320_801),
        ("yanjiang-2021", 22, 1_068_562),
    ])
    func `F-097 the printed units and figures stand in the notice`(
        scheme: String,
        count: Int,
        sum: Int64
    ) throws {
        let policy = try Fixture.pack(scheme).compiled
        let notice = try Fixture.text("notices/\(scheme).txt").filter { !$0.isWhitespace }
        #expect(policy.units.count == count)
        #expect(policy.units.reduce(0) { $0 + $1.targetHeads + $1.population } == sum)
        for unit in policy.units {
            #expect(!unit.isSynthetic)
            let figure = "\(unit.targetHeads + unit.population)"
            let amount = unit.targetAmount > .zero ? "\(unit.targetAmount)" : ""
            let names = [unit.name] + unit.aliases
            #expect(names.contains { notice.contains($0 + figure + amount) }, "\(unit.name)")
        }
    }

    @Test(arguments: ["fangcheng-2021", "zhangshanzi-2020"])
    func `units that no notice prints are visibly made up`(scheme: String) throws {
        let notice = try Fixture.text("notices/\(scheme).txt")
        for unit in try Fixture.pack(scheme).compiled.units {
            #expect(unit.isSynthetic == unit.name.hasPrefix("示例"))
            #expect(unit.isSynthetic || notice.contains(unit.name))
            #expect(unit.targetHeads == 0)
        }
    }

    @Test(arguments: Fixture.schemes)
    func `the notice says its own number and date`(scheme: String) throws {
        let notice = try Fixture.pack(scheme).terms.notice
        let text = try Fixture.text("notices/\(scheme).txt")
        #expect(notice.number.isEmpty || text.contains(notice.number))
        if let issued = notice.issued {
            let (year, month, day) = issued.components
            let words = text.filter { !$0.isWhitespace }
            #expect(words.contains("\(year)年\(month)月\(day)日"))
        }
    }

    @Test func `F-126 what is not printed stays unset`() throws {
        let fangcheng = try Fixture.pack("fangcheng-2021")
        #expect(fangcheng.warnings.filter { $0.reason.contains("standard is not set") }.count == 6)
        for scheme in Fixture.schemes where scheme != "tengzhou-2023" {
            #expect(try Fixture.pack(scheme).terms.window.benefitFrom == nil)
            #expect(try Fixture.pack(scheme).terms.fiscalSubsidy == nil)
        }
        #expect(try Fixture.pack("lingcheng-2021").terms.ranking.scores[2].points == nil)
    }
}
