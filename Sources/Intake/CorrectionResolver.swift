import Events
import Stage

/// Finds what a log holds under old numbers and says it under the new ones.
///
/// What was paid is taken back under the old number and stands under the new one with its own
/// number, amount and time: a correction never admits a late payment (F-119). Rows of bureaus'
/// lists stay, for a list is sealed with its rows: its bureau sends a corrected one.
struct CorrectionResolver {
    let log: any EventLog
    let keys: SeasonKeys
    /// What people must see to.
    private(set) var notes: [String] = []

    init(log: any EventLog, keys: SeasonKeys) { (self.log, self.keys) = (log, keys) }

    /// The facts that corrections stand for, each with the person that it is about.
    ///
    /// - Throws: What the log says.
    mutating func facts(for corrections: [Correction]) throws -> [(Fact, OpenIdentity)] {
        let known = try history(of: corrections)
        return corrections.flatMap { facts(for: $0, known: known[key(of: $0)] ?? []) }
    }

    private func key(of correction: Correction) -> PersonKey {
        keys.personKey(kind: correction.old.kind, number: correction.old.number)
    }

    private mutating func facts(
        for correction: Correction,
        known: [Fact]
    ) -> [(Fact, OpenIdentity)] {
        let known = known.filter { $0.scheme == correction.scheme }
        if known.isEmpty {
            notes.append("correction \(correction.id): nothing is known of the old number.")
            return []
        }
        let mark = Fact(
            scheme: correction.scheme,
            source: correction.source,
            number: correction.id,
            body: .mark(Mark(kind: .withdrawn, filedOn: correction.at.date))
        )
        var facts = [(mark, correction.old)]
        for fact in known where !CorrectionResolver.isDerived(fact) {
            if case .listRow(let row) = fact.body {
                notes.append(
                    "correction \(correction.id): list \(row.list) row \(row.row) has the old "
                        + "number; its bureau must send a corrected list."
                )
                continue
            }
            if case .mark = fact.body, fact.source == mark.source, fact.number == mark.number {
                continue
            }
            if let reversal = CorrectionResolver.reversal(of: fact, by: correction.id) {
                facts.append((reversal, correction.old))
            }
            facts.append((CorrectionResolver.bare(fact), correction.new))
        }
        return facts
    }

    /// What takes a payment back under the old number; nil for anything else.
    private static func reversal(of fact: Fact, by id: String) -> Fact? {
        guard case .payment(var payment) = fact.body, payment.reverses.isEmpty else { return nil }
        payment.reverses = fact.number
        return Fact(
            scheme: fact.scheme,
            source: fact.source,
            number: "\(fact.number)~\(id)",
            body: .payment(payment)
        )
    }

    /// Whether an earlier correction made the fact.
    private static func isDerived(_ fact: Fact) -> Bool {
        guard case .payment(let payment) = fact.body, !payment.reverses.isEmpty else {
            return false
        }
        return fact.number.hasPrefix("\(payment.reverses)~")
    }

    private static func bare(_ fact: Fact) -> Fact {
        Fact(scheme: fact.scheme, source: fact.source, number: fact.number, body: fact.body)
    }

    /// The facts about persons under the old numbers, in the order of the log.
    private func history(of corrections: [Correction]) throws -> [PersonKey: [Fact]] {
        var found: [PersonKey: [Fact]] = [:]
        let wanted = Set(corrections.map(key(of:)))
        for topic in Topic.received {
            let count = try log.partitionCount(of: topic)
            let partitions = Set(
                wanted.map { key in
                    key.withBytes { Partitioner.partition(of: $0, count: count) }
                }
            )
            for partition in partitions.sorted() {
                try log.scan(topic, partition: partition) { batch, place in
                    guard let key = PersonKey(batch.key(of: place)), wanted.contains(key),
                        let fact = try? Fact(wire: batch.value(of: place)), fact.seal != nil
                    else { return }
                    found[key, default: []].append(fact)
                }
            }
        }
        return found
    }
}
