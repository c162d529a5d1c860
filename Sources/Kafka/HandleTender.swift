import Foundation
import Synchronization

/// Serves the handles of a log once a second, so that log lines and statistics of those that
/// nobody uses do not pile up.
final class HandleTender: Sendable {
    private let wake = DispatchSemaphore(value: 0)
    private let ended = DispatchSemaphore(value: 0)
    private let isRunning = Mutex(false)

    /// Starts the thread.
    func start(_ body: @escaping @Sendable () -> Void) {
        isRunning.withLock { $0 = true }
        let thread = Thread { [wake, ended] in
            while wake.wait(timeout: .now() + .seconds(1)) == .timedOut { body() }
            ended.signal()
        }
        thread.name = "kafka-tender"
        thread.start()
    }

    /// Ends the thread and waits for it.
    func stop() {
        let wasRunning = isRunning.withLock { value in
            defer { value = false }
            return value
        }
        guard wasRunning else { return }
        wake.signal()
        ended.wait()
    }
}
