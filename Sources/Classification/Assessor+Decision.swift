import Events
import Policy

/// What an office's decision does to money that is held (F-078, F-130).
extension Assessor {
    /// The verdict after a decision; one that finds nothing held changes nothing and is told.
    static func assess(
        _ facts: borrowing PersonFacts,
        under policy: CompiledPolicy,
        after decision: PersonDecision
    ) -> Verdict {
        var copy = copy facts
        copy.decision = nil
        let decided =
            switch decision.kind {
            case .accept: accepted(copy, under: policy, decision)
            case .refund, .reject: returned(copy, under: policy, decision)
            }
        if var verdict = decided {
            verdict.flags.insert(.decided)
            return verdict
        }
        var verdict = undecided(copy, under: policy)
        verdict.flags.insert(.decisionWithoutItem)
        return verdict
    }

    /// Early or late money that counts as paid in time, as far as the scheme leaves it to anybody:
    /// where it refuses late payers (004 二（三）: 逾期不再办理) no decision admits them.
    private static func accepted(
        _ facts: PersonFacts,
        under policy: CompiledPolicy,
        _ decision: PersonDecision
    ) -> Verdict? {
        var facts = facts
        switch undecided(facts, under: policy).status {
        case .early:
            let opens = CivilDate(day: policy.tables.window.opens)
            for index in facts.payments.indices
            where facts.payments[index].paidAt < CivilTime(startOf: opens)
                && facts.payments[index].paidAt <= decision.decidedAt
            {
                facts.payments[index].paidAt = CivilTime(startOf: opens)
            }
        case .late where policy.tables.window.late == .held: facts.isLateAccepted = true
        default: return nil
        }
        let verdict = undecided(facts, under: policy)
        return verdict.isCovered ? verdict : nil
    }

    /// What was held at the time of the decision goes back and counts no more; what came later is
    /// judged by itself.
    private static func returned(
        _ facts: PersonFacts,
        under policy: CompiledPolicy,
        _ decision: PersonDecision
    ) -> Verdict? {
        var before = facts
        before.payments.removeAll { $0.paidAt > decision.decidedAt }
        let held = undecided(before, under: policy)
        guard !held.isCovered, held.receivedFen > held.refundFen else { return nil }
        var after = facts
        after.payments.removeAll { $0.paidAt <= decision.decidedAt }
        var verdict = undecided(after, under: policy)
        if decision.kind == .reject, held.status == .late, after.payments.isEmpty {
            verdict = held
            verdict.status = .lateRejected
            verdict.refundFen = 0
        } else {
            verdict.receivedFen += held.receivedFen
        }
        verdict.refundFen += held.receivedFen
        return verdict
    }
}
