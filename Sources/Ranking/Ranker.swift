import Events

/// The core of ranking: deltas of `ledger.posted` in, rankings out.
///
/// A week is decided when every source of the scheme has closed its last day in every partition;
/// what arrives later restates it in a further edition, and the earlier ones stay in the log.
public final class Ranker: StageCore {
    let partitionCount: Int
    var states: [String: SchemeState] = [:]

    /// Creates a ranker.
    ///
    /// - Parameters:
    ///   - seasons: The schemes to rank; messages of others are passed over.
    ///   - partitionCount: Partitions of the ledger's input, each of which must close a day.
    public init(seasons: [RankingSeason], partitionCount: Int) {
        self.partitionCount = partitionCount
        for season in seasons { states[season.scheme] = SchemeState(season: season) }
    }

    /// Takes the partition; the state starts empty.
    public func assign(partition: Int32) {
        for (scheme, state) in states { states[scheme] = SchemeState(season: state.season) }
    }

    /// Gives the partition up.
    public func revoke(partition: Int32) { assign(partition: partition) }

    /// Folds deltas and publishes `current`, then each week that they decide or restate.
    public func process(_ input: RecordBatch, into output: RecordBatch) {
        var touched: Set<String> = []
        for place in input.places {
            guard let message = try? LedgerPosted(wire: input.value(of: place)),
                states[message.scheme] != nil
            else { continue }
            if states[message.scheme]?.take(message) == true { touched.insert(message.scheme) }
        }
        for scheme in touched.sorted() {
            states[scheme]?.publish(partitionCount: partitionCount, into: output)
        }
    }
}

/// Progress, targets and closures of one scheme.
///
/// What is stored here is written and taken back in SchemeState+Snapshot.swift.
struct SchemeState {
    let season: RankingSeason
    /// By town, day and category.
    var progress: [ProgressKey: Progress] = [:]
    var targets: [String: (target: Target, id: String)] = [:]
    var closed: [String: [Int32: CivilDate]] = [:]
    var marks: [Int32: Int64] = [:]
    var published: [String: Published] = [:]

    /// What readers were told last of a period.
    struct Published: Equatable {
        var asOf: CivilDate
        var rows: [RankingRow]
    }

    init(season: RankingSeason) { self.season = season }

    /// Folds a message; false when it was taken already.
    mutating func take(_ message: LedgerPosted) -> Bool {
        guard message.sequence > marks[message.partition] ?? 0 else { return false }
        marks[message.partition] = message.sequence
        for (key, delta) in message.progress {
            var place = key
            place.unit = Standing.town(of: key.unit)
            progress[place, default: Progress()] += delta
            if progress[place]?.isZero == true { progress[place] = nil }
        }
        for (target, id) in message.targets { set(target, id: id) }
        for (source, date) in message.closures {
            let known = closed[source]?[message.partition]
            closed[source, default: [:]][message.partition] = max(known ?? date, date)
        }
        return true
    }

    /// The later version counts, whatever the order in which they arrive (F-097).
    private mutating func set(_ target: Target, id: String) {
        if let known = targets[target.unit],
            (known.target.effectiveFrom, known.id) >= (target.effectiveFrom, id)
        {
            return
        }
        targets[target.unit] = (target, id)
    }

    mutating func publish(partitionCount: Int, into output: RecordBatch) {
        let heads = targets.mapValues { $0.target.heads }
        let last = progress.keys.map(\.day).max() ?? season.weeks.lowerBound
        emit("current", asOf: last, isDecided: false, heads: heads, into: output)
        guard let through = decidedThrough(partitionCount: partitionCount) else { return }
        for end in season.weekEnds where end <= through {
            emit("week-\(end)", asOf: end, isDecided: true, heads: heads, into: output)
        }
    }

    private mutating func emit(
        _ period: String,
        asOf: CivilDate,
        isDecided: Bool,
        heads: [String: Int64],
        into output: RecordBatch
    ) {
        let rows = Standing.rows(
            towns: season.towns,
            targets: heads,
            progress: progress,
            counting: season.counting,
            asOf: isDecided ? asOf : nil
        )
        let told = Published(asOf: asOf, rows: rows)
        if published[period] == told { return }
        published[period] = told
        let ranking = RankingPublished(
            scheme: season.scheme,
            period: period,
            asOf: asOf,
            edition: UInt64(marks.values.reduce(0, +)),
            isDecided: isDecided,
            rows: rows,
            positions: marks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        )
        output.append(topic: .rankingsPublished, key: "\(season.scheme)/\(period)") {
            ranking.write(to: $0)
        }
    }

    /// The last day that every source has closed in every partition; nil while one is open.
    private func decidedThrough(partitionCount: Int) -> CivilDate? {
        var through: CivilDate?
        for source in season.sources {
            guard let days = closed[source], days.count == partitionCount,
                let day = days.values.min()
            else { return nil }
            through = min(through ?? day, day)
        }
        return through
    }
}
