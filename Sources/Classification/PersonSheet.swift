import Events
import Policy

/// One person's facts taken out of a record and put in the order that the assessor reads; reused
/// from person to person.
struct PersonSheet {
    /// What the assessor reads.
    var facts = PersonFacts()
    /// Unit that the person is counted for, as a symbol.
    private(set) var unit: UInt32 = 0
    /// Key of the household; 0 when none is known.
    private(set) var household: UInt64 = 0
    /// Money received and not taken back, per channel symbol.
    private(set) var receipts: ContiguousArray<Share> = []

    private var payments: ContiguousArray<PaymentLine> = []
    private var reversals: ContiguousArray<(target: UInt64, fen: Int64)> = []
    private var rosterLine: HomeLine?
    private var registration: HomeLine?
    var listRows: ContiguousArray<ListLine> = []
    var listUnit: (day: Int32, identity: UInt64, unit: UInt32)?
    private var tier: UInt32 = 0
    private var householdTier: UInt32 = 0
    private var decision: Decision?
    private var transfer: Decision?

    /// A roster line or registration.
    ///
    /// Of several the one filed last counts, then the one with the greater identity: never the one
    /// that came first.
    private struct HomeLine {
        var filedOn: Int32
        var identity: UInt64
        var unit: UInt32
        var residence: Residence
        var tier: UInt32
        var birth: Int32
        var hasGuardian: Bool
        var householdTier: UInt32 = 0
        var household: UInt64 = 0

        init(_ fact: FactView) {
            unit = fact.value(0, as: UInt32.self)
            residence = Residence(rawValue: fact.value(4, as: UInt32.self))
            tier = fact.value(8, as: UInt32.self)
            birth = fact.value(12, as: Int32.self)
            hasGuardian = fact.value(16, as: UInt8.self) == 1
            filedOn = fact.value(17, as: Int32.self)
            identity = fact.identity
            if fact.bytes.count > PersonRecord.factHeadCount + 21 {
                householdTier = fact.value(21, as: UInt32.self)
                household = fact.value(25, as: UInt64.self)
            }
        }

        mutating func yield(to other: HomeLine) {
            if (filedOn, identity) < (other.filedOn, other.identity) { self = other }
        }
    }

    /// What an office decided: of several the last one holds, then the one with the greater
    /// identity.
    private struct Decision {
        var at: Int64
        var identity: UInt64
        var symbol: UInt32
        var household: UInt64 = 0

        init(_ fact: FactView, hasHousehold: Bool) {
            at = fact.value(0, as: Int64.self)
            symbol = fact.value(8, as: UInt32.self)
            if hasHousehold { household = fact.value(12, as: UInt64.self) }
            identity = fact.identity
        }

        static func take(_ new: Decision, into known: inout Decision?) {
            guard let old = known, (old.at, old.identity) >= (new.at, new.identity) else {
                known = new
                return
            }
        }
    }

    private struct PaymentLine {
        var paidAt: Int64
        var identity: UInt64
        var fen: Int64
        var unit: UInt32
        var channel: UInt32
        var tier: UInt32
    }

    /// Reads a record.
    mutating func fill(
        _ record: PersonRecord,
        symbols: SymbolTable,
        lists: ListBook,
        policy: CompiledPolicy
    ) {
        clear()
        record.forEachFact { take($0) }
        settleListings(symbols: symbols, lists: lists, policy: policy)
        settlePayments(symbols: symbols, policy: policy)
        settleHome()
        if unit == 0 { unit = listUnit?.unit ?? 0 }
        if let transfer { unit = transfer.symbol }
        if let index = policy.tier(symbols.text(tier)) { facts.tier = index }
        if let decision {
            householdTier = decision.symbol
            if decision.household != 0 { household = decision.household }
        }
        if let index = policy.tier(symbols.text(householdTier)) { facts.householdTier = index }
    }

    /// The roster speaks before a registration, as the nearer record; a payment's own unit and
    /// tier before both.
    private mutating func settleHome() {
        facts.registration =
            rosterLine != nil ? .notNeeded : registration != nil ? .present : .missing
        if let registration { facts.guardian = registration.hasGuardian ? .given : .missing }
        if rosterLine?.hasGuardian == true { facts.guardian = .given }
        for line in [rosterLine, registration] {
            guard let line else { continue }
            if unit == 0 { unit = line.unit }
            if tier == 0 { tier = line.tier }
            if householdTier == 0 { householdTier = line.householdTier }
            if household == 0 { household = line.household }
            if facts.birth == nil, line.birth != Int32.min {
                facts.birth = CivilDate(day: line.birth)
            }
        }
        guard let home = rosterLine ?? registration, !home.residence.isEmpty else { return }
        facts.residence = home.residence
    }

