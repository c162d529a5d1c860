import Foundation
import Synchronization

/// Threads that are waited for together.
final class Crew: Sendable {
    private let group = DispatchGroup()
    private let failure = Mutex<(any Error)?>(nil)

    /// Starts a thread.
    func start(_ body: @escaping @Sendable () throws -> Void) {
        group.enter()
        let thread = Thread { [group, self] in
            do {
                try body()
            } catch {
                failure.withLock { $0 = $0 ?? error }
            }
            group.leave()
        }
        thread.start()
    }

    /// Waits for all, and throws the first error of one.
    func join() throws {
        group.wait()
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// Whether a thread has failed.
    var hasFailed: Bool { failure.withLock { $0 != nil } }
}
