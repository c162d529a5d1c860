import Events

/// Categories: one `otherwise`, reachable, shares that sum to the premium.
extension PackCheck {
    func checkCategories() {
        let otherwise = terms.categories.indices.filter {
            if case .otherwise = terms.categories[$0].membership { true } else { false }
        }
        if otherwise.count != 1 {
            refuse(
                "categories",
                "\(otherwise.count) categories are «from: otherwise»",
                "Write exactly one, for everybody who is in no other"
            )
        }
        if terms.categories.count > 64 {
            refuse("categories", "more than 64 categories", "Join categories of equal terms")
        }
        let supplied = Set(terms.bureaus.flatMap(\.supplies))
        for (index, category) in terms.categories.enumerated() {
            let key = "categories[\(index + 1)]"
            checkReachable(category, key, supplied)
            checkMode(category, key)
            for id in category.tiers + (category.forcedTier.isEmpty ? [] : [category.forcedTier])
            where !terms.tiers.contains(where: { $0.id == id }) {
                refuse(key, "there is no tier «\(id)»", "Use the id of a tier")
            }
        }
    }

    private func checkReachable(
        _ category: CategoryDefinition,
        _ key: String,
        _ supplied: Set<String>
    ) {
        switch category.membership {
        case .list, .approval:
            if !supplied.contains(category.id) {
                refuse(
                    key,
                    "no bureau supplies «\(category.id)»: nobody can be in it",
                    "Add the category to the bureau that lists it"
                )
            }
        case .birth(let from, let to):
            if let from, from > to {
                refuse(key, "no birthday gives that age: nobody can be in it", "Correct the age")
            } else {
                checkShadowed(category, key, from, to)
            }
        case .residence(let anyOf, let without, _):
            if !anyOf.isEmpty && anyOf.allSatisfy({ !$0.isDisjoint(with: without) }) {
                refuse(
                    key,
                    "every set is also excluded: nobody can be in it",
                    "Correct «anyOf» or «without»"
                )
            }
        case .newborn:
            if terms.newborn == nil {
                refuse(key, "the pack has no newborn rule: nobody can be in it", "Add «newborn:»")
            }
        case .otherwise: break
        }
    }

    /// Refuses an age group all of whose members are always in an earlier one on no worse terms.
    private func checkShadowed(
        _ category: CategoryDefinition,
        _ key: String,
        _ from: CivilDate?,
        _ to: CivilDate
    ) {
        for other in terms.categories {
            if other.id == category.id { return }
            guard case .birth(let otherFrom, let otherTo) = other.membership,
                other.tiers == category.tiers, to <= otherTo
            else { continue }
            let startsEarlier = otherFrom.map { start in from.map { start <= $0 } ?? false } ?? true
            if startsEarlier && rank(other.mode) <= rank(category.mode) {
                refuse(
                    key,
                    "«\(other.id)» takes everybody of that age: nobody can be in it",
                    "Correct the age of one of the two"
                )
                return
            }
        }
    }

    private func rank(_ mode: CategoryDefinition.Mode) -> Int {
        switch mode {
        case .waived: 0
        case .reduced: 1
        case .refundLater: 2
        case .coverageOnly: 3
        case .selfPaid: 4
        }
    }

    private func checkMode(_ category: CategoryDefinition, _ key: String) {
        let needsShares = category.mode == .waived || category.mode == .reduced
        if needsShares == category.shares.isEmpty {
            refuse(
                "\(key).shares",
                needsShares ? "nobody is named who bears the rest" : "shares without relief",
                needsShares ? "Add «shares:»" : "Remove «shares:», or correct the mode"
            )
        }
        if (category.mode == .refundLater) != (category.refund != nil) {
            refuse(
                "\(key).refund",
                "a refund belongs to the mode refundLater and to no other",
                "Add or remove «refund:»"
            )
        }
        if let refund = category.refund {
            checkFunder(refund.funder, "\(key).refund")
            if refund.amount == nil {
                warn(
                    "\(key).refund",
                    "the refund standard is not set: nothing is computed",
                    "Set «yuan:» when the standard is decided"
                )
            }
        }
        for share in category.shares where share.party != "person" {
            checkFunder(share.party, "\(key).shares")
        }
    }

    private func checkFunder(_ id: String, _ key: String) {
        if terms.funders.contains(where: { $0.id == id }) { return }
        refuse(key, "there is no funder «\(id)»", "Use the id of a funder, or person")
    }
}
