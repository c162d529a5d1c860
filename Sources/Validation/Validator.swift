import Events
import Policy

/// The core of validate: one message of a received topic in, one accepted fact or one rejection
/// out, to the same partition.
///
/// It is the trust boundary and the only stage that opens a seal: it checks the number, that the
/// key belongs to it, and derives birth date and sex; what it passes on is pseudonymous.
public final class Validator: StageCore {
    let keys: SeasonKeys
    private let policies: [String: CompiledPolicy]
    /// The scheme of the last message, as its bytes name it: nearly always that of the next.
    private var last: (scheme: [UInt8], policy: CompiledPolicy)?

    /// Creates a validator.
    ///
    /// - Parameter policies: The packs of the schemes that are collected, by scheme id.
    public init(keys: SeasonKeys, policies: [String: CompiledPolicy]) {
        self.keys = keys
        self.policies = policies
    }

    /// Nothing to take: the stage has no state.
    public func assign(partition: Int32) {}

    /// Nothing to give up: the stage has no state.
    public func revoke(partition: Int32) {}

    /// Checks each message.
    public func process(_ input: RecordBatch, into output: RecordBatch) {
        for place in input.places where !takePlain(place, input, output) {
            let key = input.key(of: place)
            let value = input.value(of: place)
            do throws(Refusal) {
                var fact = try Validator.read(value)
                do throws(Refusal) {
                    try check(&fact, key: key)
                } catch {
                    reject(fact, error, place: place, input: input, output: output)
                    continue
                }
                fact.origin = Origin(topic: place.topic, offset: place.offset)
                output.append(topic: .factsValidated, partition: place.partition, key: key) {
                    fact.write(to: $0)
                }
            } catch {
                reject(nil, error, place: place, input: input, output: output)
            }
        }
    }

    /// The pack of a scheme; nil when the scheme is not collected.
    func policy(of scheme: UnsafeRawBufferPointer) -> CompiledPolicy? {
        if let last, last.scheme.withUnsafeBytes({ $0.isSame(as: scheme) }) { return last.policy }
        guard let policy = policies[String(decoding: scheme, as: UTF8.self)] else { return nil }
        last = (Array(scheme), policy)
        return policy
    }

    private static func read(_ value: UnsafeRawBufferPointer) throws(Refusal) -> Fact {
        do {
            return try Fact(wire: value)
        } catch .unknownVersion {
            throw Refusal(.unknownVersion)
        } catch {
            throw Refusal(.undecodable)
        }
    }

    private func check(_ fact: inout Fact, key: UnsafeRawBufferPointer) throws(Refusal) {
        if fact.holdsControlCharacter { throw Refusal(.controlCharacter) }
        guard let policy = policies[fact.scheme] else { throw Refusal(.schemeUnknown) }
        // A producer has no say in what only this stage may derive.
        fact.person = nil
        switch fact.body {
        case .payment, .listRow, .rosterLine, .registration, .exclusion, .mark, .householdTier,
            .transfer, .refundPaid, .decision:
            fact.person = try attributes(of: fact, key: key, policy: policy)
        case .rejected: throw Refusal(.bodyNotAllowed)
        default: break
        }
        try fact.body.check(under: policy)
    }

    /// Opens the seal and derives what later stages may know.
    ///
    /// - Source: GB 11643-1999; 002 附2五 (编号前6位不能是362101).
    private func attributes(
        of fact: Fact,
        key: UnsafeRawBufferPointer,
        policy: CompiledPolicy
    ) throws(Refusal) -> PersonAttributes {
        guard let key = PersonKey(key) else { throw Refusal(.keyMalformed) }
        guard let seal = fact.seal else { throw Refusal(.sealMissing) }
        let identity: OpenIdentity
        do {
            identity = try keys.open(seal, scheme: fact.scheme)
        } catch {
            throw Refusal(.sealBroken)
        }
        guard keys.personKey(kind: identity.kind, number: identity.number) == key else {
            throw Refusal(.keyMismatch)
        }
        if identity.name.holdsControlCharacter { throw Refusal(.controlCharacter) }
        let prefix = policy.forbiddenPrefix
        var attributes = PersonAttributes(birth: nil, sex: .unknown, kind: identity.kind)
        attributes.hasForbiddenPrefix = !prefix.isEmpty && identity.number.starts(with: prefix)
        guard identity.kind == .residentID else { return attributes }
        do {
            let number = try identity.number.withUnsafeBufferPointer {
                buffer throws(IdentityProblem) in try IdentityNumber(buffer)
            }
            attributes.birth = number.birth
            attributes.sex = number.sex
        } catch {
            throw Refusal(RefusalCode(error))
        }
        return attributes
    }
}
