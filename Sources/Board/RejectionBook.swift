import Events
import Stage
import Synchronization

/// What could not be taken, counted by office and code, with the last ones of each (F-129).
final class RejectionBook: Sendable {
    /// How often an office's code occurred.
    struct Count: Sendable, Hashable {
        /// The office that can put it right.
        var office: String
        /// The code.
        var code: String
        /// How often.
        var count: Int64
    }

    private struct Key: Hashable {
        var scheme: String
        var office: String
        var code: String
    }
    private struct State {
        var next: [Int32: Int64] = [:]
        var counts: [Key: Int64] = [:]
        /// The last of each, the latest last; without seals.
        var last: [Key: [Rejection]] = [:]
    }
    private static let lastMax = 50

    private let state = Mutex(State())

    init() {}

    /// Reads what is new.
    func follow(_ log: any EventLog) throws {
        let batch = RecordBatch()
        for partition in 0..<Int32(try log.partitionCount(of: .rejections)) {
            while true {
                try log.read(
                    topic: .rejections,
                    partition: partition,
                    from: state.withLock { $0.next[partition] ?? 0 },
                    maxRecords: 2_000,
                    into: batch
                )
                if batch.isEmpty { break }
                take(batch, partition)
            }
        }
    }

    func take(_ batch: RecordBatch, _ partition: Int32) {
        state.withLock { state in
            for place in batch.places {
                state.next[partition] = place.offset + 1
                guard var it = try? Rejection(wire: batch.value(of: place)) else { continue }
                it.seal = nil
                let key = Key(
                    scheme: it.scheme,
                    office: it.office == "source" ? it.source : it.office,
                    code: it.code
                )
                state.counts[key, default: 0] += 1
                state.last[key, default: []].append(it)
                if let count = state.last[key]?.count, count > 2 * RejectionBook.lastMax {
                    state.last[key]?.removeFirst(count - RejectionBook.lastMax)
                }
            }
        }
    }

    /// How often each code occurred, by office, of those that `isShown` lets through.
    func counts(_ scheme: String, where isShown: (String) -> Bool) -> [Count] {
        state.withLock { $0.counts }.filter { $0.key.scheme == scheme && isShown($0.key.office) }
            .map { Count(office: $0.key.office, code: $0.key.code, count: $0.value) }
            .sorted { ($0.office, $0.code) < ($1.office, $1.code) }
    }

    /// The last of an office and code, the latest first.
    func last(_ scheme: String, office: String, code: String) -> [Rejection] {
        let key = Key(scheme: scheme, office: office, code: code)
        return state.withLock { $0.last[key] ?? [] }.suffix(RejectionBook.lastMax).reversed()
    }
}
