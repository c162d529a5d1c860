import Events

/// Turns the terms of a pack into tables, and refuses shares that do not sum to the premium.
final class PackCompiler {
    private let terms: PolicyTerms
    private let sink: ProblemSink
    private var rules: [Rule] = []
    private var tables = AssessmentTables()

    init(_ terms: PolicyTerms, _ sink: ProblemSink) {
        self.terms = terms
        self.sink = sink
    }

    /// The tables; nil when a problem was found here or before.
    func compile(hash: [UInt8]) -> CompiledPolicy? {
        guard sink.problems.isEmpty else { return nil }
        addPremiums()
        addWindow()
        addNewborn()
        addScope()
        addPeople()
        let categories = terms.categories.enumerated().map(addCategory)
        addMoney()
        addOffices()
        guard sink.problems.isEmpty else { return nil }
        return CompiledPolicy(
            terms,
            hash: hash,
            categories: categories,
            rules: rules,
            tables: tables
        )
    }

    private func rule(_ id: String, _ citation: Citation) -> Int {
        rules.append(Rule(id: id, citation: citation))
        return rules.count - 1
    }

    // MARK: - Rules that are not of a category

    private func addPremiums() {
        tables.rules.premium = rules.count
        for tier in terms.tiers {
            tables.premiums.append(tier.premium.fen)
            let citations = tier.components.map(\.citation)
            _ = rule(
                tier.id.isEmpty ? "premium" : "premium.\(tier.id)",
                Citation(
                    clause: citations.first?.clause ?? "",
                    quotes: Array(Set(citations.flatMap(\.quotes))).sorted(),
                    readings: Array(Set(citations.flatMap(\.readings))).sorted()
                )
            )
        }
    }

    private func addWindow() {
        let window = terms.window
        tables.window.opens = window.opens.value.day
        tables.window.closes = window.closes.value.day
        tables.window.late = window.late.value
        tables.window.lateKeepsRelief = window.lateKeepsRelief
        tables.window.waitMonths = window.waitMonths?.value ?? -1
        tables.rules.opens = rule("window.opens", window.opens.citation)
        tables.rules.closes = rule("window.closes", window.closes.citation)
        tables.rules.late = rule("window.late", window.late.citation)
        if let benefit = window.benefitFrom {
            tables.window.benefitFrom = benefit.value.day
            tables.rules.benefit = rule("window.benefitFrom", benefit.citation)
        }
        if let end = window.benefitTo { tables.window.benefitTo = end.value.day }
        tables.rules.conflict = rule("conflict", terms.conflict)
        tables.rules.excess = rule("excess", terms.excess)
        for phase in terms.phases where !phase.collects.isEmpty {
            guard let from = phase.from, let to = phase.to else { continue }
            let collectors = phase.collects.reduce(UInt8(0)) { $0 | PackCompiler.bit($1) }
            tables.phases.append(
                PhaseTable(
                    from: from.day,
                    to: to.day,
                    collectors: collectors,
                    rule: rule("phase.\(phase.id)", phase.citation)
                )
            )
        }
        tables.collectors = terms.channels.map { PackCompiler.bit($0.collector) }
    }

    private static func bit(_ collector: Channel.Collector) -> UInt8 {
        1 << UInt8(Channel.Collector.allCases.firstIndex(of: collector) ?? 0)
    }

    private func addNewborn() {
        guard let newborn = terms.newborn else { return }
        tables.newborn = NewbornTable(
            bornFrom: newborn.bornFrom.day,
            bornTo: newborn.bornTo.day,
            needs: newborn.needs.map(\.rawValue),
            days: newborn.days.map { Int32($0) } ?? -1,
            until: newborn.until?.day ?? 0,
            benefitFromBirth: newborn.benefitFromBirth
        )
        tables.rules.newborn = rule("newborn", newborn.citation)
    }

    private func addScope() {
        tables.rules.scope = rules.count
        for (index, scope) in terms.scope.enumerated() {
            tables.scope.append(
                ScopeTable(
                    anyOf: scope.anyOf.map(\.rawValue),
                    identity: scope.identity,
                    rule: rule("scope.\(index + 1)", scope.citation)
                )
            )
        }
        for (index, exclusion) in terms.exclusions.enumerated() {
            var table = ExclusionTable()
            switch exclusion.ground {
            case .insured(let kind): table.exclusion = 1 << kind.rawValue
            case .mark(let kind): table.mark = 1 << kind.rawValue
            case .numberPrefix: table.prefix = true
            case .residence(let residence, let unless):
                table.residence = residence.rawValue
                table.unless = unless
            }
            tables.knownMarks |= table.mark
            table.rule = rule("outOfScope.\(index + 1)", exclusion.citation)
            tables.exclusions.append(table)
        }
    }

