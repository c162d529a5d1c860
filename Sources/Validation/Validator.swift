import Events
import Policy

/// The core of validate: one message of a received topic in, one accepted fact or one rejection
/// out, to the same partition.
///
/// It is the trust boundary and the only stage that opens a seal: it checks the number, that the
/// key belongs to it, and derives birth date and sex; what it passes on is pseudonymous.
public final class Validator: StageCore {
    /// What checks the facts of a scheme.
    struct Season {
        let policy: CompiledPolicy
        let keys: SeasonKeys
        let opener: SealOpener
    }

    /// Finds what a scheme has; nil where it has none by now.
    public typealias Finder<Found> = (_ scheme: String) -> Found?

    private let findKeys: Finder<SeasonKeys>
    private let findPolicy: Finder<CompiledPolicy>
    private var keys: [String: SeasonKeys] = [:]
    private var policies: [String: CompiledPolicy]
    /// Schemes of the batch that have no pack, or no keys: asked for once a batch.
    private var unknown: (packs: Set<String>, keys: Set<String>) = ([], [])
    /// The season of the last message, as its bytes name it: nearly always that of the next.
    private var last: (scheme: [UInt8], season: Season)?

    /// Creates a validator.
    ///
    /// - Parameters:
    ///   - keys: Finds the keys of a season, which are kept from then on.
    ///   - policies: The packs of the schemes that are collected, by scheme id.
    ///   - findPolicy: Finds a pack that was put in force after this process began.
    public init(
        keys: @escaping Finder<SeasonKeys>,
        policies: [String: CompiledPolicy],
        findPolicy: @escaping Finder<CompiledPolicy> = { _ in nil }
    ) {
        findKeys = keys
        self.policies = policies
        self.findPolicy = findPolicy
    }

    /// Creates a validator with the same keys for every scheme.
    public convenience init(keys: SeasonKeys, policies: [String: CompiledPolicy]) {
        self.init(keys: { _ in keys }, policies: policies)
    }

    /// Nothing to take: the stage has no state.
    public func assign(partition: Int32) {}

    /// Nothing to give up: the stage has no state.
    public func revoke(partition: Int32) {}

    /// Checks each message.
    public func process(_ input: RecordBatch, into output: RecordBatch) {
        unknown = ([], [])
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

    /// What there is of a scheme; nil when it has no pack, or no keys.
    func season(of scheme: UnsafeRawBufferPointer) -> Season? {
        if let last, last.scheme.withUnsafeBytes({ $0.isSame(as: scheme) }) { return last.season }
        let name = String(decoding: scheme, as: UTF8.self)
        guard let policy = policy(of: name), let keys = keys(of: name) else { return nil }
        let season = Season(policy: policy, keys: keys, opener: keys.opener())
        last = (Array(scheme), season)
        return season
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

    private func policy(of scheme: String) -> CompiledPolicy? {
        if let known = policies[scheme] { return known }
        guard unknown.packs.insert(scheme).inserted, let found = findPolicy(scheme) else {
            return nil
        }
        policies[scheme] = found
        return found
    }

    /// The keys of a season.
    func keys(of scheme: String) -> SeasonKeys? {
        if let known = keys[scheme] { return known }
        if unknown.keys.contains(scheme) { return nil }
        guard let found = findKeys(scheme) else {
            unknown.keys.insert(scheme)
            return nil
        }
        // Words that are no scheme are not remembered: there is no end of them.
        if policies[scheme] != nil { keys[scheme] = found }
        return found
    }

    private func check(_ fact: inout Fact, key: UnsafeRawBufferPointer) throws(Refusal) {
        if fact.holdsControlCharacter { throw Refusal(.controlCharacter) }
        guard let policy = policy(of: fact.scheme) else { throw Refusal(.schemeUnknown) }
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
        // No keys: as a seal that was made by others.
        guard let keys = keys(of: fact.scheme) else { throw Refusal(.sealBroken) }
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
