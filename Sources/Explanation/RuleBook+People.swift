import Events
import Policy

/// Scope, marks and duties of persons, and the groups.
extension RuleBook {
    mutating func addPeople() {
        let terms = pack.terms
        for (index, scope) in terms.scope.enumerated() {
            var facets = [Facet("居住", Words.anyOf(scope.anyOf))]
            if let kind = scope.identity { facets.append(Facet("证件", Words.identity(kind))) }
            add("scope.\(index + 1)", "可以参保", facets, scope.citation)
        }
        for (index, exclusion) in terms.exclusions.enumerated() {
            let facets = [Facet("条件", words(exclusion.ground))]
            add("outOfScope.\(index + 1)", "不能参保", facets, exclusion.citation)
        }
        if let relief = terms.reliefResidence {
            let facets = [Facet("条件", Words.anyOf(relief.value))]
            add("reliefNeeds", "享受减免的户籍条件", facets, relief.citation)
        }
        for (index, mark) in terms.waiverMarks.enumerated() {
            let only = mark.only.map(categoryName).joined(separator: "、")
            let facets = [
                Facet("标记", Words.mark(mark.mark)), Facet("适用", only.isEmpty ? "应缴费的人" : only),
            ]
            add("givesUp.\(index + 1)", "视为放弃", facets, mark.citation)
        }
        addDutiesOfPersons()
    }

    private mutating func addDutiesOfPersons() {
        let terms = pack.terms
        if let guardian = terms.guardian {
            let facets = [
                Facet("必须登记", "\(guardian.requiredFrom)及以后出生"),
                Facet("提示", "\(guardian.warnedFrom)及以后出生"),
            ]
            add("guardian", "监护人信息", facets, guardian.citation)
        }
        if let citation = terms.registrationFirst {
            add("registrationFirst", "先登记后缴费", [Facet("首次参保", "先登记")], citation)
        }
        if let citation = terms.householdSameTier {
            add("householdSameTier", "一户一档", [Facet("本户", "同一档次")], citation)
        }
        add("conflict", "符合多个类别", [Facet("取", "个人最少者，其次承担方最少，再按文件顺序")], terms.conflict)
        add("excess", "多缴的钱", [Facet("处理", "退还，不作保费")], terms.excess)
    }

    private func words(_ ground: ScopeExclusion.Ground) -> String {
        switch ground {
        case .insured(let kind): Words.insurance(kind)
        case .mark(let kind): Words.mark(kind)
        case .numberPrefix(let prefix): "编号以\(prefix)开头"
        case .residence(let residence, let unless):
            Words.residence(residence) + (unless.map { "，且不是\(Words.identity($0))" } ?? "")
        }
    }

    func categoryName(_ id: String) -> String {
        pack.terms.categories.first { $0.id == id }?.name ?? id
    }

    // MARK: - Groups

    mutating func addCategories() {
        for (index, category) in pack.terms.categories.enumerated() {
            var facets = [Facet("办法", Words.mode(category.mode))]
            facets.append(Facet("进入", membership(category)))
            facets += money(index, category)
            if category.isFullCoverage { facets.append(Facet("参保率", "须达100%")) }
            if let day = category.listedBy { facets.append(Facet("名单截至", "\(day)")) }
            if category.needsCertificate { facets.append(Facet("证件", "须持残疾证")) }
            if category.paysThroughSchool { facets.append(Facet("渠道", "由学校代收")) }
            let names = category.aliases + category.umbrellas
            if !names.isEmpty { facets.append(Facet("别名", names.joined(separator: "、"))) }
            add("category.\(category.id)", category.name, facets, category.citation)
        }
    }

    private func membership(_ category: CategoryDefinition) -> String {
        switch category.membership {
        case .otherwise: return "不属于其他类别的人"
        case .list: return "名单（\(suppliers(category.id))）"
        case .birth(let from, let to): return "\(Words.days(from, to))出生"
        case .approval(let from, let maleAge, let femaleAge):
            return "名单（\(suppliers(category.id))），\(from)及以后批准，批准日男满\(maleAge)、女满\(femaleAge)周岁"
        case .residence(let anyOf, let without, let identity):
            var words = Words.anyOf(anyOf)
            if !without.isEmpty {
                words += "，且没有" + Words.residence(without).replacing("且", with: "、")
            }
            return words + (identity.map { "，\(Words.identity($0))" } ?? "")
        case .newborn: return "新生儿"
        }
    }

    private func suppliers(_ category: String) -> String {
        let names = pack.terms.bureaus.filter { $0.supplies.contains(category) }.map(\.name)
        return names.joined(separator: "、")
    }

    private func money(_ index: Int, _ category: CategoryDefinition) -> [Facet] {
        pack.terms.tiers.indices.compactMap { tier in
            let policy = pack.compiled
            let money = policy.tables.money[index * policy.tiers.count + tier]
            guard money.holds else { return nil }
            let name = policy.tiers[tier].name
            return Facet(name.isEmpty ? "缴费" : name, shares(money, tier))
        }
    }

    private func shares(_ money: MoneyTable, _ tier: Int) -> String {
        let policy = pack.compiled
        var parts = ["个人\(Words.yuan(fen: money.due))"]
        for place in 0..<money.count {
            let funder = policy.funders[Int(money.funders[place])].name
            let part = Int(money.components[place])
            let components = policy.tiers[tier].components
            let to =
                part < components.count && components.count > 1
                ? "（\(Words.component(components[part].id))）" : ""
            parts.append("\(funder)\(Words.yuan(fen: money.fen[place]))\(to)")
        }
        if money.rebate < 0 { parts.append("返还标准未定，不计算") }
        if money.rebate > 0 { parts.append("先缴\(Words.yuan(fen: money.upfront))") }
        return parts.joined(separator: "，")
    }
}
