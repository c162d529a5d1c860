import Events
import Foundation
import Testing

@testable import Intake

/// Every trap that a workbook can hold, with the code that it must get.
struct WorkbookTrapTests {
    private static let traps = Trap.identities + Trap.days + Trap.grids + Trap.archives + Trap.xml

    @Test func `F-039 every trap of a workbook gets its code and nothing else is taken`() throws {
        #expect(Self.traps.count >= 120)
        #expect(Set(Self.traps.map(\.name)).count == Self.traps.count)
        for trap in Self.traps {
            let outcome = try trap.outcome()
            #expect(outcome.code == trap.code, "\(trap.name)")
            #expect(outcome.people == trap.people, "\(trap.name)")
        }
    }

    @Test func `F-039 the same workbook twice gives the same facts`() throws {
        let facts = try (0..<2).map { _ in
            let log = MemoryLog()
            let bytes = try #require(Self.traps.first { $0.name == "sheets: two tables" }).bytes
            _ = try Fixture.lists(log).send(
                .memory(bytes, name: "list.xlsx"),
                as: Fixture.description(.list)
            )
            return try log.facts(.subsidyListsReceived).map {
                "\($0.fact.source) \($0.fact.number) \($0.partition) \($0.key) \($0.fact.body)"
            }
        }
        #expect(facts[0] == facts[1])
        #expect(facts[0].count == 6)
    }

    /// One byte of a good workbook is changed, at each place in turn.
    @Test func `a changed byte is told or changes nothing`() throws {
        let good = Trap.plain
        var told = 0
        for place in stride(from: 0, to: good.bytes.count, by: 3) {
            var trap = good
            trap.bytes[place] ^= UInt8(1 << (place % 8))
            let outcome = try trap.outcome()
            if outcome.code == "taken" {
                #expect(outcome.people == good.people, "byte \(place)")
            } else {
                told += 1
            }
        }
        #expect(told > 100)
    }

    @Test func `what is wrong names file, sheet, row, column and next step, and no number`() throws
    {
        for trap in Self.traps {
            guard let report = try trap.outcome().report else { continue }
            for problem in report.problems {
                #expect(problem.hasPrefix("list.xlsx sheet «"), "\(problem)")
                #expect(problem.contains(" row "))
                #expect(!problem.contains(Fixture.good))
            }
        }
        let trap = try #require(Self.traps.first { $0.name == "identity: 18 digits as a number" })
        #expect(
            try trap.outcome().report?.problems == [
                "list.xlsx sheet «名单» row 2, column C 身份证号: 370481********0000 is stored as a "
                    + "number: a spreadsheet keeps 15 digits, the others are lost. Format the column "
                    + "as text, enter the number again from the card and send the row; other rows "
                    + "were taken."
            ]
        )
    }

    @Test func `sheets and rows that are not read are told`() throws {
        let cases = [
            ("sheets: a hidden one beside", "sheet «二» is hidden and was not read."),
            ("sheets: notes before", "sheet «说明» has no header of list and was not read."),
            ("grid: hidden rows", "sheet «名单»: 1 hidden rows were read as well."),
            (
                "grid: blank rows between",
                "sheet «名单»: 4 blank rows between others were passed over."
            ),
            (
                "header: repeated on each page",
                "sheet «名单»: the header stands 1 more times between rows; it was passed over."
            ),
        ]
        for (name, note) in cases {
            let trap = try #require(Self.traps.first { $0.name == name })
            #expect(try trap.outcome().report?.notes.contains(note) == true, "\(name)")
        }
    }
}
