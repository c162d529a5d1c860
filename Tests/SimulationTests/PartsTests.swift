import Foundation
import Testing

@testable import Simulation

/// The small parts that everything rests on.
struct PartsTests {
    @Test func `targets at the printed number of residents are the printed rows`() {
        let printed = [73_131, 93_664, 32_671]
        #expect(UnitTable.apportion(199_466, by: printed) == printed)
    }

    @Test func `the units that the project ships carry the printed numbers in printed order`()
        throws
    {
        let units = try UnitTable(
            file: SimulatedSeason.file("units.csv"),
            residents: 1_320_801
        )
        let printed = SimulatedSeason.units.split(separator: "\n").dropFirst()
            .compactMap { $0.split(separator: ",").last.flatMap { Int($0) } }
        #expect(units.targets == printed)
        #expect(units.texts.count == 21)
    }

    @Test func `targets are scaled by largest remainder`() {
        // Quotas 3.5, 3.5, 3.0: the tie goes to the first.
        #expect(UnitTable.apportion(10, by: [7, 7, 6]) == [4, 3, 3])
        #expect(UnitTable.apportion(100, by: [1, 1, 1]) == [34, 33, 33])
    }

    @Test func `the calendar is that of Foundation`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for number in stride(from: -25_000, through: 60_000, by: 37) {
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            let (year, month, day) = Day(number: number).parts
            #expect(year == parts.year && month == parts.month && day == parts.day)
            #expect(Day(year, month, day).number == number)
        }
        #expect(Day(2022, 12, 31).number == 19_357)
        #expect(Day(1962, 12, 31).fullYears(on: Day(2022, 12, 31)) == 60)
        #expect(Day(1963, 1, 1).fullYears(on: Day(2022, 12, 31)) == 59)
    }

    /// Columns: seventeen digits, check character (the example of GB 11643-1999 and counted ones).
    @Test(arguments: [("11010519491231002", "X"), ("44052418800101001", "4")])
    func `the check character is that of the standard`(digits: String, check: String) {
        #expect(NumberCode.checkCharacter(of: Array(digits.utf8)) == Array(check.utf8)[0])
    }

    @Test func `a number says what it was issued for`() throws {
        var issuer = NumberIssuer(divisions: 2)
        let divisions = [Array("370481".utf8), Array("370402".utf8)]
        var seen: Set<[UInt8]> = []
        for _ in 0..<499 {
            let code = try issuer.issue(division: 1, birth: Day(1957, 5, 6), male: true)
            #expect(code.birth == Day(1957, 5, 6) && code.isMale && code.division == 1)
            let characters = code.characters(divisions)
            #expect(String(decoding: characters.prefix(14), as: UTF8.self) == "37040219570506")
            #expect(seen.insert(characters).inserted)
        }
        #expect(throws: SimulationError.numbersExhausted) {
            try issuer.issue(division: 1, birth: Day(1957, 5, 6), male: true)
        }
    }

    /// Columns: lists, birth day, category applied (golden cases TZ-033 … TZ-054).
    @Test(
        arguments: [
            ([], Day(1983, 1, 1), 0), ([], Day(1957, 5, 5), 9), ([], Day(1952, 12, 31), 10),
            ([12], Day(1957, 6, 6), 12), ([14], Day(1950, 6, 8), 10),
            ([12], Day(1950, 6, 8), 10), ([15, 11], Day(1975, 6, 10), 15),
            ([2], Day(1957, 6, 12), 2), ([2, 14], Day(1977, 6, 13), 2),
            ([6, 7], Day(2011, 6, 16), 6), ([11, 13], Day(1966, 6, 17), 11),
        ])
    func `the category of several is the golden one`(lists: [Int], birth: Day, category: Int) {
        let bits = lists.reduce(UInt16(0)) { $0 | 1 << UInt16($1) }
        #expect(Tengzhou2023.script.applied(lists: bits, birth: birth) == category)
    }

    @Test func `shares that do not add up are refused`() throws {
        let half = Rate(value: 500, scale: 1000)
        #expect(throws: SimulationError.ratesDoNotAddUp("x")) {
            try Wheel("x", [(0, half), (1, half), (2, Rate(value: 1, scale: 100_000))])
        }
        #expect(throws: SimulationError.ratesDoNotAddUp("x")) {
            try Wheel("x", [(0, half)], complete: true)
        }
        let wheel = try Wheel("x", [(0, half), (1, half)], complete: true)
        var random = Random(seed: 1, .person, 1)
        let spins = (0..<1000).compactMap { _ in wheel.spin(&random) }
        #expect(spins.count == 1000)
        #expect(Set(spins) == [0, 1])
    }

    /// Columns: the file's text, the row that is wrong.
    @Test(
        arguments: [
            ("parameter,per_mille_or_value,basis,source\na,x,per 1000 people,assumed", 2),
            ("parameter,per_mille_or_value,basis,source\na,2,value,s\na,1,value,s", 3),
            ("parameter,per_mille_or_value,basis,source\na,1001,per 1000 people,s", 2),
            ("parameter,per_mille_or_value,basis,source\na,1,value,", 2),
            ("parameter,per_mille_or_value,basis,source\na,1,value", 2),
            ("parameter,value\na,1", 1),
        ])
    func `a file of rates is checked row by row`(text: String, row: Int) throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("rates-\(UUID().uuidString).csv")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        do {
            _ = try Rates(file: file)
            Issue.record("a wrong file was read")
        } catch SimulationError.malformed(_, let at, _) {
            #expect(at == row)
        }
    }
}
