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
            guard target.heads >= 0, target.amount.fen >= 0, target.heads + target.amount.fen > 0
            else { throw Refusal(.targetMalformed) }
            target.unit = try policy.canonical(unit: target.unit)
            self = .target(target)
        default:
            break
        }
    }
}

extension Payment {
    private static let amountMax = Money(yuan: 100_000)

    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        guard amount.fen > 0 else { throw Refusal(.amountNotPositive) }
        guard amount <= Payment.amountMax else { throw Refusal(.amountTooLarge) }
        unit = try policy.canonical(unit: unit)
        guard let index = policy.channel(channel) else { throw Refusal(.channelUnknown) }
        channel = policy.channels[index].id
        tier = try policy.canonical(tier: tier)
    }
}

extension ListRow {
    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        guard let match = policy.category(category) else { throw Refusal(.categoryUnknown) }
        guard let supplier = policy.bureau(bureau) else { throw Refusal(.bureauUnknown) }
        guard policy.mayBureau(supplier, supply: match.index) else {
            throw Refusal(.categoryNotOfBureau)
        }
        // An umbrella name stays as it is: what it lacks is told in the assessment.
        if !match.isUmbrella { category = policy.categories[match.index].id }
        unit = try policy.canonical(unit: unit)
    }
}

extension RosterLine {
    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        unit = try policy.canonical(unit: unit)
        tier = try policy.canonical(tier: tier)
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
