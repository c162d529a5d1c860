import Events
import Ranking

// Rankings, counted once more.
extension Judge {
    /// Every edition is what the ledger's messages up to its positions give; the last one of each
    /// period is what the model gives; editions count up; nothing is decided before it may be.
    func checkRankings() throws {
        let model = Model(season)
        let heads = season.lives.map { ($0.scheme, model.outcome(of: $0)) }
        let messages = try postedMessages()
        let published = try publishedRankings()
        for ranking in Simulation.seasons {
            let all = published.filter { $0.scheme == ranking.scheme }
            try checkEditions(all)
            let own = all.filter { $0.town.isEmpty && $0.kind.isOfUnits }
            var tableau = Tableau(ranking.towns)
            var rest = messages.filter { $0.scheme == ranking.scheme }[...]
            for edition in own.sorted(by: { $0.edition < $1.edition }) {
                tableau.take(&rest, upTo: edition)
                let name = "\(edition.scheme) \(edition.period), edition \(edition.edition)"
                let day = edition.isDecided ? edition.asOf : nil
                try require(edition.rows.map(\.plain), tableau.rows(asOf: day), name)
                for row in edition.rows where row.target > 0 {
                    let isMet = row.counted * 5 >= row.target * 3
                    try require(row.mark, isMet ? .met : .missed, "\(name): \(row.unit)")
                    try require(row.isBelowLine, !isMet, "\(name): \(row.unit) and the line")
                }
                guard let day else { continue }
                let isClosed = tableau.isClosed(day, ranking.sources, season.partitions)
                try require(isClosed, "\(name) is decided before \(day) is closed everywhere")
            }
            let people = heads.filter { $0.0 == ranking.scheme }.map(\.1)
            try checkLast(own, ranking, people)
        }
    }

    /// Every restatement names an earlier edition of its period and says how it differs from it.
    private func checkEditions(_ published: [RankingPublished]) throws {
        var editions: [String: [UInt64: RankingPublished]] = [:]
        for edition in published where edition.isDecided {
            let name = "\(edition.scheme) \(edition.period), edition \(edition.edition)"
            defer { editions[edition.period, default: [:]][edition.edition] = edition }
            if edition.restates == 0 {
                try require(editions[edition.period] == nil, "\(name) is a second first one")
                continue
            }
            let known = editions[edition.period] ?? [:]
            guard let earlier = known[edition.restates], let first = known[edition.firstEdition]
            else { throw Violation("\(name) restates what is not in the log") }
            try require(first.restates, 0, "\(name): its first edition")
            let heads = [edition, first].map { $0.rows.reduce(0) { $0 + $1.enrolled } }
            try require(edition.lateHeads, heads[0] - heads[1], "\(name): who came late")
            try require(!edition.differences.isEmpty, "\(name) restates nothing")
            let other = edition.rows.filter { row in !earlier.rows.contains(row) }.map(\.unit)
            let told = edition.differences.filter { $0.now != nil }.map(\.unit)
            try require(told, other, "\(name): units that differ")
        }
    }

    private func checkLast(
        _ published: [RankingPublished],
        _ ranking: RankingSeason,
        _ people: [Model.Outcome]
    ) throws {
        var wanted: Set<String> = published.isEmpty ? [] : ["current"]
        let closed = season.closed[ranking.scheme] ?? [:]
        let through = closed.count == ranking.sources.count ? closed.values.min() : nil
        for period in ranking.periods {
            if let through, period.last <= through { wanted.insert(period.id) }
        }
        try require(Set(published.map(\.period)), wanted, "periods of \(ranking.scheme)")
        var tableau = Tableau(ranking.towns)
        tableau.targets = (season.targets[ranking.scheme] ?? [:]).mapValues { ("", $0) }
        for person in people {
            guard person.isCovered, let day = person.enrolledOn else { continue }
            tableau.add(person.unit, day, Progress(heads: 1, paid: Money(fen: person.due)))
        }
        for period in wanted {
            let editions = published.filter { $0.period == period }
            guard let last = editions.last else { continue }
            let day = last.isDecided ? last.asOf : nil
            let rows = tableau.rows(asOf: day)
            try require(last.rows.map(\.plain), rows, "\(ranking.scheme) \(period) at last")
            let numbers = editions.map(\.edition)
            try require(
                zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 },
                "\(ranking.scheme) \(period): editions \(numbers)"
            )
        }
    }

    /// What a reader keeps: of each period the editions in the order of the ledger's positions.
    ///
    /// One that stands at positions that are not later than those seen is old: a process that was
    /// declared dead may have put it there after its successor's.
    private func publishedRankings() throws -> [RankingPublished] {
        var kept: [RankingPublished] = []
        var marks: [String: Int64] = [:]
        for (place, batch) in visible(.rankingsPublished, 0) {
            let ranking = try RankingPublished(wire: batch.value(of: place))
            let name = "\(ranking.scheme)/\(ranking.period)"
            let mark = ranking.positions.reduce(0) { $0 + $1.sequence }
            if mark > marks[name] ?? -1 {
                marks[name] = mark
                kept.append(ranking)
            } else if simulation.delivery == .exactlyOnce {
                throw Violation("\(name): an edition at \(mark) after \(marks[name] ?? 0)")
            }
        }
        return kept
    }

    /// The ledger's messages in order, each once.
    private func postedMessages() throws -> [LedgerPosted] {
        var marks: [Int32: Int64] = [:]
        return try visible(.ledgerPosted, 0).compactMap { place, batch in
            let message = try LedgerPosted(wire: batch.value(of: place))
            if message.sequence <= marks[message.partition] ?? 0 { return nil }
            marks[message.partition] = message.sequence
            return message
        }
    }
}

