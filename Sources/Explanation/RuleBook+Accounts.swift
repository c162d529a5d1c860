import Events
import Policy

/// Accounts, deposits, signatures, serials, bills, the ways of the funders' money.
extension RuleBook {
    mutating func addAccounts() {
        let offices = pack.terms.offices
        for account in offices.accounts {
            let purpose = account.kind == .collection ? "归集保费" : "待报解"
            let each = account.isPerUnit ? [Facet("设置", "每个乡镇（街道）一个")] : []
            add(
                OfficeRules.Name.account(account.id),
                "账户",
                [Facet("名称", account.name), Facet("用途", purpose)] + each
                    + aliases(account.aliases),
                account.citation
            )
        }
        if let deposits = offices.deposits {
            let account = offices.account(deposits.account)?.name ?? deposits.account
            let when = deposits.isSameDay ? "当日收缴当日存入" : "及时存入，没有印出天数"
            add(
                OfficeRules.Name.deposits,
                "缴存",
                [Facet("存入", account), Facet("期限", when)],
                deposits.citation
            )
        }
        addSignatures()
        if let rule = offices.confirmation {
            let facets = [Facet("确认", rule.offices.joined(separator: "、"))]
            add(OfficeRules.Name.confirmation, "录入后的确认", facets, rule.citation)
        }
        if let citation = offices.serials {
            let facets = [Facet("依据", "征集流水号")]
            add(OfficeRules.Name.serials, "开票、入库", facets, citation)
        }
        if let citation = offices.bills {
            add(OfficeRules.Name.bills, "受资助人员的缴费", [Facet("单据", "特殊缴费单据")], citation)
        }
        addFunding()
    }

    private mutating func addSignatures() {
        for rule in pack.terms.offices.signatures {
            var facets = [
                Facet("文书", rule.name),
                Facet("签字", rule.signers.map(\.name).joined(separator: "、")),
            ]
            if rule.isDaily { facets.append(Facet("频次", "每个收缴日")) }
            if rule.needsStamp { facets.append(Facet("盖章", "村委会或社区公章")) }
            switch rule.blocks {
            case .import: facets.append(Facet("未签时", "不得导入医保系统"))
            case .entry: facets.append(Facet("未签时", "不得录入、确认"))
            case .nothing: break
            }
            add(OfficeRules.Name.signature(rule.document), "签字", facets, rule.citation)
        }
    }

    private mutating func addFunding() {
        for rule in pack.terms.offices.funding {
            let names = pack.terms.funders.filter { rule.funders.contains($0.id) }.map(\.name)
            var facets = [Facet("用途", rule.name), Facet("资金", names.joined(separator: "、"))]
            if !rule.categories.isEmpty {
                let people = rule.categories.map(categoryName).joined(separator: "、")
                facets.append(Facet("人员", people))
            }
            if !rule.signatories.isEmpty {
                facets.append(Facet("共同申请", rule.signatories.joined(separator: "、")))
            }
            if !rule.steps.isEmpty {
                facets.append(Facet("经过", rule.steps.joined(separator: "→")))
            }
            if let account = pack.terms.offices.account(rule.into) {
                facets.append(Facet("转入", account.name))
            }
            if rule.paysPersons { facets.append(Facet("去向", "返还给个人")) }
            add(OfficeRules.Name.funding(rule.id), "资金的去向", facets, rule.citation)
        }
    }
}
