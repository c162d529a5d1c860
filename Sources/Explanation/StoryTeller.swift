import Classification
import Events
import Ledger
import Policy

/// Tells why a person stands where the ledger says, in the words of a pack.
public struct StoryTeller: Sendable {
    let book: RuleBook

    private var policy: CompiledPolicy { book.pack.compiled }

    /// Creates a teller in the words of a pack.
    public init(_ book: RuleBook) { self.book = book }

    /// The story of a person in the ledger.
    ///
    /// - Parameter person: How the person is named in it: a masked number, never one in clear.
    public func story(of person: String, _ evidence: PersonEvidence) -> PersonStory {
        let events = evidence.facts.map { facts in facts.map { event($0, evidence) } }
        var causes: [String: String] = [:]
        for event in events ?? [] where causes[event.id] == nil { causes[event.id] = event.what }
        var previous: Assessment?
        var revisions: [StoryRevision] = []
        for posted in evidence.journals {
            var revision = revision(
                posted.revision,
                posted.assessment,
                previous,
                cause: posted.cause,
                event: causes[posted.cause]
            )
            revision.journal = posted.place
            revision.postings = posted.entries.map { posting($0, posted.assessment) }
            revisions.append(revision)
            previous = posted.assessment
        }
        return PersonStory(
            person: person,
            scheme: book.scheme,
            notice: book.title,
            policy: book.hash,
            events: events,
            revisions: revisions,
            balances: balances(evidence.journals)
        )
    }

    /// The story of a golden case: one assessment, without a ledger.
    public func story(of golden: GoldenCase) -> PersonStory {
        let facts = golden.facts(under: policy)
        let verdict = Assessor.assess(facts, under: policy)
        let receipts = facts.payments.map { Share(party: "", amount: $0.amount) }
        let assessment = verdict.assessment(under: policy, unit: "", receipts: receipts)
        return PersonStory(
            person: golden.id,
            scheme: book.scheme,
            notice: book.title,
            policy: book.hash,
            events: nil,
            revisions: [revision(1, assessment, nil, cause: nil, event: nil)],
            balances: []
        )
    }

    // MARK: - One assessment

    private func revision(
        _ number: UInt64,
        _ assessment: Assessment,
        _ previous: Assessment?,
        cause: String?,
        event: String?
    ) -> StoryRevision {
        let changes = previous.map { differences(outcome($0), outcome(assessment)) } ?? []
        return StoryRevision(
            revision: number,
            journal: nil,
            cause: cause,
            causeEvent: event,
            outcome: outcome(assessment),
            reasons: assessment.rules.map(reason),
            others: assessment.otherCategories.map { other($0, assessment) },
            flags: assessment.flags.map { Facet($0, FlagWords.meaning(of: $0) ?? $0) },
            changes: changes,
            changeReason: previous.map {
                changeReason(from: $0, to: assessment, cause: event ?? cause ?? "")
            },
            postings: []
        )
    }

    func category(_ id: String) -> String {
        policy.categories.first { $0.id == id }?.name ?? (id.isEmpty ? "无" : id)
    }

    func funder(_ id: String) -> String { policy.funders.first { $0.id == id }?.name ?? id }

    private func outcome(_ it: Assessment) -> [Facet] {
        var facets = [
            Facet("状态", Words.status(it.status)), Facet("类别", category(it.category)),
            Facet("单位", it.unit.isEmpty ? "未归属" : it.unit),
        ]
        if let tier = policy.tiers.first(where: { $0.id == it.tier }), !tier.name.isEmpty {
            facets.append(Facet("档次", tier.name))
        }
        facets += [Facet("缴费标准", Words.yuan(it.premium)), Facet("个人承担", Words.yuan(it.due))]
        if it.upfront != it.due { facets.append(Facet("先缴", Words.yuan(it.upfront))) }
        for share in it.shares {
            facets.append(Facet(funder(share.party), Words.yuan(share.amount)))
        }
        facets += [Facet("已收", Words.yuan(it.received)), Facet("应退", Words.yuan(it.refund))]
        if let day = it.enrolledOn { facets.append(Facet("参保日", "\(day)")) }
        if let day = it.benefitStart { facets.append(Facet("待遇起始日", "\(day)")) }
        return facets
    }

    private func reason(_ id: String) -> StoryReason {
        guard let entry = book.entry(id) else {
            return StoryReason(
                rule: id,
                title: "此政策包没有这条规则",
                clause: "",
                quotes: [],
                readings: []
            )
        }
        return StoryReason(
            rule: id,
            title: entry.title,
            clause: entry.clause,
            quotes: entry.quotes,
            readings: entry.readings
        )
    }

    private func other(_ id: String, _ assessment: Assessment) -> StoryOther {
        let clause = book.entry("category.\(id)")?.clause ?? ""
        guard let loser = policy.category(id)?.index,
            let applied = policy.category(assessment.category)?.index,
            let tier = policy.tiers.firstIndex(where: { $0.id == assessment.tier })
        else { return StoryOther(category: category(id), clause: clause, why: "此政策包没有这个类别") }
        let ground =
            assessment.flags.contains("reliefLost")
            ? .reliefLost
            : ConflictGround.against(loser, applied: applied, tier: tier, under: policy)
        return StoryOther(category: category(id), clause: clause, why: words(ground))
    }

    private func words(_ ground: ConflictGround) -> String {
        switch ground {
        case .otherTier: "此类的资助只写在另一档次"
        case .reliefLost: "逾期缴费，不再享受此类减免"
        case .relief: "适用的类别有减免，此类没有"
        case .personalShare: "适用的类别个人承担更少"
        case .fewerFunders: "个人承担相同，适用的类别承担方更少"
        case .documentOrder: "个人承担和承担方数相同，适用的类别在文件中在前"
        }
    }

    // MARK: - Changes

    private func differences(_ old: [Facet], _ new: [Facet]) -> [RuleDifference.Part] {
        var names = old.map(\.name)
        for facet in new where !names.contains(facet.name) { names.append(facet.name) }
        return names.compactMap { name in
            let before = old.first { $0.name == name }?.value
            let after = new.first { $0.name == name }?.value
            return before == after
                ? nil : RuleDifference.Part(name: name, old: before, new: after)
        }
    }

    private func changeReason(
        from old: Assessment,
        to new: Assessment,
        cause: String
    ) -> String {
        var parts = ["因「\(cause)」"]
        if old.due == new.due && old.upfront == new.upfront {
            parts.append("应缴不变（\(Words.yuan(new.due))）")
        } else {
            parts.append("个人承担由\(Words.yuan(old.due))变为\(Words.yuan(new.due))")
        }
        if old.category != new.category {
            parts.append("类别由\(category(old.category))变为\(category(new.category))")
        }
        if old.received != new.received {
            parts.append("已收由\(Words.yuan(old.received))变为\(Words.yuan(new.received))")
        }
        if old.status != new.status {
            parts.append("状态由\(Words.status(old.status))变为\(Words.status(new.status))")
        }
        if let rule = new.rules.first, let entry = book.entry(rule) {
            parts.append("依据\(entry.clause)（\(entry.title)）")
        }
        return parts.joined(separator: "，")
    }
}
