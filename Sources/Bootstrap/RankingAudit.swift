import Events
import Ledger
import Ranking
import Stage

/// Holds every published ranking, in every edition, against a recount from the ledger's journals at
/// the position that it carries (F-100, F-108, F-128).
struct RankingAudit {
    /// What was found.
    let findings: [BookAudit.Finding]

    private static let violationsMax = 20

    /// Reads the journals once, `ledger.posted` and `rankings.published`.
    init(_ reader: any LedgerReader, library: PolicyLibrary, log: any EventLog) throws {
        let posted = try PostedJournals(reader, log: log)
        let partitions = try log.partitionCount(of: .assessmentsClassified)
        var recounts: [String: Recount] = [:]
        var editions = Editions()
        var violations: [String] = []
        var count = 0
        var seen: Set<String> = []
        try LogCensus.scan(.rankingsPublished, log) { bytes, _ in
            let ranking = try RankingPublished(wire: bytes)
            guard let season = library.packs[ranking.scheme]?.rankingSeason,
                ranking.positions.allSatisfy({ $0.sequence <= posted.ends[$0.partition] ?? 0 })
            else { return }
            let messages = posted.messages[ranking.scheme] ?? []
            var recount =
                recounts[ranking.scheme] ?? Recount(season, partitions, messages)
            let wanted = recount.ranking(like: ranking)
            recounts[ranking.scheme] = recount
            count += 1
            seen.insert("\(ranking.scheme)/\(ranking.period)")
            let name = "\(ranking.scheme) \(ranking.period), edition \(ranking.edition)"
            let found = [ranking.difference(from: wanted), editions.fault(of: ranking)]
            for fault in found.compactMap({ $0 }) where violations.count < Self.violationsMax {
                violations.append("\(name): \(fault)")
            }
        }
        findings = [
            BookAudit.Finding(
                statement: "Messages of the ledger tell what its journals say",
                violations: Array(posted.differing.prefix(Self.violationsMax))
            ),
            BookAudit.Finding(
                statement: "Published rankings equal a recount "
                    + "(\(count) editions of \(seen.count) periods)",
                violations: violations
            ),
        ]
    }
}

/// The rankings of one scheme at growing positions.
private struct Recount {
    private let season: RankingSeason
    private let partitions: Int
    private let messages: [Int32: [LedgerPosted]]
    private var next: [Int32: Int] = [:]
    private var state: RankingRecount

    init(_ season: RankingSeason, _ partitions: Int, _ messages: [LedgerPosted]) {
        self.season = season
        self.partitions = partitions
        self.messages = Dictionary(grouping: messages, by: \.partition)
        state = RankingRecount(season: season, partitionCount: partitions)
    }

    mutating func ranking(like published: RankingPublished) -> RankingPublished? {
        // A worker that had lost its place may publish after its heir: counted from the beginning.
        let positions = Dictionary(
            published.positions.map { ($0.partition, $0.sequence) },
            uniquingKeysWith: max
        )
        if messages.keys.contains(where: { state.mark(of: $0) > positions[$0] ?? 0 }) {
            state = RankingRecount(season: season, partitionCount: partitions)
            next = [:]
        }
        for (partition, own) in messages {
            var index = next[partition] ?? 0
            while index < own.count, own[index].sequence <= positions[partition] ?? 0 {
                state.take(own[index])
                index += 1
            }
            next[partition] = index
        }
        return state.ranking(like: published)
    }
}

/// The editions of each period that the log has so far.
private struct Editions {
    private var rows: [String: [UInt64: [RankingRow]]] = [:]
    private var firsts: [String: [UInt64: (heads: Int64, paid: Money)]] = [:]

    /// What a ranking says of earlier editions and they do not; nil when all agrees.
    mutating func fault(of ranking: RankingPublished) -> String? {
        guard ranking.isDecided else { return nil }
        let period = "\(ranking.scheme)/\(ranking.period)"
        defer { rows[period, default: [:]][ranking.edition] = ranking.rows }
        let heads = ranking.rows.reduce(Int64(0)) { $0 + $1.enrolled }
        let paid = ranking.rows.reduce(Money.zero) { $0 + $1.paid }
        if ranking.restates == 0 {
            firsts[period, default: [:]][ranking.edition] = (heads, paid)
            return ranking.differences.isEmpty ? nil : "a first edition lists differences"
        }
        guard let earlier = rows[period]?[ranking.restates] else {
            return "it restates edition \(ranking.restates), which is not in the log"
        }
        guard let first = firsts[period]?[ranking.firstEdition] else {
            return "its first edition \(ranking.firstEdition) is not in the log"
        }
        if Standing.differences(from: earlier, to: ranking.rows) != ranking.differences {
            return "its differences from edition \(ranking.restates) are others"
        }
        let late = (heads - first.heads, paid - first.paid)
        return late == (ranking.lateHeads, ranking.latePaid)
            ? nil : "what came late is \(late.0) persons and \(late.1)"
    }
}

extension RankingPublished {
    /// The first thing in which a ranking is another than its recount, as a sentence; nil when
    /// they are the same.
    fileprivate func difference(from recount: RankingPublished?) -> String? {
        guard let recount else { return "there is no such period" }
        for (index, row) in rows.enumerated() {
            guard recount.rows.indices.contains(index) else { return "«\(row.unit)» is not in it" }
            let wanted = recount.rows[index]
            if row != wanted {
                return "place \(index + 1) is «\(row.unit)» with \(row.counted) of \(row.target), "
                    + "recounted «\(wanted.unit)» with \(wanted.counted) of \(wanted.target)"
            }
        }
        if rows.count < recount.rows.count {
            return "«\(recount.rows[rows.count].unit)» is missing"
        }
        if groups != recount.groups { return "groups are others" }
        if forecasts != recount.forecasts { return "estimates are others" }
        if edition != recount.edition { return "edition \(recount.edition) by its positions" }
        let head = (asOf, from, publishedOn, closedThrough, statedTarget)
        let wanted = (
            recount.asOf, recount.from, recount.publishedOn, recount.closedThrough,
            recount.statedTarget
        )
        if head != wanted || isVoluntary != recount.isVoluntary { return "its stamp is another" }
        if isDecided != recount.isDecided {
            return isDecided ? "it is decided before every source has closed it" : "it is decided"
        }
        return nil
    }
}
