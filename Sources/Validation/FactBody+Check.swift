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
        case .officeRecord(var record):
            try record.check(under: policy)
            self = .officeRecord(record)
        case .refundPaid(let paid): try paid.check()
        case .decision(let decision):
            try Plausible.check(decision.decidedAt)
            if decision.office.isEmpty { throw Refusal(.fieldMissing) }
        default:
            break
        }
    }
}

/// The years in which anything of a season can lie: what is outside would break date arithmetic
/// later on, where nothing can be rejected any more.
enum Plausible {
    private static let days = CivilDate(day: -32_872)...CivilDate(day: 84_370)

    static func check(_ date: CivilDate?) throws(Refusal) {
        guard holds(date) else { throw Refusal(.dateImplausible) }
    }

    /// Whether a date is none or one of those years.
    static func holds(_ date: CivilDate?) -> Bool {
        guard let date else { return true }
        return days.contains(date)
    }

    static func check(_ time: CivilTime) throws(Refusal) {
        guard holds(time) else { throw Refusal(.dateImplausible) }
    }

    /// Whether a time is of those years.
    static func holds(_ time: CivilTime) -> Bool {
        CivilTime(startOf: days.lowerBound) <= time && time <= CivilTime(startOf: days.upperBound)
    }
}

extension OfficeRecord {
    /// Checks the record in fields against the pack, whatever its producer has checked.
    fileprivate mutating func check(under policy: CompiledPolicy) throws(Refusal) {
        try Plausible.check(at)
        guard var typed = event else {
            // A type that has a form must come in it.
            if OfficeEvent.Kind(type: type) != nil { throw Refusal(.fieldMissing) }
            return
        }
        guard typed.kind.type == type else { throw Refusal(.subjectNotAllowed) }
        try Plausible.check(typed.day)
        let office = by.split(separator: "/").first.map(String.init) ?? ""
        do {
            try policy.check(&typed, office: office, at: at)
        } catch {
            throw Refusal(RefusalCode(error))
        }
        // The key decides the partition: another spelling would part what belongs together.
        if typed.subject.id != unit { throw Refusal(.subjectNotCanonical) }
        event = typed
    }
}

extension RefundPaid {
    private static let amountMax = Money(yuan: 100_000)

    fileprivate func check() throws(Refusal) {
        guard amount.fen > 0 else { throw Refusal(.amountNotPositive) }
        guard amount <= RefundPaid.amountMax else { throw Refusal(.amountTooLarge) }
        try Plausible.check(paidAt)
        if office.isEmpty { throw Refusal(.fieldMissing) }
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
    static let amountMax = Money(yuan: 100_000)

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
