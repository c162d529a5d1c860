import Events
import Policy

/// Status.
extension PersonSeason {
    /// Where the person stands: the first status that applies, in the order of their declaration.
    func status(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) -> AssessmentStatus {
        if isRegistrationIncomplete(facts, tables, &verdict) { return .registrationIncomplete }
        if isTierConflict(facts, tables, &verdict) { return .tierConflict }
        let isComplete = completedOn != Verdict.noDay
        if early > 0 && !isComplete {
            verdict.decide(by: tables.rules.opens)
            return .early
        }
        if early > 0 && verdict.upfrontFen > 0 { verdict.flags.insert(.earlyMoney) }
        if let rule = waiver(facts, tables, isComplete) {
            verdict.decide(by: rule)
            return .waived
        }
        if !isComplete { return counted == 0 ? .unpaid : .underpaid }
        if completedOn > limit {
            verdict.decide(by: tables.rules.late)
            return tables.window.late == .refused ? .lateRejected : .late
        }
        return excessStatus(facts, tables, &verdict)
    }

    private func isRegistrationIncomplete(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) -> Bool {
        // Only a payment waits for its registration: who owes nothing is enrolled by the list.
        if tables.registrationFirst && facts.registration == .missing
            && verdict.receivedFen > 0 && verdict.upfrontFen > 0
        {
            verdict.decide(by: tables.rules.registration)
            return true
        }
        guard facts.guardian == .missing, let birth = facts.birth?.day,
            birth >= tables.guardianWarnedFrom
        else { return false }
        verdict.flags.insert(.guardianMissing)
        if birth < tables.guardianRequiredFrom { return false }
        verdict.decide(by: tables.rules.guardian)
        return true
    }

    private func isTierConflict(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) -> Bool {
        guard tables.householdSameTier, facts.householdTier >= 0, facts.householdTier != tier
        else { return false }
        // A tier that the person's own terms prescribe stands beside the household's.
        if tables.categories[category].isRelief || tables.categories[category].forcedTier >= 0 {
            verdict.flags.insert(.householdTierDiffers)
            return false
        }
        verdict.decide(by: tables.rules.household)
        return true
    }

    private func waiver(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ isComplete: Bool
    ) -> Int? {
        guard facts.marks.rawValue != 0, counted == 0, early == 0 else { return nil }
        for waiver in tables.waivers where waiver.mark & facts.marks.rawValue != 0 {
            let applies =
                waiver.only == 0 ? !isComplete : waiver.only >> UInt64(category) & 1 == 1
            if applies { return waiver.rule }
        }
        return nil
    }

    private func excessStatus(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ verdict: inout Verdict
    ) -> AssessmentStatus {
        let received = counted + (verdict.upfrontFen == 0 ? early : 0)
        if received <= verdict.upfrontFen { return .insured }
        verdict.decide(by: tables.rules.excess)
        return hasSecondPayment(facts, tables, verdict.upfrontFen) ? .duplicate : .overpaid
    }

    /// Whether, once the sum due was reached, one more payment brought the whole of it again.
    private func hasSecondPayment(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables,
        _ upfront: Int64
    ) -> Bool {
        if upfront == 0 { return false }
        var sum: Int64 = 0
        for payment in facts.payments where payment.paidAt.date.day >= tables.window.opens {
            if sum >= upfront && payment.amount.fen >= upfront { return true }
            sum += payment.amount.fen
        }
        return false
    }
}
