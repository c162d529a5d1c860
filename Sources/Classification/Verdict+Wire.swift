import Events
import Policy

extension Verdict {
    /// Writes the assessment in the form of `Topics/assessments.proto`, without building it.
    ///
    /// - Parameters:
    ///   - receipts: Money received and not taken back, by channel id, sorted, not zero.
    ///   - household: Key of the household; 0 when none is known.
    func write(
        to buffer: ByteBuffer,
        under policy: CompiledPolicy,
        unit: String,
        receipts: ContiguousArray<Share>,
        household: UInt64
    ) {
        buffer.put(1, UInt64(status.rawValue))
        buffer.put(2, isCovered)
        if category >= 0 { buffer.put(3, policy.categories[Int(category)].id) }
        buffer.put(4, unit)
        if tier >= 0 { buffer.put(5, policy.tiers[Int(tier)].id) }
        buffer.put(6, premiumFen)
        buffer.put(7, dueFen)
        buffer.put(8, upfrontFen)
        for place in 0..<Int(shareCount) {
            buffer.put(9) {
                $0.put(1, policy.funders[Int(funders[place])].id)
                $0.put(2, funderFen[place])
            }
        }
        for receipt in receipts {
            buffer.put(10) {
                $0.put(1, receipt.party)
                $0.put(2, receipt.amount.fen)
            }
        }
        buffer.put(11, refundFen)
        if let enrolledOn { buffer.put(12, optional: enrolledOn) }
        if let benefitStart { buffer.put(13, optional: benefitStart) }
        for place in 0..<Int(ruleCount) { buffer.put(14, policy.rules[Int(rules[place])].id) }
        if !flags.isEmpty { for name in flags.names { buffer.put(15, name) } }
        if otherCategories != 0 {
            for index in policy.categories.indices where otherCategories >> UInt64(index) & 1 == 1 {
                buffer.put(16, policy.categories[index].id)
            }
        }
        if policy.tables.householdSameTier { buffer.put(17, household) }
    }
}
