import Events
import Policy

/// The short way of what comes by the million: payments, roster lines and registrations that are as
/// they should be, from the bytes of the input to those of the output.
///
/// Whatever it does not take goes the long way, which decides what is wrong with it, if anything: so
/// the short way refuses nothing, and what both ways take comes out the same.
extension Validator {
    /// Takes a message; false when it is to go the long way.
    func takePlain(_ place: RecordPlace, _ input: RecordBatch, _ output: RecordBatch) -> Bool {
        let key = input.key(of: place)
        guard var fact = PlainFact(input.value(of: place)), fact.person == nil,
            fact.origin == nil, let season = season(of: fact.scheme),
            accepts(&fact, season.policy),
            let attributes = attributes(of: fact, key: key, season: season)
        else { return false }
        fact.person = attributes
        fact.origin = Origin(topic: place.topic, offset: place.offset)
        output.append(topic: .factsValidated, partition: place.partition, key: key) {
            fact.write(to: $0)
        }
        return true
    }

    /// Whether the pack takes what happened as it is written.
    private func accepts(_ fact: inout PlainFact, _ policy: CompiledPolicy) -> Bool {
        switch fact.body {
        case .payment(let payment):
            return payment.amount.fen > 0 && payment.amount <= Payment.amountMax
                && Plausible.holds(payment.paidAt) && policy.isCanonical(unit: payment.unit)
                && policy.isCanonical(channel: payment.channel)
                && policy.isCanonical(tier: payment.tier)
        case .rosterLine(var line), .registration(var line):
            guard Plausible.holds(line.birth), Plausible.holds(line.filedOn),
                policy.isCanonical(unit: line.unit), policy.isCanonical(tier: line.tier)
            else { return false }
            if policy.tables.householdSameTier {
                return policy.isCanonical(tier: line.householdTier)
            }
            line.forgetHousehold()
            fact.replace(line)
            return true
        }
    }

    /// What the opened seal tells; nil when it does not open, or tells of somebody else.
    private func attributes(
        of fact: PlainFact,
        key: UnsafeRawBufferPointer,
        season: Season
    ) -> PersonAttributes? {
        guard let key = PersonKey(key), let seal = fact.seal else { return nil }
        return season.opener.withOpen(seal, scheme: fact.scheme) { kind, number, name in
            guard season.keys.personKey(kind: kind, number: number) == key,
                !name.holdsControlCharacter
            else { return nil }
            let prefix = season.policy.forbiddenPrefix
            var attributes = PersonAttributes(birth: nil, sex: .unknown, kind: kind)
            attributes.hasForbiddenPrefix = !prefix.isEmpty && number.starts(with: prefix)
            if kind != .residentID { return attributes }
            guard let known = try? IdentityNumber(number.assumingMemoryBound(to: UInt8.self))
            else { return nil }
            attributes.birth = known.birth
            attributes.sex = known.sex
            return attributes
        }
    }
}
