import Documents
import Events
import Ledger
import Policy
import Ranking
import Stage

/// What an audit of a ledger, and of the log that it came from, found.
public struct Audit {
    /// Statements, each with what was found against it.
    public private(set) var findings: [BookAudit.Finding]
    /// Equal for the same facts in any order, on any transport, with any workers and faults.
    public let outcome: String
    /// Equal for the same log.
    public let journal: String
    /// Journals read.
    public let journalCount: Int
    /// Seals that there are.
    public let sealCount: Int
    /// Journals that stand under a seal.
    public let sealedCount: Int64
    /// Journals after the last seals, by partition: not sealed yet, which is no fault.
    public let unsealed: [String]
    /// Persons with an assessment.
    public let personCount: Int

    /// Whether every statement holds.
    public var isSound: Bool { findings.allSatisfy { $0.violations.isEmpty } }

    /// Audits a ledger.
    ///
    /// - Parameters:
    ///   - log: The log that it came from; nil leaves out the statements about both.
    ///   - anchor: Seals noted outside of the database; nil leaves out the statement about them.
    ///   - line: Shows how far the reading is.
    public init(
        store: any LedgerStore,
        library: PolicyLibrary,
        log: (any EventLog)?,
        anchor: SealAnchor? = nil,
        line: ProgressLine
    ) throws {
        line.begin("auditing")
        let result = try store.read { reader in
            let books = try BookAudit(reader) { done, total in
                line.update(
                    perMille: done * 1_000 / max(total, 1),
                    count: done,
                    unit: "journals"
                )
            }
            line.finish()
            let rankings = try Audit.rankings(reader, library: library)
            var findings = try books.findings(reader)
            if let anchor { findings.append(anchor.finding(try reader.chainSeals())) }
            findings.append(try Audit.applications(reader, library: library))
            if let log {
                findings += try Audit.logFindings(reader, library: library, log: log)
            }
            return (
                books: books, findings: findings,
                outcome: try books.outcomeDigest(reader, rankings: rankings.flatMap(\.lines))
            )
        }
        findings = result.findings
        outcome = result.outcome
        journal = result.books.journalDigest
        journalCount = result.books.journalCount
        personCount = result.books.personCount
        sealCount = result.books.sealCount
        sealedCount = result.books.sealedCount
        unsealed = result.books.unsealed
    }

    private static func logFindings(
        _ reader: any LedgerReader,
        library: PolicyLibrary,
        log: any EventLog
    ) throws -> [BookAudit.Finding] {
        [
            try equation(reader, log: log),
            try PostedAudit(reader, log: log).finding,
        ] + (try RankingAudit(reader, library: library, log: log).findings)
    }

    /// Every application asks for what the journals that it claims say (F-061).
    private static func applications(
        _ reader: any LedgerReader,
        library: PolicyLibrary
    ) throws -> BookAudit.Finding {
        BookAudit.Finding(
            statement: "Applications ask for what the journals that they claim say",
            violations: try reader.schemes().flatMap { scheme in
                try library.packs[scheme].map {
                    try AppliedClaim.differences(reader, policy: $0.compiled)
                } ?? []
            }
        )
    }

    /// sent = accepted + rejected + repeated, with `sent` counted from the received topics.
    private static func equation(
        _ reader: any LedgerReader,
        log: any EventLog
    ) throws -> BookAudit.Finding {
        let census = try LogCensus(log)
        var violations: [String] = []
        let schemes = Set(try reader.schemes()).union(census.sent.keys)
        for scheme in schemes.sorted() {
            var taken = (census.producerRejections[scheme] ?? [:]).values.reduce(0, +)
            for (key, facts) in try reader.tallies(scheme: scheme) {
                switch key.tally {
                case .accepted, .repeated, .conflicting, .rejected: taken += facts
                case .continuation, .control: break
                }
            }
            let sent = census.sent[scheme] ?? 0
            if sent != taken { violations.append("\(scheme): sent \(sent), taken \(taken)") }
        }
        return BookAudit.Finding(
            statement: "sent = accepted + rejected + repeated",
            violations: violations
        )
    }

    private struct Recount {
        var scheme: String
        var period: String
        var rows: [RankingRow]

        var lines: [String] {
            rows.map {
                "\(scheme)|\(period)|\($0.rank)|\($0.unit)|\($0.target)|\($0.enrolled)|"
                    + "\($0.paid.fen)\n"
            }
        }
    }

    /// The current ranking and every week's, counted anew from progress and targets.
    private static func rankings(
        _ reader: any LedgerReader,
        library: PolicyLibrary
    ) throws -> [Recount] {
        var all: [Recount] = []
        for scheme in try reader.schemes() {
            guard let season = library.packs[scheme]?.rankingSeason else { continue }
            let targets = TargetBook(try reader.targets(scheme: scheme))
            let progress = try reader.progress(scheme: scheme)
            let periods: [(String, CivilDate?)] =
                [("current", nil)] + season.weekEnds.map { ("week-\($0)", $0) }
            for (period, asOf) in periods {
                all.append(
                    Recount(
                        scheme: scheme,
                        period: period,
                        rows: Standing.rows(
                            of: season,
                            targets: targets,
                            progress: progress,
                            asOf: asOf
                        )
                    )
                )
            }
        }
        return all
    }
}
