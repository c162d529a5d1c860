import Events

/// Accounts, deposits, signatures, serials, applications.
extension PackReader {
    static func offices(_ root: Section) -> OfficeRules {
        var rules = OfficeRules()
        rules.accounts = root.children("accounts").map(account)
        if let section = root.child("deposits") {
            rules.deposits = DepositRule(
                account: section.requiredText("account"),
                isSameDay: section.flag("sameDay") ?? false,
                citation: section.citation()
            )
            section.close()
        }
        rules.signatures = root.children("signatures").map(signature)
        if let section = root.child("confirmation") {
            rules.confirmation = ConfirmationRule(
                offices: section.texts("offices"),
                citation: section.citation()
            )
            section.close()
        }
        if root.has("serials") { rules.serials = cited(root, "serials") }
        if root.has("bills") { rules.bills = cited(root, "bills") }
        rules.funding = root.children("funding").map(funding)
        return rules
    }

    private static func account(_ section: Section) -> MoneyAccount {
        defer { section.close() }
        let kind = section.choice("kind", of: MoneyAccount.Kind.self)
        if kind == nil && !section.has("kind") {
            section.refuse("kind", "is missing", "Write collection or pendingRemittance")
        }
        return MoneyAccount(
            id: section.requiredText("id"),
            name: section.requiredText("name"),
            aliases: section.texts("aliases"),
            kind: kind ?? .collection,
            isPerUnit: section.flag("perUnit") ?? false,
            citation: section.citation()
        )
    }

    private static func signature(_ section: Section) -> SignatureRule {
        defer { section.close() }
        return SignatureRule(
            document: section.requiredText("document"),
            name: section.requiredText("name"),
            isDaily: section.flag("daily") ?? false,
            signers: section.children("signers").map { signer in
                defer { signer.close() }
                return SignatureRule.Signer(
                    role: signer.requiredText("role"),
                    name: signer.requiredText("name"),
                    office: signer.requiredText("office")
                )
            },
            needsStamp: section.flag("stamp") ?? false,
            blocks: section.choice("blocks", of: SignatureRule.Blocking.self) ?? .nothing,
            citation: section.citation()
        )
    }

    private static func funding(_ section: Section) -> FundingRule {
        defer { section.close() }
        return FundingRule(
            id: section.requiredText("id"),
            name: section.requiredText("name"),
            funders: section.texts("funders"),
            categories: section.texts("categories"),
            signatories: section.texts("signatories"),
            steps: section.texts("steps"),
            into: section.text("into") ?? "",
            citation: section.citation(),
            paysPersons: section.flag("paysPersons") ?? false
        )
    }
}
