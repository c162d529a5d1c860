import Events
import Ledger
import Synchronization

/// An answer with the moment of the books at which it holds.
public struct Answer<Value: Sendable>: Sendable {
    /// What was asked for.
    public var value: Value
    /// The moment.
    public var moment: Moment
}

/// The books of all schemes as a board needs them: folded from a ledger's journals, in memory.
///
/// It holds no name and no number of anybody, only person keys. Any thread may ask; one thread
/// brings it up to date.
public final class Overview: Sendable {
    private struct State {
        var books: [String: SeasonBook] = [:]
        /// Journals folded, by partition.
        var folded: [Int32: Int64] = [:]
        /// Where the ledger ended when it was looked at last.
        var ends: [Int32: Int64] = [:]

        var positions: [JournalPosition] {
            folded.map { JournalPosition(partition: $0.key, sequence: $0.value) }
        }
    }
    private let state = Mutex(State())

    /// Creates an overview that knows nothing yet.
    public init() {}

    /// Asks about a scheme.
    ///
    /// - Parameter body: Called under a lock: it takes what it needs and does no more.
    /// - Returns: Nil while nothing is known of the scheme.
    public func ask<R: Sendable>(
        _ scheme: String,
        _ body: (SeasonBook) throws -> R
    ) rethrows -> Answer<R>? {
        try state.withLock { state in
            guard let book = state.books[scheme] else { return nil }
            return Answer(
                value: try body(book),
                moment: Moment(positions: state.positions, day: book.lastDay)
            )
        }
    }

    /// Schemes of which something is known, in order.
    public var schemes: [String] { state.withLock { $0.books.keys.sorted() } }

    /// Journals that the ledger had when it was looked at last and that are not folded yet.
    public var backlog: Int64 {
        state.withLock { state in
            state.ends.reduce(into: 0) { $0 += $1.value - (state.folded[$1.key] ?? 0) }
        }
    }

    /// Folds what a ledger has beyond what is folded already.
    ///
    /// Journals are decoded outside of the lock, and folded under it in steps.
    /// - Parameter step: Most journals of a partition that are read in one transaction.
    /// - Returns: Whether anything was new.
    /// - Throws: ``LedgerProblem/unusable(_:)`` when the ledger ends before what was folded: it is
    ///   another one.
    @discardableResult
    public func catchUp(with store: any LedgerStore, step: Int64 = 4_000) throws -> Bool {
        var isNew = false
        while true {
            let read = try store.read { try FoldRead(after: self.folded, $0, step: step) }
            isNew = isNew || !read.steps.isEmpty
            state.withLock { state in
                state.ends = read.ends
                for (scheme, step) in read.steps {
                    state.books[scheme, default: SeasonBook()].fold(step)
                }
                for (partition, sequence) in read.reached { state.folded[partition] = sequence }
                for (scheme, facts) in read.facts {
                    state.books[scheme, default: SeasonBook()].targetRows = facts.targets
                    state.books[scheme]?.closures = facts.closures
                }
            }
            if read.isAtEnd { return isNew }
        }
    }

    private var folded: [Int32: Int64] { state.withLock { $0.folded } }
}

/// The next journals of every partition, taken out of one transaction of a ledger.
private struct FoldRead {
    struct Facts {
        var targets: [(target: Target, id: String)]
        var closures: [String: CivilDate]
    }
    var steps: [(scheme: String, step: FoldStep)] = []
    var reached: [Int32: Int64] = [:]
    var ends: [Int32: Int64] = [:]
    var facts: [String: Facts] = [:]

    var isAtEnd: Bool { reached == ends }

    init(after folded: [Int32: Int64], _ reader: any LedgerReader, step: Int64) throws {
        for position in try reader.positions() {
            let (partition, end) = (position.partition, position.journalSequence)
            let first = (folded[partition] ?? 0) + 1
            guard end >= first - 1 else {
                throw LedgerProblem.unusable(
                    "partition \(partition) of the ledger ends at \(end), before what was read of "
                        + "it: it is another ledger. Start the board again."
                )
            }
            ends[partition] = end
            let last = min(end, first + step - 1)
            reached[partition] = last
            if first <= last { try read(partition, first...last, reader) }
        }
        guard isAtEnd else { return }
        for scheme in try reader.schemes() {
            facts[scheme] = Facts(
                targets: try reader.targets(scheme: scheme),
                closures: try reader.closures(scheme: scheme)
            )
        }
    }

    private mutating func read(
        _ partition: Int32,
        _ numbers: ClosedRange<Int64>,
        _ reader: any LedgerReader
    ) throws {
        try reader.journals(partition: partition, numbers) { row in
            let place = JournalPosition(partition: row.partition, sequence: row.sequence)
            do {
                let assessment = try Assessment(wire: row.assessment)
                steps.append((row.scheme, .person(place, row.person, assessment, row.entries)))
            } catch {
                throw LedgerProblem.unusable("journal \(place): \(error)")
            }
        }
        try reader.dossierJournals(partition: partition, numbers) { row in
            do {
                let change = try DossierChange(wire: row.change)
                steps.append((row.scheme, .dossier(change, row.entries)))
            } catch {
                throw LedgerProblem.unusable(
                    "journal \(row.partition):\(row.sequence): \(error)"
                )
            }
        }
    }
}
