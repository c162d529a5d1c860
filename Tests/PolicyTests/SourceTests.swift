import Policy
import Testing

/// Every figure of the tables that were read from the notices by hand stands in a pack, behind the
/// clause that the table names and in words of the notice.
@Suite struct SourceTests {
    /// Words by which a notice frees a person of the whole premium.
    private static let waiving = [
        "全额", "不缴费", "免缴", "免除", "减免全部费用", "各承担50%", "不再交纳",
    ]

    @Test(arguments: Fixture.schemes)
    func `F-047 every figure of the category table stands in words of its clause`(
        scheme: String
    ) throws {
        let pack = try Fixture.pack(scheme)
        let notice = try Fixture.text("notices/\(scheme).txt")
        for tier in pack.terms.tiers {
            for component in tier.components {
                let words = component.citation.quotes.map(plain)
                let figure = "\(component.amount)元"
                #expect(words.allSatisfy { $0.contains(figure) }, "\(tier.name) \(component.id)")
                #expect(!words.isEmpty)
            }
        }
        for row in try Fixture.table("domain/categories.csv") where row["policy"] == scheme {
            let id = try #require(row["category"])
            let category = try #require(pack.terms.categories.first { $0.id == id })
            #expect(category.citation.quotes.allSatisfy { notice.contains($0) }, "\(id)")
            #expect(!category.citation.quotes.isEmpty, "\(id)")
            #expect(isCited(row["clause"] ?? "", category.citation.clause), "\(scheme) \(id)")
            let words = category.citation.quotes.map(plain).joined(separator: "\n")
            switch category.mode {
            case .waived:
                #expect(SourceTests.waiving.contains { words.contains($0) }, "\(scheme) \(id)")
            case .reduced:
                let pays = "\(row["person_pays_yuan"] ?? "")元"
                #expect(words.contains(pays) || words.contains("50%"), "\(scheme) \(id)")
            case .refundLater: #expect(words.contains("返还给个人"), "\(scheme) \(id)")
            case .selfPaid, .coverageOnly: break
            }
        }
    }

    @Test(arguments: Fixture.schemes)
    func `F-040 the office of every category of the table supplies it`(scheme: String) throws {
        let policy = try Fixture.pack(scheme).compiled
        for row in try Fixture.table("domain/categories.csv") where row["policy"] == scheme {
            let id = try #require(row["category"])
            let category = try #require(policy.category(id)).index
            guard policy.categories[category].isListed else { continue }
            let suppliers = policy.bureaus.indices.filter {
                policy.mayBureau($0, supply: category)
            }
            #expect(suppliers.count == 1, "\(id)")
            // What the notice does not print is a reading of the bureau's own entry.
            let printed = (row["list_supplier_zh"] ?? "").filter { $0 != "组" }
            if printed.isEmpty || id == "overAgeLandless" { continue }
            let names = suppliers.flatMap { [policy.bureaus[$0].name] + policy.bureaus[$0].aliases }
            let isVillage = printed.contains("到村里登记") && names.contains("各村")
            #expect(names.contains(printed) || isVillage, "\(id): \(printed)")
        }
    }

    @Test(arguments: Fixture.schemes)
    func `F-025 every printed day of the window table stands in words of its clause`(
        scheme: String
    ) throws {
        let terms = try Fixture.pack(scheme).terms
        for row in try Fixture.table("domain/windows.csv") where row["policy"] == scheme {
            let id = try #require(row["phase"])
            let citation: Citation
            if let phase = terms.phases.first(where: { $0.id == id }) {
                citation = phase.citation
            } else if let duty = terms.duties.first(where: { $0.id == id }) {
                citation = duty.citation
            } else if id == "newborn" {
                citation = try #require(terms.newborn?.citation)
            } else {
                let points = ["score10": 10, "score8": 8][id]
                citation = try #require(terms.ranking.scores.first { $0.points == points }).citation
            }
            #expect(isCited(row["clause"] ?? "", citation.clause), "\(id)")
            let words = citation.quotes.map(plain).joined(separator: "\n")
            for column in ["start", "end"] where isPrinted(row, column) {
                #expect(days(row[column] ?? "").contains { words.contains($0) }, "\(id) \(column)")
            }
        }
    }

    @Test(arguments: Fixture.schemes)
    func `F-125 every ambiguity of the tables has a reading with its reason`(
        scheme: String
    ) throws {
        let pack = try Fixture.pack(scheme)
        let written = Dictionary(grouping: pack.terms.readings, by: \.id)
        for table in ["categories", "windows"] {
            for row in try Fixture.table("domain/\(table).csv") where row["policy"] == scheme {
                for id in (row["ambiguity"] ?? "").split(separator: " ").map(String.init) {
                    #expect(written[id]?.first?.reason.isEmpty == false, "\(id)")
                }
            }
        }
        let used = Set(pack.citations.flatMap(\.citation.readings))
        #expect(Set(written.keys) == used)
    }

    /// Whether a day of the table is printed as such, and not taken from another one.
    private func isPrinted(_ row: [String: String], _ column: String) -> Bool {
        guard let text = row[column], text.first?.isNumber == true else { return false }
        if column == "end" { return row["printed_or_inferred"] != "end inferred" }
        let isInferred = row["printed_or_inferred"]?.contains(/inferred from|start/) == true
        return !isInferred && row["phase"]?.hasPrefix("score") == false
    }

    /// The ways in which the notices print a day: with the month, or only the day behind a dash.
    private func days(_ text: String) -> [String] {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return [] }
        let last = parts[2] == 31 ? ["\(parts[0])年\(parts[1])月底"] : []
        return ["\(parts[1])月\(parts[2])日", "\(parts[1])月\(parts[2])前"] + last
    }

    /// Whether any clause of the table (`000 M四(三); T二`) is one of the pack's (`M四（三）、T二`).
    private func isCited(_ table: String, _ pack: String) -> Bool {
        let own = plain(pack).split(separator: "、").map(String.init)
        let asked = plain(String(table.dropFirst(4))).split { ",;".contains($0) }.map(String.init)
        return asked.contains { clause in
            own.contains { !$0.isEmpty && (clause.hasPrefix($0) || $0.hasPrefix(clause)) }
        }
    }

    private func plain(_ text: String) -> String {
        text.replacing("（", with: "(").replacing("）", with: ")").replacing("％", with: "%")
            .filter { !$0.isWhitespace }
    }
}
