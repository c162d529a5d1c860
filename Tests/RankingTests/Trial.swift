import Bootstrap
import Events
import Foundation
import Policy
import Ranking
import Testing

func date(_ text: String) -> CivilDate { CivilDate(text) ?? CivilDate(day: 0) }

/// A ranker fed by hand, and everything that it has published.
final class Trial {
    let season: RankingSeason
    private let ranker: Ranker
    private var sequence: Int64 = 0
    private(set) var published: [RankingPublished] = []
    /// Keys of the records, in their order.
    private(set) var keys: [String] = []

    init(_ season: RankingSeason, partitions: Int = 1) {
        self.season = season
        ranker = Ranker(seasons: [season], partitionCount: partitions)
        ranker.assign(partition: 0)
    }

    /// The season of a pack, with the targets of its units' table from a day on.
    static func of(_ scheme: String, targetsFrom day: String) throws -> Trial {
        let pack = try pack(scheme)
        let trial = Trial(pack.rankingSeason)
        trial.send { message in
            for unit in pack.compiled.units {
                let heads = unit.targetHeads > 0 ? unit.targetHeads : unit.population
                if heads == 0 { continue }
                let target = Target(
                    unit: unit.name,
                    heads: heads,
                    amount: unit.targetAmount,
                    effectiveFrom: date(day)
                )
                message.targets.append((target, "printed/\(unit.name)"))
            }
        }
        return trial
    }

    static func pack(_ scheme: String) throws -> PolicyPack {
        try PolicyPack.load(folder: root.appending(path: "Policies/\(scheme)"))
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// One message of the ledger, its own batch.
    func send(_ fill: (inout LedgerPosted) -> Void) {
        sequence += 1
        var message = LedgerPosted(scheme: season.scheme, partition: 0, sequence: sequence)
        fill(&message)
        let input = RecordBatch()
        input.append(topic: .ledgerPosted, partition: 0, key: season.scheme) {
            message.write(to: $0)
        }
        let output = RecordBatch()
        ranker.process(input, into: output)
        for place in output.places {
            keys.append(String(decoding: output.key(of: place), as: UTF8.self))
            if let ranking = try? RankingPublished(wire: output.value(of: place)) {
                published.append(ranking)
            }
        }
    }

    /// Persons enrolled on a day who each bear a share.
    func enrol(_ unit: String, _ day: String, _ heads: Int64, yuan: Int64 = 280) {
        send { $0.enrol(unit, day, heads, yuan: yuan) }
    }

    /// Every source closes a day.
    func close(_ day: String) {
        send { message in
            message.closures = season.sources.map { ($0, date(day)) }
        }
    }

    func last(_ period: String) -> RankingPublished? { published.last { $0.period == period } }

    func editions(_ period: String) -> [RankingPublished] {
        published.filter { $0.period == period }
    }
}

extension LedgerPosted {
    mutating func enrol(
        _ unit: String,
        _ day: String,
        _ heads: Int64,
        yuan: Int64 = 280,
        category: String = "ordinary"
    ) {
        progress.append(
            (
                ProgressKey(unit: unit, day: date(day), category: category),
                Progress(heads: heads, paid: Money(yuan: yuan * heads))
            )
        )
        payers.append(yuan == 0 ? 0 : heads)
    }
}

extension RankingPublished {
    func row(_ unit: String) -> RankingRow? { rows.first { $0.unit == unit } }
}

/// Persons needed for the rate of a notice, by unit, as two people have computed them.
func thresholds(_ scheme: String) throws -> [(unit: String, needed: Int64, target: Int64)] {
    let file = Trial.root.appending(path: "Tests/Fixtures/domain/targets/thresholds.csv")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
        let cells = line.split(separator: ",").map(String.init)
        guard cells[0] == scheme, let needed = Int64(cells[2]), let target = Int64(cells[3])
        else { return nil }
        return (cells[1], needed, target)
    }
}
