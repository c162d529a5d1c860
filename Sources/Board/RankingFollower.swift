import Dispatch
import Events
import Foundation
import Stage
import Synchronization

/// Reads `rankings.published` as it grows, on a thread of its own: into ``LiveRankings`` first, then
/// to the browsers.
///
/// It asks the log for what is new every few milliseconds while somebody watches. Of many editions
/// that come at once browsers get the last.
final class RankingFollower: Sendable {
    /// Pauses in milliseconds.
    struct Pace: Sendable {
        /// Between two looks while browsers watch.
        var watchedMs = 20
        /// Between two looks while nobody does.
        var idleMs = 200
        /// After a push: so that browsers get at most about a dozen a second.
        var pushedMs = 60
        /// After an error of the log.
        var troubledMs = 1_000
        /// Between two heartbeats: connections that are silent for 20 seconds are closed.
        var heartbeatMs: Int64 = 8_000
    }

    private let log: any EventLog
    private let rankings: LiveRankings
    private let hub: EventHub
    private let pace: Pace
    private let nowMs: @Sendable () -> Int64
    private let taken: @Sendable ([RankingEdition]) -> Void
    private let told: @Sendable (String) -> Void
    private let stopping = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Creates a follower that stands still.
    ///
    /// - Parameters:
    ///   - nowMs: Milliseconds of a clock.
    ///   - taken: Called with new editions before browsers get them.
    ///   - told: Called with what is wrong with the log, once until it is well again.
    init(
        _ log: any EventLog,
        into rankings: LiveRankings,
        hub: EventHub,
        pace: Pace = Pace(),
        nowMs: @escaping @Sendable () -> Int64,
        taken: @escaping @Sendable ([RankingEdition]) -> Void = { _ in },
        told: @escaping @Sendable (String) -> Void
    ) {
        self.log = log
        self.rankings = rankings
        self.hub = hub
        self.pace = pace
        self.nowMs = nowMs
        self.taken = taken
        self.told = told
    }

    /// Begins to follow.
    func start() {
        let thread = Thread { [self] in
            run()
            ended.signal()
        }
        thread.name = "rankings"
        thread.start()
    }

    /// Stops, and returns when the thread has ended.
    func stop() {
        stopping.signal()
        ended.wait()
    }

    private func run() {
        let batch = RecordBatch()
        var next: Int64 = 0
        var isBegun = false
        var problem = ""
        var beatMs = nowMs()
        var pause = 0
        while stopping.wait(timeout: .now() + .milliseconds(pause)) == .timedOut {
            do {
                if !isBegun { try begin() }
                isBegun = true
                try log.read(
                    topic: .rankingsPublished,
                    partition: 0,
                    from: next,
                    maxRecords: 2_000,
                    into: batch
                )
                if let last = batch.places.last { next = last.offset + 1 }
                let newest = rankings.take(batch, seenMs: nowMs())
                if !newest.isEmpty { push(newest) }
                pause = wait(after: batch.count, didPush: !newest.isEmpty)
                problem = ""
            } catch {
                if "\(error)" != problem { told("\(error)") }
                problem = "\(error)"
                pause = pace.troubledMs
            }
            if nowMs() - beatMs >= pace.heartbeatMs {
                hub.beat()
                beatMs = nowMs()
            }
        }
    }

    /// The end first: what stands now is shown before everything that was published is read.
    private func begin() throws {
        let tail = try log.tail(topic: .rankingsPublished, partition: 0)
        push(rankings.take(tail, seenMs: nowMs()))
    }

    private func push(_ editions: [RankingEdition]) {
        taken(editions)
        for edition in editions { hub.push(edition) }
    }

    private func wait(after count: Int, didPush: Bool) -> Int {
        if count >= 2_000 { return 0 }
        if didPush { return pace.pushedMs }
        return hub.isWatched ? pace.watchedMs : pace.idleMs
    }
}
