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

    private func call(_ place: Place) throws {
        try world.reach(place)
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
