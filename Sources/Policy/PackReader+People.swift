import Events

/// Scope, marks, guardian, funders, bureaus, channels.
extension PackReader {
    static func readScope(_ root: Section, into pack: inout PolicyTerms) {
        pack.scope = root.children("scope").map { section in
            defer { section.close() }
            return ScopeRule(
                anyOf: residences(section, "anyOf"),
                identity: identity(section, "identity"),
                citation: section.citation()
            )
        }
        pack.exclusions = root.children("outOfScope").compactMap(exclusion)
        if let section = root.child("reliefNeeds") {
            pack.reliefResidence = Cited(residences(section, "anyOf"), section.citation())
            section.close()
        }
        if root.has("listsBy") { pack.listsBy = day(root, "listsBy") }
    }

    static func readPeople(_ root: Section, into pack: inout PolicyTerms) {
        pack.waiverMarks = root.children("givesUp").compactMap { section in
            defer { section.close() }
            guard let mark = mark(section, "mark") else { return nil }
            return WaiverMark(
                mark: mark,
                only: section.texts("only"),
                citation: section.citation()
            )
        }
        if let section = root.child("guardian") {
            let epoch = CivilDate(day: 0)
            pack.guardian = GuardianRule(
                requiredFrom: section.requiredDate("requiredFrom") ?? epoch,
                warnedFrom: section.requiredDate("warnedFrom") ?? epoch,
                citation: section.citation()
            )
            section.close()
        }
        if root.has("registrationFirst") {
            pack.registrationFirst = cited(root, "registrationFirst")
        }
        if root.has("householdSameTier") {
            pack.householdSameTier = cited(root, "householdSameTier")
        }
    }

    private static func exclusion(_ section: Section) -> ScopeExclusion? {
        defer { section.close() }
        let citation = section.citation()
        if let text = section.text("insured") {
            let kinds: [String: Exclusion.Kind] = [
                "employeeInsurance": .employeeInsurance, "insuredElsewhere": .insuredElsewhere,
            ]
            if let kind = kinds[text] {
                return ScopeExclusion(ground: .insured(kind), citation: citation)
            }
            section.refuseWord("insured", text, allowed: kinds.keys.sorted())
            return nil
        }
        if section.has("mark") {
            return mark(section, "mark").map {
                ScopeExclusion(ground: .mark($0), citation: citation)
            }
        }
        if let prefix = section.text("numberPrefix") {
            return ScopeExclusion(ground: .numberPrefix(prefix), citation: citation)
        }
        let residence = residence(section, "residence", section.texts("residence"))
        let unless = identity(section, "unlessIdentity")
        if residence.isEmpty {
            section.refuse(
                "",
                "no ground is given",
                "Write one of: insured, mark, numberPrefix, residence"
            )
        }
        return ScopeExclusion(ground: .residence(residence, unless: unless), citation: citation)
    }

    private static func mark(_ section: Section, _ key: String) -> Mark.Kind? {
        let kinds: [String: Mark.Kind] = [
            "withdrawn": .withdrawn, "deceased": .deceased, "refused": .refused,
            "notReported": .notReported,
        ]
        let text = section.requiredText(key)
        if let kind = kinds[text] { return kind }
        section.refuseWord(key, text, allowed: kinds.keys.sorted())
        return nil
    }

    static func identity(_ section: Section, _ key: String) -> IdentityKind? {
        guard let text = section.text(key) else { return nil }
        if let kind = IdentityKind(name: text) { return kind }
        section.refuseWord(key, text, allowed: IdentityKind.allCases.map(\.name))
        return nil
    }

    static func residences(_ section: Section, _ key: String) -> [Residence] {
        section.nestedTexts(key).map { residence(section, key, $0) }
    }

    static func residence(_ section: Section, _ key: String, _ names: [String]) -> Residence {
        var set = Residence()
        for name in names {
            if let flag = residenceNames[name] {
                set.insert(flag)
            } else {
                section.refuseWord(key, name, allowed: residenceNames.keys.sorted())
            }
        }
        return set
    }

    private static let residenceNames: [String: Residence] = [
        "localHukou": .localHukou, "districtHukou": .districtHukou,
        "prefectureHukou": .prefectureHukou, "outsideHukou": .outsideHukou, "noHukou": .noHukou,
        "residencePermit": .residencePermit, "longTermResident": .longTermResident,
        "accompanyingChild": .accompanyingChild, "collegeStudent": .collegeStudent,
        "vocationalStudent": .vocationalStudent, "pupil": .pupil, "kindergarten": .kindergarten,
    ]

    static func funder(_ section: Section) -> Funder {
        defer { section.close() }
        return Funder(
            id: section.requiredText("id"),
            name: section.requiredText("name"),
            aliases: section.texts("aliases"),
            citation: section.citation()
        )
    }

    static func bureau(_ section: Section) -> Bureau {
        defer { section.close() }
        return Bureau(
            id: section.requiredText("id"),
            name: section.requiredText("name"),
            aliases: section.texts("aliases"),
            supplies: section.texts("supplies"),
            citation: section.citation()
        )
    }

    static func channel(_ section: Section) -> Channel {
        defer { section.close() }
        let collector = section.choice("collector", of: Channel.Collector.self)
        if collector == nil && !section.has("collector") {
            section.refuse("collector", "is missing", "Say who takes the money")
        }
        return Channel(
            id: section.requiredText("id"),
            name: section.requiredText("name"),
            aliases: section.texts("aliases"),
            collector: collector ?? .selfService,
            citation: section.citation()
        )
    }
}
