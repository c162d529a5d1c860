import Events
import Yams

/// Categories and their shares.
extension PackReader {
    private enum Origin: String, CaseIterable {
        case otherwise, list, birth, approval, residence, newborn
    }

    static func category(_ section: Section) -> CategoryDefinition {
        defer { section.close() }
        let mode = section.choice("mode", of: CategoryDefinition.Mode.self)
        if mode == nil && !section.has("mode") {
            section.refuse("mode", "is missing", "Say how the group's money is handled")
        }
        return CategoryDefinition(
            id: section.requiredText("id"),
            name: section.requiredText("name"),
            aliases: section.texts("aliases"),
            umbrellas: section.texts("umbrellas"),
            membership: membership(section),
            tiers: section.texts("tiers"),
            forcedTier: section.text("forcedTier") ?? "",
            mode: mode ?? .selfPaid,
            shares: shares(section),
            refund: section.child("refund").map(refund),
            listedBy: section.date("listedBy"),
            isFullCoverage: section.flag("fullCoverage") ?? false,
            needsCertificate: section.flag("needsCertificate") ?? false,
            paysThroughSchool: section.flag("throughSchool") ?? false,
            citation: section.citation(),
            place: section.place
        )
    }

    private static func membership(_ section: Section) -> CategoryDefinition.Membership {
        let origin = section.choice("from", of: Origin.self)
        if origin == nil && !section.has("from") {
            section.refuse("from", "is missing", "Say how a person comes into the group")
        }
        switch origin ?? .list {
        case .otherwise: return .otherwise
        case .list: return .list
        case .newborn: return .newborn
        case .birth: return birth(section)
        case .approval:
            let ages = section.child("ageAtApproval")
            defer { ages?.close() }
            if ages == nil {
                section.refuse("ageAtApproval", "is missing", "Write { male: 60, female: 50 }")
            }
            return .approval(
                from: section.requiredDate("approvedFrom") ?? CivilDate(day: 0),
                maleAge: ages?.integer("male") ?? 0,
                femaleAge: ages?.integer("female") ?? 0
            )
        case .residence:
            return .residence(
                anyOf: residences(section, "anyOf"),
                without: residence(section, "without", section.texts("without")),
                identity: identity(section, "identity")
            )
        }
    }

    /// Birthdays of those who have completed `age` years on `ageOn`: `60-69`, `70+`.
    private static func birth(_ section: Section) -> CategoryDefinition.Membership {
        let text = section.requiredText("age")
        let on = section.requiredDate("ageOn") ?? CivilDate(day: 0)
        let bounds = (text.hasSuffix("+") ? [text.dropLast()] : text.split(separator: "-"))
            .map { $0.utf8.count <= 3 ? Int($0) : nil }
        guard let lowest = bounds.first ?? nil, bounds.count <= 2, bounds.allSatisfy({ $0 != nil })
        else {
            section.refuse("age", "«\(text)» is not an age", "Write 60-69 or 70+")
            return .birth(from: nil, to: on)
        }
        let to = latestBirth(completing: lowest, on: on)
        var from: CivilDate?
        if bounds.count == 2, let highest = bounds[1] {
            from = latestBirth(completing: highest + 1, on: on).adding(days: 1)
            if highest < lowest {
                section.refuse("age", "«\(text)» holds for nobody", "Write the lower age first")
            }
        }
        checkPrinted(section, from: from, to: to)
        return .birth(from: from, to: to)
    }

    /// Refuses printed birthdays (`bornFrom`, `bornTo`) that the age does not give.
    private static func checkPrinted(_ section: Section, from: CivilDate?, to: CivilDate) {
        if let printed = section.date("bornFrom"), printed != from {
            section.refuse(
                "bornFrom",
                "the age on that day gives \(from.map(\.description) ?? "no bound")",
                "Correct the age, its day, or the birthday"
            )
        }
        if let printed = section.date("bornTo"), printed != to {
            section.refuse(
                "bornTo",
                "the age on that day gives \(to)",
                "Correct the age, its day, or the birthday"
            )
        }
    }

    /// The last birthday that gives `years` full years on `date`.
    static func latestBirth(completing years: Int, on date: CivilDate) -> CivilDate {
        let (year, month, day) = date.components
        if let birth = CivilDate(year: year - years, month: month, day: day) { return birth }
        return CivilDate(year: year - years, month: 2, day: 28) ?? date
    }

    private static func shares(_ section: Section) -> [CategoryDefinition.Share] {
        guard let shares = section.child("shares") else { return [] }
        defer { shares.close() }
        return shares.keys.flatMap { party -> [CategoryDefinition.Share] in
            if shares.node(party)?.mapping == nil {
                return amount(shares, party).map {
                    [.init(party: party, component: nil, amount: $0)]
                }
                    ?? []
            }
            guard let parts = shares.child(party) else { return [] }
            defer { parts.close() }
            return parts.keys.compactMap { component in
                amount(parts, component).map {
                    .init(party: party, component: component, amount: $0)
                }
            }
        }
    }

    private static func amount(_ section: Section, _ key: String) -> ShareAmount? {
        let text = section.requiredText(key)
        if let amount = ShareAmount(text) { return amount }
        section.refuse(
            key,
            "«\(text)» is not a share",
            "Write 0, all, rest, a fraction like 1/2, or «525 yuan»"
        )
        return nil
    }

    private static func refund(_ section: Section) -> CategoryDefinition.Refund {
        defer { section.close() }
        return CategoryDefinition.Refund(
            amount: section.money("yuan"),
            funder: section.requiredText("funder"),
            payingOffice: section.text("payingOffice") ?? ""
        )
    }
}
