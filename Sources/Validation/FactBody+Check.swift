import Events
import Policy

extension Fact.Body {
    /// Checks what the pack decides, and writes units, channels and categories as the pack does.
    mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        switch self {
        case .payment(var payment):
            try payment.check(under: policy)
            self = .payment(payment)
        case .listRow(var row):
            try row.check(under: policy)
            self = .listRow(row)
        case .rosterLine(var line):
            try line.check(under: policy)
            self = .rosterLine(line)
        case .registration(var line):
            try line.check(under: policy)
            self = .registration(line)
        case .target(var target):
            try target.check(under: policy)
            self = .target(target)
        case .householdTier(var decision):
            try decision.check(under: policy)
            self = .householdTier(decision)
        case .transfer(var transfer):
            try transfer.check(under: policy)
            self = .transfer(transfer)
        case .mark(let mark): try Plausible.check(mark.filedOn)
        case .listSealed(let seal): try Plausible.check(seal.snapshot)
        case .dayClosed(let closed): try Plausible.check(closed.date)
        case .officeRecord(let record): try Plausible.check(record.at)
        default:
            break
        }
    }
}

/// The years in which anything of a season can lie: what is outside would break date arithmetic
/// later on, where nothing can be rejected any more.
private enum Plausible {
    private static let days = CivilDate(day: -32_872)...CivilDate(day: 84_370)

    static func check(_ date: CivilDate?) throws(Refusal) {
        guard let date else { return }
        guard days.contains(date) else { throw Refusal(.dateImplausible) }
    }

    static func check(_ time: CivilTime) throws(Refusal) {
        let first = CivilTime(startOf: days.lowerBound)
        let last = CivilTime(startOf: days.upperBound)
        guard (first...last).contains(time) else { throw Refusal(.dateImplausible) }
    }
}

extension Target {
    private static let headsMax: Int64 = 2_000_000_000
    private static let amountMax = Money(yuan: 10_000_000_000_000)

    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        guard (0...Target.headsMax).contains(heads), amount >= .zero, amount <= Target.amountMax,
            heads > 0 || amount > .zero
        else { throw Refusal(.targetMalformed) }
        try Plausible.check(effectiveFrom)
        unit = try policy.canonical(unit: unit)
    }
}

extension Payment {
    private static let amountMax = Money(yuan: 100_000)

    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        guard amount.fen > 0 else { throw Refusal(.amountNotPositive) }
        guard amount <= Payment.amountMax else { throw Refusal(.amountTooLarge) }
        try Plausible.check(paidAt)
        unit = try policy.canonical(unit: unit)
        guard let index = policy.channel(channel) else { throw Refusal(.channelUnknown) }
        channel = policy.channels[index].id
        tier = try policy.canonical(tier: tier)
    }
}

extension ListRow {
    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        try Plausible.check(listedOn)
        try Plausible.check(approvedOn)
        let match = try match(under: policy)
        guard let supplier = policy.bureau(bureau) else { throw Refusal(.bureauUnknown) }
        guard policy.mayBureau(supplier, supply: match.index) else {
            throw Refusal(.categoryNotOfBureau)
        }
        // An umbrella name stays as it is: what it lacks is told in the assessment.
        if !match.isUmbrella { category = policy.categories[match.index].id }
        unit = try policy.canonical(unit: unit)
    }

    /// The category of the row; of an umbrella name the attribute tells which one is meant.
    ///
    /// - Source: 001 五（二）名单中明确脱贫人员属性; 000 M四（三）: an attribute that is no funded group
    ///   (脱贫不享受政策) must not be read as one.
    private func match(under policy: CompiledPolicy) throws(Refusal) -> CategoryMatch {
        guard let match = policy.category(category) else { throw Refusal(.categoryUnknown) }
        if !match.isUmbrella || attribute.isEmpty { return match }
        guard let named = policy.category(attribute) else { throw Refusal(.categoryUnknown) }
        return named
    }
}

extension RosterLine {
    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        try Plausible.check(birth)
        try Plausible.check(filedOn)
        unit = try policy.canonical(unit: unit)
        tier = try policy.canonical(tier: tier)
        // What no rule of the scheme needs goes no further.
        household = ""
        guard policy.tables.householdSameTier else {
            (householdKey, householdTier) = (0, "")
            return
        }
        householdTier = try policy.canonical(tier: householdTier)
    }
}

extension HouseholdTier {
    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        try Plausible.check(at)
        guard policy.tables.householdSameTier, !tier.isEmpty else { throw Refusal(.tierUnknown) }
        tier = try policy.canonical(tier: tier)
    }
}

extension Transfer {
    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        try Plausible.check(at)
        guard !unit.isEmpty else { throw Refusal(.unitUnknown) }
        unit = try policy.canonical(unit: unit)
    }
}

extension CompiledPolicy {
    fileprivate func canonical(unit: String) throws(Refusal) -> String {
        if unit.isEmpty { return unit }
        guard let known = canonicalUnit(unit) else { throw Refusal(.unitUnknown) }
        return known
    }

    fileprivate func canonical(tier: String) throws(Refusal) -> String {
        if tier.isEmpty { return tier }
        guard let index = self.tier(tier) else { throw Refusal(.tierUnknown) }
        return tiers[index].id
    }
}
