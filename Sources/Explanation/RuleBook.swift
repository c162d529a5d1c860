import Events
import Policy

/// Every rule of a pack, spelled out: what a pack says, for people and for comparing two packs.
public struct RuleBook: Sendable {
    /// The scheme.
    public let scheme: String
    /// The notice's title.
    public let title: String
    /// SHA-256 of the pack, hexadecimal.
    public let hash: String
    /// The rules in the order of the document's sections.
    public private(set) var entries: [RuleEntry] = []

    let pack: PolicyPack

    /// Spells a pack out.
    public init(_ pack: PolicyPack) {
        self.pack = pack
        scheme = pack.scheme
        title = pack.terms.notice.title
        hash = pack.hash.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
            .joined()
        addMoney()
        addSeason()
        addPeople()
        addCategories()
        addOffices()
        addAccounts()
        addProgress()
    }

    mutating func add(
        _ id: String,
        _ title: String,
        _ facets: [Facet],
        _ citation: Citation
    ) {
        let known = pack.terms.readings
        entries.append(
            RuleEntry(
                id: id,
                title: title,
                facets: facets,
                clause: citation.clause,
                quotes: citation.quotes,
                readings: citation.readings.compactMap { id in
                    known.first { $0.id == id }.map {
                        ReadingText(
                            id: $0.id,
                            question: $0.question,
                            chosen: $0.chosen,
                            reason: $0.reason
                        )
                    }
                }
            )
        )
    }

    /// The rule of an id.
    public func entry(_ id: String) -> RuleEntry? { entries.first { $0.id == id } }

    /// The rules that a word names: an id, the beginning of ids up to a dot, a reading, or a
    /// category by id, printed name or alias.
    public func entries(named word: String) -> [RuleEntry] {
        let byID = entries.filter { $0.id == word || $0.id.hasPrefix(word + ".") }
        if !byID.isEmpty { return byID }
        if let match = pack.compiled.category(word) {
            return entries.filter {
                $0.id == "category.\(pack.compiled.categories[match.index].id)"
            }
        }
        return entries.filter { entry in entry.readings.contains { $0.id == word } }
    }

    // MARK: - Price

    private mutating func addMoney() {
        let terms = pack.terms
        add(
            "coverageYear",
            "保险年度",
            [Facet("年度", "\(terms.coverageYear.value)")],
            terms.coverageYear.citation
        )
        for tier in terms.tiers {
            let parts = tier.components.map {
                Facet(Words.component($0.id), Words.yuan($0.amount))
            }
            let id = tier.id.isEmpty ? "premium" : "premium.\(tier.id)"
            let title = tier.name.isEmpty ? "个人缴费标准" : "个人缴费标准（\(tier.name)）"
            let rule = pack.compiled.rules.first { $0.id == id }
            let citation = rule?.citation ?? Citation(clause: "", quotes: [])
            add(id, title, [Facet("合计", Words.yuan(tier.premium))] + parts, citation)
        }
        if let subsidy = terms.fiscalSubsidy {
            let facets = [Facet("每人", Words.yuan(subsidy.value)), Facet("用途", "只作说明，不入账")]
            add("fiscalSubsidy", "财政补助", facets, subsidy.citation)
        }
    }
}
