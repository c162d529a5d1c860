import Events
import Policy

/// Decides what a person owes, who funds the rest, and where the person stands.
///
/// A pure function of the facts and the pack: no clock, no state, no order of arrival.
public enum Assessor {
    /// Assesses one person.
    ///
    /// - Parameters:
    ///   - facts: What is known; payments sorted by (paid-at, id), listings in any order.
    ///   - policy: The compiled pack of the person's scheme.
    /// - Returns: The verdict, with the rules that decided.
    public static func assess(
        _ facts: borrowing PersonFacts,
        under policy: CompiledPolicy
    ) -> Verdict {
        if let decision = facts.decision { return assess(facts, under: policy, after: decision) }
        return undecided(facts, under: policy)
    }

    /// The verdict without any decision of an office.
    static func undecided(
        _ facts: borrowing PersonFacts,
        under policy: CompiledPolicy
    ) -> Verdict {
        var verdict = Verdict()
        verdict.flags = facts.noticed
        for payment in facts.payments { verdict.receivedFen += payment.amount.fen }
        if let rule = outOfScope(facts, policy.tables) {
            verdict.status = .ineligible
            verdict.refundFen = verdict.receivedFen
            verdict.add(rule: rule)
            return verdict
        }
        var season = PersonSeason(facts, policy.tables)
        season.chooseTier(facts, policy.tables, &verdict)
        guard verdict.tier >= 0 else {
            // Without a tier there is no price: nothing is computed, money is held.
            verdict.status = verdict.receivedFen > 0 ? .registrationIncomplete : .unpaid
            verdict.flags.insert(.tierUnset)
            return verdict
        }
        season.complete(facts, policy.tables, &verdict)
        season.settle(facts, policy.tables, &verdict)
        return verdict
    }

    /// The rule that keeps the person out; nil when the person may enrol.
    private static func outOfScope(
        _ facts: borrowing PersonFacts,
        _ tables: borrowing AssessmentTables
    ) -> Int? {
        let residence = facts.residence.rawValue
        for ground in tables.exclusions {
            if ground.exclusion & facts.exclusions.rawValue != 0 { return ground.rule }
            if ground.mark & facts.marks.rawValue != 0 { return ground.rule }
            if ground.prefix && facts.hasForbiddenPrefix { return ground.rule }
            if ground.residence != 0 && residence & ground.residence == ground.residence
                && facts.identity != ground.unless
            {
                return ground.rule
            }
        }
        for way in tables.scope {
            if let identity = way.identity, identity != facts.identity { continue }
            for set in way.anyOf where residence & set == set { return nil }
        }
        return tables.rules.scope
    }
}

extension Residence {
    /// Whether any one of the sets holds; no sets = no condition.
    @inline(__always)
    func satisfies(anyOf sets: [UInt32]) -> Bool {
        if sets.isEmpty { return true }
        for set in sets where rawValue & set == set { return true }
        return false
    }
}
