import Events

/// Works out who bears what of a premium, in fen.
struct ShareSolver {
    private let terms: PolicyTerms
    private let category: CategoryDefinition
    private let tier: Tier
    private let sink: ProblemSink

    init(_ terms: PolicyTerms, _ category: CategoryDefinition, _ tier: Tier, _ sink: ProblemSink) {
        self.terms = terms
        self.category = category
        self.tier = tier
        self.sink = sink
    }

    private struct Part {
        var party: String
        var component: String?
        var fen: Int64
    }

    /// The money of the category in the tier; a tier in which its terms do not hold has the full
    /// price.
    func solve() -> MoneyTable {
        var money = MoneyTable()
        money.due = tier.premium.fen
        money.upfront = tier.premium.fen
        if !category.tiers.isEmpty && !category.tiers.contains(tier.id) { return money }
        if let refund = category.refund {
            solveRefund(refund, &money)
        } else if !category.shares.isEmpty, let parts = parts() {
            fill(&money, parts)
        }
        return money
    }

    private func solveRefund(_ refund: CategoryDefinition.Refund, _ money: inout MoneyTable) {
        guard let amount = refund.amount else {
            money.rebate = -1
            money.funders[0] = funder(refund.funder)
            return
        }
        if amount <= .zero || amount > tier.premium {
            refuse(
                "refund",
                "\(amount) yuan is not between 0 and the premium \(tier.premium)",
                "Correct the refund standard"
            )
        }
        money.rebate = amount.fen
        money.due -= amount.fen
        money.count = 1
        money.funders[0] = funder(refund.funder)
        money.fen[0] = amount.fen
    }

    /// Every share in fen; nil when one cannot be worked out.
    private func parts() -> [Part]? {
        var parts: [Part] = []
        var rest: Int?
        for share in category.shares {
            guard let base = base(share.component) else { return nil }
            var fen: Int64 = 0
            switch share.amount {
            case .money(let money): fen = money.fen
            case .rest:
                if rest != nil {
                    refuse("shares", "«rest» stands twice", "Write it for one party")
                    return nil
                }
                rest = parts.count
            case .fraction(let numerator, let denominator):
                guard base * numerator % denominator == 0 else {
                    refuse(
                        "shares",
                        "\(numerator)/\(denominator) of \(Money(fen: base)) is not whole fen",
                        "Write the share in yuan"
                    )
                    return nil
                }
                fen = base * numerator / denominator
            }
            parts.append(Part(party: share.party, component: share.component, fen: fen))
        }
        let sum = parts.reduce(0) { $0 + $1.fen }
        if let rest { parts[rest].fen = tier.premium.fen - sum }
        return check(parts) ? parts : nil
    }

    private func base(_ component: String?) -> Int64? {
        guard let component else { return tier.premium.fen }
        if let part = tier.components.first(where: { $0.id == component }) {
            return part.amount.fen
        }
        refuse(
            "shares",
            "the tier «\(tier.id)» has no component «\(component)»",
            "Use the id of a component"
        )
        return nil
    }

    private func check(_ parts: [Part]) -> Bool {
        let sum = parts.reduce(0) { $0 + $1.fen }
        if sum != tier.premium.fen || parts.contains(where: { $0.fen < 0 }) {
            refuse(
                "shares",
                "the shares sum to \(Money(fen: sum)) yuan, the premium is \(tier.premium)",
                "Correct the shares so that they sum to the premium"
            )
            return false
        }
        for component in tier.components {
            let given = parts.filter { $0.component == component.id }.reduce(0) { $0 + $1.fen }
            if given > component.amount.fen {
                refuse(
                    "shares",
                    "more than the \(component.amount) yuan of «\(component.id)» is shared",
                    "Correct the share of that component"
                )
                return false
            }
        }
        return checkMode(parts)
    }

    private func checkMode(_ parts: [Part]) -> Bool {
        let person = parts.filter { $0.party == "person" }.reduce(0) { $0 + $1.fen }
        let fits = category.mode == .waived ? person == 0 : person > 0 && person < tier.premium.fen
        if !fits {
            refuse(
                "mode",
                "\(category.mode.rawValue), but the person pays \(Money(fen: person)) yuan",
                "Correct the mode or the shares"
            )
        }
        return fits
    }

    private func fill(_ money: inout MoneyTable, _ parts: [Part]) {
        money.due = 0
        for part in parts where part.fen > 0 {
            if part.party == "person" {
                money.due += part.fen
                continue
            }
            guard money.count < 4 else {
                refuse("shares", "more than four funders' shares", "Join shares of one funder")
                return
            }
            money.funders[money.count] = funder(part.party)
            money.fen[money.count] = part.fen
            let component = tier.components.firstIndex { $0.id == part.component }
            money.components[money.count] = component.map { UInt8($0) } ?? 255
            money.count += 1
        }
        money.upfront = money.due
    }

    private func funder(_ id: String) -> UInt8 {
        UInt8(terms.funders.firstIndex { $0.id == id } ?? 0)
    }

    private func refuse(_ key: String, _ reason: String, _ nextStep: String) {
        sink.refuse(
            category.place.file,
            category.place.line,
            "\(category.place.key).\(key)",
            reason,
            nextStep
        )
    }
}
