import Events
import Stage
import Synchronization

/// One edition of a ranking, with its place in the log and when this board saw it.
public struct RankingEdition: Sendable {
    /// The ranking.
    public let ranking: RankingPublished
    /// Offset in `rankings.published`.
    public let offset: Int64
    /// When the board saw it, in milliseconds of the clock that it was given.
    public let seenMs: Int64
}

/// The newest edition of every period, and all editions of those that can be decided.
///
/// Any thread may ask; one follower brings it up to date.
public final class LiveRankings: Sendable {
    /// Editions of one decided period that are kept at most, the first always among them.
    static let editionsMax = 100

    private struct Key: Hashable {
        var scheme: String
        var period: String
    }
    private let editions = Mutex<[Key: [RankingEdition]]>([:])

    /// Creates rankings without any.
    public init() {}

    /// The newest edition of a period; nil when none was published.
    public func newest(_ scheme: String, _ period: String = "current") -> RankingEdition? {
        editions.withLock { $0[Key(scheme: scheme, period: period)]?.last }
    }

    /// Editions of a period, the oldest first.
    public func editions(_ scheme: String, _ period: String) -> [RankingEdition] {
        editions.withLock { $0[Key(scheme: scheme, period: period)] ?? [] }
    }

    /// The newest editions of all periods of a scheme, the latest day first.
    public func all(_ scheme: String) -> [RankingEdition] {
        editions.withLock { known in
            known.filter { $0.key.scheme == scheme }.compactMap(\.value.last)
        }
        .sorted {
            ($1.ranking.asOf, $0.ranking.period) < ($0.ranking.asOf, $1.ranking.period)
        }
    }

    /// Takes records of `rankings.published`.
    ///
    /// - Returns: Editions that are the newest of their period now; of a batch with several of one
    ///   period the last.
    @discardableResult
    func take(_ batch: RecordBatch, seenMs: Int64) -> [RankingEdition] {
        var last: [[UInt8]: Int] = [:]
        for (index, place) in batch.places.enumerated() {
            last[Array(batch.key(of: place))] = index
        }
        var newest: [RankingEdition] = []
        for (index, place) in batch.places.enumerated() {
            let key = Array(batch.key(of: place))
            let isLast = last[key] == index
            if !isLast, LiveRankings.isOfTheMoment(key) { continue }
            guard let ranking = try? RankingPublished(wire: batch.value(of: place)) else {
                continue
            }
            let edition = RankingEdition(ranking: ranking, offset: place.offset, seenMs: seenMs)
            if add(edition), isLast { newest.append(edition) }
        }
        return newest
    }

    /// Whether it became the newest of its period.
    private func add(_ edition: RankingEdition) -> Bool {
        let ranking = edition.ranking
        let key = Key(scheme: ranking.scheme, period: ranking.period)
        return editions.withLock { known in
            guard let newest = known[key]?.last else {
                known[key] = [edition]
                return true
            }
            if edition.offset < newest.offset {
                // A first read from the beginning comes after the end was read.
                if ranking.isDecided,
                    known[key]?.contains(where: { $0.offset == edition.offset })
                        == false
                {
                    known[key]?.append(edition)
                    known[key]?.sort { $0.offset < $1.offset }
                }
                return false
            }
            guard edition.offset > newest.offset else { return false }
            if ranking.isDecided {
                known[key]?.append(edition)
                if let count = known[key]?.count, count > LiveRankings.editionsMax {
                    known[key]?.remove(at: 1)
                }
            } else {
                known[key] = [edition]
            }
            return true
        }
    }

    /// Whether a record's key is of a period that is never decided: only its end counts.
    private static func isOfTheMoment(_ key: [UInt8]) -> Bool {
        let period = key.drop { $0 != UInt8(ascii: "/") }.dropFirst()
        return ["current", "forecast", "schools"].contains { period.starts(with: $0.utf8) }
    }
}
