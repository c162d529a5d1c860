import Events

/// Checks that the parts of a pack fit together.
///
/// Problems and warnings go to the sink.
struct PackCheck {
    let terms: PolicyTerms
    let sink: ProblemSink

    init(_ terms: PolicyTerms, _ sink: ProblemSink) {
        self.terms = terms
        self.sink = sink
    }

    func run() {
        checkNames()
        checkReadings()
        checkTiers()
        checkDates()
        checkSeason()
        checkReferences()
        checkCategories()
        checkOffices()
        checkUnits()
    }

    func refuse(_ key: String, _ reason: String, _ nextStep: String) {
        sink.refuse(PackReader.file, line(of: key), key, reason, nextStep)
    }

    func warn(_ key: String, _ reason: String, _ nextStep: String) {
        sink.warn(PackReader.file, line(of: key), key, reason, nextStep)
    }

    private func line(of key: String) -> Int {
        var key = Substring(key)
        while true {
            if let line = sink.lines[String(key)] { return line }
            guard let dot = key.lastIndex(of: ".") else { return sink.lines[""] ?? 1 }
            key = key[..<dot]
        }
    }

    // MARK: - Names

    private func checkNames() {
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
        if terms.scheme.contains(where: { !allowed.contains($0) }) {
            refuse("scheme", "«\(terms.scheme)» is not an id", "Use small letters, digits, hyphens")
        }
        // Shares name both by a byte.
        if terms.funders.count > 255 || terms.tiers.contains(where: { $0.components.count > 255 }) {
            refuse("funders", "more than 255 funders, or components of a tier", "Join some of them")
        }
        unique("readings", terms.readings.map { [$0.id] })
        unique("tiers", terms.tiers.map { [$0.id, $0.name] + $0.aliases })
        unique("funders", terms.funders.map { [$0.id, $0.name] + $0.aliases })
        unique("bureaus", terms.bureaus.map { [$0.id, $0.name] + $0.aliases })
        unique("channels", terms.channels.map { [$0.id, $0.name] + $0.aliases })
        unique("phases", terms.phases.map { [$0.id] })
        unique("duties", terms.duties.map { [$0.id] })
        unique("categories", terms.categories.map { [$0.id, $0.name] + $0.aliases + $0.umbrellas })
    }

    /// Refuses a name that stands for two entries, or twice in one.
    func unique(_ list: String, _ entries: [[String]]) {
        var owner: [String: Int] = [:]
        for (index, names) in entries.enumerated() {
            for name in Set(names).sorted() where !name.isEmpty {
                if let first = owner[name] {
                    refuse(
                        "\(list)[\(index + 1)]",
                        "«\(name)» names the entries \(first + 1) and \(index + 1)",
                        "Keep the name or alias at one of them"
                    )
                }
                owner[name] = index
            }
        }
    }

    private func checkReadings() {
        let known = Set(terms.readings.map(\.id))
        for placed in sink.citations {
            for id in placed.citation.readings where !known.contains(id) {
                sink.refuse(
                    placed.file,
                    placed.line,
                    placed.key,
                    "the reading «\(id)» is not written down",
                    "Add it under «readings:» with question, chosen, reason and clause"
                )
            }
        }
        let used = Set(sink.citations.flatMap(\.citation.readings))
        for (index, reading) in terms.readings.enumerated() where !used.contains(reading.id) {
            warn(
                "readings[\(index + 1)]",
                "nothing refers to the reading",
                "Remove it, or refer to it"
            )
        }
    }

    private func checkTiers() {
        if terms.tiers.isEmpty { refuse("tiers", "there is no tier", "Add the premium") }
        for (index, tier) in terms.tiers.enumerated() {
            let key = "tiers[\(index + 1)]"
            if terms.tiers.count > 1 && tier.id.isEmpty {
                refuse(key, "a tier without an id beside others", "Give every tier an id")
            }
            if tier.premium <= .zero {
                refuse(key, "the premium is not above zero", "Add the components with their yuan")
            }
        }
    }

    // MARK: - Dates

