/// Checks that accounts, signatures and ways of money fit together.
extension PackCheck {
    func checkOffices() {
        let offices = terms.offices
        unique("accounts", offices.accounts.map { [$0.id, $0.name] + $0.aliases })
        unique("signatures", offices.signatures.map { [$0.document, $0.name] })
        unique("funding", offices.funding.map { [$0.id, $0.name] })
        if let deposits = offices.deposits {
            checkAccount(deposits.account, is: .collection, "deposits")
        }
        for (index, rule) in offices.signatures.enumerated() where rule.signers.isEmpty {
            refuse("signatures[\(index + 1)]", "nobody signs it", "Add «signers:»")
        }
        if let rule = offices.confirmation, rule.offices.isEmpty {
            refuse("confirmation", "nobody confirms", "Add «offices:» with a name")
        }
        for (index, rule) in offices.funding.enumerated() {
            checkFunding(rule, "funding[\(index + 1)]")
        }
    }

    private func checkFunding(_ rule: FundingRule, _ key: String) {
        let funders = Set(terms.funders.map(\.id))
        for id in rule.funders where !funders.contains(id) {
            refuse(key, "there is no funder «\(id)»", "Use the id of a funder")
        }
        if rule.funders.isEmpty { refuse(key, "nobody pays", "Add «funders:» with an id") }
        let categories = Set(terms.categories.map(\.id))
        for id in rule.categories where !categories.contains(id) {
            refuse(key, "there is no category «\(id)»", "Use the id of a category")
        }
        if rule.stops.isEmpty {
            refuse(key, "the money arrives nowhere", "Add «steps:» or «into:»")
        }
        if !rule.into.isEmpty {
            checkAccount(rule.into, is: .pendingRemittance, key)
            if rule.paysPersons {
                refuse(
                    key,
                    "money for persons does not wait for the treasury",
                    "Remove «into:» or «paysPersons:»"
                )
            }
        }
        if Set(rule.stops).count != rule.stops.count {
            refuse(key, "the money comes to a place twice", "Name each place once")
        }
    }

    private func checkAccount(_ id: String, is kind: MoneyAccount.Kind, _ key: String) {
        guard let account = terms.offices.accounts.first(where: { $0.id == id }) else {
            return refuse(key, "there is no account «\(id)»", "Use the id of an account")
        }
        if account.kind != kind {
            refuse(key, "«\(id)» is no account of kind \(kind)", "Use one of that kind")
        }
    }
}
