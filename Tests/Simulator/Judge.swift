import Events
import Ledger

/// What must be true when a world has come to rest, whatever had happened in it.
struct Judge {
    let simulation: Simulation
    var season: Season { simulation.season }
    var log: SimulatedLog { simulation.log }
    var books: Books { simulation.store.books }

    init(_ simulation: Simulation) { self.simulation = simulation }

    /// - Throws: The first ``Violation``.
    func judge() throws {
        try checkDrained()
        try checkBooks()
        try checkPeople()
        try checkAgainstPlainRun()
        try checkReplay()
        try checkTallies()
        try checkFacts()
        try checkClassified()
        try checkPosted()
        try checkRankings()
    }

    /// Throws unless two values are equal.
    func require<Value: Equatable>(_ found: Value, _ wanted: Value, _ what: String) throws {
        if found != wanted { throw Violation("\(what): \(found), expected \(wanted)") }
    }

    func require(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
        if !isTrue { throw Violation(what()) }
    }

    /// Every group has done all that is visible to it, and the log says so.
    private func checkDrained() throws {
        for stage in StageKind.allCases {
            for topic in stage.topics {
                for partition in 0..<Int32(try log.partitionCount(of: topic)) {
                    let done = try log.committed(
                        group: stage.rawValue,
                        topic: topic,
                        partition: partition
                    )
                    let end = try log.endOffset(topic: topic, partition: partition)
                    let place = "\(topic.rawValue)/\(partition)"
                    try require(done >= end, "\(stage.rawValue) rests at \(done) of \(place)")
                }
            }
        }
    }

    /// The ledger's own audit finds nothing.
    private func checkBooks() throws {
        let audit = try BookAudit(books)
        for finding in try audit.findings(books) {
            try require(finding.violations, [], finding.statement)
        }
    }

    /// Everybody stands where the model says, and every account holds what follows from it: so
    /// money received = payments − what was taken back.
    private func checkPeople() throws {
        let model = Model(season)
        try require(books.last.count, season.lives.count, "persons in the books")
        var balances: [String: [Account: Money]] = [:]
        for life in season.lives {
            let name = "person \(life.resident.number) of \(life.scheme)"
            let person = Books.Person(scheme: life.scheme, key: life.resident.personKey)
            guard let index = books.last[person] else { throw Violation("\(name) is missing") }
            let final = try books.rows[index].assessment.withUnsafeBytes {
                try Assessment(wire: $0)
            }
            let wanted = model.outcome(of: life)
            try require(Judge.outcome(final), wanted, name)
            for (account, fen) in wanted.accounts {
                balances[life.scheme, default: [:]][account, default: .zero].fen += fen
            }
        }
        for (account, yuan) in fundingBalances() {
            balances[Packs.schemes[0], default: [:]][account, default: .zero] += Money(yuan: yuan)
        }
        for scheme in Packs.schemes {
            try require(
                try books.balances(scheme: scheme),
                (balances[scheme] ?? [:]).filter { $0.value != .zero },
                "balances of \(scheme)"
            )
        }
    }

    /// What the chains of records about the two funders come to, worked out by hand: the city's
    /// 1,050 applied for, 700 received, 350 deposited; the township's 700, 350, and 1,400 that do
    /// not fit.
    private func fundingBalances() -> [(Account, Int64)] {
        func chain(_ funder: String, _ last: Int, _ yuan: [Int64]) -> [(Account, Int64)] {
            guard season.records.contains("\(Season.operations)/record-\(last)") else { return [] }
            let office = Account(kind: .fundingInTransit, unit: "", party: "市税务局")
            return [
                (Account(kind: .fundingClaimed, unit: "", party: funder), -yuan[0]),
                (Account(kind: .fundingApplied, unit: "", party: funder), yuan[0] - yuan[1]),
                (office, yuan[1] - yuan[2]),
                (Account(kind: .treasury, unit: "", party: funder), yuan[2]),
            ]
        }
        return chain("city", 2, [1_050, 700, 350]) + chain("township", 5, [700, 350, 0])
    }

    private static func outcome(_ final: Assessment) -> Model.Outcome {
        var outcome = Model.Outcome()
        outcome.status = final.status
        outcome.isCovered = final.isCovered
        outcome.category = final.category
        outcome.unit = final.unit
        outcome.premium = final.premium.fen
        outcome.due = final.due.fen
        for share in final.shares { outcome.shares[share.party, default: 0] += share.amount.fen }
        for share in final.receipts {
            outcome.receipts[share.party, default: 0] += share.amount.fen
        }
        outcome.refund = final.refund.fen
        outcome.enrolledOn = final.enrolledOn
        outcome.benefitStart = final.benefitStart
        return outcome
    }

    /// The same facts without log, workers and faults come to the same, byte for byte.
    private func checkAgainstPlainRun() throws {
        let plain = try PlainRun(season).books
        for (person, index) in plain.last {
            guard let own = books.last[person] else { throw Violation("a person is missing") }
            try require(
                books.rows[own].assessment,
                plain.rows[index].assessment,
                "assessment of \(person.key), as without faults"
            )
        }
        for scheme in try plain.schemes() {
            try require(
                try books.balances(scheme: scheme),
                try plain.balances(scheme: scheme),
                "balances of \(scheme), as without faults"
            )
            try require(
                try books.progress(scheme: scheme),
                try plain.progress(scheme: scheme),
                "progress of \(scheme), as without faults"
            )
            try require(
                try books.census(scheme: scheme),
                try plain.census(scheme: scheme),
                "census of \(scheme), as without faults"
            )
            try require(
                try books.targets(scheme: scheme).map { "\($0.id) \($0.target)" },
                try plain.targets(scheme: scheme).map { "\($0.id) \($0.target)" },
                "targets of \(scheme), as without faults"
            )
            try require(
                try books.closures(scheme: scheme),
                try plain.closures(scheme: scheme),
                "days closed of \(scheme), as without faults"
            )
            try require(
                try books.closures(scheme: scheme),
                season.closed[scheme] ?? [:],
                "days closed of \(scheme)"
            )
        }
        try require(books.records, plain.records, "records of offices, as without faults")
        try require(
            try BookAudit(books).outcomeDigest(books, rankings: []),
            try BookAudit(plain).outcomeDigest(plain, rankings: []),
            "outcome digest, as without faults"
        )
    }

    /// The log alone gives the same ledger, posting by posting.
    private func checkReplay() throws {
        let again = try PlainRun(replaying: log).books
        try require(
            try BookAudit(books).journalDigest,
            try BookAudit(again).journalDigest,
            "journal digest, as replayed from the log"
        )
    }
}
