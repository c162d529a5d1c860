import Foundation
import Synchronization

/// A request to stop, set once and seen by every worker of the process.
public final class StopSignal: Sendable {
    private let requested = Atomic<Bool>(false)

    /// Creates a signal that nobody has given.
    public init() {}

    /// Whether a stop is asked for.
    public var isRequested: Bool { requested.load(ordering: .acquiring) }

    /// Asks for a stop; workers finish or abandon their batch and leave.
    public func request() { requested.store(true, ordering: .releasing) }

    /// Asks for a stop when the process gets SIGTERM or SIGINT.
    ///
    /// To be called on the main thread before any other thread is made: the signals are blocked in
    /// all of them and taken by a thread that only waits, so none is lost between two steps of the
    /// start.
    public func listenToProcessSignals() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let waited = signals
        let thread = Thread {
            var signals = waited
            var number: Int32 = 0
            while sigwait(&signals, &number) == 0 { self.request() }
        }
        thread.name = "signals"
        thread.start()
    }
}