    private func addPeople() {
        if let relief = terms.reliefResidence {
            tables.reliefNeeds = relief.value.map(\.rawValue)
            tables.rules.relief = rule("reliefNeeds", relief.citation)
        }
        if let lists = terms.listsBy { tables.rules.lists = rule("listsBy", lists.citation) }
        for (index, mark) in terms.waiverMarks.enumerated() {
            var only: UInt64 = 0
            for (place, category) in terms.categories.enumerated()
            where mark.only.contains(category.id) { only |= 1 << UInt64(place) }
            let bit = UInt8(1) << mark.mark.rawValue
            tables.knownMarks |= bit
            tables.waivers.append(
                WaiverTable(
                    mark: bit,
                    only: only,
                    rule: rule("givesUp.\(index + 1)", mark.citation)
                )
            )
        }
        if let guardian = terms.guardian {
            tables.guardianRequiredFrom = guardian.requiredFrom.day
            tables.guardianWarnedFrom = guardian.warnedFrom.day
            tables.rules.guardian = rule("guardian", guardian.citation)
        }
        if let citation = terms.registrationFirst {
            tables.registrationFirst = true
            tables.rules.registration = rule("registrationFirst", citation)
        }
        if let citation = terms.householdSameTier {
            tables.householdSameTier = true
            tables.rules.household = rule("householdSameTier", citation)
        }
    }

    /// The rules that items of dossiers name.
    private func addOffices() {
        for account in terms.offices.accounts {
            _ = rule(OfficeRules.Name.account(account.id), account.citation)
        }
        if let it = terms.offices.deposits { _ = rule(OfficeRules.Name.deposits, it.citation) }
        for signature in terms.offices.signatures {
            _ = rule(OfficeRules.Name.signature(signature.document), signature.citation)
        }
        if let it = terms.offices.confirmation {
            _ = rule(OfficeRules.Name.confirmation, it.citation)
        }
        if let it = terms.offices.serials { _ = rule(OfficeRules.Name.serials, it) }
        if let it = terms.offices.bills { _ = rule(OfficeRules.Name.bills, it) }
        for way in terms.offices.funding {
            _ = rule(OfficeRules.Name.funding(way.id), way.citation)
        }
    }

    // MARK: - Categories

    private func addCategory(_ index: Int, _ category: CategoryDefinition) -> CompiledCategory {
        var table = CategoryTable()
        table.mode = category.mode
        table.isRelief = category.mode.isRelief
        table.throughSchool = category.paysThroughSchool
        table.forcedTier = terms.tiers.firstIndex { $0.id == category.forcedTier } ?? -1
        if category.forcedTier.isEmpty { table.forcedTier = -1 }
        table.listedBy = category.listedBy?.day ?? terms.listsBy?.value.day ?? Int32.max
        table.rule = rule("category.\(category.id)", category.citation)
        fill(&table, index, category.membership)
        tables.categories.append(table)
        return CompiledCategory(
            id: category.id,
            name: category.name,
            mode: category.mode,
            isFullCoverage: category.isFullCoverage,
            needsApproval: table.kind == .approval,
            needsCertificate: category.needsCertificate,
            isListed: table.kind == .list || table.kind == .approval,
            payingOffice: category.refund?.payingOffice ?? "",
            rule: table.rule
        )
    }

    private func fill(
        _ table: inout CategoryTable,
        _ index: Int,
        _ membership: CategoryDefinition.Membership
    ) {
        switch membership {
        case .otherwise:
            table.kind = .otherwise
            tables.ordinary = index
            return
        case .list:
            table.kind = .list
            return
        case .approval(let from, let maleAge, let femaleAge):
            table.kind = .approval
            table.approvedFrom = from.day
            table.maleAge = Int32(maleAge)
            table.femaleAge = Int32(femaleAge)
            return
        case .birth(let from, let to):
            table.kind = .birth
            table.bornFrom = from?.day ?? Int32.min
            table.bornTo = to.day
        case .residence(let anyOf, let without, let identity):
            table.kind = .residence
            table.anyOf = anyOf.map(\.rawValue)
            table.without = without.rawValue
            table.identity = identity
        case .newborn: table.kind = .newborn
        }
        tables.derived |= 1 << UInt64(index)
    }

    private func addMoney() {
        for category in terms.categories {
            for tier in terms.tiers {
                var money = ShareSolver(terms, category, tier, sink).solve()
                money.holds = category.tiers.isEmpty || category.tiers.contains(tier.id)
                tables.money.append(money)
            }
        }
    }
}
