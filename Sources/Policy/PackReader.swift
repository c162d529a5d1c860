import Events
import Yams

/// Reads `policy.yaml` and `units.csv` into a ``PolicyTerms``.
enum PackReader {
    static let file = "policy.yaml"

    /// Reads what can be read; nil when the file has no form at all.
    ///
    /// Problems go to `sink`.
    static func read(_ texts: [String: String], into sink: ProblemSink) -> PolicyTerms? {
        guard let root = compose(texts[file] ?? "", sink) else { return nil }
        let units = UnitTable.read(texts["units.csv"] ?? "", into: sink)
        let pack = pack(root, units: units)
        root.close()
        return pack
    }

    private static func compose(_ text: String, _ sink: ProblemSink) -> Section? {
        let nextStep = "Check indentation, brackets and quotation marks there"
        do {
            if let mapping = try Yams.compose(yaml: text)?.mapping {
                return Section(
                    mapping,
                    place: SourcePlace(file: file, line: 1, key: ""),
                    sink: sink
                )
            }
            sink.refuse(file, 1, "", "keys and values are expected", nextStep)
        } catch let error as YamlError {
            let (line, reason) = explain(error)
            sink.refuse(file, line, "", reason, nextStep)
        } catch {
            sink.refuse(file, 1, "", "the file is not YAML", nextStep)
        }
        return nil
    }

    private static func explain(_ error: YamlError) -> (Int, String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            (context.mark.line, "a key stands twice: \(duplicates.joined(separator: ", "))")
        default: (1, "the file is not YAML")
        }
    }

    private static func pack(_ root: Section, units: [PolicyUnit]) -> PolicyTerms {
        var pack = PolicyTerms(
            coverageYear: coverageYear(root),
            notice: notice(root),
            window: window(root),
            conflict: cited(root, "conflict"),
            excess: cited(root, "excess"),
            ranking: ranking(root)
        )
        pack.scheme = root.requiredText("scheme")
        pack.place = root.requiredText("place")
        pack.readings = root.children("readings").map(reading)
        pack.tiers = tiers(root)
        pack.fiscalSubsidy = fiscalSubsidy(root)
        pack.phases = root.children("phases").map(phase)
        pack.newborn = root.child("newborn").map(newborn)
        readScope(root, into: &pack)
        readPeople(root, into: &pack)
        pack.categories = root.children("categories").map(category)
        pack.funders = root.children("funders").map(funder)
        pack.bureaus = root.children("bureaus").map(bureau)
        pack.channels = root.children("channels").map(channel)
        pack.offices = offices(root)
        pack.duties = root.children("duties").map(duty)
        pack.units = units
        pack.printedTotal = root.child("printedTotal").map { section in
            let total = Cited(Int64(section.integer("heads") ?? 0), section.citation())
            section.close()
            return total
        }
        return pack
    }

    static func cited(_ root: Section, _ key: String) -> Citation {
        guard let section = root.child(key) else {
            root.refuse(key, "is missing", "Add «\(key): { clause: …, quote: … }»")
            return Citation(clause: "", quotes: [])
        }
        defer { section.close() }
        return section.citation()
    }

    private static func coverageYear(_ root: Section) -> Cited<Int> {
        guard let section = root.child("coverageYear") else {
            root.refuse("coverageYear", "is missing", "Add «coverageYear: { year: … }»")
            return Cited(0, Citation(clause: "", quotes: []))
        }
        defer { section.close() }
        return Cited(section.integer("year") ?? 0, section.citation())
    }

    private static func notice(_ root: Section) -> Notice {
        guard let section = root.child("notice") else {
            root.refuse("notice", "is missing", "Add «notice: { title: … }»")
            return Notice(title: "", number: "", issued: nil)
        }
        defer { section.close() }
        return Notice(
            title: section.requiredText("title"),
            number: section.text("number") ?? "",
            issued: section.date("issued")
        )
    }

    private static func reading(_ section: Section) -> Reading {
        defer { section.close() }
        let reading = Reading(
            id: section.requiredText("id"),
            question: section.requiredText("question"),
            chosen: section.requiredText("chosen"),
            reason: section.requiredText("reason"),
            clause: section.requiredText("clause"),
            quotes: section.texts("quote")
        )
        section.sink.note(
            Citation(clause: reading.clause, quotes: reading.quotes),
            at: section.place
        )
        return reading
    }

    private static func tiers(_ root: Section) -> [Tier] {
        root.children("tiers").map { section in
            defer { section.close() }
            return Tier(
                id: section.text("id") ?? "",
                name: section.text("name") ?? "",
                aliases: section.texts("aliases"),
                components: section.children("components").map { part in
                    defer { part.close() }
                    if !part.has("yuan") {
                        part.refuse("yuan", "is missing", "Add the amount that the notice prints")
                    }
                    return Tier.Component(
                        id: part.requiredText("id"),
                        amount: part.money("yuan") ?? .zero,
                        citation: part.citation()
                    )
                }
            )
        }
    }

    private static func fiscalSubsidy(_ root: Section) -> Cited<Money>? {
        guard let section = root.child("fiscalSubsidy") else { return nil }
        defer { section.close() }
        return Cited(section.money("yuan") ?? .zero, section.citation())
    }
}
