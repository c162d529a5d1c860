import Events
import Ledger
import Overview
import Testing

/// What a season's book says, all of it, as lines that can be compared.
private func words(_ overview: Overview) throws -> [String] {
    let answer = overview.ask(RandomSeason.scheme) { book -> [String] in
        var lines = book.standings(by: .villages).map { "\($0.unit) \(sorted($0))" }
        lines += book.standings(by: .towns).map { "\($0.unit) \(sorted($0))" }
        lines += book.groups(RandomSeason.groups, by: .villages).map { "\($0)" }
        lines += book.held().map { "\($0)" }
        lines += book.progress().map { "\($0.day) \($0.gained)" }
        lines += book.balances.map { "\($0.key) \($0.value)" }.sorted()
        let all = book.people(PeopleQuestion(limit: .max)).people
        lines += all.map { "\($0)" }
        lines += all.map { "\(book.journals(of: $0.person))" }
        return lines
    }
    let known = try #require(answer)
    return known.value + ["\(known.moment)"]
}

private func sorted(_ it: UnitStanding) -> String {
    let heads = it.heads.filter { $0.value != 0 }.sorted { $0.key.rawValue < $1.key.rawValue }
    return "\(heads) \(it.covered) \(it.unpaid) \(it.unpaidAmount) \(it.received) \(it.held) "
        + "\(it.refundOpen)"
}

struct OverviewTests {
    @Test(arguments: StoreKind.allCases)
    func `F-104 F-105 F-110 an overview folded in steps equals one folded at once`(
        kind: StoreKind
    ) throws {
        let season = try RandomSeason(kind, seed: 7)
        let followed = Overview()
        for size in [1, 40, 3, 300, 7, 900] {
            try season.go(size)
            try followed.catchUp(with: season.store, step: 11)
            #expect(followed.backlog == 0)
        }
        let atOnce = Overview()
        try atOnce.catchUp(with: season.store)
        #expect(try words(followed) == words(atOnce))
        #expect(try followed.catchUp(with: season.store) == false)
    }

