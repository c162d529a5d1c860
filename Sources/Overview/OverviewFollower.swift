import Dispatch
import Foundation
import Ledger
import Synchronization

/// Keeps an ``Overview`` up with a ledger, on a thread of its own.
///
/// It looks when it is woken, and once in a while by itself; a ledger that is away is asked again,
/// and what was folded stays.
public final class OverviewFollower: Sendable {
    private let overview: Overview
    private let store: any LedgerStore
    private let pauseMs: Int
    private let bell = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let isStopped = Mutex(false)
    private let isRinging = Mutex(false)
    private let looked: @Sendable () -> Void
    private let told: @Sendable (String) -> Void

    /// Creates a follower that stands still.
    ///
    /// - Parameters:
    ///   - pauseMs: Longest time between two looks, in milliseconds.
    ///   - looked: Called on the follower's thread after each look at the ledger.
    ///   - told: Called with what is wrong with the ledger, once until it is well again.
    public init(
        _ overview: Overview,
        store: any LedgerStore,
        pauseMs: Int = 1_000,
        looked: @escaping @Sendable () -> Void = {},
        told: @escaping @Sendable (String) -> Void
    ) {
        self.overview = overview
        self.store = store
        self.pauseMs = pauseMs
        self.looked = looked
        self.told = told
    }

    /// Begins to follow.
    public func start() {
        let thread = Thread { [self] in
            run()
            ended.signal()
        }
        thread.name = "overview"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Has the ledger looked at now: somebody knows that it went on.
    public func wake() {
        let isFirst = isRinging.withLock { ringing in
            defer { ringing = true }
            return !ringing
        }
        if isFirst { bell.signal() }
    }

    /// Stops, and returns when the thread has ended.
    public func stop() {
        isStopped.withLock { $0 = true }
        bell.signal()
        ended.wait()
    }

    private func run() {
        var problem = ""
        while !isStopped.withLock({ $0 }) {
            isRinging.withLock { $0 = false }
            do {
                try overview.catchUp(with: store)
                looked()
                problem = ""
            } catch {
                if "\(error)" != problem { told("\(error)") }
                problem = "\(error)"
            }
            _ = bell.wait(timeout: .now() + .milliseconds(pauseMs))
        }
    }
}
