import Events

/// Rankings counted anew from messages: what an audit holds against those published.
public struct RankingRecount {
    private var state: SchemeState

    /// Creates a recount of nothing.
    ///
    /// - Parameter partitionCount: Partitions of the ledger's input.
    public init(season: RankingSeason, partitionCount: Int) {
        state = SchemeState(season: season, partitionCount: partitionCount)
    }

    /// Takes a message of the scheme; one that was taken already changes nothing.
    public mutating func take(_ message: LedgerPosted) {
        var touched = Touched()
        state.take(message, &touched)
    }

    /// Of a partition, the number of the last message taken.
    public func mark(of partition: Int32) -> Int64 { state.marks[partition] ?? 0 }

    /// The ranking that a published one must be, but for what it says of earlier editions; nil
    /// where there can be no such period.
    public func ranking(like published: RankingPublished) -> RankingPublished? {
        let id =
            published.town.isEmpty
            ? published.period : String(published.period.dropLast(published.town.count + 1))
        switch published.kind {
        case .current:
            return published.town.isEmpty ? state.current() : state.villages(of: published.town)
        case .schools: return state.schoolTable()
        case .forecast: return state.forecast()
        case .week, .halfMonth, .cutoff:
            guard let period = state.periods.first(where: { $0.id == id }) else { return nil }
            return published.town.isEmpty
                ? state.ranking(of: period) : state.villages(of: published.town, in: period)
        }
    }

    /// Every period that is decided by now.
    public var decided: [RankingPublished] {
        guard let closed = state.closedThrough else { return [] }
        return state.periods.filter { $0.last <= closed }.map(state.ranking(of:))
    }
}
