import Dispatch
import Synchronization

/// Writes snapshots beside the stage, one at a time.
public protocol SnapshotScribe: AnyObject {
    /// Whether nothing is being written.
    var isIdle: Bool { get }

    /// Begins some writing; only when idle.
    func begin(_ work: @escaping @Sendable () -> Void)

    /// Waits until it is idle, at most so many milliseconds.
    ///
    /// - Returns: Whether it is.
    func settle(withinMs milliseconds: Int) -> Bool
}

/// Writes on a thread of its own.
public final class BackgroundScribe: SnapshotScribe, Sendable {
    private let queue = DispatchQueue(label: "snapshots", qos: .utility)
    private let running = DispatchGroup()
    private let isBusy = Atomic<Bool>(false)

    /// Creates a scribe that writes nothing yet.
    public init() {}

    /// Whether nothing is being written.
    public var isIdle: Bool { !isBusy.load(ordering: .acquiring) }

    /// Begins some writing.
    public func begin(_ work: @escaping @Sendable () -> Void) {
        isBusy.store(true, ordering: .releasing)
        queue.async(group: running) { [self] in
            work()
            isBusy.store(false, ordering: .releasing)
        }
    }

    /// Waits until it is idle.
    public func settle(withinMs milliseconds: Int) -> Bool {
        running.wait(timeout: .now() + .milliseconds(milliseconds)) == .success
    }
}