extension RankingPublished.Kind {
    fileprivate var isOfUnits: Bool { self != .schools && self != .forecast }
}

extension RankingRow {
    /// What is counted by hand: without what is printed beside it.
    fileprivate var plain: RankingRow {
        RankingRow(
            rank: rank,
            unit: unit,
            target: target,
            enrolled: enrolled,
            paid: paid,
            counted: counted
        )
    }
}

/// Enrolled, paid and targets by town, from which a ranking is counted by hand.
private struct Tableau {
    let towns: [String]
    /// By town: what orders versions, and the heads of the greatest.
    var targets: [String: (version: String, heads: Int64)] = [:]
    private var enrolments: [(town: String, day: CivilDate, what: Progress)] = []
    private var closed: [String: [Int32: CivilDate]] = [:]

    init(_ towns: [String]) { self.towns = towns }

    mutating func add(_ unit: String, _ day: CivilDate, _ what: Progress) {
        enrolments.append((String(unit.prefix { $0 != "/" }), day, what))
    }

    /// Takes the messages that an edition was computed from.
    mutating func take(_ rest: inout ArraySlice<LedgerPosted>, upTo edition: RankingPublished) {
        while let next = rest.first {
            let mark = edition.positions.first { $0.partition == next.partition }?.sequence ?? 0
            if next.sequence > mark { return }
            rest.removeFirst()
            for (key, delta) in next.progress { add(key.unit, key.day, delta) }
            for (target, id) in next.targets {
                let version = "\(target.effectiveFrom) \(id)"
                if version >= targets[target.unit]?.version ?? "" {
                    targets[target.unit] = (version, target.heads)
                }
            }
            for (source, date) in next.closures {
                let known = closed[source]?[next.partition] ?? date
                closed[source, default: [:]][next.partition] = max(known, date)
            }
        }
    }

    func isClosed(_ day: CivilDate, _ sources: [String], _ partitions: Int) -> Bool {
        sources.allSatisfy { source in
            (0..<Int32(partitions)).allSatisfy { partition in
                (closed[source]?[partition]).map { $0 >= day } ?? false
            }
        }
    }

    /// Enrolled ÷ target, compared without division; ties as the towns are printed.
    func rows(asOf day: CivilDate?) -> [RankingRow] {
        var sums: [String: Progress] = [:]
        for enrolment in enrolments {
            if let day, enrolment.day > day { continue }
            sums[enrolment.town, default: Progress()] += enrolment.what
        }
        func heads(_ town: String) -> Int64 { sums[town]?.heads ?? 0 }
        func target(_ town: String) -> Int64 { targets[town]?.heads ?? 0 }
        func row(_ rank: Int, _ town: String) -> RankingRow {
            RankingRow(
                rank: UInt32(rank),
                unit: town,
                target: target(town),
                enrolled: heads(town),
                paid: sums[town]?.paid ?? .zero
            )
        }
        let ranked = towns.enumerated().filter { target($0.element) > 0 }.sorted { one, two in
            let left = heads(one.element) * target(two.element)
            let right = heads(two.element) * target(one.element)
            return left == right ? one.offset < two.offset : left > right
        }
        let rows = ranked.enumerated().map { row($0.offset + 1, $0.element.element) }
        let strange = sums.filter { !towns.contains($0.key) && !$0.value.isZero }.keys.sorted()
        return rows + (towns.filter { target($0) == 0 } + strange).map { row(0, $0) }
    }
}
