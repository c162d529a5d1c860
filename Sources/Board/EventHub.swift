import Events
import NIOCore
import Synchronization

/// The browsers that watch figures change.
///
/// Each gets the newest figures and never a backlog: of what a slow one has not taken the newest is
/// kept, and one that takes nothing for long is let go. Whoever comes back gets what stands then.
final class EventHub: Sendable {
    /// How many may watch.
    struct Limits: Sendable {
        /// Browsers in all.
        var all = 300
        /// Browsers of one account.
        var perAccount = 6
        /// Events in a row that a browser may miss before it is let go.
        var missedMax = 100
    }

    /// What a browser wants to be told of.
    struct Interest: Sendable, Hashable {
        /// Scheme.
        var scheme: String
        /// Period (`current`, `current/鲍沟镇`).
        var period: String
    }

    private struct Watcher {
        var account: String
        var interest: Interest
        var missed = 0
        var continuation: AsyncStream<NIOCore.ByteBuffer>.Continuation
    }
    private struct State {
        var next = 0
        var watchers: [Int: Watcher] = [:]
        var dropped: Int64 = 0
    }

    private let limits: Limits
    private let state = Mutex(State())

    init(limits: Limits = Limits()) { self.limits = limits }

    /// Whether anybody watches.
    var isWatched: Bool { state.withLock { !$0.watchers.isEmpty } }

    /// Browsers that watch, and those that were let go for being slow.
    var counts: (watching: Int, dropped: Int64) {
        state.withLock { ($0.watchers.count, $0.dropped) }
    }

    /// Begins to tell a browser; nil when too many watch already.
    ///
    /// - Parameter first: What it gets at once; nil when it has the newest.
    func watch(
        _ interest: Interest,
        account: String,
        first: RankingEdition?
    ) -> (number: Int, events: AsyncStream<NIOCore.ByteBuffer>)? {
        let (events, continuation) = AsyncStream<NIOCore.ByteBuffer>.makeStream(
            bufferingPolicy: .bufferingNewest(1)
        )
        let number = state.withLock { state -> Int? in
            let own = state.watchers.values.count { $0.account == account }
            guard state.watchers.count < limits.all, own < limits.perAccount else { return nil }
            state.next += 1
            state.watchers[state.next] = Watcher(
                account: account,
                interest: interest,
                continuation: continuation
            )
            return state.next
        }
        guard let number else { return nil }
        continuation.yield(first.map(RankingEvent.bytes) ?? RankingEvent.beat)
        return (number, events)
    }

    /// Tells a browser no more.
    func leave(_ number: Int) {
        state.withLock { $0.watchers.removeValue(forKey: number) }?.continuation.finish()
    }

    /// Tells everybody who wants to know of a new edition.
    func push(_ edition: RankingEdition) {
        let interest = Interest(
            scheme: edition.ranking.scheme,
            period: edition.ranking.period
        )
        let isWanted = state.withLock { state in
            state.watchers.values.contains { $0.interest == interest }
        }
        if isWanted { tell(RankingEvent.bytes(edition)) { $0 == interest } }
    }

    /// Shows everybody that the connection lives, and finds those that have gone.
    func beat() { tell(RankingEvent.beat) { _ in true } }

    /// Ends all connections: the board stops.
    func close() {
        let all = state.withLock { state in
            defer { state.watchers = [:] }
            return Array(state.watchers.values)
        }
        for watcher in all { watcher.continuation.finish() }
    }

    private func tell(_ bytes: NIOCore.ByteBuffer, _ isMeant: (Interest) -> Bool) {
        let slow = state.withLock { state -> [Watcher] in
            var slow: [Watcher] = []
            for (number, watcher) in state.watchers where isMeant(watcher.interest) {
                switch watcher.continuation.yield(bytes) {
                case .dropped: state.watchers[number]?.missed += 1
                case .terminated: state.watchers[number] = nil
                default: state.watchers[number]?.missed = 0
                }
                let missed = state.watchers[number]?.missed ?? 0
                guard missed >= limits.missedMax else { continue }
                state.watchers[number] = nil
                state.dropped += 1
                slow.append(watcher)
            }
            return slow
        }
        for watcher in slow { watcher.continuation.finish() }
    }
}
