import Events
import Ledger
import Synchronization

/// How old the figures are: from the acceptance of a fact into the log of record to the ranking
/// that counts it, as this board sees both.
///
/// It is told, several times a second, where `facts.validated` ends and how far the ledger is; a
/// ranking names the ledger's messages that it counts. So its ages are right to the time between
/// two such looks.
final class AgeMeter: Sendable {
    /// Ages measured, in milliseconds.
    struct Reading: Sendable, Equatable {
        /// How long the oldest fact waits that the newest ranking does not count; 0 = none does.
        var waitingMs: Int64
        /// Of the last facts counted, the age that half of them did not pass.
        var medianMs: Int64
        /// Of the last facts counted, the age that 99 of 100 did not pass.
        var p99Ms: Int64
        /// Arrivals on which both rest.
        var count: Int
    }

    private struct Arrival {
        var end: Int64
        var atMs: Int64
    }
    private struct Posted {
        var outbox: Int64
        var facts: Int64
    }
    private struct State {
        /// Arrivals that no ranking counts yet, per partition, in order.
        var arrivals: [Int32: [Arrival]] = [:]
        var ends: [Int32: Int64] = [:]
        /// Where the ledger stood, per partition, in order.
        var posted: [Int32: [Posted]] = [:]
        /// The last of the ledger's messages that a ranking counts, per partition.
        var counted: [Int32: Int64] = [:]
        var ages: [Int64] = []
        var nextAge = 0
    }
    private static let agesMax = 2_000
    private static let kept = 5_000

    private let state = Mutex(State())

    /// Notes where the log of record ends.
    ///
    /// What is there at the first look has no known age and is not measured.
    func noteEnd(partition: Int32, _ end: Int64, atMs: Int64) {
        state.withLock { state in
            if let known = state.ends[partition], end > known {
                state.arrivals[partition, default: []].append(Arrival(end: end, atMs: atMs))
                AgeMeter.trim(&state.arrivals[partition, default: []])
            }
            state.ends[partition] = max(end, state.ends[partition] ?? 0)
        }
    }

    /// Notes how far the ledger is in a partition.
    ///
    /// Facts after which the ledger had nothing to say to the rankings, as one that came again,
    /// wait no longer, and have no age.
    func notePosted(_ position: PartitionState) {
        let posted = Posted(
            outbox: position.outboxSequence,
            facts: position.highWater.offset + 1
        )
        state.withLock { state in
            var list = state.posted.removeValue(forKey: position.partition) ?? []
            if list.last?.outbox == posted.outbox { list.removeLast() }
            list.append(posted)
            AgeMeter.trim(&list)
            state.posted[position.partition] = list
            guard state.counted[position.partition] ?? 0 == posted.outbox else { return }
            state.arrivals[position.partition]?.removeAll { $0.end <= posted.facts }
        }
    }

    /// Notes a ranking that browsers get now: what it counts has its age.
    func noteRanking(_ positions: [(partition: Int32, sequence: Int64)], atMs: Int64) {
        state.withLock { state in
            let counted = Dictionary(
                positions.map { ($0.partition, $0.sequence) },
                uniquingKeysWith: { first, _ in first }
            )
            state.counted.merge(counted, uniquingKeysWith: max)
            for (partition, list) in state.posted {
                let sequence = counted[partition] ?? 0
                guard let facts = list.last(where: { $0.outbox <= sequence })?.facts else {
                    continue
                }
                let arrivals = state.arrivals[partition] ?? []
                let done = arrivals.prefix { $0.end <= facts }
                for arrival in done { AgeMeter.add(atMs - arrival.atMs, to: &state) }
                state.arrivals[partition] = Array(arrivals.dropFirst(done.count))
            }
        }
    }

    /// The ages at a moment.
    func reading(atMs: Int64) -> Reading {
        state.withLock { state in
            let oldest = state.arrivals.values.compactMap(\.first?.atMs).min()
            let sorted = state.ages.sorted()
            func part(_ perMille: Int) -> Int64 {
                sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * perMille / 1_000)]
            }
            return Reading(
                waitingMs: oldest.map { max(0, atMs - $0) } ?? 0,
                medianMs: part(500),
                p99Ms: part(990),
                count: sorted.count
            )
        }
    }

    private static func add(_ age: Int64, to state: inout State) {
        let age = max(0, age)
        if state.ages.count < agesMax {
            state.ages.append(age)
        } else {
            state.ages[state.nextAge] = age
        }
        state.nextAge = (state.nextAge + 1) % agesMax
    }

    private static func trim<T>(_ list: inout [T]) {
        if list.count > kept { list.removeFirst(list.count - kept) }
    }
}
