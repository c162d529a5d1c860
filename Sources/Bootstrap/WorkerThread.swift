import Foundation
import Stage
import Synchronization

/// Workers on threads of their own: nothing of them blocks Swift's cooperative pool.
public final class WorkerThreads {
    private var threads: [Thread] = []
    private let running = DispatchGroup()
    private let failures = Failures()

    /// Creates an empty set.
    public init() {}

    /// Starts a worker on a new thread; its failure asks the others to stop.
    public func start(_ worker: Worker, status: WorkerStatus, stop: StopSignal) {
        running.enter()
        let box = UncheckedBox(worker)
        let (running, failures) = (running, failures)
        let thread = Thread {
            defer { running.leave() }
            do {
                try box.value.run(until: stop)
            } catch {
                status.update { $0.failure = "\(error)" }
                failures.add(error)
                stop.request()
            }
        }
        thread.name = status.snapshot.stage
        thread.stackSize = 8 << 20
        threads.append(thread)
        thread.start()
    }

    /// Waits until all have ended.
    ///
    /// - Throws: The first failure.
    public func join() throws {
        running.wait()
        if let failure = failures.first { throw failure }
    }

    private final class Failures: Sendable {
        private let errors = Mutex<[any Error]>([])

        func add(_ error: any Error) { errors.withLock { $0.append(error) } }

        var first: (any Error)? { errors.withLock { $0.first } }
    }
}

/// Hands a value over to ONE other thread; whoever hands it over does not touch it again.
private struct UncheckedBox<Value>: @unchecked Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}
