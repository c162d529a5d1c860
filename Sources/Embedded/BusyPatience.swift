import Glibc
import Synchronization

/// How long a connection waits for others, in short sleeps.
final class BusyPatience: Sendable {
    private let limitMs: Atomic<Int64>
    private let since = Atomic<Int64>(0)

    init(limitMs: Int64) { self.limitMs = Atomic(limitMs) }

    /// Called by SQLite when a lock is taken: sleeps and tells whether to try again.
    ///
    /// - Parameter tries: Sleeps so far for this lock.
    func wait(afterTries tries: Int) -> Bool {
        let now = Monotonic.milliseconds
        if tries == 0 { since.store(now, ordering: .relaxed) }
        let waited = now - since.load(ordering: .relaxed)
        if waited >= limitMs.load(ordering: .relaxed) { return false }
        // Commits follow each other closely: who sleeps long misses every gap between them.
        usleep(waited < 1_000 ? 300 : 5_000)
        return true
    }

    /// Runs `body` with another limit.
    func limited<T>(toMs limit: Int64, _ body: () throws -> T) rethrows -> T {
        let usual = limitMs.exchange(limit, ordering: .relaxed)
        defer { limitMs.store(usual, ordering: .relaxed) }
        return try body()
    }
}
