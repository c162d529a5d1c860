import Events
import Policy

extension Verdict {
    /// The verdict spelled out for the log.
    ///
    /// - Parameters:
    ///   - policy: The pack that gave the verdict.
    ///   - unit: Canonical unit that the person is counted for; empty = unassigned.
    ///   - receipts: Money received and not taken back, per channel.
    ///   - household: Key of the household; 0 when none is known.
    public func assessment(
        under policy: CompiledPolicy,
        unit: String,
        receipts: [Share],
        household: UInt64 = 0
    ) -> Assessment {
        var result = Assessment()
        result.status = status
        result.isCovered = isCovered
        result.category = category >= 0 ? policy.categories[Int(category)].id : ""
        result.unit = unit
        result.tier = tier >= 0 ? policy.tiers[Int(tier)].id : ""
        result.premium = Money(fen: premiumFen)
        result.due = Money(fen: dueFen)
        result.upfront = Money(fen: upfrontFen)
        result.shares = (0..<Int(shareCount)).map {
            Share(party: policy.funders[Int(funders[$0])].id, amount: Money(fen: funderFen[$0]))
        }
        result.receipts = receipts
        result.refund = Money(fen: refundFen)
        result.enrolledOn = enrolledOn
        result.benefitStart = benefitStart
        result.rules = (0..<Int(ruleCount)).map { policy.rules[Int(rules[$0])].id }
        result.flags = flags.names
        result.otherCategories = policy.categories.indices
            .filter { otherCategories >> UInt64($0) & 1 == 1 }.map { policy.categories[$0].id }
        if policy.tables.householdSameTier { result.household = household }
        return result
    }
}
