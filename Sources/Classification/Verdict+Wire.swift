import Events
import Policy

// The assessment in the form of `Topics/assessments.proto`, without building it: in three parts,
// between which stand the fields that are a person's own (4; 12, 13; 17).
extension Verdict {
    /// Writes fields 1 to 3.
    func writeStatus(to buffer: ByteBuffer, under policy: CompiledPolicy) {
        buffer.put(1, UInt64(status.rawValue))
        buffer.put(2, isCovered)
        if category >= 0 { buffer.put(3, policy.categories[Int(category)].id) }
    }

    /// Writes fields 5 to 11.
    func writeMoney(
        to buffer: ByteBuffer,
        under policy: CompiledPolicy,
        receipts: ContiguousArray<Share>
    ) {
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
        for receipt in receipts { buffer.put(10) { receipt.write(to: $0) } }
        buffer.put(11, refundFen)
    }

    /// Writes fields 14 to 16.
    func writeGrounds(to buffer: ByteBuffer, under policy: CompiledPolicy) {
        for place in 0..<Int(ruleCount) { buffer.put(14, policy.rules[Int(rules[place])].id) }
        if !flags.isEmpty { for name in flags.names { buffer.put(15, name) } }
        if otherCategories != 0 {
            for index in policy.categories.indices where otherCategories >> UInt64(index) & 1 == 1 {
                buffer.put(16, policy.categories[index].id)
            }
        }
    }

    /// The day of a number; nil for ``noDay``.
    static func date(_ day: Int32) -> CivilDate? { day == noDay ? nil : CivilDate(day: day) }
}

extension Share {
    /// Writes the share in the form of `Topics/assessments.proto`.
    func write(to buffer: ByteBuffer) {
        buffer.put(1, party)
        buffer.put(2, amount.fen)
    }
}
