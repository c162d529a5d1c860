import Events

/// What messages have changed since rankings were published last.
struct Touched {
    /// By town, the first day with other enrolments.
    var towns: [String: CivilDate] = [:]
    /// Towns whose groups or roster are others.
    var members: Set<String> = []
    var hasTargets = false
    /// Whether one more day is closed everywhere.
    var hasClosures = false
    var hasSchools = false
    var hasDecisions = false

    /// The first day with other enrolments; nil where there is none.
    var firstDay: CivilDate? { towns.values.min() }

    mutating func merge(_ other: Touched) {
        towns.merge(other.towns, uniquingKeysWith: min)
        members.formUnion(other.members)
        hasTargets = hasTargets || other.hasTargets
        hasClosures = hasClosures || other.hasClosures
        hasSchools = hasSchools || other.hasSchools
        hasDecisions = hasDecisions || other.hasDecisions
    }
}

/// Progress, targets and closures of one scheme.
///
/// What is stored here is written and taken back in SchemeState+Snapshot.swift, or follows from it.
struct SchemeState {
    let season: RankingSeason
    let partitionCount: Int
    let periods: [RankingPeriod]
    /// By unit as it was posted: a village, or a town for those of no village.
    var books: [String: UnitBook] = [:]
    var members: [MemberKey: Members] = [:]
    /// Enrolled by their own category, of ``RankingSeason/fullCoverage`` only.
    var enrolled: [MemberKey: Int64] = [:]
    var targets = TargetBook()
    var schools: [String: (school: SchoolReturn, id: String)] = [:]
    var decisions: [String: (decision: ScoreDecision, id: String)] = [:]
    var closed: [String: [Int32: CivilDate]] = [:]
    var marks: [Int32: Int64] = [:]
    var published: [String: Published] = [:]
    /// Follow from the books, members and targets: by town its sum; its villages; by town
    /// and by unit the persons in scope that a rate counts; by unit its groups.
    var towns: [String: UnitBook] = [:]
    var villages: [String: Set<String>] = [:]
    var rosters: [String: Int64] = [:]
    var groups: [String: [String: GroupStanding]] = [:]
    /// By unit, the categories that have anybody in scope.
    var memberKeys: [String: Int] = [:]

    /// What readers were told of a period last, and first.
    struct Published: Equatable {
        var edition: UInt64
        var rows: [RankingRow]
        var firstEdition: UInt64
        var firstHeads: Int64
        var firstPaid: Money
    }

    init(season: RankingSeason, partitionCount: Int) {
        self.season = season
        self.partitionCount = partitionCount
        periods = season.periods
    }

    /// Folds a message that was not taken already.
    mutating func take(_ message: LedgerPosted, _ touched: inout Touched) {
        guard message.sequence > marks[message.partition] ?? 0 else { return }
        marks[message.partition] = message.sequence
        for (index, entry) in message.progress.enumerated() {
            add(entry.key, entry.delta, payers: message.payers(of: index))
            let town = Standing.town(of: entry.key.unit)
            touched.towns[town] = min(touched.towns[town] ?? entry.key.day, entry.key.day)
        }
        for (key, delta) in message.members {
            add(key, delta)
            touched.members.insert(Standing.town(of: key.unit))
        }
        for (target, id) in message.targets {
            set(target, id: id)
            touched.hasTargets = true
        }
        close(message, &touched)
        for entry in message.schools where isLater(entry.school, entry.id) {
            schools["\(entry.school.unit)/\(entry.school.school)"] = entry
            touched.hasSchools = true
        }
        for entry in message.decisions where isLater(entry.decision, entry.id) {
            decisions[entry.decision.unit] = entry
            touched.hasDecisions = true
        }
    }

    private mutating func close(_ message: LedgerPosted, _ touched: inout Touched) {
        if message.closures.isEmpty { return }
        let before = closedThrough
        for (source, date) in message.closures {
            let known = closed[source]?[message.partition]
            closed[source, default: [:]][message.partition] = max(known ?? date, date)
        }
        if closedThrough != before { touched.hasClosures = true }
    }

    private func isLater(_ school: SchoolReturn, _ id: String) -> Bool {
        guard let known = schools["\(school.unit)/\(school.school)"] else { return true }
        return (school.day, id) > (known.school.day, known.id)
    }

    private func isLater(_ decision: ScoreDecision, _ id: String) -> Bool {
        guard let known = decisions[decision.unit] else { return true }
        return (decision.day, id) > (known.decision.day, known.id)
    }

    mutating func add(_ key: ProgressKey, _ delta: Progress, payers: Int64) {
        var sum = UnitSum()
        (sum.enrolled, sum.payers, sum.paid) = (delta.heads, payers, delta.paid)
        let town = Standing.town(of: key.unit)
        books[key.unit, default: UnitBook()].add(sum, on: key.day)
        if books[key.unit]?.isEmpty == true { books[key.unit] = nil }
        towns[town, default: UnitBook()].add(sum, on: key.day)
        list(key.unit, in: town)
        guard season.fullCoverage.contains(key.category) else { return }
        addEnrolled(MemberKey(unit: key.unit, category: key.category), delta.heads)
    }

    mutating func addEnrolled(_ group: MemberKey, _ heads: Int64) {
        enrolled[group, default: 0] += heads
        if enrolled[group] == 0 { enrolled[group] = nil }
        count(group, members: 0, enrolled: heads)
    }

    mutating func add(_ key: MemberKey, _ delta: Members) {
        if members[key] == nil { memberKeys[key.unit, default: 0] += 1 }
        members[key, default: Members()] += delta
        if members[key]?.isZero == true {
            members[key] = nil
            memberKeys[key.unit, default: 1] -= 1
        }
        let town = Standing.town(of: key.unit)
        list(key.unit, in: town)
        let counted = season.counting == .payers ? delta.payers : delta.heads
        rosters[key.unit, default: 0] += counted
        if town != key.unit { rosters[town, default: 0] += counted }
        guard season.fullCoverage.contains(key.category) else { return }
        count(key, members: delta.heads + delta.others, enrolled: delta.othersEnrolled)
    }

    private mutating func count(_ key: MemberKey, members: Int64, enrolled: Int64) {
        var group =
            groups[key.unit]?[key.category]
            ?? GroupStanding(unit: key.unit, category: key.category, members: 0, enrolled: 0)
        group.members += members
        group.enrolled += enrolled
        groups[key.unit, default: [:]][key.category] = group
    }

    mutating func set(_ target: Target, id: String) {
        targets.set(target, id: id)
        list(target.unit, in: Standing.town(of: target.unit))
    }

    /// Keeps the list of villages: those with enrolments, a target or anybody in scope, so that a
    /// village in which nobody has paid is shown.
    private mutating func list(_ unit: String, in town: String) {
        if unit == town { return }
        if books[unit] != nil || memberKeys[unit, default: 0] > 0 || targets.versions[unit] != nil {
            villages[town, default: []].insert(unit)
        } else {
            villages[town]?.remove(unit)
            if villages[town]?.isEmpty == true { villages[town] = nil }
        }
    }

    /// The last day that every source has closed in every partition; nil while one is open.
    var closedThrough: CivilDate? {
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
