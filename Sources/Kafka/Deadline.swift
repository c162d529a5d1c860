import Dispatch
import Foundation
import Glibc
import Synchronization

/// Runs what may hang.
enum Deadline {
    /// Runs `body` on a thread of its own and waits for it.
    ///
    /// - Returns: Whether it ended in time; otherwise it goes on by itself.
    static func run(withinMs limit: Int, _ body: @escaping @Sendable () -> Void) -> Bool {
        let isDone = DispatchSemaphore(value: 0)
        let thread = Thread {
            body()
            isDone.signal()
        }
        thread.name = "kafka-close"
        thread.start()
        return isDone.wait(timeout: .now() + .milliseconds(limit)) == .success
    }
}

/// The clock of waits: it only goes forward and says nothing of the date.
enum Monotonic {
    /// Milliseconds since some moment.
    static var milliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
