import Events

/// Every ranking as a function of the state: nothing here changes it.
extension SchemeState {
    /// Which day's enrolments and targets are counted.
    private struct Moment {
        /// Nil counts all days.
        var through: CivilDate?
        /// Nil takes the targets set last.
        var targetsOn: CivilDate?
        /// The day with whose end it is compared; nil compares with nothing.
        var previousEnd: CivilDate?
    }

    /// A unit to rank; one that is not named in a table of the scheme has no target.
    private struct Candidate {
        var unit: String
        var book: UnitBook
        var isNamed: Bool
    }

    /// How things stand, all days counted.
    func current() -> RankingPublished {
        let last = lastDay
        let moment = Moment(previousEnd: last.adding(days: -last.weekday))
        var ranking = message("current", asOf: last, kind: .current)
        ranking.rows = rows(candidates(moment), at: moment)
        ranking.statedTarget = season.printedTotal
        return ranking
    }

    /// A period, whether or not it is decided.
    func ranking(of period: RankingPeriod) -> RankingPublished {
        let moment = moment(of: period)
        var ranking = message(period.id, asOf: period.last, kind: period.kind)
        ranking.isDecided = closedThrough.map { period.last <= $0 } ?? false
        ranking.from = period.from
        ranking.publishedOn = period.publishedOn
        ranking.isVoluntary = period.isVoluntary
        ranking.rows = rows(candidates(moment), at: moment)
        ranking.statedTarget = season.printedTotal
        return ranking
    }

    /// The villages of a town and, as things stand, its groups; nil where it has no village.
    func villages(of town: String, in period: RankingPeriod? = nil) -> RankingPublished? {
        guard villages[town] != nil || (period == nil && groups[town] != nil) else { return nil }
        var moment = period.map(moment(of:)) ?? Moment()
        moment.previousEnd = nil
        let id = period?.id ?? "current"
        let kind = period?.kind ?? .current
        var ranking = message("\(id)/\(town)", asOf: period?.last ?? lastDay, kind: kind)
        ranking.isDecided =
            period.map { period in closedThrough.map { period.last <= $0 } ?? false } ?? false
        ranking.town = town
        ranking.rows = rows(candidates(of: town, moment), at: moment)
        ranking.statedTarget = targets.target(of: town, on: moment.targetsOn)?.heads ?? 0
        if period == nil { ranking.groups = groups(of: town) }
        return ranking
    }

    /// Students by school, in order of the rate; equals by unit and name (F-112).
    func schoolTable() -> RankingPublished {
        let returns = schools.values.map(\.school)
        let last = returns.map(\.day).max() ?? season.weeks.lowerBound
        var ranking = message("schools", asOf: last, kind: .schools)
        let rows = schools.sorted { $0.key < $1.key }.map { key, entry in
            RankingRow(
                rank: 0,
                unit: key,
                target: entry.school.students,
                enrolled: entry.school.paid,
                paid: .zero
            )
        }
        ranking.rows = Standing.ranked(rows, ties: [.printedOrder])
        return ranking
    }

    /// Estimates as of the last closed day; nil while no day is closed (F-107).
    func forecast() -> RankingPublished? {
        guard let closed = closedThrough else { return nil }
        var ranking = message("forecast", asOf: closed, kind: .forecast)
        let before = closed.adding(days: -Int(Forecast.days))
        ranking.forecasts = season.towns.compactMap { town in
            let target = target(of: town, on: nil)
            guard target.heads > 0 else { return nil }
            let book = towns[town] ?? UnitBook()
            return Forecast.of(
                unit: town,
                target: target.heads,
                percent: season.unitPercent ?? 100,
                now: book.sum(through: closed).counted(season.counting),
                before: book.sum(through: before).counted(season.counting),
                closed: closed
            )
        }
        return ranking
    }

    // MARK: - Rows

    private var lastDay: CivilDate {
        towns.values.compactMap(\.lastDay).max() ?? season.weeks.lowerBound
    }

    private func moment(of period: RankingPeriod) -> Moment {
        Moment(
            through: period.last,
            targetsOn: period.takesLatestTargets ? nil : period.last,
            previousEnd: period.previousEnd
        )
    }

    private func message(
        _ period: String,
        asOf: CivilDate,
        kind: RankingPublished.Kind
    ) -> RankingPublished {
        var ranking = RankingPublished(
            scheme: season.scheme,
            period: period,
            asOf: asOf,
            edition: UInt64(marks.values.reduce(0, +)),
            isDecided: false,
            rows: [],
            positions: marks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        )
        ranking.kind = kind
        ranking.closedThrough = closedThrough
        return ranking
    }

    /// The towns in printed order, then whatever else has enrolments: unassigned, or unknown.
    private func candidates(_ moment: Moment) -> [Candidate] {
        let known = season.towns.map {
            Candidate(unit: $0, book: towns[$0] ?? UnitBook(), isNamed: true)
        }
        let names = Set(season.towns)
        let strange = towns.filter {
            !names.contains($0.key) && !sum($0.value, moment.through).isZero
        }
        return known
            + strange.sorted { $0.key < $1.key }.map {
                Candidate(unit: $0.key, book: $0.value, isNamed: false)
            }
    }

