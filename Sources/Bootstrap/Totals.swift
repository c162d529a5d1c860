import Events
import Foundation
import Ledger
import Policy
import Ranking

/// The totals of a season in the shape of `expected.json`.
public struct Totals: Codable, Equatable, Sendable {
    /// Facts handed in, and what became of them.
    public struct Events: Codable, Equatable, Sendable {
        var sent: Int64 = 0
        var accepted: Int64 = 0
        var rejected: [String: Int64] = [:]
        var repeated: Int64 = 0
    }
    /// One unit.
    public struct Unit: Codable, Equatable, Sendable {
        var target: Int64
        var enrolled: Int64
        var paid_fen: Int64
        var rank: Int64?
    }
    /// One category.
    public struct Category: Codable, Equatable, Sendable {
        var people: Int64 = 0
        var personal_fen: Int64 = 0
        var funders: [String: Int64] = [:]
    }
    /// One funder.
    public struct Funder: Codable, Equatable, Sendable {
        var fen: Int64
    }

    /// Scheme id.
    public var scheme: String
    /// Facts.
    public var events = Events()
    /// Units by name.
    public var units: [String: Unit] = [:]
    /// Persons by status.
    public var status: [String: Int64] = [:]
    /// Categories by printed name.
    public var categories: [String: Category] = [:]
    /// Funders by printed name.
    public var funders: [String: Funder] = [:]
    /// What goes back to payers.
    public var refunds_due_fen: Int64 = 0
    /// What is held.
    public var suspense_fen: Int64 = 0
    /// What came of the offices' records.
    public var offices = Offices()
}

extension Totals {
    /// Reads the totals of a scheme from the books.
    ///
    /// - Parameter producerRejections: Rows that producers rejected, by code: they never reached
    ///   the ledger and stand in the log's `rejections`.
    public init(
        pack: PolicyPack,
        reader: any LedgerReader,
        producerRejections: [String: Int64]
    ) throws {
        scheme = pack.scheme
        try readEvents(reader, producerRejections)
        try readUnits(pack, reader)
        for (name, heads) in try reader.census(scheme: pack.scheme) where heads != 0 {
            status[name.name] = heads
        }
        try readMoney(pack.compiled, reader)
        offices = try Offices(pack.compiled, reader)
    }

    private mutating func readEvents(
        _ reader: any LedgerReader,
        _ producerRejections: [String: Int64]
    ) throws {
        events.rejected = producerRejections
        for (key, facts) in try reader.tallies(scheme: scheme) {
            switch key.tally {
            case .accepted: events.accepted += facts
            case .repeated: events.repeated += facts
            case .rejected: events.rejected[key.code, default: 0] += facts
            case .conflicting: events.rejected["conflict", default: 0] += facts
            case .continuation, .control: break
            }
        }
        events.sent = events.accepted + events.repeated + events.rejected.values.reduce(0, +)
    }

    private mutating func readUnits(_ pack: PolicyPack, _ reader: any LedgerReader) throws {
        let rows = Standing.rows(
            of: pack.rankingSeason,
            targets: TargetBook(try reader.targets(scheme: scheme)),
            progress: try reader.progress(scheme: scheme),
            asOf: nil
        )
        for row in rows {
            let name = row.unit.isEmpty ? Totals.unassigned : row.unit
            units[name] = Unit(
                target: row.target,
                enrolled: row.enrolled,
                paid_fen: row.paid.fen,
                rank: row.rank == 0 ? nil : Int64(row.rank)
            )
        }
        for (key, progress) in try reader.progress(scheme: scheme) {
            let name = pack.compiled.name(ofCategory: key.category)
            categories[name, default: Category()].people += progress.heads
            categories[name, default: Category()].personal_fen += progress.paid.fen
        }
    }

    private mutating func readMoney(_ policy: CompiledPolicy, _ reader: any LedgerReader) throws {
        for (account, amount) in try reader.balances(scheme: scheme) {
            switch account.kind {
            case .fundingReceivable:
                let funder = policy.funders.first { $0.id == account.party }?.name ?? account.party
                let category = policy.name(ofCategory: account.category)
                categories[category, default: Category()].funders[funder, default: 0] += amount.fen
                funders[funder, default: Funder(fen: 0)].fen += amount.fen
            case .refundDue: refunds_due_fen -= amount.fen
            case .suspense: suspense_fen -= amount.fen
            default: break
            }
        }
        categories = categories.filter { $0.value != Category() }
    }

    /// The bucket of persons without a unit (policies.md G-09).
    static let unassigned = "unassigned"

    /// The totals as JSON with sorted keys.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// Every cell in which two totals differ, as sentences.
    public func differences(from expected: Totals) throws -> [String] {
        let mine = try Totals.cells(self)
        let theirs = try Totals.cells(expected)
        return Set(mine.keys).union(theirs.keys).sorted().compactMap { cell in
            mine[cell] == theirs[cell]
                ? nil
                : "\(cell): \(mine[cell] ?? "nothing"), expected \(theirs[cell] ?? "nothing")"
        }
    }

    /// Number of cells that ``differences(from:)`` compares.
    public func cellCount() throws -> Int { try Totals.cells(self).count }

    private static func cells(_ totals: Totals) throws -> [String: String] {
        let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(totals))
        var cells: [String: String] = [:]
        func walk(_ value: Any, _ path: String) {
            if let table = value as? [String: Any] {
                for (key, inner) in table { walk(inner, path.isEmpty ? key : "\(path) / \(key)") }
            } else {
                cells[path] = "\(value)"
            }
        }
        walk(object, "")
        return cells
    }
}

extension CompiledPolicy {
    /// The printed name of a category id; the id itself where the pack no longer has it.
    public func name(ofCategory id: String) -> String {
        categories.first { $0.id == id }?.name ?? id
    }
}