    private func checkDates() {
        let window = terms.window
        inOrder("window", window.opens.value, window.closes.value, "opens", "closes")
        if let from = window.benefitFrom?.value {
            inOrder("window.benefitFrom", window.closes.value, from, "the last day", "the benefits")
            if let to = window.benefitTo?.value {
                inOrder("window.benefitTo", from, to, "benefitFrom", "benefitTo")
            }
        }
        if window.waitMonths != nil && window.late.value != .covered {
            refuse(
                "window.late",
                "a waiting period without cover after it",
                "Write «then: covered», or remove «waitMonths»"
            )
        }
        for (index, phase) in terms.phases.enumerated() {
            if let from = phase.from, let to = phase.to {
                inOrder("phases[\(index + 1)]", from, to, "from", "to")
            }
        }
        if let rule = terms.newborn {
            inOrder("newborn", rule.bornFrom, rule.bornTo, "bornFrom", "bornTo")
        }
        if let rule = terms.guardian {
            inOrder("guardian", rule.warnedFrom, rule.requiredFrom, "warnedFrom", "requiredFrom")
        }
        for (index, pair) in zip(terms.ranking.scores, terms.ranking.scores.dropFirst())
            .enumerated()
        {
            if let first = pair.0.by, let second = pair.1.by {
                inOrder(
                    "ranking.scores[\(index + 2)]",
                    first,
                    second,
                    "the band before",
                    "this band"
                )
            }
        }
    }

    private func inOrder(
        _ key: String,
        _ first: CivilDate,
        _ second: CivilDate,
        _ left: String,
        _ right: String
    ) {
        if first <= second { return }
        refuse(
            key,
            "\(left) (\(first)) lies after \(right) (\(second))",
            "Correct one of the two days"
        )
    }

    // MARK: - References

    private func checkReferences() {
        let ids = Set(terms.categories.map(\.id))
        for (index, bureau) in terms.bureaus.enumerated() {
            for id in bureau.supplies where !ids.contains(id) {
                refuse(
                    "bureaus[\(index + 1)]",
                    "there is no category «\(id)»",
                    "Use the id of a category"
                )
            }
        }
        for (index, mark) in terms.waiverMarks.enumerated() {
            for id in mark.only where !ids.contains(id) {
                refuse(
                    "givesUp[\(index + 1)]",
                    "there is no category «\(id)»",
                    "Use the id of a category"
                )
            }
        }
        if terms.scope.isEmpty {
            refuse("scope", "nobody may enrol", "Add the residents whom the notice names")
        }
        for (index, rate) in terms.ranking.targetRates.enumerated()
        where !(1...100).contains(rate.percent) {
            refuse(
                "ranking.targetRates[\(index + 1)]",
                "\(rate.percent) is not a percentage",
                "Write 1 to 100"
            )
        }
        if let line = terms.ranking.line?.value, !(1...100).contains(line) {
            refuse("ranking.line", "\(line) is not a percentage", "Write 1 to 100")
        }
        for (index, band) in terms.ranking.scores.enumerated()
        where band.points != nil && !band.decidedBy.isEmpty {
            refuse(
                "ranking.scores[\(index + 1)]",
                "points are printed, nobody decides them",
                "Leave out «points» or «decidedBy»"
            )
        }
    }

    // MARK: - Units

    private func checkUnits() {
        if terms.units.isEmpty {
            sink.refuse(UnitTable.file, 1, "", "there is no unit", "Add the notice's table")
        }
        checkUnitNames()
        checkTargets()
    }

    private func checkUnitNames() {
        var owner: [String: Int] = [:]
        for (index, unit) in terms.units.enumerated() {
            for name in Set([unit.name] + unit.aliases) {
                if let first = owner[name] {
                    sink.refuse(
                        UnitTable.file,
                        index + 2,
                        "name",
                        "«\(name)» names the units of lines \(first + 2) and \(index + 2)",
                        "Keep the name or alias at one of them"
                    )
                }
                owner[name] = index
            }
        }
    }

    private func checkTargets() {
        var seen: [Int64: String] = [:]
        for (index, unit) in terms.units.enumerated() where unit.targetHeads > 0 {
            if let other = seen[unit.targetHeads], !unit.isSynthetic {
                sink.warn(
                    UnitTable.file,
                    index + 2,
                    "heads",
                    "\(other) and \(unit.name) print the same figure \(unit.targetHeads)",
                    "Nothing is changed; ask the issuing office if it matters"
                )
            }
            seen[unit.targetHeads] = unit.name
            let expected = Money(fen: unit.targetHeads * (terms.tiers.first?.premium.fen ?? 0))
            if unit.targetAmount > .zero && terms.tiers.count == 1 && unit.targetAmount != expected
            {
                sink.warn(
                    UnitTable.file,
                    index + 2,
                    "yuan",
                    "\(unit.targetAmount) is not persons × premium (\(expected))",
                    "Nothing is changed; the printed figure is used"
                )
            }
        }
        let sum = terms.units.reduce(0) { $0 + $1.targetHeads }
        if let total = terms.printedTotal?.value, total != sum {
            warn(
                "printedTotal",
                "the printed total \(total) differs from the rows' sum \(sum)",
                "The rows are used; the printed total is kept as a note"
            )
        }
    }
}
