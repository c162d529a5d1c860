import Events

/// The core of ranking: deltas of `ledger.posted` in, rankings out.
///
/// A period is decided when every source of the scheme has closed its last day in every partition;
/// what arrives later restates it in a further edition, and the earlier ones stay in the log.
/// Editions of periods follow from the order of the messages alone, however they are batched: one
/// that is rebuilt names the same editions. What changes all the time goes out once a batch.
public final class Ranker: StageCore {
    let partitionCount: Int
    var states: [String: SchemeState] = [:]
    private let find: (_ scheme: String) -> RankingSeason?

    /// Creates a ranker.
    ///
    /// - Parameters:
    ///   - seasons: The schemes to rank.
    ///   - partitionCount: Partitions of the ledger's input, each of which must close a day.
    ///   - find: Finds a scheme that was put in force after this process began; messages of schemes
    ///     that it does not find are passed over.
    public init(
        seasons: [RankingSeason],
        partitionCount: Int,
        find: @escaping (_ scheme: String) -> RankingSeason? = { _ in nil }
    ) {
        self.partitionCount = partitionCount
        self.find = find
        for season in seasons {
            states[season.scheme] = SchemeState(season: season, partitionCount: partitionCount)
        }
    }

    /// Takes the partition; the state starts empty.
    public func assign(partition: Int32) {
        for (scheme, state) in states {
            states[scheme] = SchemeState(season: state.season, partitionCount: partitionCount)
        }
    }

    /// Gives the partition up.
    public func revoke(partition: Int32) { assign(partition: partition) }

    /// Folds deltas; publishes each period that a message decides or restates, then once for the
    /// batch what it touches of `current`, schools and estimates.
    public func process(_ input: RecordBatch, into output: RecordBatch) {
        var touched: [String: Touched] = [:]
        var passedOver: Set<String> = []
        for place in input.places {
            guard let message = try? LedgerPosted(wire: input.value(of: place)),
                isRanked(message.scheme, &passedOver)
            else { continue }
            var own = Touched()
            states[message.scheme]?.take(message, &own)
            states[message.scheme]?.publishPeriods(own, into: output)
            touched[message.scheme, default: Touched()].merge(own)
        }
        for (scheme, what) in touched.sorted(by: { $0.key < $1.key }) {
            states[scheme]?.publishCurrent(what, into: output)
        }
    }

    /// Whether a scheme is ranked; one that is not known is looked for once a batch.
    private func isRanked(_ scheme: String, _ passedOver: inout Set<String>) -> Bool {
        if states[scheme] != nil { return true }
        guard passedOver.insert(scheme).inserted, let season = find(scheme) else { return false }
        states[scheme] = SchemeState(season: season, partitionCount: partitionCount)
        return true
    }
}