    /// The villages by name, then the persons of the town who are of no village: together they are
    /// the town.
    private func candidates(of town: String, _ moment: Moment) -> [Candidate] {
        var all = (villages[town] ?? []).sorted().map {
            Candidate(unit: $0, book: books[$0] ?? UnitBook(), isNamed: true)
        }
        if let own = books[town], !sum(own, moment.through).isZero {
            all.append(Candidate(unit: town, book: own, isNamed: false))
        }
        return all
    }

    private func sum(_ book: UnitBook, _ through: CivilDate?) -> UnitSum {
        through.map(book.sum(through:)) ?? book.total
    }

    private func rows(_ candidates: [Candidate], at moment: Moment) -> [RankingRow] {
        var rows = Standing.ranked(candidates.map { row($0, at: moment) }, ties: season.ties)
        guard let previousEnd = moment.previousEnd else { return rows }
        let before = Moment(
            through: previousEnd,
            targetsOn: moment.targetsOn == nil ? nil : previousEnd
        )
        let earlier = Standing.ranked(
            candidates.map { plainRow($0, at: before) },
            ties: season.ties
        )
        let byUnit = Dictionary(
            earlier.map { ($0.unit, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for index in rows.indices {
            guard let old = byUnit[rows[index].unit] else { continue }
            rows[index].countedSince = rows[index].counted - old.counted
            rows[index].paidSince = rows[index].paid - old.paid
            // Before the season's first day nobody had a place to rise from.
            if previousEnd >= season.weeks.lowerBound { rows[index].previousRank = old.rank }
        }
        return rows
    }

    private func plainRow(_ candidate: Candidate, at moment: Moment) -> RankingRow {
        let sum = sum(candidate.book, moment.through)
        let target =
            candidate.isNamed ? target(of: candidate.unit, on: moment.targetsOn) : (0, .zero)
        var row = RankingRow(
            rank: 0,
            unit: candidate.unit,
            target: target.heads,
            enrolled: sum.enrolled,
            paid: sum.paid,
            counted: sum.counted(season.counting)
        )
        row.amountTarget = target.amount
        return row
    }

    private func row(_ candidate: Candidate, at moment: Moment) -> RankingRow {
        var row = plainRow(candidate, at: moment)
        guard row.target > 0 else { return row }
        if let percent = season.unitPercent {
            let isMet = Standing.isMet(row.counted, of: row.target, percent: percent)
            row.mark = isMet ? .met : .missed
        }
        if let line = season.linePercent ?? season.unitPercent {
            row.isBelowLine = !Standing.isMet(row.counted, of: row.target, percent: line)
        }
        row.score = score(of: candidate.unit, candidate.book, target: row.target, at: moment)
        return row
    }

    /// The unit's target; where none is set and the notice measures by the roster, the persons on
    /// it (A-FC-7: targets, if loaded later, replace the denominator).
    private func target(of unit: String, on day: CivilDate?) -> (heads: Int64, amount: Money) {
        if let set = targets.target(of: unit, on: day) { return (set.heads, set.amount) }
        return (season.isOfRoster ? max(0, rosters[unit] ?? 0) : 0, .zero)
    }

    /// Points by the state at the end of each printed day (A-LC-3).
    private func score(
        of unit: String,
        _ book: UnitBook,
        target: Int64,
        at moment: Moment
    ) -> UnitScore? {
        if season.scores.isEmpty { return nil }
        let known = moment.through ?? closedThrough
        for step in season.scores {
            guard let by = step.by else { break }
            let done = book.completion(
                of: target,
                percent: season.unitPercent ?? 100,
                counting: season.counting,
                by: min(by, moment.through ?? by)
            )
            if let done { return score(of: unit, step, completedOn: done) }
            guard let known, known >= by else { return UnitScore(state: .open) }
        }
        let rest = season.scores.last { $0.by == nil }
        return UnitScore(
            state: rest?.points == nil ? .undetermined : .printed,
            points: rest?.points
        )
    }

    private func score(
        of unit: String,
        _ step: RankingSeason.ScoreStep,
        completedOn day: CivilDate
    ) -> UnitScore {
        if let points = step.points {
            return UnitScore(state: .printed, points: points, completedOn: day)
        }
        guard let decided = decisions[unit]?.decision else {
            return UnitScore(state: .undetermined, completedOn: day)
        }
        return UnitScore(state: .decided, points: decided.points, completedOn: day)
    }

    // MARK: - Groups

    /// The town's groups, then those of each of its villages, in order of category.
    private func groups(of town: String) -> [GroupStanding] {
        var totals: [String: GroupStanding] = [:]
        var parts: [GroupStanding] = []
        for unit in [town] + (villages[town] ?? []).sorted() {
            for (category, group) in (groups[unit] ?? [:]).sorted(by: { $0.key < $1.key })
            where group.members != 0 || group.enrolled != 0 {
                let nothing = GroupStanding(unit: town, category: category, members: 0, enrolled: 0)
                totals[category, default: nothing].members += group.members
                totals[category, default: nothing].enrolled += group.enrolled
                if unit != town { parts.append(group) }
            }
        }
        return totals.sorted { $0.key < $1.key }.map(\.value) + parts
    }
}
