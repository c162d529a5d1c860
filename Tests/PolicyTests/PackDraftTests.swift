import Foundation
import Policy
import Testing

/// The next season's pack is drafted from one that is there.
@Suite struct PackDraftTests {
    @Test(arguments: Fixture.schemes)
    func `F-125 a draft keeps no day, amount or target of the old notice, and does not load`(
        scheme: String
    ) throws {
        let old = try Fixture.pack(scheme)
        let draft = PackDraft(from: old.texts, scheme: "next-2030")
        let text = try #require(draft.texts["policy.yaml"])
        #expect(text.contains("\nscheme: next-2030\n"))
        for printed in [#/\d{4}-\d{2}-\d{2}/#, #/yuan: \d/#, #/\d元/#, #/\d{4}年/#, #/year: \d/#] {
            #expect(text.firstMatch(of: printed) == nil)
        }
        let units = try #require(draft.texts["units.csv"])
        let oldUnits = try #require(old.texts["units.csv"])
        let first = try #require(old.terms.units.first)
        #expect(units.contains("\n\(first.name),"))
        #expect(units.split(separator: "\n").count == oldUnits.split(separator: "\n").count)
        if first.targetHeads > 0 { #expect(!units.contains(",\(first.targetHeads)")) }

        let places = PackDraft.openPlaces(in: draft.texts)
        #expect(places.contains { $0.reason.contains("opens: ") })
        do {
            _ = try PolicyPack.load(texts: draft.texts)
            Issue.record("a pack with open places was loaded")
        } catch {
            #expect(error.problems == places)
        }
    }

    @Test func `F-125 a draft that was filled in is a pack of its own`() throws {
        let old = try Fixture.pack("tengzhou-2023")
        let pack = try PolicyPack.load(texts: try NextYear.texts(of: old.texts, "tengzhou-2024"))
        #expect(pack.scheme == "tengzhou-2024")
        #expect(pack.compiled.coverageYear == 2024)
        #expect("\(pack.terms.window.opens.value)" == "2023-10-17")
        #expect(pack.terms.tiers.first?.premium == old.terms.tiers.first?.premium)
        #expect(pack.compiled.categories.count == old.compiled.categories.count)
        #expect(pack.terms.units.map(\.targetHeads) == old.terms.units.map(\.targetHeads))
    }

    @Test func `F-125 a day that was left over from another season is refused`() throws {
        let old = try Fixture.pack("tengzhou-2023")
        var texts = try NextYear.texts(of: old.texts, "tengzhou-2024")
        texts["policy.yaml"] = texts["policy.yaml"]?.replacing(
            "opens: { date: 2023-10-17",
            with: "opens: { date: 2022-10-17"
        )
        do {
            _ = try PolicyPack.load(texts: texts)
            Issue.record("a season of three years was loaded")
        } catch {
            #expect(error.problems.map(\.key) == ["window.opens"])
            let reason = try #require(error.problems.first?.reason)
            #expect(reason == "2022-10-17 lies in neither year of the season (2023, 2024)")
        }
    }
}

/// What an office writes into a draft: everything as in the year before, one year on.
enum NextYear {
    static func texts(of old: [String: String], _ scheme: String) throws -> [String: String] {
        let draft = PackDraft(from: old, scheme: scheme).texts
        return Dictionary(
            uniqueKeysWithValues: draft.map { name, text in
                let before = (old[name] ?? "").components(separatedBy: "\n")
                let lines = text.components(separatedBy: "\n").enumerated().map { index, line in
                    line.contains(PackDraft.open) ? later(before[index]) : line
                }
                return (name, lines.joined(separator: "\n"))
            }
        )
    }

    /// Every year of the season one on.
    private static func later(_ line: String) -> String {
        line.replacing("2023", with: "2024").replacing("2022", with: "2023")
    }
}
