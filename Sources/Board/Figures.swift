import Dispatch
import Documents
import Events
import Explanation
import Foundation
import Ledger
import Overview
import Stage

/// Finds everything that is known of one person: journals, and facts of the log.
public protocol PersonSource: Sendable {
    /// Reads it; blocks for as long as the person's partition of the log takes.
    func evidence(of person: PersonKey, scheme: String) throws -> PersonEvidence
}

/// What the pages of figures read from: kept up to date by threads of their own.
public final class Figures: Sendable {
    let overview = Overview()
    let rankings = LiveRankings()
    let hub: EventHub
    let ages = AgeMeter()
    let shelf: ReportShelf
    let rejections = RejectionBook()
    let persons: any PersonSource
    private let log: any EventLog
    private let ledger: any LedgerStore
    private let books: OverviewFollower
    private let followed: RankingFollower
    private let told: @Sendable (String) -> Void
    private let stopping = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)

    /// Creates figures that stand still.
    ///
    /// - Parameters:
    ///   - facts: The log as documents read it.
    ///   - told: Called with what is wrong, in a sentence without personal data.
    public init(
        _ sources: BoardSources,
        persons: any PersonSource,
        facts: (any ReportLog & Sendable)?,
        told: @escaping @Sendable (String) -> Void
    ) {
        log = sources.log
        ledger = sources.ledger
        self.persons = persons
        self.told = told
        shelf = ReportShelf(store: sources.ledger, facts: facts, clock: sources.clock)
        let hub = EventHub()
        self.hub = hub
        let (overview, clock, freshness) = (overview, sources.clock, sources.freshness)
        let books = OverviewFollower(
            overview,
            store: sources.ledger,
            looked: {
                for scheme in overview.schemes {
                    guard let moment = overview.ask(scheme, { _ in () })?.moment else { continue }
                    freshness.note(scheme: scheme, moment: moment, readAt: clock.now)
                }
            },
            told: told
        )
        self.books = books
        let ages = ages
        followed = RankingFollower(
            sources.log,
            into: rankings,
            hub: hub,
            nowMs: Figures.nowMs,
            taken: { editions in
                books.wake()
                // Rankings of one batch count the same messages.
                guard let last = editions.last else { return }
                ages.noteRanking(last.ranking.positions, atMs: Figures.nowMs())
            },
            told: told
        )
    }

    /// Milliseconds of the monotonic clock.
    @Sendable static func nowMs() -> Int64 {
        Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000)
    }

    /// Begins to follow the ledger and the log.
    public func start() {
        books.start()
        followed.start()
        let thread = Thread { [self] in
            watch()
            ended.signal()
        }
        thread.name = "ages"
        thread.start()
    }

    /// Stops following, and ends the browsers' connections.
    public func stop() {
        hub.close()
        stopping.signal()
        ended.wait()
        followed.stop()
        books.stop()
    }

    /// Brings everything up to now on this thread, for whoever must not wait for the threads.
    public func refresh() throws {
        try overview.catchUp(with: ledger)
        try rejections.follow(log)
        let tail = try log.tail(topic: .rankingsPublished, partition: 0)
        rankings.take(tail, seenMs: Figures.nowMs())
    }

    /// Notes arrivals and the ledger's progress ten times a second, rejections once a second.
    private func watch() {
        var round = 0
        var problem = ""
        while stopping.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
            round += 1
            do {
                if round % 10 == 1 { try rejections.follow(log) }
                try look()
                problem = ""
            } catch {
                if "\(error)" != problem { told("\(error)") }
                problem = "\(error)"
            }
        }
    }

    private func look() throws {
        for partition in 0..<Int32(try log.partitionCount(of: .factsValidated)) {
            let end = try log.endOffset(topic: .factsValidated, partition: partition)
            ages.noteEnd(partition: partition, end, atMs: Figures.nowMs())
        }
        for position in try ledger.read({ try $0.positions() }) { ages.notePosted(position) }
    }
}
