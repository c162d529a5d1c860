import Events
import Ledger

/// A database in memory: it may be away, lose its answer after a commit, and be opened by two at
/// once.
///
/// Thread safety: whoever has the world's turn has the database.
final class SimulatedLedgerStore: LedgerStore, @unchecked Sendable {
    let books = Books()
    private let world: World

    init(world: World) { self.world = world }

    func open(partition: Int32) throws -> PartitionState {
        try call(.open)
        let state = books.open(partition)
        try loseAnswer(.open)
        return state
    }

    func apply(_ batch: LedgerBatch) throws {
        try call(.apply)
        if world.meets(.torn, at: .apply) {
            // The disk has a part of it, without the commit: the database rolls it back.
            try world.tear(at: .apply)
        }
        if world.meets(.lateCommit, at: .apply) {
            world.after(world.dice.number(1...6_000)) { [self] in commitLate(batch) }
            throw LedgerProblem.unavailable("database: the session was cut")
        }
        try books.apply(batch)
        try world.reach(.applied)
        try loseAnswer(.applied)
    }

    func unpublished(partition: Int32, limit: Int) throws -> [OutboxMessage] {
        try call(.outbox)
        return Array((books.outbox[partition] ?? []).prefix(min(limit, world.dice.number(1...6))))
    }

    func markPublished(partition: Int32, through sequence: Int64) throws {
        try call(.mark)
        books.markPublished(partition, through: sequence)
        try world.reach(.marked)
        try loseAnswer(.marked)
    }

    func add(_ seal: ChainSeal) throws -> Bool {
        try call(.seal)
        let isAdded = books.add(seal)
        try world.reach(.sealed)
        try loseAnswer(.sealed)
        return isAdded
    }

    func read<R>(_ body: (any LedgerReader) throws -> R) throws -> R { try body(books) }

    func close() throws {}

    /// What was under way when the session was cut is committed if it still fits, whoever has come
    /// meanwhile.
    private func commitLate(_ batch: LedgerBatch) {
        do {
            try books.apply(batch, isLate: true)
        } catch is LedgerProblem {
        } catch {
            world.fail("a late commit: \(error)")
        }
    }

    /// What withdrawn rights are told as.
    static let refusal = LedgerProblem.unusable("database: permission denied, for a moment")

    private func call(_ place: Place) throws {
        try world.reach(place)
        if world.meets(.refused, at: place) { throw Self.refusal }
        if world.meets(.full, at: place) { throw LedgerProblem.full("database: no room") }
        if world.isAway(.databaseAway) || world.meets(.unavailable, at: place) {
            throw LedgerProblem.unavailable("database: \(place.rawValue)")
        }
    }

    private func loseAnswer(_ place: Place) throws {
        if world.meets(.answerLost, at: place) {
            throw LedgerProblem.unavailable("database: no answer")
        }
    }
}
