import Events

/// Windows, phases, newborns, duties, ranking.
extension PackReader {
    static func window(_ root: Section) -> CollectionWindow {
        let epoch = CivilDate(day: 0)
        let nothing = Citation(clause: "", quotes: [])
        guard let section = root.child("window") else {
            root.refuse("window", "is missing", "Add «window: { opens: …, closes: …, late: … }»")
            return CollectionWindow(
                opens: Cited(epoch, nothing),
                closes: Cited(epoch, nothing),
                late: Cited(.held, nothing),
                lateKeepsRelief: true
            )
        }
        defer { section.close() }
        var window = CollectionWindow(
            opens: day(section, "opens") ?? Cited(epoch, nothing),
            closes: day(section, "closes") ?? Cited(epoch, nothing),
            benefitFrom: section.has("benefitFrom") ? day(section, "benefitFrom") : nil,
            benefitTo: section.has("benefitTo") ? day(section, "benefitTo") : nil,
            late: Cited(.held, nothing),
            lateKeepsRelief: true
        )
        readLate(section, into: &window)
        return window
    }

    private static func readLate(_ window: Section, into result: inout CollectionWindow) {
        guard let late = window.child("late") else {
            window.refuse(
                "late",
                "is missing",
                "Say what follows the last day: covered, held, refused"
            )
            return
        }
        defer { late.close() }
        let outcome = late.choice("then", of: CollectionWindow.LateOutcome.self)
        if outcome == nil && !late.has("then") {
            late.refuse("then", "is missing", "Write covered, held or refused")
        }
        let citation = late.citation()
        result.late = Cited(outcome ?? .held, citation)
        result.waitMonths = late.integer("waitMonths").map { Cited($0, citation) }
        result.lateKeepsRelief = late.flag("keepsRelief") ?? true
    }

    static func day(_ parent: Section, _ key: String) -> Cited<CivilDate>? {
        guard let section = parent.child(key) else {
            parent.refuse(
                key,
                "is missing",
                "Add «\(key): { date: 2022-10-17, clause: …, quote: … }»"
            )
            return nil
        }
        defer { section.close() }
        return section.requiredDate("date").map { Cited($0, section.citation()) }
    }

    static func phase(_ section: Section) -> Phase {
        defer { section.close() }
        return Phase(
            id: section.requiredText("id"),
            name: section.requiredText("name"),
            from: section.date("from"),
            to: section.date("to"),
            collects: section.choices("collects", of: Channel.Collector.self),
            next: section.text("next") ?? "",
            citation: section.citation()
        )
    }

    static func newborn(_ section: Section) -> NewbornRule {
        defer { section.close() }
        let epoch = CivilDate(day: 0)
        let rule = NewbornRule(
            bornFrom: section.requiredDate("bornFrom") ?? epoch,
            bornTo: section.requiredDate("bornTo") ?? epoch,
            needs: residences(section, "needs"),
            days: section.integer("days"),
            until: section.date("until"),
            benefitFromBirth: section.flag("benefitFromBirth") ?? false,
            citation: section.citation()
        )
        if (rule.days == nil) == (rule.until == nil) && section.has("bornFrom") {
            section.refuse(
                "days",
                "either a number of days or a last day is needed",
                "Write «days:» or «until:», not both"
            )
        }
        return rule
    }

    static func duty(_ section: Section) -> Duty {
        defer { section.close() }
        return Duty(
            id: section.requiredText("id"),
            who: section.requiredText("who"),
            what: section.requiredText("what"),
            by: section.date("by"),
            days: section.integer("days"),
            citation: section.citation()
        )
    }

    static func ranking(_ root: Section) -> RankingSettings {
        guard let section = root.child("ranking") else {
            root.refuse("ranking", "is missing", "Add «ranking: { counts: …, of: … }»")
            return RankingSettings(
                counts: .enrolled,
                base: .headcount,
                citation: Citation(clause: "", quotes: []),
                ties: [],
                targetRates: [],
                scores: [],
                publications: []
            )
        }
        defer { section.close() }
        return RankingSettings(
            counts: section.choice("counts", of: RankingSettings.Counting.self) ?? .enrolled,
            base: section.choice("of", of: RankingSettings.Base.self) ?? .headcount,
            citation: section.citation(),
            ties: section.choices("ties", of: RankingSettings.TieBreak.self),
            targetRates: section.children("targetRates").map(targetRate),
            scores: section.children("scores").map(score),
            publications: section.children("publications").map(publication),
            line: section.has("line") ? line(section) : nil,
            cutoff: section.has("cutoff") ? day(section, "cutoff") : nil
        )
    }

    private static func targetRate(_ section: Section) -> RankingSettings.TargetRate {
        defer { section.close() }
        return RankingSettings.TargetRate(
            percent: section.integer("percent") ?? 0,
            of: section.choice("of", of: RankingSettings.Group.self) ?? .units,
            citation: section.citation()
        )
    }

    private static func line(_ ranking: Section) -> Cited<Int>? {
        guard let section = ranking.child("line") else { return nil }
        defer { section.close() }
        return Cited(section.integer("percent") ?? 0, section.citation())
    }

    private static func score(_ section: Section) -> RankingSettings.ScoreBand {
        defer { section.close() }
        return RankingSettings.ScoreBand(
            points: section.integer("points"),
            by: section.date("by"),
            decidedBy: section.text("decidedBy") ?? "",
            citation: section.citation()
        )
    }

    private static func publication(_ section: Section) -> RankingSettings.Publication {
        defer { section.close() }
        return RankingSettings.Publication(
            what: section.requiredText("what"),
            every: section.choice("every", of: RankingSettings.Period.self) ?? .unprinted,
            citation: section.citation()
        )
    }
}