    @Test(arguments: StoreKind.allCases)
    func `F-104 F-105 F-124 an overview equals a recount of the whole book`(kind: StoreKind) throws
    {
        let season = try RandomSeason(kind, seed: 11)
        try season.go(2_000)
        let overview = Overview()
        try overview.catchUp(with: season.store)
        let recount = try season.store.read { try Recount($0) }
        let book = try #require(overview.ask(RandomSeason.scheme) { $0 })
        #expect(book.value.census.filter { $0.value != 0 } == recount.census)
        #expect(book.value.balances == recount.balances)
        #expect(
            book.value.progress().map { "\($0.day) \($0.gained.heads) \($0.gained.paid)" }
                == recount.progress
        )
        for standing in book.value.standings(by: .villages) {
            let own = recount.people.values.filter { $0.unit == standing.unit }
            #expect(standing.known == Int64(own.count))
            #expect(standing.covered == Int64(own.filter(\.isCovered).count))
            let open = own.filter { !$0.isCovered && $0.status.isToBeVisited }
            #expect(standing.unpaid == Int64(open.count))
            #expect(standing.unpaidAmount.fen == open.reduce(0) { $0 + $1.upfront.fen })
            #expect(standing.received.fen == own.reduce(0) { $0 + $1.received.fen })
            #expect(standing.refundOpen.fen == own.reduce(0) { $0 + ($1.refund - $1.refunded).fen })
        }
        #expect(book.moment.positionText == recount.positions)
    }

    @Test func `F-104 who is missing from a group is listed, whichever category was applied`()
        throws
    {
        let season = try RandomSeason(.sqlite, seed: 13)
        try season.go(1_500)
        let overview = Overview()
        try overview.catchUp(with: season.store)
        let recount = try season.store.read { try Recount($0) }
        for group in RandomSeason.groups {
            let expected = recount.people.filter {
                !$0.value.isCovered && $0.value.status != .ineligible
                    && ($0.value.category == group || $0.value.otherCategories.contains(group))
            }
            let asked = try #require(
                overview.ask(RandomSeason.scheme) { book in
                    (
                        book.people(PeopleQuestion(kind: .missing(group: group), limit: .max)),
                        book.groups([group], by: .towns)
                    )
                }
            ).value
            #expect(Set(asked.0.people.map(\.person)) == Set(expected.keys))
            #expect(asked.1.reduce(0) { $0 + $1.missing } == Int64(expected.count))
            #expect(!expected.isEmpty)
        }
    }

    @Test func `F-078 money held by status is the suspense of the ledger`() throws {
        let season = try RandomSeason(.sqlite, seed: 17)
        try season.go(1_000)
        let overview = Overview()
        try overview.catchUp(with: season.store)
        let balances = try season.store.read { try $0.balances(scheme: RandomSeason.scheme) }
        let held = try #require(overview.ask(RandomSeason.scheme) { $0.held() }).value
        for money in held {
            let suspense = balances.reduce(into: Money.zero) {
                if $1.key.kind == .suspense, $1.key.party == money.status.name { $0 += $1.value }
            }
            #expect(Money.zero - suspense == money.amount)
        }
        #expect(!held.isEmpty)
    }

    @Test func `F-105 pages of a village's list join up without gap or double`() throws {
        let season = try RandomSeason(.sqlite, seed: 19)
        try season.go(1_500)
        let overview = Overview()
        try overview.catchUp(with: season.store)
        let book = try #require(overview.ask(RandomSeason.scheme) { $0 }).value
        let whole = book.people(PeopleQuestion(unit: "鲍沟镇", kind: .unpaid, limit: .max))
        var question = PeopleQuestion(unit: "鲍沟镇", kind: .unpaid, limit: 7)
        var joined: [PersonGlance] = []
        while true {
            let page = book.people(question)
            #expect(page.total == whole.total)
            joined += page.people
            guard let next = page.next else { break }
            question.after = next
        }
        #expect(joined == whole.people)
        #expect(joined.count > 14)
        #expect(joined.allSatisfy { $0.unit == "鲍沟镇" || $0.unit.hasPrefix("鲍沟镇/") })
    }

    @Test(arguments: StoreKind.allCases)
    func `F-014 the journals of one person are found by number`(kind: StoreKind) throws {
        let season = try RandomSeason(kind, seed: 23)
        try season.go(800)
        let overview = Overview()
        try overview.catchUp(with: season.store)
        let book = try #require(overview.ask(RandomSeason.scheme) { $0 }).value
        for person in season.people.prefix(40) {
            var scanned: [JournalPosition] = []
            try season.store.read { reader in
                try reader.journals(of: person, scheme: RandomSeason.scheme) {
                    scanned.append(
                        JournalPosition(partition: $0.partition, sequence: $0.sequence)
                    )
                }
            }
            #expect(book.journals(of: person) == scanned)
            #expect(book.firstJournals(of: [person])[person] == scanned.first)
        }
    }

    @Test func `a ledger that ends before what was folded is refused`() throws {
        let season = try RandomSeason(.sqlite, seed: 29)
        try season.go(50)
        let overview = Overview()
        try overview.catchUp(with: season.store)
        let other = try RandomSeason(.sqlite, seed: 29)
        try other.go(10)
        #expect(throws: LedgerProblem.self) { try overview.catchUp(with: other.store) }
    }
}

/// The whole book, read anew and added up person by person.
private struct Recount {
    var people: [PersonKey: Assessment] = [:]
    var balances: [Account: Money]
    var census: [AssessmentStatus: Int64]
    var progress: [String]
    var positions: String

    init(_ reader: any LedgerReader) throws {
        balances = try reader.balances(scheme: RandomSeason.scheme)
        census = try reader.census(scheme: RandomSeason.scheme).filter { $0.value != 0 }
        positions = try reader.positions().map { "\($0.partition):\($0.journalSequence)" }
            .joined(separator: ";")
        var days: [CivilDate: Progress] = [:]
        for (key, gained) in try reader.progress(scheme: RandomSeason.scheme) {
            days[key.day, default: Progress()] += gained
        }
        progress = days.filter { !$0.value.isZero }.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value.heads) \($0.value.paid)" }
        var people: [PersonKey: Assessment] = [:]
        try reader.journals { people[$0.person] = try Assessment(wire: $0.assessment) }
        self.people = people
    }
}