    private mutating func clear() {
        facts.reset()
        unit = 0
        rosterLine = nil
        registration = nil
        listUnit = nil
        listRows.removeAll(keepingCapacity: true)
        (tier, householdTier, household) = (0, 0, 0)
        (decision, transfer) = (nil, nil)
        payments.removeAll(keepingCapacity: true)
        reversals.removeAll(keepingCapacity: true)
        receipts.removeAll(keepingCapacity: true)
    }

    private mutating func take(_ fact: FactView) {
        switch FactTag(rawValue: fact.tag) {
        case .attributes: takeAttributes(fact)
        case .payment: takePayment(fact)
        case .rosterLine: PersonSheet.take(HomeLine(fact), into: &rosterLine)
        case .registration: PersonSheet.take(HomeLine(fact), into: &registration)
        case .listRow: listRows.append(ListLine(fact))
        case .exclusion:
            facts.exclusions.formUnion(
                ExclusionSet(rawValue: 1 << fact.value(0, as: UInt8.self))
            )
        case .mark:
            facts.marks.formUnion(MarkSet(rawValue: 1 << fact.value(0, as: UInt8.self)))
        case .householdTier: Decision.take(Decision(fact, hasHousehold: true), into: &decision)
        case .transfer: Decision.take(Decision(fact, hasHousehold: false), into: &transfer)
        case nil: preconditionFailure("a record holds only facts that this build has stored")
        }
    }

    private mutating func takeAttributes(_ fact: FactView) {
        let birth = fact.value(0, as: Int32.self)
        if birth != Int32.min { facts.birth = CivilDate(day: birth) }
        facts.sex = Sex(rawValue: fact.value(4, as: UInt8.self)) ?? .unknown
        facts.identity = IdentityKind(rawValue: fact.value(5, as: UInt8.self)) ?? .residentID
        facts.hasForbiddenPrefix = fact.value(6, as: UInt8.self) == 1
    }

    private mutating func takePayment(_ fact: FactView) {
        if fact.bytes.count > PersonRecord.factHeadCount + 28 {
            reversals.append((fact.value(28, as: UInt64.self), fact.value(8, as: Int64.self)))
            return
        }
        payments.append(
            PaymentLine(
                paidAt: fact.value(0, as: Int64.self),
                identity: fact.identity,
                fen: fact.value(8, as: Int64.self),
                unit: fact.value(16, as: UInt32.self),
                channel: fact.value(20, as: UInt32.self),
                tier: fact.value(24, as: UInt32.self)
            )
        )
    }

    private static func take(_ line: HomeLine, into known: inout HomeLine?) {
        if known == nil { known = line } else { known?.yield(to: line) }
    }

    /// Takes reversals from the payments that they name, and sorts what is left.
    private mutating func settlePayments(symbols: SymbolTable, policy: CompiledPolicy) {
        for (target, fen) in reversals {
            guard let index = payments.firstIndex(where: { $0.identity == target }) else {
                continue
            }
            payments[index].fen -= min(fen, payments[index].fen)
        }
        if payments.count > 1 {
            payments.sort { ($0.paidAt, $0.identity) < ($1.paidAt, $1.identity) }
        }
        for payment in payments where payment.fen > 0 {
            let channel = symbols.text(payment.channel)
            facts.payments.append(
                PaidAmount(
                    paidAt: CivilTime(second: payment.paidAt),
                    amount: Money(fen: payment.fen),
                    channel: policy.channel(channel) ?? -1
                )
            )
            addReceipt(channel, fen: payment.fen)
            if unit == 0 { unit = payment.unit }
            if payment.tier != 0 { tier = payment.tier }
        }
        if receipts.count > 1 { receipts.sort { $0.party < $1.party } }
    }

    private mutating func addReceipt(_ channel: String, fen: Int64) {
        if let index = receipts.firstIndex(where: { $0.party == channel }) {
            receipts[index].amount.fen += fen
        } else {
            receipts.append(Share(party: channel, amount: Money(fen: fen)))
        }
    }
}
