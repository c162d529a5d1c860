import Events
import Explanation
import Ledger
import Stage

/// Gathers what a ledger and a log know of one person.
struct PersonFinder {
    let scheme: String
    let person: PersonKey

    /// Reads the person's journals, and the person's partition of the log where it is given.
    func find(ledger: any LedgerStore, log: (any EventLog)?) throws -> PersonEvidence {
        var evidence = PersonEvidence()
        try ledger.read { reader in
            try reader.journals(of: person, scheme: scheme) {
                evidence.journals.append(try PersonEvidence.Posted($0))
            }
        }
        if let log { try read(log, into: &evidence) }
        return evidence
    }

    private func read(_ log: any EventLog, into evidence: inout PersonEvidence) throws {
        let count = try log.partitionCount(of: .factsValidated)
        let partition = person.withBytes { Partitioner.partition(of: $0, count: count) }
        var facts: [PersonEvidence.Received] = []
        var identities: Set<String> = []
        var seals: [ListSealed] = []
        try log.scan(.factsValidated, partition: partition) { batch, place in
            let isOwn = person.withBytes { key in
                key.elementsEqual(batch.key(of: place))
            }
            let fact: Fact
            do {
                fact = try Fact(wire: batch.value(of: place))
            } catch {
                return
            }
            guard fact.scheme == scheme else { return }
            switch fact.body {
            case .listSealed(let seal): seals.append(seal)
            case .listAudited(let audit): evidence.audited[audit.list] = audit
            default: break
            }
            guard isOwn else { return }
            facts.append(
                PersonEvidence.Received(
                    place: "\(place.partition)/\(place.offset)",
                    fact: fact,
                    isRepeated: !identities.insert("\(fact.source)/\(fact.number)").inserted
                )
            )
        }
        for seal in seals {
            evidence.sealed[seal.list] = seal
            if !seal.supersedes.isEmpty {
                evidence.superseding[seal.supersedes, default: []].append(seal.list)
            }
        }
        evidence.facts = facts
    }
}
