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

    /// Money paid back, as recorded.
    private(set) var refunds: [RefundSettlement.Line] = []
    private var decision: (at: Int64, identity: UInt64, kind: Decision.Kind)?

    private var payments: ContiguousArray<PaymentLine> = []
    private var reversals: ContiguousArray<(target: UInt64, fen: Int64)> = []
    private var rosterLine: HomeLine?
    private var registration: HomeLine?
    var listRows: ContiguousArray<ListLine> = []
    var listUnit: (day: Int32, identity: UInt64, unit: UInt32)?
    private var tier: UInt32 = 0
    private var householdTier: UInt32 = 0
    private var householdChoice: LatestWord?
    private var transfer: LatestWord?

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
        var householdTier: UInt32
        var household: UInt64

        init(_ fact: FactView) {
            identity = fact.identity
            var payload = fact.payload
            unit = payload.symbol()
            residence = Residence(rawValue: payload.symbol())
            tier = payload.symbol()
            birth = payload.day()
            hasGuardian = payload.number() == 1
            filedOn = payload.day()
            householdTier = payload.symbol()
            household = payload.hash()
        }

        mutating func yield(to other: HomeLine) {
            if (filedOn, identity) < (other.filedOn, other.identity) { self = other }
        }
    }

    /// What an office decided: of several the last one holds, then the one with the greater
    /// identity.
    private struct LatestWord {
        var at: Int64
        var identity: UInt64
        var symbol: UInt32
        var household: UInt64 = 0

        init(_ fact: FactView, hasHousehold: Bool) {
            identity = fact.identity
            var payload = fact.payload
            at = payload.second()
            symbol = payload.symbol()
            if hasHousehold { household = payload.hash() }
        }

        static func take(_ new: LatestWord, into known: inout LatestWord?) {
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
        record.forEachFact { take($0, symbols: symbols) }
        settleListings(symbols: symbols, lists: lists, policy: policy)
        settlePayments(symbols: symbols, policy: policy)
        settleHome()
        facts.decision = decision.map {
            PersonDecision(kind: $0.kind, decidedAt: CivilTime(second: $0.at))
        }
        if unit == 0 { unit = listUnit?.unit ?? 0 }
        if let transfer { unit = transfer.symbol }
        if let index = policy.tier(symbols.text(tier)) { facts.tier = index }
        if let householdChoice {
            householdTier = householdChoice.symbol
            if householdChoice.household != 0 { household = householdChoice.household }
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
        if let rosterLine { take(rosterLine) }
        if let registration { take(registration) }
        guard let home = rosterLine ?? registration, !home.residence.isEmpty else { return }
        facts.residence = home.residence
    }

    /// Takes from a line what nothing nearer has told.
    private mutating func take(_ line: HomeLine) {
        if unit == 0 { unit = line.unit }
        if tier == 0 { tier = line.tier }
        if householdTier == 0 { householdTier = line.householdTier }
        if household == 0 { household = line.household }
        if facts.birth == nil, line.birth != Int32.min {
            facts.birth = CivilDate(day: line.birth)
        }
    }

    private mutating func clear() {
        facts.reset()
        unit = 0
        rosterLine = nil
        registration = nil
        listUnit = nil
        listRows.removeAll(keepingCapacity: true)
        (tier, householdTier, household) = (0, 0, 0)
        (householdChoice, transfer, decision) = (nil, nil, nil)
        if !refunds.isEmpty { refunds.removeAll(keepingCapacity: true) }
        payments.removeAll(keepingCapacity: true)
        reversals.removeAll(keepingCapacity: true)
        receipts.removeAll(keepingCapacity: true)
    }

    private mutating func take(_ fact: FactView, symbols: SymbolTable) {
        switch FactTag(rawValue: fact.tag) {
        case .attributes: takeAttributes(fact)
        case .payment: takePayment(fact)
        case .rosterLine: PersonSheet.take(HomeLine(fact), into: &rosterLine)
        case .registration: PersonSheet.take(HomeLine(fact), into: &registration)
        case .listRow: listRows.append(ListLine(fact))
        case .exclusion: facts.exclusions.formUnion(ExclusionSet(rawValue: PersonSheet.bit(fact)))
        case .mark: facts.marks.formUnion(MarkSet(rawValue: PersonSheet.bit(fact)))
        case .householdTier:
            LatestWord.take(LatestWord(fact, hasHousehold: true), into: &householdChoice)
        case .transfer: LatestWord.take(LatestWord(fact, hasHousehold: false), into: &transfer)
        case .refundPaid:
            var payload = fact.payload
            refunds.append(
                RefundSettlement.Line(
                    paidAt: payload.second(),
                    identity: fact.identity,
                    fen: payload.signed(),
                    office: symbols.text(payload.symbol())
                )
            )
        case .decision: takeDecision(fact)
        case nil: preconditionFailure("a record holds only facts that this build has stored")
        }
    }

    /// The set of the one kind that a fact tells.
    private static func bit(_ fact: FactView) -> UInt8 {
        var payload = fact.payload
        return 1 << UInt8(truncatingIfNeeded: payload.number())
    }

    private mutating func takeAttributes(_ fact: FactView) {
        var payload = fact.payload
        let birth = payload.day()
        if birth != Int32.min { facts.birth = CivilDate(day: birth) }
        func code() -> UInt8 { UInt8(truncatingIfNeeded: payload.number()) }
        facts.sex = Sex(rawValue: code()) ?? .unknown
        facts.identity = IdentityKind(rawValue: code()) ?? .residentID
        facts.hasForbiddenPrefix = code() == 1
    }

    /// Of several the last one counts, then the one with the greater identity.
    private mutating func takeDecision(_ fact: FactView) {
        var payload = fact.payload
        let at = payload.second()
        if let known = decision, (known.at, known.identity) > (at, fact.identity) { return }
        let code = UInt8(truncatingIfNeeded: payload.number())
        guard let kind = Decision.Kind(rawValue: code) else { return }
        decision = (at, fact.identity, kind)
    }

    private mutating func takePayment(_ fact: FactView) {
        var payload = fact.payload
        let line = PaymentLine(
            paidAt: payload.second(),
            identity: fact.identity,
            fen: payload.signed(),
            unit: payload.symbol(),
            channel: payload.symbol(),
            tier: payload.symbol()
        )
        // A reversal names what it takes back.
        if payload.isAtEnd {
            payments.append(line)
        } else {
            reversals.append((payload.hash(), line.fen))
        }
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
