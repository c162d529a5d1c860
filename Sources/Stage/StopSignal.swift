import Dispatch
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
    /// - Returns: What must be kept alive as long as signals are to be heard.
    public func listenToProcessSignals() -> [any DispatchSourceSignal] {
        [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { self.request() }
            source.resume()
            return source
        }
    }
}
