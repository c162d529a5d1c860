import Documents
import Embedded
import Events
import Foundation
import Ledger
import Testing

/// Facts of a story as `validate` let them through.
private struct StoryFacts: ReportLog {
    let batch: RecordBatch
    let published: [RankingPublished]

    func facts(
        of scheme: String,
        _ body: (Fact, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        for place in batch.places where place.topic == .factsValidated {
            let fact = try Fact(wire: batch.value(of: place))
            if fact.scheme == scheme { try body(fact, batch.key(of: place)) }
        }
    }

    func rankings(of scheme: String, _ body: (RankingPublished) throws -> Void) throws {
        for ranking in published where ranking.scheme == scheme { try body(ranking) }
    }
}

extension OfficeStory {
    /// Calls `body` with the books of the story so far.
    ///
    /// - Parameters:
    ///   - hasLog: Whether the log is given beside the ledger.
    ///   - isNaming: Whether persons are named.
    ///   - isMasked: Whether their numbers are masked.
    ///   - published: Rankings that the log has.
    ///   - store: An empty store; a new file when nil.
    func books<R>(
        _ request: ReportRequest = ReportRequest(),
        hasLog: Bool = false,
        isNaming: Bool = false,
        isMasked: Bool = false,
        published: [RankingPublished] = [],
        store given: (any LedgerStore)? = nil,
        _ body: (ReportBooks) throws -> R
    ) throws -> R {
        let validated = try validate()
        let path = folder.appendingPathComponent("ledger-\(UUID().uuidString)").path
        let store = try given ?? LedgerSQLite(path: path)
        defer { try? store.close() }
        try post(try classify(validated), to: store)
        return try store.read { reader in
            try body(
                ReportBooks(
                    reader,
                    pack: pack,
                    request: request,
                    log: hasLog ? StoryFacts(batch: validated, published: published) : nil,
                    keys: isNaming ? keys : nil,
                    isMasked: isMasked
                )
            )
        }
    }

    /// A document of the story so far.
    func report(
        _ kind: String,
        _ request: ReportRequest = ReportRequest(),
        hasLog: Bool = false,
        isNaming: Bool = false,
        published: [RankingPublished] = []
    ) throws -> Report {
        let kind = try #require(ReportKind.named(kind))
        return try books(
            request,
            hasLog: hasLog || !published.isEmpty,
            isNaming: isNaming,
            published: published
        ) { try kind.report($0) }
    }
}

extension Report {
    /// The rows of a table as text, cells parted by `|`, amounts in yuan.
    func rows(_ table: String) throws -> [String] {
        let found = try #require(tables.first { $0.id == table })
        return found.rows.map { row in
            row.map { cell in
                switch cell {
                case .text(let text): text
                case .number(let number): "\(number)"
                case .money(let money): "\(money)"
                case .day(let day): "\(day)"
                case .none: ""
                }
            }
            .joined(separator: "|")
        }
    }

    /// The rows of a table, the key of the person replaced by `*`.
    func people(_ table: String) throws -> [String] {
        try rows(table).map { $0.replacing(/[0-9a-f]{32}/, with: "*") }
    }
}
