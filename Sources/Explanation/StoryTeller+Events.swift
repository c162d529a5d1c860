import Events
import Policy

/// Facts in words.
extension StoryTeller {
    func event(_ received: PersonEvidence.Received, _ evidence: PersonEvidence) -> StoryEvent {
        let fact = received.fact
        var note = received.isRepeated ? "重复送达，不再计算" : nil
        if case .listRow(let row) = fact.body, note == nil { note = standing(row.list, evidence) }
        return StoryEvent(
            at: time(fact.body),
            what: words(fact.body),
            id: "\(fact.source)/\(fact.number)",
            place: received.place,
            note: note
        )
    }

    private func time(_ body: Fact.Body) -> String {
        switch body {
        case .payment(let payment): "\(payment.paidAt)"
        case .listRow(let row): "\(row.listedOn)"
        case .rosterLine(let line), .registration(let line): line.filedOn.map { "\($0)" } ?? ""
        case .mark(let mark): mark.filedOn.map { "\($0)" } ?? ""
        case .householdTier(let decision): "\(decision.at)"
        case .transfer(let transfer): "\(transfer.at)"
        default: ""
        }
    }

    private func words(_ body: Fact.Body) -> String {
        switch body {
        case .payment(let payment): words(payment)
        case .listRow(let row): words(row)
        case .rosterLine(let line): "列入缴费清册：\(words(line))"
        case .registration(let line): "参保登记：\(words(line))"
        case .exclusion(let exclusion): Words.insurance(exclusion.kind)
        case .mark(let mark): "标记：\(Words.mark(mark.kind))"
        case .householdTier(let decision): "决定本户档次：\(tierName(decision.tier))"
        case .transfer(let transfer): "转到\(transfer.unit)"
        case .rejected(let tombstone): "没有通过检查（\(tombstone.code)）"
        case .policyActivated: "启用政策包"
        case .dayClosed(let closed): "截至\(closed.date)已报齐"
        case .listSealed(let seal): "名单\(seal.list)封存"
        case .listAudited(let audit): "名单\(audit.list)审核通过"
        default: "其他记录"
        }
    }

    private func words(_ payment: Payment) -> String {
        let channels = book.pack.compiled.channels
        var parts = [
            payment.reverses.isEmpty
                ? "缴费\(Words.yuan(payment.amount))"
                : "冲回缴费\(Words.yuan(payment.amount))（\(payment.reverses)）"
        ]
        if let channel = book.pack.compiled.channel(payment.channel) {
            parts.append(channels[channel].name)
        } else if !payment.channel.isEmpty {
            parts.append("渠道\(payment.channel)")
        }
        if !payment.unit.isEmpty { parts.append(payment.unit) }
        if let tier = book.pack.compiled.tier(payment.tier), !payment.tier.isEmpty {
            parts.append(book.pack.compiled.tiers[tier].name)
        }
        return parts.joined(separator: "，")
    }

    private func tierName(_ id: String) -> String {
        book.pack.compiled.tiers.first { $0.id == id }?.name ?? id
    }

    private func words(_ row: ListRow) -> String {
        let policy = book.pack.compiled
        let name = policy.category(row.category).map { policy.categories[$0.index].name }
        let bureau = policy.bureau(row.bureau).map { policy.bureaus[$0].name } ?? row.bureau
        var parts = ["列入\(bureau)的名单\(row.list)第\(row.row)行：\(name ?? row.category)"]
        if !row.attribute.isEmpty { parts.append("属性\(row.attribute)") }
        if let day = row.approvedOn { parts.append("批准日\(day)") }
        if !row.unit.isEmpty { parts.append(row.unit) }
        return parts.joined(separator: "，")
    }

    private func words(_ line: RosterLine) -> String {
        var parts = [line.unit, Words.residence(line.residence)]
        if let tier = book.pack.compiled.tier(line.tier), !line.tier.isEmpty {
            parts.append(book.pack.compiled.tiers[tier].name)
        }
        if line.hasGuardian { parts.append("有监护人信息") }
        return parts.filter { !$0.isEmpty }.joined(separator: "，")
    }

    /// Whether a list counts: sealed, audited, not superseded (F-041, F-042).
    private func standing(_ list: String, _ evidence: PersonEvidence) -> String {
        guard evidence.sealed[list] != nil else { return "名单还没有封存，暂不生效" }
        guard let audit = evidence.audited[list] else { return "名单还没有审核，暂不生效" }
        let later = evidence.superseding[list] ?? []
        let ready = later.filter { evidence.audited[$0] != nil }
        if let other = ready.max() { return "已被名单\(other)取代，不再生效" }
        return "\(audit.office.isEmpty ? "" : audit.office)审核通过，生效"
    }
}
