import Dispatch
import Documents
import Events
import Foundation
import Ledger
import Policy
import Synchronization

/// Makes documents for pages, one at a time, and keeps the last ones for whoever asks next.
///
/// A document of a whole county reads the whole book: so one is made at a time, and one that is
/// hardly older than the books is shown again, with its position and age.
final class ReportShelf: Sendable {
    /// A document and when it was made.
    struct Shelved: Sendable {
        var report: Report
        /// Seconds since 1970.
        var madeAt: Int64
    }

    private struct Key: Hashable {
        var kind: String
        var scheme: String
        var unit: String
        var asOf: CivilDate?
        var about: String
    }
    private static let agesMax: Int64 = 20
    private static let rowsMax = 200_000

    private let store: any LedgerStore
    private let facts: (any ReportLog & Sendable)?
    private let clock: BoardClock
    private let queue = DispatchQueue(label: "documents")
    private let shelf = Mutex<[Key: Shelved]>([:])

    init(store: any LedgerStore, facts: (any ReportLog & Sendable)?, clock: BoardClock) {
        self.store = store
        self.facts = facts
        self.clock = clock
    }

    /// A document without names, from the shelf or made now.
    ///
    /// - Throws: ``ReportProblem`` when the kind cannot give what is asked for.
    func report(
        _ kind: ReportKind,
        pack: PolicyPack,
        request: ReportRequest
    ) async throws -> Shelved {
        let key = Key(
            kind: kind.id,
            scheme: pack.scheme,
            unit: request.unit,
            asOf: request.asOf,
            about: request.about
        )
        return try await onQueue { [self] in
            if let known = shelf.withLock({ $0[key] }),
                clock.now - known.madeAt <= ReportShelf.agesMax
            {
                return known
            }
            let report = try books(pack, request, keys: nil) { try kind.report($0) }
            let made = Shelved(report: report, madeAt: clock.now)
            keep(made, key)
            return made
        }
    }

    /// Makes something of the books, one after the other; nothing is kept.
    func make<R: Sendable>(
        pack: PolicyPack,
        request: ReportRequest,
        keys: SeasonKeys?,
        _ body: @escaping @Sendable (ReportBooks) throws -> R
    ) async throws -> R {
        try await onQueue { [self] in try books(pack, request, keys: keys, body) }
    }

    private func books<R>(
        _ pack: PolicyPack,
        _ request: ReportRequest,
        keys: SeasonKeys?,
        _ body: (ReportBooks) throws -> R
    ) throws -> R {
        try store.read { reader in
            try body(
                ReportBooks(reader, pack: pack, request: request, log: facts, keys: keys)
            )
        }
    }

    private func keep(_ made: Shelved, _ key: Key) {
        shelf.withLock { shelf in
            shelf[key] = made
            func rows(_ shelved: Shelved) -> Int {
                shelved.report.tables.reduce(0) { $0 + $1.rows.count }
            }
            var sum = shelf.values.reduce(0) { $0 + rows($1) }
            while sum > ReportShelf.rowsMax || shelf.count > 64,
                let oldest = shelf.min(by: { $0.value.madeAt < $1.value.madeAt })
            {
                sum -= rows(oldest.value)
                shelf[oldest.key] = nil
            }
        }
    }

    private func onQueue<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R
    {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try body() }) }
        }
    }
}
